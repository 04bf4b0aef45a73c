// Expressions: how operators bind, and the summary that the engine asks for.
#include <catch2/catch.hpp>

#include "parser/grammar.h"
#include "parser/lexer.h"
#include "parser/lower.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

// The tree as nested parentheses: [a + [b * c]]. Leaves are their text.
std::string shape(const Tree& tree, NodeIndex node) {
  switch (tree.kind(node)) {
    case NodeKind::Unary: case NodeKind::Binary: case NodeKind::Not: case NodeKind::And: case NodeKind::Or:
    case NodeKind::Is: case NodeKind::Like: case NodeKind::Between: case NodeKind::In: case NodeKind::Quantified:
    case NodeKind::Collate: case NodeKind::AtTimeZone: case NodeKind::Cast: case NodeKind::Subscript:
    case NodeKind::Field: break;
    default: return std::string(tree.source(node));
  }
  std::string out = "[";
  uint32_t token = tree[node].first_token;
  const auto text_up_to = [&](uint32_t end) {
    for (; token < end; ++token) {
      if (out.back() != '[') out += ' ';
      out += slice(tree.text, tree.tokens[token].span());
    }
  };
  for (const NodeIndex child : tree.children(node)) {
    text_up_to(tree[child].first_token);
    if (out.back() != '[') out += ' ';
    out += shape(tree, child);
    token = tree[child].end_token;
  }
  text_up_to(tree[node].end_token);
  return out + "]";
}

template <typename Use>
auto with_tree(const std::string& text, Dialect dialect, Use use) {
  ParsedFile file;
  Lexer lexer(text, dialect, file);
  std::vector<Token> tokens;
  REQUIRE(lexer.next_statement(tokens));
  std::vector<Node> nodes;
  grammar::Tokens in(text, dialect, tokens, nodes);
  INFO(text);
  REQUIRE(grammar::expression::match(in));
  REQUIRE(in.at_end());
  const Tree tree{text, dialect, tokens, nodes};
  return use(tree);
}

std::string shape(const std::string& text, Dialect dialect = Dialect::PostgreSQL) {
  return with_tree(text, dialect, [](const Tree& tree) { return shape(tree, tree.root()); });
}

Expression summary(const std::string& text, Dialect dialect = Dialect::PostgreSQL) {
  return with_tree(text, dialect, [](const Tree& tree) { return lower::expression(tree, tree.root()); });
}

bool accepted(const std::string& expression, Dialect dialect = Dialect::PostgreSQL) {
  return parse("SELECT " + expression, dialect).errors.empty();
}

std::vector<std::string> columns(const std::string& text) {
  std::vector<std::string> names;
  for (const ColumnReference& column : summary(text).columns) {
    names.push_back(column.qualifier.empty() ? column.name : column.qualifier + "." + column.name);
    CHECK(slice(text, column.span).size() > 0);
  }
  return names;
}

