// PL/pgSQL bodies, compared with the server's own reading of them: the same SQL is found, and the same is refused.
#include <pg_query.h>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "corpus.h"
#include "parser/routine_body.h"

namespace lockstep::test {
namespace {

using Json = nlohmann::json;
using Texts = std::vector<std::string>;

/// The tokens of `text` separated by single spaces: comments and white space are nobody's business here.
std::string tokens_of(const std::string& text) {
  std::string out;
  for (const Span token : parse(text, Dialect::PostgreSQL).tokens) out += std::string(slice(text, token)) + " ";
  return out;
}

/// An assignment's expression: the server keeps the target before it.
std::string value_of(const std::string& assignment) {
  int depth = 0;
  for (size_t i = 0; i < assignment.size(); ++i) {
    if (assignment[i] == '[' || assignment[i] == '(') ++depth;
    if (assignment[i] == ']' || assignment[i] == ')') --depth;
    if (assignment[i] == '=' && depth == 0) return assignment.substr(i + 1);
  }
  return assignment;
}

Texts split(const std::string& list) {
  Texts out{""};
  for (const char c : list) {
    if (c == ',')
      out.emplace_back();
    else
      out.back() += c;
  }
  return out;
}

/// What the sorted list `a` has and `b` has not.
Texts only_in(const Texts& a, const Texts& b) {
  Texts out;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}

void collect(const Json& node, bool assignment, Texts& out) {
  if (node.is_array()) {
    for (const Json& item : node) collect(item, false, out);
  }
  if (!node.is_object()) return;
  for (const auto& [key, value] : node.items()) {
    if (key == "PLpgSQL_stmt_dynexecute" || key == "PLpgSQL_stmt_dynfors") {
      // Constants are read further by us and not by the library.
      Json other = value;
      const std::string query = value["query"]["PLpgSQL_expr"]["query"];
      const std::vector<Span> tokens = parse(query, Dialect::PostgreSQL).tokens;
      if (tokens.size() == 1 && (query[0] == '\'' || query[0] == '$')) other.erase("query");
      collect(other, false, out);
      continue;
    }
    if (key == "dynquery" && value["PLpgSQL_expr"]["query"].get<std::string>()[0] == '\'') {
      if (parse(value["PLpgSQL_expr"]["query"].get<std::string>(), Dialect::PostgreSQL).tokens.size() == 1) continue;
    }
    if (key == "argquery" || key == "cursor_argrow") continue;  // an invented SELECT over a cursor's arguments
    if (key == "PLpgSQL_expr") {
      std::string text = value["query"];
      if (assignment) text = value_of(text);
      const size_t invented = text.find("__Case__Variable_");  // `"__Case__Variable_1__" IN (1, 2)`
      if (invented != std::string::npos) {
        text = text.substr(text.find("IN (") + 4);
        text.pop_back();
        for (const std::string& item : split(text)) out.push_back(tokens_of(item));
        continue;
      }
      if (text.find("::pg_catalog.refcursor") == std::string::npos) out.push_back(tokens_of(text));
    } else {
      collect(value, assignment || key == "PLpgSQL_stmt_assign", out);
    }
  }
}

struct Answer {
  std::string error;
  Texts sql;
};

Answer ask(const std::string& text) {
  Answer answer;
  const PgQueryPlpgsqlParseResult result = pg_query_parse_plpgsql(text.c_str());
  if (result.error != nullptr) {
    answer.error = result.error->message;
  } else {
    collect(Json::parse(result.plpgsql_funcs), false, answer.sql);
  }
  pg_query_free_plpgsql_parse_result(result);
  std::sort(answer.sql.begin(), answer.sql.end());
  return answer;
}

/// The same list from our reading. The constant of an EXECUTE is listed by the server; we list what is in it.
Texts ours(const RoutineBody& body) {
  Texts out;
  for (const BodyStatement& part : body.statements) {
    if (part.use == BodyStatement::Use::Execute) continue;
    // COMMIT and ROLLBACK are statements of PL/pgSQL's own.
    if (part.statement && part.statement->as<TransactionControl>() != nullptr) continue;
    std::string sql = part.text;
    if (part.use == BodyStatement::Use::Perform) sql = "SELECT" + sql.substr(7);
    out.push_back(tokens_of(sql));
  }
  std::sort(out.begin(), out.end());
  return out;
}

RoutineBody read(const std::string& text) {
  const ParsedFile file = parse(text, Dialect::PostgreSQL);
  REQUIRE(file.errors.empty());
  return read_routine_body(file.statements.back(), text);
}

std::string lines(const Texts& texts) {
  return "\n  " + join(texts, "\n  ");
}

}  // namespace

TEST_CASE("PL/pgSQL: the server finds the same SQL") {
  const std::vector<CorpusEntry> corpus = read_corpus("plpgsql");
  size_t accepted = 0;
  for (const CorpusEntry& entry : corpus) {
    INFO(entry.place() << "\n" << entry.text);
    const RoutineBody body = read(entry.text);
    REQUIRE(body.known);
    CHECK(entry.rejected == !body.errors.empty());
    if (!body.errors.empty() && !entry.rejected) FAIL_CHECK(body.errors.front().message);
    if (entry.file.find("needs_a_catalog") != std::string::npos) continue;
    const Answer answer = ask(entry.text);
    CHECK(entry.rejected == !answer.error.empty());
    if (!answer.error.empty() || !body.errors.empty()) continue;
    ++accepted;
    INFO("server:" << lines(answer.sql));
    INFO("ours:" << lines(ours(body)));
    CHECK(only_in(answer.sql, ours(body)) == Texts{});
    // The server keeps a variable that is returned as such.
    for (const std::string& extra : only_in(ours(body), answer.sql)) {
      INFO(extra);
      CHECK(std::count(extra.begin(), extra.end(), ' ') == 1);
    }
  }
  CHECK(accepted >= 60);
}

}  // namespace lockstep::test
