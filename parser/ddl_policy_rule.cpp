// Row security policies, rewrite rules, event triggers; ALTER TRIGGER (manual: those pages).
#include "base/text.h"
#include "parser/ddl_rules.h"
#include "parser/lower_ddl.h"

namespace lockstep::grammar {
namespace {

// ---- Policies ------------------------------------------------------------------------------------------------------

using roles = opt<kw<K::TO>, node<NodeKind::Grantees, comma_list<role_name>>>;
using policy_using = opt<node<NodeKind::PolicyUsing, kw<K::USING>, parens<expression>>>;
using policy_check = opt<node<NodeKind::PolicyCheck, kw<K::WITH, K::CHECK>, parens<expression>>>;
using permissive = opt<option_words<kw<K::AS>, value_of<sor<word<"permissive">, word<"restrictive">>>>>;
using policy_command =
    opt<kw<K::FOR>, node<NodeKind::Words, sor<kw<K::ALL>, kw<K::SELECT>, kw<K::INSERT>, kw<K::UPDATE>, kw<K::DELETE>>>>;
struct create_policy : node<NodeKind::Definition, kw<K::CREATE, K::POLICY>, name, kw<K::ON>, relation_name, permissive,
                            policy_command, roles, policy_using, policy_check> {};
struct alter_policy
    : node<NodeKind::Definition, kw<K::ALTER, K::POLICY>,
           sor<seq<if_exists, name, kw<K::ON>, relation_name, rename_action>,
               seq<name, kw<K::ON>, relation_name, sor<rename_action, seq<roles, policy_using, policy_check>>>>> {};

// ---- Rules ---------------------------------------------------------------------------------------------------------

using notify = node<NodeKind::SessionCommand, kw<K::NOTIFY>, name, opt<comma, string_literal>>;
using action = sor<notify, row_statement>;
using several_actions = seq<opt<action>, star<punct<P::Semicolon>, opt<action>>>;
// In parentheses stand either several actions or one query that has them for itself.
struct actions : sor<option_words<kw<K::NOTHING>>, seq<action, end>, parens<several_actions>> {};
struct create_rule
    : node<NodeKind::Definition, kw<K::CREATE>, or_replace, kw<K::RULE>, name, kw<K::AS, K::ON>,
           node<NodeKind::Words, sor<kw<K::SELECT>, kw<K::UPDATE>, kw<K::DELETE>, kw<K::INSERT>>>, kw<K::TO>,
           relation_name, opt<where>, kw<K::DO>, opt<sor<option_words<kw<K::INSTEAD>>, kw<K::ALSO>>>, actions> {};
struct alter_rule : node<NodeKind::Definition, kw<K::ALTER, K::RULE>, name, kw<K::ON>, relation_name, rename_action> {};

// ---- Triggers ------------------------------------------------------------------------------------------------------

struct alter_trigger : node<NodeKind::Definition, kw<K::ALTER, K::TRIGGER>, name, kw<K::ON>, relation_name,
                            sor<rename_action, depends_action>> {};

using event_filter =
    node<NodeKind::Option, name, kw<K::IN>, left_paren, value_of<comma_list<string_literal>>, right_paren>;
struct create_event_trigger
    : node<NodeKind::Definition, kw<K::CREATE, K::EVENT, K::TRIGGER>, name, option_words<kw<K::ON>, value_of<label>>,
           opt<kw<K::WHEN>, event_filter, star<kw<K::AND>, event_filter>>, kw<K::EXECUTE>,
           named_routine<sor<kw<K::FUNCTION>, kw<K::PROCEDURE>>, function_name>, left_paren, right_paren> {};
struct alter_event_trigger
    : node<NodeKind::Definition, kw<K::ALTER, K::EVENT, K::TRIGGER>, name,
           sor<object_action<kw<K::DISABLE>>, object_action<kw<K::ENABLE>, opt<sor<kw<K::REPLICA>, kw<K::ALWAYS>>>>,
               rename_action, owner_action>> {};

}  // namespace

bool match_create_policy(Tokens& in) { return take<seq<create_policy, end>>(in); }
bool match_alter_policy(Tokens& in) { return take<seq<alter_policy, end>>(in); }
bool match_create_rule(Tokens& in) { return take<seq<create_rule, end>>(in); }
bool match_alter_rule(Tokens& in) { return take<seq<alter_rule, end>>(in); }
bool match_alter_trigger(Tokens& in) { return take<seq<alter_trigger, end>>(in); }
bool match_create_event_trigger(Tokens& in) { return take<seq<create_event_trigger, end>>(in); }
bool match_alter_event_trigger(Tokens& in) { return take<seq<alter_event_trigger, end>>(in); }

}  // namespace lockstep::grammar

namespace lockstep::lower {

void lower_create_policy(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  Policy policy;
  policy.name = first_name(tree, root);
  policy.table = qualified_name(tree, tree.find(root, NodeKind::Relation));
  policy.alter = tree.first_token(root).is(K::ALTER);
  policy.if_exists = tree.has(root, NodeKind::IfExists);
  for (const auto& [name, value] : options(tree, root)) policy.restrictive |= to_lower(value) == "restrictive";
  policy.command = words(tree, tree.find(root, NodeKind::Words));
  if (policy.command.empty() && !policy.alter) policy.command = "ALL";
  policy.roles = name_list(tree, tree.find(root, NodeKind::Grantees));
  if (const NodeIndex node = tree.find(root, NodeKind::PolicyUsing); node != kNoNode) {
    policy.using_expression = expression(tree, node - 1);
  }
  if (const NodeIndex node = tree.find(root, NodeKind::PolicyCheck); node != kNoNode) {
    policy.with_check = expression(tree, node - 1);
  }
  result.body = std::move(policy);
}

void lower_alter_policy(const Tree& tree, Statement& result) {
  const bool renamed = tree.has(tree.root(), NodeKind::AlterRenameTable);
  return renamed ? lower_alter_object(tree, result) : lower_create_policy(tree, result);
}

void lower_create_rule(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  CreateRule rule;
  rule.name = first_name(tree, root);
  rule.table = qualified_name(tree, tree.find(root, NodeKind::Relation));
  rule.or_replace = tree.has(root, NodeKind::OrReplace);
  rule.event = words(tree, tree.find(root, NodeKind::Words));
  for (const auto& [name, value] : options(tree, root)) {
    rule.instead |= name == "instead";
    rule.nothing |= name == "nothing";
  }
  if (const NodeIndex where = tree.find(root, NodeKind::Where); where != kNoNode) {
    rule.where = expression(tree, where - 1);
  }
  result.body = std::move(rule);
  add_inner_statements(tree, root, result);
}

}  // namespace lockstep::lower
