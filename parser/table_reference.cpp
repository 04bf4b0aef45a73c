// What FROM lists: tables, functions, subqueries and joins of them (manual 7.2.1; SQLite lang_select.html).
#include "parser/grammar.h"
#include "parser/json_rules.h"

namespace lockstep::grammar {
namespace {

// [AS] name [(columns)]; behind a function also [AS] name (column type, ...).
struct column_types : paren_list<node<NodeKind::AliasColumn, name, type_name, opt<kw<K::COLLATE>, qualified_name>>> {};

bool at_alias(const Tokens& in) {
  if (in.at(K::AS)) return true;
  const Token& token = in.peek();
  if (!token.is(TokenKind::Keyword)) {
    return token.is(TokenKind::Identifier) || token.is(TokenKind::QuotedIdentifier) ||
           token.is(TokenKind::UnicodeIdentifier) || (token.is(TokenKind::String) && in.sqlite());
  }
  const KeywordInfo& word = info(token.keyword());
  if (in.sqlite()) {
    return word.sqlite <= SqliteCategory::Fallback && !token.is(K::INDEXED) &&
           !(token.is(K::WINDOW) && in.peek(2).is(K::AS));
  }
  return word.category != KeywordCategory::Reserved && word.category != KeywordCategory::TypeFunctionName;
}

// Types tell a function's column definitions from a list of names.
bool columns(Tokens& in, bool function) {
  const Token& behind = in.peek(2);
  if (function && !behind.is(P::Comma) && !behind.is(P::RightParen)) return take<column_types>(in);
  return take<name_paren_list>(in);
}

bool alias(Tokens& in, bool function) {
  if (!at_alias(in)) return true;
  Tokens::Attempt attempt(in);
  const bool as = in.at(K::AS);
  if (as) in.advance();
  if (as && function && in.at(P::LeftParen)) {
    if (!take<column_types>(in)) return false;
  } else {
    if (!name::match(in)) return false;
    if (in.at(P::LeftParen) && !in.sqlite() && !columns(in, function)) return false;
  }
  return attempt.finish(NodeKind::Alias);
}

struct table_sample : node<NodeKind::TableSample, kw<K::TABLESAMPLE>, function_name, paren_list<expression>,
                           opt<kw<K::REPEATABLE>, parens<expression>>> {};
struct indexed : sor<seq<kw<K::INDEXED, K::BY>, name>, kw<K::NOT, K::INDEXED>> {};

struct rows_from_item : seq<function_call_bare, opt<kw<K::AS>, column_types>> {};
struct rows_from : seq<kw<K::ROWS, K::FROM>, paren_list<rows_from_item>> {};
struct function_source : seq<sor<rows_from, function_call_bare>, opt<kw<K::WITH, K::ORDINALITY>>> {};

struct sqlite_function
    : node<NodeKind::FunctionCall, node<NodeKind::FunctionName, name, opt<dot, name>>, left_paren,
           opt<comma_list<node<NodeKind::Argument, expression>>>, right_paren> {};

// XMLTABLE and JSON_TABLE (manual 9.15.3.4, 9.16.4).
// Each option once, in any order.
LOCKSTEP_RULE(xml_column_options);
bool xml_column_options::match(Tokens& in) {
  bool path = false;
  bool value = false;
  bool nulls = false;
  const auto once = [&in](bool& seen) { return seen ? in.fail("each option only once") : (seen = true); };
  while (true) {
    if (in.at(K::DEFAULT)) {
      if (!once(value)) return false;
      in.advance();
    } else if (in.at(K::PATH)) {
      if (!once(path)) return false;
      in.advance();
    } else if (in.at(K::NULL_) || in.at(K::NOT)) {
      if (!once(nulls) || !take<seq<opt<kw<K::NOT>>, kw<K::NULL_>>>(in)) return false;
      continue;
    } else {
      return true;
    }
    if (!restricted_expression::match(in)) return false;
  }
}
struct xml_column : seq<name, sor<kw<K::FOR, K::ORDINALITY>, seq<type_name, xml_column_options>>> {};
struct xml_mechanism : seq<kw<K::BY>, sor<kw<K::REF>, kw<K::VALUE>>> {};
struct xml_table
    : seq<kw<K::XMLTABLE>, left_paren,
          opt<kw<K::XMLNAMESPACES>, paren_list<sor<seq<kw<K::DEFAULT>, restricted_expression>,
                                                   seq<restricted_expression, kw<K::AS>, label>>>, comma>,
          primary, kw<K::PASSING>, opt<xml_mechanism>, primary, opt<xml_mechanism>, kw<K::COLUMNS>,
          comma_list<xml_column>, right_paren> {};

LOCKSTEP_RULE(json_columns);
struct json_nested : seq<kw<K::NESTED>, opt<kw<K::PATH>>, string_literal, opt<kw<K::AS>, name>, json_columns> {};
struct json_column
    : seq<name, sor<kw<K::FOR, K::ORDINALITY>,
                    seq<type_name, opt<json_format>, opt<kw<K::EXISTS>>, opt<kw<K::PATH>, string_literal>,
                        opt<json_wrapper>, opt<json_quotes>, json_behaviors>>> {};
bool json_columns::match(Tokens& in) {
  const Tokens::Level level(in);
  return level.ok() && take<seq<kw<K::COLUMNS>, paren_list<sor<json_nested, json_column>>>>(in);
}
struct json_table
    : seq<kw<K::JSON_TABLE>, left_paren, json_value_item, comma, expression, opt<kw<K::AS>, name>, opt<json_passing>,
          json_columns, opt<sor<kw<K::ERROR>, seq<kw<K::EMPTY>, opt<kw<K::ARRAY>>>>, kw<K::ON, K::ERROR>>,
          right_paren> {};

bool finish_with_alias(Tokens& in, Tokens::Start start, NodeKind kind, bool function = false) {
  if (!alias(in, function)) return false;
  in.finish(kind, start);
  return true;
}

// A function of SQLite or PostgreSQL is told from a table by the parenthesis behind its name.
bool at_function(const Tokens& in) {
  size_t i = 0;
  while (in.peek(i + 1).is(P::Dot) && !in.peek(i + 2).is(TokenKind::End)) i += 2;
  if (in.peek(i + 1).is(P::LeftParen)) return !in.peek().is(P::LeftParen) && !in.at(K::ONLY);
  switch (in.peek().keyword()) {
    case K::CURRENT_DATE: case K::CURRENT_TIME: case K::CURRENT_TIMESTAMP: case K::LOCALTIME: case K::LOCALTIMESTAMP:
    case K::CURRENT_ROLE: case K::CURRENT_USER: case K::SESSION_USER: case K::USER: case K::CURRENT_CATALOG:
    case K::CURRENT_SCHEMA: case K::COLLATION: return !in.sqlite();
    case K::ROWS: return in.peek(1).is(K::FROM);
    default: return false;
  }
}

bool relation(Tokens& in) {
  const Tokens::Start start = in.start();
  if (in.sqlite()) {
    return relation_name::match(in) && alias(in, false) && take<opt<indexed>>(in) &&
           (in.finish(NodeKind::TableReference, start), true);
  }
  if (!take<relation_words>(in) || !alias(in, false) || !take<opt<table_sample>>(in)) return false;
  in.finish(NodeKind::TableReference, start);
  return true;
}

// A table reference without the joins behind it.
bool simple(Tokens& in) {
  const Tokens::Start start = in.start();
  const bool lateral = in.at(K::LATERAL) && !in.sqlite();
  if (lateral) in.advance();
  if (in.at(P::LeftParen) && (!lateral || in.peek().opens_query)) {
    if (in.peek().opens_query) return subquery::match(in) && finish_with_alias(in, start, NodeKind::SubqueryTable);
    in.advance();
    if (!table_reference::match(in)) return false;
    // PostgreSQL allows parentheses around joins only, not around one table.
    const bool join = in.last_kind() == NodeKind::Join || in.last_kind() == NodeKind::ParenthesizedJoin;
    if (!join && !in.sqlite()) return in.fail("JOIN");
    if (!in.accept(P::RightParen)) return false;
    return finish_with_alias(in, start, NodeKind::ParenthesizedJoin);
  }
  if (in.at(K::XMLTABLE) && in.peek(1).is(P::LeftParen)) {
    return take<xml_table>(in) && finish_with_alias(in, start, NodeKind::SpecialTable);
  }
  if (in.at(K::JSON_TABLE) && in.peek(1).is(P::LeftParen)) {
    return take<json_table>(in) && finish_with_alias(in, start, NodeKind::SpecialTable);
  }
  if (at_function(in) && in.sqlite()) {
    return take<sqlite_function>(in) && finish_with_alias(in, start, NodeKind::FunctionTable);
  }
  if (at_function(in)) return take<function_source>(in) && finish_with_alias(in, start, NodeKind::FunctionTable, true);
  if (lateral) return in.fail("a subquery or a function");
  return relation(in);
}

struct join_on : node<NodeKind::JoinOn, kw<K::ON>, expression> {};
struct join_using : node<NodeKind::JoinUsing, kw<K::USING>, name_paren_list,
                         opt<postgresql_only, kw<K::AS>, name>> {};
struct join_type : sor<seq<sor<kw<K::LEFT>, kw<K::RIGHT>, kw<K::FULL>>, opt<kw<K::OUTER>>>, kw<K::INNER>> {};
struct cross_join : kw<K::CROSS, K::JOIN> {};
struct natural_join : seq<kw<K::NATURAL>, opt<join_type>, kw<K::JOIN>> {};
struct qualified_join : seq<opt<join_type>, kw<K::JOIN>> {};

bool at_join(const Tokens& in) {
  switch (in.peek().keyword()) {
    case K::JOIN: case K::CROSS: case K::NATURAL: case K::LEFT: case K::RIGHT: case K::FULL: case K::INNER:
      return true;
    default: return false;
  }
}

// The joins behind the table reference that began at `start`. The right side of a join takes further joins only until
// its ON or USING: a JOIN b JOIN c ON x ON y is a JOIN (b JOIN c ON x) ON y.
bool joins(Tokens& in, Tokens::Start start) {
  const Tokens::Level level(in);
  if (!level.ok()) return false;
  while (at_join(in)) {
    const bool needs_condition = !in.at(K::CROSS) && !in.at(K::NATURAL);
    if (!take<sor<cross_join, natural_join, qualified_join>>(in)) return false;
    const Tokens::Start right = in.start();
    if (!simple(in)) return false;
    if (needs_condition && at_join(in) && !joins(in, right)) return false;
    if (needs_condition && !take<sor<join_on, join_using>>(in)) return false;
    in.finish(NodeKind::Join, start);
  }
  return true;
}

// SQLite: up to three words name a join, in any order, if they make sense together (sqlite3JoinType).
bool sqlite_join_words(Tokens& in) {
  bool inner = false;
  bool outer = false;
  bool side = false;
  for (int words = 0; !in.at(K::JOIN); ++words) {
    switch (in.peek().keyword()) {
      case K::NATURAL: break;
      case K::INNER: case K::CROSS: inner = true; break;
      case K::LEFT: case K::RIGHT: case K::FULL: side = true; break;
      case K::OUTER: outer = true; break;
      default: return in.accept(K::JOIN);
    }
    if (words == 3) return in.accept(K::JOIN);
    in.advance();
  }
  if ((inner && (outer || side)) || (outer && !side)) return in.fail("a join that is either INNER or OUTER");
  return in.accept(K::JOIN);
}

// A list of tables. A comma joins like JOIN: behind every table but the first a condition may stand. All joins
// associate to the left.
bool sqlite_tables(Tokens& in) {
  Tokens::Start start = in.start();
  if (!simple(in)) return false;
  // The ON of INSERT ... SELECT ... FROM t ON CONFLICT is taken for that of a join (lang_upsert.html).
  if (in.at(K::ON) || in.at(K::USING)) return in.fail("JOIN, or WHERE true before ON CONFLICT");
  while (true) {
    const bool comma = in.at(P::Comma);
    if (comma) {
      in.advance();
      start = in.start();
    } else if (!at_join(in) && !in.at(K::OUTER)) {
      return true;
    } else if (!sqlite_join_words(in)) {
      return false;
    }
    if (!simple(in) || !take<opt<sor<join_on, join_using>>>(in)) return false;
    if (!comma) in.finish(NodeKind::Join, start);
  }
}

}  // namespace

bool table_reference::match(Tokens& in) {
  const Tokens::Level level(in);
  if (!level.ok()) return false;
  Tokens::Attempt attempt(in);
  if (in.sqlite()) return attempt(sqlite_tables(in));
  return attempt(simple(in) && joins(in, attempt.start()));
}

bool from_clause::match(Tokens& in) {
  using tables = seq<table_reference, star<postgresql_only, comma, table_reference>>;
  return take<node<NodeKind::From, kw<K::FROM>, tables>>(in);
}

// [ONLY] t [*], without a node.
bool relation_words::match(Tokens& in) {
  using only = node<NodeKind::Only, kw<K::ONLY>>;
  return take<sor<seq<only, sor<parens<relation_name>, relation_name>>, seq<relation_name, opt<punct<P::Star>>>>>(in);
}

bool relation_expression::match(Tokens& in) { return take<node<NodeKind::TableReference, relation_words>>(in); }

}  // namespace lockstep::grammar
