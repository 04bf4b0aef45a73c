// Row security policies, rewrite rules, event triggers; ALTER TRIGGER (manual: those pages).
#include "parser/ddl_rules.h"
#include "parser/lower_ddl.h"

namespace lockstep::grammar {
namespace {

// ---- Policies ------------------------------------------------------------------------------------------------------

using roles = opt<kw<K::TO>, node<NodeKind::Grantees, comma_list<role_name>>>;
using policy_using = opt<kw<K::USING>, parens<expression>>;
using policy_check = opt<kw<K::WITH, K::CHECK>, parens<expression>>;
using permissive = opt<kw<K::AS>, sor<word<"permissive">, word<"restrictive">>>;
using policy_command =
    opt<kw<K::FOR>, sor<kw<K::ALL>, kw<K::SELECT>, kw<K::INSERT>, kw<K::UPDATE>, kw<K::DELETE>>>;
struct create_policy : node<NodeKind::Definition, kw<K::CREATE, K::POLICY>, name, kw<K::ON>, relation_name, permissive,
                            policy_command, roles, policy_using, policy_check> {};
struct alter_policy
    : node<NodeKind::Definition, kw<K::ALTER, K::POLICY>, sor<seq<if_exists, name>, name>, kw<K::ON>, relation_name,
           sor<rename_to, seq<roles, policy_using, policy_check>>> {};

// ---- Rules ---------------------------------------------------------------------------------------------------------

using notify = node<NodeKind::Definition, kw<K::NOTIFY>, name, opt<comma, string_literal>>;
using action = sor<notify, row_statement>;
using several_actions = seq<opt<action>, star<punct<P::Semicolon>, opt<action>>>;
// In parentheses stand either several actions or one query that has them for itself.
struct actions : sor<kw<K::NOTHING>, seq<action, end>, parens<several_actions>> {};
struct create_rule
    : node<NodeKind::Definition, kw<K::CREATE>, or_replace, kw<K::RULE>, name, kw<K::AS, K::ON>,
           sor<kw<K::SELECT>, kw<K::UPDATE>, kw<K::DELETE>, kw<K::INSERT>>, kw<K::TO>, relation_name, opt<where>,
           kw<K::DO>, opt<sor<kw<K::INSTEAD>, kw<K::ALSO>>>, actions> {};
struct alter_rule : node<NodeKind::Definition, kw<K::ALTER, K::RULE>, name, kw<K::ON>, relation_name, rename_to> {};

// ---- Triggers ------------------------------------------------------------------------------------------------------

struct alter_trigger : node<NodeKind::Definition, kw<K::ALTER, K::TRIGGER>, name, kw<K::ON>, relation_name,
                            sor<rename_to, depends_on_extension>> {};

using event_filter = seq<name, kw<K::IN>, paren_list<string_literal>>;
struct create_event_trigger
    : node<NodeKind::Definition, kw<K::CREATE, K::EVENT, K::TRIGGER>, name, kw<K::ON>, label,
           opt<kw<K::WHEN>, event_filter, star<kw<K::AND>, event_filter>>, kw<K::EXECUTE>,
           sor<kw<K::FUNCTION>, kw<K::PROCEDURE>>, function_name, left_paren, right_paren> {};
struct alter_event_trigger
    : node<NodeKind::Definition, kw<K::ALTER, K::EVENT, K::TRIGGER>, name,
           sor<kw<K::DISABLE>, seq<kw<K::ENABLE>, opt<sor<kw<K::REPLICA>, kw<K::ALWAYS>>>>, rename_to, owner_to>> {};

}  // namespace

bool match_create_policy(Tokens& in) { return take<seq<create_policy, end>>(in); }
bool match_alter_policy(Tokens& in) { return take<seq<alter_policy, end>>(in); }
bool match_create_rule(Tokens& in) { return take<seq<create_rule, end>>(in); }
bool match_alter_rule(Tokens& in) { return take<seq<alter_rule, end>>(in); }
bool match_alter_trigger(Tokens& in) { return take<seq<alter_trigger, end>>(in); }
bool match_create_event_trigger(Tokens& in) { return take<seq<create_event_trigger, end>>(in); }
bool match_alter_event_trigger(Tokens& in) { return take<seq<alter_event_trigger, end>>(in); }

}  // namespace lockstep::grammar
