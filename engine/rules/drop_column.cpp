#include "base/text.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

/// Constraints and indexes that go with the column without being asked for.
std::vector<std::string> taken_along(const CatalogRelation& table, const std::string& column) {
  std::vector<std::string> names;
  for (const CatalogConstraint& constraint : table.constraints) {
    if (contains(constraint.columns, column)) names.push_back("constraint " + constraint.name);
  }
  for (const CatalogIndex& index : table.indexes) {
    if (!index.constraint.empty()) continue;
    for (const CatalogIndexElement& element : index.elements) {
      if (element.column == column) names.push_back("index " + index.name);
    }
  }
  return names;
}

void check(const RuleInput& input, Findings& findings) {
  each_subcommand(input, AlterTableAction::DropColumn, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    const CatalogRelation* table = input.before.find(alter.name);
    if (sub.if_exists && table != nullptr && !table->partial && table->column(sub.name) == nullptr) return;
    if (!input.in_use(input.before.key(alter.name) + "." + sub.name)) return;
    std::string message = "DROP COLUMN loses the values of " + ticked(input, sub.name) +
                          " for good, and statements of the previous version that name it fail";
    if (table != nullptr) {
      const std::vector<std::string> more = taken_along(*table, sub.name);
      if (!more.empty()) message += "; " + join(more, ", ") + " goes with it";
    }
    findings.add(message,
                 "drop it when no running version names it any more; lockstep keeps it in quarantine for a while, out of "
                 "reach but not lost",
                 sub.span);
  });
}

}  // namespace

extern const Rule drop_column_rule{
    "drop-column",
    "data",
    Severity::Warning,
    "a column is dropped with its values",
    "The values are gone for good, and every statement of an older application version that names the column fails from "
    "that moment on. Indexes, UNIQUE, PRIMARY KEY, CHECK and FOREIGN KEY constraints over the column go silently with "
    "it.",
    "Release a version that does not name the column, then drop it. Under lockstep this is contract work: the column is "
    "renamed aside first and purged later.",
    "ALTER TABLE orders DROP COLUMN note;",
    "",
    check};

}  // namespace lockstep
