#include "engine/effects/proof.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  each_subcommand(input, AlterTableAction::AddConstraint, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    if (!sub.constraint || sub.constraint->kind != ConstraintKind::PrimaryKey || sub.constraint->using_index.empty()) {
      return;
    }
    const CatalogRelation* table = input.before.find(alter.name);
    const CatalogIndex* index = table == nullptr ? nullptr : table->index(sub.constraint->using_index);
    if (index == nullptr) return;
    std::vector<std::string> nullable;
    for (const CatalogIndexElement& element : index->elements) {
      const bool seen = table->column(element.column) != nullptr;  // of a table made before the history nobody knows
      if (seen && !is_proven_not_null(*table, element.column)) nullable.push_back(element.column);
    }
    if (nullable.empty()) return;
    findings.add("the primary key makes " + ticked(input, nullable.front()) + " NOT NULL, and for that reads all rows of " +
                     ticked(input, alter.name) + " under ACCESS EXCLUSIVE, though the index is there",
                 "make the column NOT NULL before, with a CHECK that proves it: see `lockstep explain set-not-null-scan`",
                 sub.span);
  });
}

}  // namespace

extern const Rule primary_key_nullable_index_rule{
    "primary-key-nullable-index",
    "lock",
    Severity::Error,
    "PRIMARY KEY USING INDEX over columns that may be NULL",
    "A primary key makes its columns NOT NULL. Where they are not yet, ADD PRIMARY KEY USING INDEX reads the whole "
    "table to look for NULL while it holds an ACCESS EXCLUSIVE lock, although the index is built already.",
    "Make the columns NOT NULL first, proven by a CHECK that was validated beside the traffic.",
    "CREATE TABLE parts (number bigint);\n"
    "-- next migration\n"
    "CREATE UNIQUE INDEX CONCURRENTLY parts_key ON parts (number);\n"
    "ALTER TABLE parts ADD CONSTRAINT parts_key PRIMARY KEY USING INDEX parts_key;",
    "CREATE TABLE parts (number bigint);\n"
    "-- next migration\n"
    "ALTER TABLE parts ADD CONSTRAINT parts_number CHECK (number IS NOT NULL) NOT VALID;\n"
    "ALTER TABLE parts VALIDATE CONSTRAINT parts_number;\n"
    "ALTER TABLE parts ALTER COLUMN number SET NOT NULL;\n"
    "CREATE UNIQUE INDEX CONCURRENTLY parts_key ON parts (number);\n"
    "ALTER TABLE parts ADD CONSTRAINT parts_key PRIMARY KEY USING INDEX parts_key;",
    check};

}  // namespace lockstep