std::vector<std::string> functions(const std::string& text, Dialect dialect = Dialect::PostgreSQL) {
  std::vector<std::string> names;
  for (const FunctionCall& call : summary(text, dialect).functions) {
    names.push_back((call.schema.empty() ? "" : call.schema + ".") + call.name + "/" + std::to_string(call.arguments));
  }
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("PostgreSQL: operators bind as in the manual's table") {
  CHECK(shape("a + b * c") == "[a + [b * c]]");
  CHECK(shape("a - b - c") == "[[a - b] - c]");
  CHECK(shape("a ^ b ^ c") == "[[a ^ b] ^ c]");
  CHECK(shape("-a ^ 2") == "[[- a] ^ 2]");
  CHECK(shape("-a::int") == "[- [a :: int]]");
  CHECK(shape("- - a") == "[- [- a]]");
  CHECK(shape("a OR b AND NOT c = d") == "[a OR [b AND [NOT [c = d]]]]");
  CHECK(shape("a = b IS NULL") == "[[a = b] IS NULL]");
  CHECK(shape("a || b LIKE c || d") == "[[a || b] LIKE [c || d]]");
  CHECK(shape("a LIKE b ESCAPE c AND d") == "[[a LIKE b ESCAPE c] AND d]");
  CHECK(shape("a BETWEEN b AND c AND d") == "[[a BETWEEN b AND c] AND d]");
  CHECK(shape("a NOT BETWEEN SYMMETRIC b + 1 AND c * 2 OR d") ==
        "[[a NOT BETWEEN SYMMETRIC [b + 1] AND [c * 2]] OR d]");
  CHECK(shape("a IN (1, 2) = b") == "[[a IN ( 1 , 2 )] = b]");
  CHECK(shape("a @> b + c <@ d") == "[[a @> [b + c]] <@ d]");
  CHECK(shape("a OPERATOR(pg_catalog.+) b * c") == "[a OPERATOR(pg_catalog.+) [b * c]]");
  CHECK(shape("a COLLATE \"C\" || b") == "[[a COLLATE \"C\"] || b]");
  CHECK(shape("a AT TIME ZONE 'x' AT TIME ZONE 'y'") == "[[a AT TIME ZONE 'x'] AT TIME ZONE 'y']");
  CHECK(shape("a + b AT TIME ZONE c") == "[a + [b AT TIME ZONE c]]");
  CHECK(shape("a = ANY (b) AND c") == "[[a = ANY ( b )] AND c]");
  CHECK(shape("(a)[1][2:3].b") == "[[[(a) [1 ]] [2 : 3 ]] . b]");
  CHECK(shape("a IS DISTINCT FROM b = c") == "[a IS DISTINCT FROM [b = c]]");
  CHECK(shape("a IS NOT NULL = b") == "[[a IS NOT NULL] = b]");
  CHECK(shape("@ a + b") == "[@ [a + b]]");
  CHECK(shape("a::b::c[]") == "[[a :: b] :: c[]]");
}

TEST_CASE("PostgreSQL: comparisons do not associate") {
  CHECK_FALSE(accepted("a = b = c"));
  CHECK_FALSE(accepted("a < b > c"));
  CHECK_FALSE(accepted("a LIKE b LIKE c"));
  CHECK_FALSE(accepted("a BETWEEN 1 AND 2 BETWEEN 3 AND 4"));
  CHECK_FALSE(accepted("a IS DISTINCT FROM b IS DISTINCT FROM c"));
  CHECK(accepted("(a = b) = c"));
  CHECK(accepted("a IS NULL IS NULL"));
  CHECK(accepted("a IN (1) IN (2)"));
  CHECK(accepted("a AND, b OR"));  // labels
}

TEST_CASE("SQLite: operators bind as in its own table") {
  const auto lite = [](const std::string& text) { return shape(text, Dialect::SQLite); };
  CHECK(lite("a || b + c") == "[[a || b] + c]");
  CHECK(lite("a = b = c") == "[[a = b] = c]");
  CHECK(lite("a < b = c") == "[[a < b] = c]");
  CHECK(lite("a & b + c") == "[a & [b + c]]");
  CHECK(lite("NOT a = b") == "[NOT [a = b]]");
  CHECK(lite("-a || b") == "[[- a] || b]");
  CHECK(lite("a IS NOT DISTINCT FROM b AND c") == "[[a IS NOT DISTINCT FROM b] AND c]");
  CHECK(lite("a NOT NULL AND b ISNULL") == "[[a NOT NULL] AND [b ISNULL]]");
  CHECK(lite("a LIKE b ESCAPE 'x' OR c GLOB d") == "[[a LIKE b ESCAPE 'x'] OR [c GLOB d]]");
  CHECK(lite("a COLLATE NOCASE = b") == "[[a COLLATE NOCASE] = b]");
  CHECK(lite("a -> 'x' ->> 'y'") == "[[a -> 'x'] ->> 'y']");
  CHECK(accepted("1 IN (), x IN t, raise(IGNORE)", Dialect::SQLite));
  CHECK(accepted("replace(a, b, c), count(*) FILTER (WHERE a) OVER w FROM t WINDOW w AS (ORDER BY b)", Dialect::SQLite));
}

TEST_CASE("columns are listed in order, with the place of their last part") {
  CHECK(columns("a + t.b * s.t.c") == Names{"a", "t.b", "t.c"});
  CHECK(columns("lower(a) || (b).c || d[e]") == Names{"a", "b", "d", "e"});
  CHECK(columns("CASE WHEN a THEN b ELSE c END") == Names{"a", "b", "c"});
  CHECK(columns("count(*) FILTER (WHERE a > 0)") == Names{"a"});
  CHECK(columns("count(t.*)") == Names{"t.*"});
  CHECK(columns("'a' || U&\"d!0061t\" UESCAPE '!'") == Names{"dat"});
  const std::string text = "upper( t.\"Name\" )";
  const Expression expression = summary(text);
  REQUIRE(expression.columns.size() == 1);
  CHECK(slice(text, expression.columns[0].span) == "\"Name\"");
  CHECK(slice(text, expression.columns[0].qualifier_span) == "t");
  CHECK(expression.columns[0].name == "Name");
}

TEST_CASE("columns of a subquery with a FROM of its own belong to it") {
  CHECK(columns("a = (SELECT max(b) FROM t WHERE t.c = a)") == Names{"a"});
  CHECK(columns("(SELECT a + b)") == Names{"a", "b"});
  const Expression expression = summary("a IN (SELECT b FROM s.t JOIN u USING (id)) OR EXISTS (TABLE v)");
  CHECK(expression.has_subquery);
  REQUIRE(expression.relations.size() == 3);
  CHECK(expression.relations[0].schema == "s");
  CHECK(expression.relations[2].name == "v");
  CHECK_FALSE(expression.is_constant);
}

TEST_CASE("functions are listed with their schema and number of arguments") {
  CHECK(functions("now() - f(a, b => 1, VARIADIC c) + s.g(h(1))") == Names{"now/0", "f/3", "s.g/1", "h/1"});
  CHECK(functions("count(*) + count(DISTINCT a)") == Names{"count/0", "count/1"});
  CHECK(functions("CURRENT_TIMESTAMP + LOCALTIME(3) || Current_User") ==
        Names{"current_timestamp/0", "localtime/1", "current_user/0"});
  CHECK(functions("coalesce(a, b, 1) + EXTRACT(year FROM c) || nullif(a, b)") ==
        Names{"coalesce/3", "extract/1", "nullif/2"});
  CHECK(functions("substring(a FROM 1 FOR 2) || trim(BOTH ' ' FROM b)") == Names{"substring/3", "trim/2"});
  CHECK(functions("a > (SELECT max(b) FROM f(1))") == Names{"max/1", "f/1"});
  CHECK(functions("current_date || random()", Dialect::SQLite) == Names{"current_date/0", "random/0"});
}

TEST_CASE("constants are told from what must be computed") {
  for (const char* text : {"1", "-1.5", "'a'", "NULL", "TRUE", "'{}'::jsonb", "ARRAY[1, 2]::int[]", "1 + 2 * 3",
                           "DATE '2020-01-01'", "INTERVAL '1' DAY", "CAST('x' AS text)", "('a' || 'b') COLLATE \"C\"",
                           "B'101'", "E'\\n'", "$$x$$"}) {
    INFO(text);
    CHECK(summary(text).is_constant);
  }
  for (const char* text : {"a", "now()", "CURRENT_DATE", "$1", "(SELECT 1)", "lower('A')", "a::int", "DEFAULT"}) {
    INFO(text);
    CHECK_FALSE(summary(text).is_constant);
  }
  CHECK(summary("NULL").is_null);
  CHECK(summary("(NULL::text)").is_null);
  CHECK(summary("CAST(NULL AS int)").is_null);
  CHECK_FALSE(summary("NULL || 'a'").is_null);
  CHECK(summary("$1 + a").has_parameter);
  CHECK(summary(":name", Dialect::SQLite).has_parameter);
}

TEST_CASE("the text of an expression is as written, and spans index it") {
  const std::string text = "SELECT 1; UPDATE t SET a = lower( b /* c */ ) || d WHERE e";
  const ParsedFile file = parse(text, Dialect::PostgreSQL);
  REQUIRE(file.statements.size() == 2);
  const Update* update = file.statements[1].as<Update>();
  REQUIRE(update != nullptr);
  const Expression& value = update->assignments.at(0).value;
  CHECK(value.text == "lower( b /* c */ ) || d");
  REQUIRE(value.columns.size() == 2);
  CHECK(value.text.substr(value.columns[1].span.begin - value.span.begin, value.columns[1].span.size()) == "d");
}

TEST_CASE("nesting is bounded, and length is not") {
  const std::string deep = std::string(200000, '(') + "1" + std::string(200000, ')');
  const ParsedFile file = parse("SELECT " + deep, Dialect::PostgreSQL);
  REQUIRE(file.errors.size() == 1);
  CHECK(file.errors[0].message == "the statement nests more than 1000 levels deep here");
  CHECK(parse("SELECT " + deep, Dialect::SQLite).errors.size() == 1);
  CHECK(parse("SELECT " + std::string(300, '(') + "1" + std::string(300, ')'), Dialect::PostgreSQL).errors.empty());

  for (const char* pattern : {"NOT ", "- ", "ARRAY[", "CASE WHEN ", "f(", "(SELECT ", "a = ", "substring("}) {
    std::string text = "SELECT ";
    for (int i = 0; i < 100000; ++i) text += pattern;
    INFO(pattern);
    CHECK(parse(text + "1", Dialect::PostgreSQL).errors.size() == 1);
  }

  std::string chain = "SELECT 1";
  for (int i = 0; i < 100000; ++i) chain += " + a";
  for (int i = 0; i < 100000; ++i) chain += "::int";
  for (int i = 0; i < 100000; ++i) chain += " OR b AND NOT c = 1";
  const ParsedFile long_file = parse(chain, Dialect::PostgreSQL);
  CHECK(long_file.errors.empty());
}

}  // namespace lockstep
