// Publications, subscriptions, extended statistics (manual: those pages).
#include "parser/ddl_rules.h"

namespace lockstep::grammar {
namespace {

// ---- Publications --------------------------------------------------------------------------------------------------

using schema_name = sor<kw<K::CURRENT_SCHEMA>, name>;
using row_filter = opt<kw<K::WHERE>, parens<expression>>;
using published_table = seq<relation_expression, opt<name_paren_list>, row_filter>;
using tables = seq<kw<K::TABLE>, published_table>;
using schemas = seq<kw<K::TABLES, K::IN, K::SCHEMA>, schema_name>;
// A name alone goes on with the kind before it.
struct objects {
  using rule_t = objects;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    Tokens::Attempt attempt(in);
    bool of_schemas = in.at(K::TABLES);
    if (!take<sor<schemas, tables>>(in)) return false;
    while (in.at(P::Comma)) {
      in.advance();
      if (in.at(K::TABLE) || (in.at(K::TABLES) && in.peek(1).is(K::IN))) {
        of_schemas = in.at(K::TABLES);
        if (!take<sor<schemas, tables>>(in)) return false;
      } else if (!(of_schemas ? take<schema_name>(in) : take<published_table>(in))) {
        return false;
      }
    }
    return attempt(true);
  }
};
using publication_options = opt<kw<K::WITH>, definition>;
struct create_publication
    : node<NodeKind::Definition, kw<K::CREATE, K::PUBLICATION>, name,
           opt<kw<K::FOR>, sor<kw<K::ALL, K::TABLES>, objects>>, publication_options> {};
struct alter_publication
    : node<NodeKind::Definition, kw<K::ALTER, K::PUBLICATION>, name,
           sor<seq<sor<kw<K::ADD>, kw<K::DROP>>, objects>, seq<kw<K::SET>, sor<objects, definition>>, rename_to,
               owner_to>> {};

// ---- Subscriptions -------------------------------------------------------------------------------------------------

using publications = comma_list<name>;
struct create_subscription
    : node<NodeKind::Definition, kw<K::CREATE, K::SUBSCRIPTION>, name, kw<K::CONNECTION>, string_literal,
           kw<K::PUBLICATION>, publications, opt<kw<K::WITH>, definition>> {};
struct alter_subscription
    : node<NodeKind::Definition, kw<K::ALTER, K::SUBSCRIPTION>, name,
           sor<seq<kw<K::CONNECTION>, string_literal>,
               seq<sor<kw<K::SET>, kw<K::ADD>, kw<K::DROP>>, kw<K::PUBLICATION>, publications,
                   opt<kw<K::WITH>, definition>>,
               seq<kw<K::REFRESH, K::PUBLICATION>, opt<kw<K::WITH>, definition>>, kw<K::ENABLE>, kw<K::DISABLE>,
               seq<kw<K::SET>, definition>, seq<kw<K::SKIP>, definition>, rename_to, owner_to>> {};

// ---- Statistics ----------------------------------------------------------------------------------------------------

using statistics_element = sor<parens<expression>, function_call_bare, name>;
using statistics_name = opt<sor<seq<if_not_exists, qualified_name>, qualified_name>>;
struct create_statistics
    : node<NodeKind::Definition, kw<K::CREATE, K::STATISTICS>, statistics_name, opt<name_paren_list>, kw<K::ON>,
           comma_list<statistics_element>, from_clause> {};
struct alter_statistics
    : node<NodeKind::Definition, kw<K::ALTER, K::STATISTICS>,
           sor<seq<opt<if_exists>, qualified_name, kw<K::SET, K::STATISTICS>, sor<kw<K::DEFAULT>, signed_integer>>,
               seq<qualified_name, sor<rename_to, owner_to, set_schema>>>> {};

}  // namespace

bool match_create_publication(Tokens& in) { return take<seq<create_publication, end>>(in); }
bool match_alter_publication(Tokens& in) { return take<seq<alter_publication, end>>(in); }
bool match_create_subscription(Tokens& in) { return take<seq<create_subscription, end>>(in); }
bool match_alter_subscription(Tokens& in) { return take<seq<alter_subscription, end>>(in); }
bool match_create_statistics(Tokens& in) { return take<seq<create_statistics, end>>(in); }
bool match_alter_statistics(Tokens& in) { return take<seq<alter_statistics, end>>(in); }

}  // namespace lockstep::grammar
