// The parser against the servers' own: accepted or rejected alike, the same statements at the same places, the same
// command, relations and subcommands. Known differences are listed one by one in corpus/known_differences_*.sql; an
// entry of that list that agrees again fails the test, so the list stays true.
#include <catch2/catch.hpp>

#include <set>

#include "tests/parser/compare.h"
#include "tests/parser/corpus.h"
#include "tests/parser/oracle.h"

namespace lockstep::test {
namespace {

std::set<std::string> known_differences(const std::string& dialect) {
  std::set<std::string> texts;
  for (const CorpusEntry& entry : read_corpus_file(std::string(LOCKSTEP_CORPUS) + "/known_differences_" + dialect + ".sql")) {
    texts.insert(entry.text);
  }
  return texts;
}

template <typename Difference>
void check_corpus(const std::string& dialect, const Difference& differs) {
  std::set<std::string> known = known_differences(dialect);
  for (const std::string& text : known) {
    INFO("known difference: " << text);
    CHECK(differs(text) != "");
  }
  for (const CorpusEntry& entry : read_corpus(dialect)) {
    if (known.count(entry.text) > 0) continue;
    const std::string problem = differs(entry.text);
    if (!problem.empty()) FAIL_CHECK(entry.place() << ": " << problem << "\n  " << entry.text);
  }
}

}  // namespace

TEST_CASE("The corpus says itself what PostgreSQL accepts") {
  for (const CorpusEntry& entry : read_corpus("postgresql")) {
    const OracleAnswer oracle = ask_postgresql(entry.text);
    if (oracle.accepted == entry.rejected) FAIL_CHECK(entry.place() << ": " << oracle.error << "\n  " << entry.text);
  }
}

TEST_CASE("PostgreSQL statements are read as the server reads them") {
  check_corpus("postgresql", [](const std::string& text) {
    return difference(text, ask_postgresql(text), parse(text, Dialect::PostgreSQL), true);
  });
}

TEST_CASE("The corpus says itself what SQLite accepts") {
  for (const CorpusEntry& entry : read_corpus("sqlite")) {
    const OracleAnswer oracle = ask_sqlite(entry.text);
    if (oracle.accepted == entry.rejected) FAIL_CHECK(entry.place() << ": " << oracle.error << "\n  " << entry.text);
  }
}

TEST_CASE("SQLite statements are accepted as SQLite accepts them") {
  check_corpus("sqlite", [](const std::string& text) {
    return difference(text, ask_sqlite(text), parse(text, Dialect::SQLite), false);
  });
}

}  // namespace lockstep::test
