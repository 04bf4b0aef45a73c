// Statements cut short and statements in a row. A statement that ends after any of its tokens is read as the server
// reads it; corpus entries behind one another give the statements that each gives alone.
#include <catch2/catch.hpp>

#include <random>

#include "tests/parser/compare.h"
#include "tests/parser/corpus.h"
#include "tests/parser/invariants.h"
#include "tests/parser/oracle.h"

namespace lockstep::test {
namespace {

/// The beginnings of `entry` up to each of its tokens but the last.
std::vector<std::string> beginnings(const CorpusEntry& entry, Dialect dialect) {
  std::vector<std::string> texts;
  const std::vector<Span> tokens = parse(entry.text, dialect).tokens;
  for (size_t i = 0; i + 1 < tokens.size(); ++i) texts.push_back(entry.text.substr(0, tokens[i].end));
  return texts;
}

void check_beginnings(const std::string& folder, Dialect dialect, OracleAnswer (*ask)(const std::string&),
                      bool statements) {
  size_t count = 0;
  std::vector<std::string> differences;
  for (const CorpusEntry& entry : read_corpus(folder)) {
    if (dialect == Dialect::SQLite && parse(entry.text, dialect).statements.size() > 1) continue;  // see ask_sqlite
    for (const std::string& text : beginnings(entry, dialect)) {
      ++count;
      const ParsedFile file = parse(text, dialect);
      std::string problem = broken_invariant(text, file);
      if (problem.empty()) problem = difference(text, ask(text), file, statements);
      if (!problem.empty()) differences.push_back(entry.place() + ": " + problem + "\n  " + text);
    }
  }
  std::string report = std::to_string(differences.size()) + " of " + std::to_string(count) + " differ\n";
  for (const std::string& difference : differences) report += difference + "\n";
  INFO(report);
  CHECK(count > 5'000);
  CHECK(differences.size() * 1000 < count);
}

/// Tags and texts of the statements.
std::vector<std::string> summary(const ParsedFile& file) {
  std::vector<std::string> lines;
  for (const Statement& statement : file.statements)
    lines.push_back(std::string(statement.tag) + ": " + statement.text);
  return lines;
}

/// A comment that SQLite lets run to the end of the text.
bool open_comment(const std::string& text) {
  const size_t open = text.rfind("/*");
  return open != std::string::npos && text.find("*/", open) == std::string::npos;
}

void check_rows(const std::string& folder, Dialect dialect) {
  const std::vector<CorpusEntry> entries = read_corpus(folder);
  std::mt19937 random(1);  // the same rows every time
  for (int row = 0; row < 300; ++row) {
    std::string text;
    std::vector<std::string> expected;
    for (int i = 0; i < 20; ++i) {
      const CorpusEntry& entry = entries[random() % entries.size()];
      if (entry.rejected || open_comment(entry.text)) continue;
      const ParsedFile alone = parse(entry.text, dialect);
      if (!alone.errors.empty()) continue;
      for (std::string& line : summary(alone)) expected.push_back(std::move(line));
      // Data of COPY would swallow what follows, and a comment to the end of the line the semicolon.
      text += entry.text + "\n;\n";
      if (entry.text.find("stdin") != std::string::npos || entry.text.find("STDIN") != std::string::npos)
        text += "\\.\n";
    }
    const ParsedFile together = parse(text, dialect);
    INFO(text);
    CHECK(broken_invariant(text, together).empty());
    CHECK(together.errors.empty());
    CHECK(summary(together) == expected);
  }
}

}  // namespace

TEST_CASE("The beginnings of the corpus are read as PostgreSQL reads them") {
  check_beginnings("postgresql", Dialect::PostgreSQL, ask_postgresql, true);
}

TEST_CASE("The beginnings of the corpus are read as SQLite reads them") {
  check_beginnings("sqlite", Dialect::SQLite, ask_sqlite, false);
}

TEST_CASE("Statements in a row are those that stand alone") {
  check_rows("postgresql", Dialect::PostgreSQL);
  check_rows("sqlite", Dialect::SQLite);
}

}  // namespace lockstep::test
