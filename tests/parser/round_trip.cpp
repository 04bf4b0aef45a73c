#include "tests/parser/round_trip.h"

#include <algorithm>
#include <vector>

#include "parser/parse.h"
#include "parser/print.h"

namespace lockstep::test {
namespace {

std::vector<std::vector<Node>> trees_of(std::string_view text, Dialect dialect) {
  std::vector<std::vector<Node>> trees;
  for_each_tree(text, dialect, [&](const Tree& tree) { trees.push_back(tree.nodes); });
  return trees;
}

std::string dump_of(std::string_view text, Dialect dialect, size_t number) {
  std::string found;
  size_t i = 0;
  for_each_tree(text, dialect, [&](const Tree& tree) {
    if (i++ == number) found = dump(tree);
  });
  return found;
}

bool same_tree(const std::vector<Node>& a, const std::vector<Node>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Node& x, const Node& y) {
    return x.kind == y.kind && x.first_token == y.first_token && x.end_token == y.end_token && x.size == y.size;
  });
}

}  // namespace

std::string broken_round_trip(std::string_view text, Dialect dialect) {
  const std::string printed = print(text, dialect);
  const std::string place = "printed as `" + printed + "`, ";
  const std::vector<std::vector<Node>> before = trees_of(text, dialect);
  const std::vector<std::vector<Node>> after = trees_of(printed, dialect);
  if (after.size() != before.size()) {
    const std::vector<SyntaxError> errors = parse(printed, dialect).errors;
    return place + std::to_string(before.size()) + " statements became " + std::to_string(after.size()) +
           (errors.empty() ? "" : ": " + errors.front().message);
  }
  for (size_t i = 0; i < before.size(); ++i) {
    if (same_tree(before[i], after[i])) continue;
    return place + "the tree of statement " + std::to_string(i + 1) + " is another:\n" + dump_of(text, dialect, i) +
           "became\n" + dump_of(printed, dialect, i);
  }
  const ParsedFile ours = parse(text, dialect);
  const ParsedFile again = parse(printed, dialect);
  if (!again.errors.empty()) return place + "an error: " + again.errors.front().message;
  // Only what is right is printed; what parse() still finds behind a mistake has no tree here to compare with.
  const size_t comparable = ours.errors.empty() ? ours.statements.size() : 0;
  if (comparable > again.statements.size()) return place + "fewer statements";
  for (size_t i = 0; i < comparable; ++i) {
    if (ours.statements[i].tag != again.statements[i].tag) return place + "another command";
    const auto same_name = [](const QualifiedName& a, const QualifiedName& b) {
      return a.schema == b.schema && a.name == b.name;
    };
    const auto& a = ours.statements[i].relations;
    const auto& b = again.statements[i].relations;
    if (!std::equal(a.begin(), a.end(), b.begin(), b.end(), same_name)) return place + "other relations";
  }
  if (const std::string twice = print(printed, dialect); twice != printed) return place + "then as `" + twice + "`";
  return "";
}

}  // namespace lockstep::test
