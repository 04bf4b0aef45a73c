// The neighbours of the corpus: every statement with one token left out, doubled, exchanged with the next, replaced or
// put before. Most are wrong SQL, many in ways that nobody thinks of. Where the parser and PostgreSQL 15 differ it is,
// but for few, because a newer server accepts the form; the share that agrees may not fall.
#include <catch2/catch.hpp>

#include <set>

#include "tests/parser/compare.h"
#include "tests/parser/corpus.h"
#include "tests/parser/oracle.h"

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

}  // namespace

TEST_CASE("The neighbours of the corpus are read as PostgreSQL reads them") {
  size_t count = 0;
  std::vector<std::string> differences;
  for (const CorpusEntry& entry : read_corpus("postgresql")) {
    if (entry.rejected) continue;
    std::vector<std::string> tokens;
    for (const Span token : parse(entry.text, Dialect::PostgreSQL).tokens) tokens.emplace_back(slice(entry.text, token));
    for (const std::string& text : neighbours(tokens, static_cast<size_t>(entry.line))) {
      ++count;
      const std::string problem = difference(text, ask_postgresql(text), parse(text, Dialect::PostgreSQL), true);
      if (!problem.empty()) differences.push_back(entry.place() + ": " + problem + "\n  " + text);
    }
  }
  INFO(differences.size() << " of " << count << " differ");
  for (const std::string& difference : differences) UNSCOPED_INFO(difference);
  CHECK(count > 90'000);
  CHECK(differences.size() * 1000 < count);
}

}  // namespace lockstep::test
