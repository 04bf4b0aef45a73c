// sqlite3_prepare_v2 as oracle. It parses and resolves at once, so that an error may be one of grammar or of a missing
// object; its messages tell which.
#include <sqlite3.h>

#include <array>

#include "tests/parser/corpus.h"
#include "tests/parser/oracle.h"

namespace lockstep::test {
namespace {

bool is_grammar_error(std::string_view message) {
  static constexpr std::array kParts = {
      std::string_view("syntax error"),          std::string_view("incomplete input"),
      std::string_view("unrecognized token"),    std::string_view("unknown table option"),
      std::string_view("unknown join type"),     std::string_view("clause should come"),
      std::string_view("clause is required"),    std::string_view("unterminated"),
      std::string_view("qualified table names are not allowed"),
      std::string_view("statements within triggers"),
  };
  for (const std::string_view part : kParts) {
    if (message.find(part) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

OracleAnswer ask_sqlite(const std::string& text) {
  OracleAnswer answer;
  sqlite3* database = nullptr;
  static const std::string schema = read_corpus_text("sqlite_schema.sql");
  sqlite3_open(":memory:", &database);
  sqlite3_exec(database, schema.c_str(), nullptr, nullptr, nullptr);
  answer.accepted = true;
  const char* next = text.c_str();
  const char* const end = next + text.size();
  while (answer.accepted && next < end) {
    sqlite3_stmt* statement = nullptr;
    const char* tail = nullptr;
    const int code = sqlite3_prepare_v2(database, next, static_cast<int>(end - next), &statement, &tail);
    if (code != SQLITE_OK && is_grammar_error(sqlite3_errmsg(database))) {
      answer.accepted = false;
      answer.error = sqlite3_errmsg(database);
    }
    sqlite3_finalize(statement);
    // After an error the tail may lie within the statement: what follows in the same entry is not looked at.
    if (code != SQLITE_OK) {
      if (answer.accepted) answer.error = sqlite3_errmsg(database);
      break;
    }
    next = tail;
  }
  sqlite3_close(database);
  return answer;
}

}  // namespace lockstep::test
