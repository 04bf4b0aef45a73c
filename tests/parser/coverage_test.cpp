// The corpus reaches every command of families.def and every kind of node of nodes.def, so that what the grammar claims
// is what the servers were asked about.
#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "parser/parse.h"
#include "parser/print.h"
#include "tests/parser/corpus.h"

namespace lockstep::test {
namespace {

enum class For : uint8_t { Both, PostgreSQL, SQLite };

struct Row {
  For dialect;
  std::string_view tag;
  std::string_view family;
  std::string words;  ///< "CREATE, TABLE"
};

const std::vector<Row>& rows() {
  static const std::vector<Row> all = {
#define LOCKSTEP_COMMAND(dialect, tag, family, ...) {For::dialect, tag, #family, #__VA_ARGS__},
#include "parser/families.def"
#undef LOCKSTEP_COMMAND
  };
  return all;
}

/// True if the words of `row` begin the statement: all of them, after the modifiers that may follow the first one.
bool begins(const Tree& tree, const Row& row) {
  std::vector<std::string> first;
  for (size_t i = 0; i < tree.tokens.size() && first.size() < 10; ++i) {
    if (tree.tokens[i].is(TokenKind::Keyword)) {
      std::string word(info(tree.tokens[i].keyword()).text);
      std::transform(word.begin(), word.end(), word.begin(), [](char c) { return static_cast<char>(c & ~0x20); });
      first.push_back(std::move(word));
    }
  }
  std::vector<std::string> words;
  for (size_t begin = 0; begin < row.words.size();) {
    const size_t end = std::min(row.words.find(", ", begin), row.words.size());
    words.push_back(row.words.substr(begin, end - begin));
    begin = end + 2;
  }
  if (first.empty() || words.front() != first.front()) return false;
  return std::search(first.begin() + 1, first.end(), words.begin() + 1, words.end()) != first.end() ||
         words.size() == 1;
}

struct Reached {
  std::set<std::string> kinds;
  std::map<Dialect, std::set<size_t>> commands;
};

const Reached& reached() {
  static const Reached result = [] {
    Reached found;
    for (const auto& [folder, dialect] :
         {std::pair("postgresql", Dialect::PostgreSQL), std::pair("postgresql-16-18", Dialect::PostgreSQL),
          std::pair("sqlite", Dialect::SQLite)}) {
      for (const CorpusEntry& entry : read_corpus(folder)) {
        if (entry.rejected) continue;
        const ParsedFile file = parse(entry.text, dialect);
        if (!file.errors.empty()) continue;
        for_each_tree(entry.text, dialect, [&, &d = dialect](const Tree& tree) {
          for (const Node& node : tree.nodes) found.kinds.emplace(to_string(node.kind));
          for (size_t i = 0; i < rows().size(); ++i) {
            const auto same_tag = [&](const Statement& statement) { return statement.tag.starts_with(rows()[i].tag); };
            const bool tagged = std::any_of(file.statements.begin(), file.statements.end(), same_tag);
            if (begins(tree, rows()[i]) && tagged) found.commands[d].insert(i);
          }
        });
      }
    }
    return found;
  }();
  return result;
}

}  // namespace

TEST_CASE("The corpus reaches every command, in every dialect that has it") {
  for (size_t i = 0; i < rows().size(); ++i) {
    const Row& row = rows()[i];
    for (const Dialect dialect : {Dialect::PostgreSQL, Dialect::SQLite}) {
      const bool served = row.dialect == For::Both || (row.dialect == For::SQLite) == (dialect == Dialect::SQLite);
      if (!served || reached().commands.at(dialect).count(i) > 0) continue;
      FAIL_CHECK("no entry for " << (dialect == Dialect::SQLite ? "SQLite: " : "PostgreSQL: ") << row.words << " ("
                                 << row.tag << ", " << row.family << ")");
    }
  }
}

TEST_CASE("The corpus reaches every kind of node") {
  static constexpr std::string_view kKinds[] = {
#define LOCKSTEP_NODE(name) #name,
#include "parser/nodes.def"
#undef LOCKSTEP_NODE
  };
  for (const std::string_view kind : kKinds) {
    if (reached().kinds.count(std::string(kind)) == 0) FAIL_CHECK("no entry makes a node " << kind);
  }
}

}  // namespace lockstep::test
