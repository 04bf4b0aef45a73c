#include "tests/parser/compare.h"

#include <algorithm>
#include <cctype>
#include <sstream>
#include <string_view>

#include "tests/parser/details.h"

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
  const std::vector<std::string> said = details(ours);
  if (said != theirs.details) out << "says " << list(said) << ", the server's " << list(theirs.details) << "; ";
  return out.str();
}

}  // namespace

std::string difference(const std::string& text, const OracleAnswer& oracle, const ParsedFile& ours,
                       bool statements) {
  if (!oracle.accepted) return ours.errors.empty() ? "accepted, the server says: " + oracle.error : "";
  if (!ours.errors.empty()) return "rejected: " + ours.errors.front().message;
  if (!statements) return "";
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

}  // namespace lockstep::test
