// The parser against the servers' own: accepted or rejected alike, the same statements at the same places, the same
// command, relations and subcommands. Known differences are listed one by one in corpus/known_differences_*.sql; an
// entry of that list that agrees again fails the test, so the list stays true.
#include <catch2/catch.hpp>

#include <algorithm>
#include <set>
#include <sstream>

#include "parser/parse.h"
#include "tests/parser/corpus.h"
#include "tests/parser/oracle.h"

namespace lockstep::test {
namespace {

std::string dotted(const QualifiedName& name) { return name.schema.empty() ? name.name : name.schema + "." + name.name; }

std::string list(const std::vector<std::string>& items) {
  std::string text = "[";
  for (const std::string& item : items) text += (text.size() > 1 ? ", " : "") + item;
  return text + "]";
}

/// `from` moved over white space and comments.
size_t skip_blank(std::string_view text, size_t from, bool nested) {
  for (;;) {
    while (from < text.size() && std::isspace(static_cast<unsigned char>(text[from])) != 0) ++from;
    if (text.substr(from, 2) == "--") {
      from = std::min(text.find('\n', from), text.size());
    } else if (text.substr(from, 2) == "/*") {
      int depth = 1;
      from += 2;
      while (from < text.size() && depth > 0) {
        if (text.substr(from, 2) == "*/") {
          --depth;
          from += 2;
        } else if (nested && text.substr(from, 2) == "/*") {
          ++depth;
          from += 2;
        } else {
          ++from;
        }
      }
    } else {
      return from;
    }
  }
}

std::string compare_statement(const std::string& text, const Statement& ours, const OracleStatement& theirs) {
  std::ostringstream out;
  const size_t begin = skip_blank(text, theirs.begin, true);
  if (ours.span.begin != begin) out << "begins at " << ours.span.begin << ", the server's at " << begin << "; ";
  if (skip_blank(text, ours.span.end, true) != skip_blank(text, theirs.end, true)) {
    out << "ends at " << ours.span.end << ", the server's at " << theirs.end << "; ";
  }
  if (ours.tag != theirs.tag) out << "tag " << ours.tag << ", the server's " << theirs.tag << "; ";
  std::vector<std::string> relations;
  for (const QualifiedName& name : ours.relations) relations.push_back(dotted(name));
  if (relations != theirs.relations) {
    out << "relations " << list(relations) << ", the server's " << list(theirs.relations) << "; ";
  }
  std::vector<std::string> subcommands;
  if (const auto* alter = ours.as<AlterTable>()) {
    for (const AlterTableSubcommand& sub : alter->subcommands) subcommands.push_back(sub.words);
    if (alter->kind == RelationKind::Sequence && theirs.subcommands.empty()) subcommands.clear();  // its own options
  }
  if (subcommands != theirs.subcommands) {
    out << "subcommands " << list(subcommands) << ", the server's " << list(theirs.subcommands) << "; ";
  }
  return out.str();
}

/// What differs, in words; empty if nothing does.
std::string difference(const std::string& text, const OracleAnswer& oracle, const ParsedFile& ours,
                       bool compare_statements) {
  if (!oracle.accepted) return ours.errors.empty() ? "accepted, the server says: " + oracle.error : "";
  if (!ours.errors.empty()) return "rejected: " + ours.errors.front().message;
  if (!compare_statements) return "";
  if (ours.statements.size() != oracle.statements.size()) {
    return std::to_string(ours.statements.size()) + " statements, the server's " +
           std::to_string(oracle.statements.size());
  }
  for (size_t i = 0; i < ours.statements.size(); ++i) {
    const std::string problem = compare_statement(text, ours.statements[i], oracle.statements[i]);
    if (!problem.empty()) return "statement " + std::to_string(i + 1) + ": " + problem;
  }
  return "";
}

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

TEST_CASE("Forms of PostgreSQL 16 to 18 are accepted") {
  for (const CorpusEntry& entry : read_corpus("postgresql-16-18")) {
    const ParsedFile file = parse(entry.text, Dialect::PostgreSQL);
    if (!file.errors.empty()) FAIL_CHECK(entry.place() << ": " << file.errors[0].message << "\n  " << entry.text);
  }
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
