// The neighbours of the corpus: every statement with one token left out, doubled, exchanged with the next, replaced or
// put before. Most are wrong SQL, many in ways that nobody thinks of. Where the parser and the server differ it is, but
// for few, because a newer server accepts the form; the share that agrees may not fall. What is accepted is printed and
// parsed again.
#include <catch2/catch.hpp>

#include <set>
#include <string>

#include "tests/parser/compare.h"
#include "tests/parser/corpus.h"
#include "tests/parser/invariants.h"
#include "tests/parser/oracle.h"
#include "tests/parser/round_trip.h"

namespace lockstep::test {
namespace {

constexpr std::string_view kStrangers[] = {",", ")", "(", "x", "NOT", "'s'", "5", "ON", "DEFAULT", "NULL"};

/// The tokens joined with blanks; `at` is what `change` makes of token i.
template <typename Change>
std::string joined(const std::vector<std::string>& tokens, size_t at, const Change& change) {
  std::string text;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const std::string part = i == at ? change(tokens[i]) : tokens[i];
    if (!text.empty() && !part.empty()) text += ' ';
    text += part;
  }
  return text;
}

std::set<std::string> neighbours(const std::vector<std::string>& tokens, size_t seed) {
  std::set<std::string> texts;
  for (size_t i = 0; i < tokens.size(); ++i) {
    const std::string replaced(kStrangers[(i * 7 + seed) % std::size(kStrangers)]);
    const std::string put(kStrangers[(i * 3 + seed) % std::size(kStrangers)]);
    texts.insert(joined(tokens, i, [](const std::string&) { return std::string(); }));
    texts.insert(joined(tokens, i, [](const std::string& token) { return token + " " + token; }));
    texts.insert(joined(tokens, i, [&](const std::string&) { return replaced; }));
    texts.insert(joined(tokens, i, [&](const std::string& token) { return put + " " + token; }));
    if (i + 1 < tokens.size()) {
      std::vector<std::string> exchanged = tokens;
      std::swap(exchanged[i], exchanged[i + 1]);
      texts.insert(joined(exchanged, exchanged.size(), [](const std::string& token) { return token; }));
    }
  }
  return texts;
}

/// Compares every neighbour of the accepted entries of `folder`; fewer than one in `least` may differ.
void check_neighbours(const std::string& folder, Dialect dialect, OracleAnswer (*ask)(const std::string&),
                      bool statements, size_t enough, size_t least) {
  size_t count = 0;
  std::vector<std::string> differences;
  for (const CorpusEntry& entry : read_corpus(folder)) {
    const ParsedFile whole = parse(entry.text, dialect);
    if (entry.rejected || (dialect == Dialect::SQLite && whole.statements.size() > 1)) continue;  // see ask_sqlite
    std::vector<std::string> tokens;
    for (const Span token : whole.tokens) tokens.emplace_back(slice(entry.text, token));
    for (const std::string& text : neighbours(tokens, static_cast<size_t>(entry.line))) {
      ++count;
      const ParsedFile file = parse(text, dialect);
      std::string problem = broken_invariant(text, file);
      if (problem.empty()) problem = difference(text, ask(text), file, statements);
      if (problem.empty()) problem = broken_round_trip(text, dialect);
      if (!problem.empty()) differences.push_back(entry.place() + ": " + problem + "\n  " + text);
    }
  }
  std::string report = std::to_string(differences.size()) + " of " + std::to_string(count) + " differ\n";
  for (const std::string& difference : differences) report += difference + "\n";
  INFO(report);
  CHECK(count > enough);
  CHECK(differences.size() * least < count);
}

}  // namespace

TEST_CASE("The neighbours of the corpus are read as PostgreSQL reads them") {
  check_neighbours("postgresql", Dialect::PostgreSQL, ask_postgresql, true, 140'000, 1000);
}

TEST_CASE("The neighbours of the corpus are read as SQLite reads them") {
  check_neighbours("sqlite", Dialect::SQLite, ask_sqlite, false, 30'000, 500);
}

}  // namespace lockstep::test
