// Queries: SELECT, VALUES, TABLE with WITH, set operations, ORDER BY and LIMIT (manual 7, SELECT; SQLite
// lang_select.html).
#include "parser/grammar.h"

namespace lockstep::grammar {
namespace {

// Output columns. A name without AS is a bare label.
struct target_name : sor<seq<kw<K::AS>, label>, bare_label> {};
struct target_star : node<NodeKind::Star, punct<P::Star>> {};
// SQLite spells a table's columns `t.*` with a rule of its own; PostgreSQL's is part of the expression.
struct table_star : node<NodeKind::ColumnReference, name, dot, node<NodeKind::Star, punct<P::Star>>> {};
struct target
    : node<NodeKind::Target, sor<target_star, seq<sqlite_only, table_star>, seq<expression, opt<target_name>>>> {};

struct distinct : seq<kw<K::DISTINCT>, opt<node<NodeKind::DistinctOn, kw<K::ON>, paren_list<expression>>>> {};
// TEMP alone is the name of a table.
struct into_persistence : sor<node<NodeKind::Temporary, opt<sor<kw<K::LOCAL>, kw<K::GLOBAL>>>,
                                   sor<kw<K::TEMPORARY>, kw<K::TEMP>>>,
                              node<NodeKind::Unlogged, kw<K::UNLOGGED>>> {};
struct into
    : node<NodeKind::Into, kw<K::INTO>,
           sor<seq<into_persistence, opt<kw<K::TABLE>>, relation_name>, seq<opt<kw<K::TABLE>>, relation_name>>> {};

// ROLLUP and CUBE are names unless a parenthesis follows.
LOCKSTEP_RULE(grouping_element);
struct rollup_or_cube : node<NodeKind::GroupingSets, sor<kw<K::ROLLUP>, kw<K::CUBE>>, paren_list<expression>> {};
struct grouping_sets : node<NodeKind::GroupingSets, kw<K::GROUPING, K::SETS>, paren_list<grouping_element>> {};
struct empty_group : seq<left_paren, right_paren> {};
bool grouping_element::match(Tokens& in) {
  const Tokens::Level level(in);
  if (!level.ok()) return false;
  if (in.sqlite()) return expression::match(in);
  if ((in.at(K::ROLLUP) || in.at(K::CUBE)) && in.peek(1).is(P::LeftParen)) return take<rollup_or_cube>(in);
  if (in.at(K::GROUPING) && in.peek(1).is(K::SETS)) return take<grouping_sets>(in);
  return take<sor<empty_group, expression>>(in);
}
struct group_by : node<NodeKind::GroupBy, kw<K::GROUP, K::BY>, opt<postgresql_only, sor<kw<K::ALL>, kw<K::DISTINCT>>>,
                       comma_list<grouping_element>> {};
struct having : node<NodeKind::Having, kw<K::HAVING>, expression> {};
struct window : node<NodeKind::Window, kw<K::WINDOW>, comma_list<seq<name, kw<K::AS>, window_definition>>> {};

struct select_tail : seq<opt<from_clause>, opt<where>, opt<group_by>, opt<having>, opt<window>> {};
struct sqlite_select : node<NodeKind::Select, kw<K::SELECT>, opt<sor<kw<K::ALL>, kw<K::DISTINCT>>>, comma_list<target>,
                            select_tail> {};
struct select : node<NodeKind::Select, kw<K::SELECT>,
                     sor<seq<distinct, comma_list<target>>, seq<opt<kw<K::ALL>>, opt<comma_list<target>>>>,
                     opt<into>, select_tail> {};

// VALUES and its rows.
struct values_row : node<NodeKind::ValuesRow, left_paren, expression_list, right_paren> {};
struct values : node<NodeKind::Values, kw<K::VALUES>, comma_list<values_row>> {};

struct table_command : node<NodeKind::TableCommand, kw<K::TABLE>, relation_expression> {};

// WITH.
struct materialized : seq<opt<kw<K::NOT>>, kw<K::MATERIALIZED>> {};
struct search : seq<kw<K::SEARCH>, sor<kw<K::BREADTH>, kw<K::DEPTH>>, kw<K::FIRST, K::BY>, comma_list<name>,
                    kw<K::SET>, name> {};
struct cycle : seq<kw<K::CYCLE>, comma_list<name>, kw<K::SET>, name,
                   opt<kw<K::TO>, constant, kw<K::DEFAULT>, constant>, kw<K::USING>, name> {};
struct common_table
    : node<NodeKind::CommonTable, name, opt<name_paren_list>, kw<K::AS>, opt<materialized>, left_paren,
           sor<seq<sqlite_only, query>, seq<postgresql_only, row_statement>>, right_paren, opt<search>, opt<cycle>> {};
struct with
    : node<NodeKind::With, kw<K::WITH>, opt<node<NodeKind::Recursive, kw<K::RECURSIVE>>, sor<sqlite_only, at<name>>>,
           comma_list<common_table>> {};

// LIMIT, OFFSET and FETCH (manual, SELECT); SQLite also LIMIT skip, count. WITH TIES needs an order.
using row_word = sor<kw<K::ROW>, kw<K::ROWS>>;
template <bool Ordered>
struct rows_kept : kw<K::ONLY> {};
template <>
struct rows_kept<true> : sor<kw<K::ONLY>, kw<K::WITH, K::TIES>> {};
template <bool Ordered>
struct limit_clause
    : node<NodeKind::Limit, sor<seq<kw<K::LIMIT>, sor<kw<K::ALL>, expression>>,
                                seq<kw<K::FETCH>, sor<kw<K::FIRST>, kw<K::NEXT>>,
                                    sor<seq<sor<number, primary>, row_word>, row_word>, rows_kept<Ordered>>>> {};
// Before ROW or ROWS only a number or an operand may stand.
LOCKSTEP_RULE(offset_rows);
bool offset_rows::match(Tokens& in) {
  if (!in.at(K::ROW) && !in.at(K::ROWS)) return true;
  switch (in.last_kind()) {
    case NodeKind::Or: case NodeKind::And: case NodeKind::Not: case NodeKind::Is: case NodeKind::Like:
    case NodeKind::Between: case NodeKind::In: case NodeKind::Quantified: case NodeKind::Collate:
    case NodeKind::AtTimeZone: case NodeKind::Binary: case NodeKind::Default: return false;
    case NodeKind::Unary:
      if (in.last_kind(1) != NodeKind::Number) return false;
      in.advance();
      return true;
    default: in.advance(); return true;
  }
}
struct offset_clause : node<NodeKind::Limit, kw<K::OFFSET>, expression, offset_rows> {};
template <bool Ordered>
struct limits : sor<seq<limit_clause<Ordered>, opt<offset_clause>>, seq<offset_clause, opt<limit_clause<Ordered>>>> {};
struct sqlite_limit
    : node<NodeKind::Limit, kw<K::LIMIT>, expression, opt<sor<kw<K::OFFSET>, comma>, expression>> {};
struct lock_strength : sor<kw<K::UPDATE>, kw<K::NO, K::KEY, K::UPDATE>, kw<K::SHARE>, kw<K::KEY, K::SHARE>> {};
struct row_locking : node<NodeKind::Locking, kw<K::FOR>, lock_strength, opt<kw<K::OF>, comma_list<qualified_name>>,
                          opt<sor<kw<K::NOWAIT>, kw<K::SKIP, K::LOCKED>>>> {};
struct locking : sor<kw<K::FOR, K::READ, K::ONLY>, plus<row_locking>> {};
template <bool Ordered>
struct limits_and_locking : sor<seq<locking, opt<limits<Ordered>>>, seq<opt<limits<Ordered>>, opt<locking>>> {};
struct query_tail : sor<seq<order_by, limits_and_locking<true>>, limits_and_locking<false>> {};
struct sqlite_query_tail : seq<opt<order_by>, opt<sqlite_limit>> {};

// What UNION and its like combine: a SELECT, VALUES, TABLE, or (PostgreSQL) a whole query in parentheses.
bool operand(Tokens& in) {
  switch (in.peek().keyword()) {
    case K::SELECT: return in.sqlite() ? take<sqlite_select>(in) : take<select>(in);
    case K::VALUES: return take<values>(in);
    case K::TABLE:
      if (!in.sqlite()) return take<table_command>(in);
      break;
    default: break;
  }
  if (in.at(P::LeftParen) && in.peek().opens_query && !in.sqlite())
    return take<seq<left_paren, query, right_paren>>(in);
  return in.fail("SELECT or VALUES");
}

// INTERSECT binds more strongly than UNION and EXCEPT; SQLite makes no difference. All associate to the left.
bool set_operations(Tokens& in, int least) {
  Tokens::Attempt attempt(in);
  if (!operand(in)) return false;
  while (true) {
    const K word = in.peek().keyword();
    const int strength = word == K::UNION || word == K::EXCEPT ? 1 : word != K::INTERSECT ? 0 : in.sqlite() ? 1 : 2;
    if (strength == 0 || strength < least) return attempt(true);
    in.advance();
    // SQLite has ALL behind UNION only.
    if (in.sqlite() ? word == K::UNION && in.at(K::ALL) : in.at(K::ALL) || in.at(K::DISTINCT)) in.advance();
    if (!set_operations(in, strength + 1)) return false;
    in.finish(NodeKind::SetOperation, attempt.start());
  }
}

}  // namespace

bool with_clause::match(Tokens& in) { return take<with>(in); }

bool query_body(Tokens& in, Tokens::Start start) {
  if (!set_operations(in, 1)) return false;
  // SQLite has no order or limit behind VALUES.
  const NodeKind last = in.last_kind(in.last_kind() == NodeKind::SetOperation ? 1 : 0);
  if (in.sqlite() ? last != NodeKind::Values && !take<sqlite_query_tail>(in) : !take<query_tail>(in)) return false;
  in.finish(NodeKind::Query, start);
  return true;
}

bool query::match(Tokens& in) {
  const Tokens::Level level(in);
  if (!level.ok()) return false;
  Tokens::Attempt attempt(in);
  if (in.at(K::WITH) && !with_clause::match(in)) return false;
  return query_body(in, attempt.start()) && attempt(true);
}

bool subquery::match(Tokens& in) {
  if (!in.at(P::LeftParen) || !in.peek().opens_query) return false;
  return take<node<NodeKind::Subquery, left_paren, query, right_paren>>(in);
}

bool where::match(Tokens& in) { return take<node<NodeKind::Where, kw<K::WHERE>, expression>>(in); }

bool target_list::match(Tokens& in) { return take<comma_list<target>>(in); }

}  // namespace lockstep::grammar
