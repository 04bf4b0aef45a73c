#include <algorithm>

#include "engine/catalog/draft.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

void report(const RuleInput& input, Findings& findings, const CatalogRelation& table, const std::string& what,
            Span span) {
  findings.add("without " + what + " the previous version may write duplicates into `" +
                   sql_of_key(input, relation_key(table)) +
                   "`, and its INSERT ... ON CONFLICT over those columns fails (SQLSTATE 42P10)",
               "drop it when no running version relies on it any more", span);
}

void check(const RuleInput& input, Findings& findings) {
  each_subcommand(input, AlterTableAction::DropConstraint,
                  [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
                    const CatalogRelation* table = input.before.find(alter.name);
                    const CatalogConstraint* constraint = table == nullptr ? nullptr : table->constraint(sub.name);
                    if (constraint == nullptr) return;
                    if (constraint->kind == ConstraintKind::PrimaryKey) {
                      report(input, findings, *table, "the primary key", sub.span);
                    } else if (constraint->kind == ConstraintKind::Unique) {
                      report(input, findings, *table, "the constraint " + ticked(input, sub.name), sub.span);
                    }
                  });
  const auto* drop = input.statement.as<DropStatement>();
  if (drop == nullptr || drop->kind != ObjectKind::Index) return;
  for (const QualifiedName& name : drop->names) {
    const CatalogRelation* table = input.before.table_of_index(name);
    const CatalogIndex* index = table == nullptr ? nullptr : table->index(name.name);
    if (index == nullptr || !index->unique || !index->valid || !index->constraint.empty()) continue;
    if (!input.in_use(relation_key(*table)) || !input.in_use(relation_key(table->schema, name.name))) continue;
    // One that another index stands in for, as when an index is built anew under a new name.
    const bool another = std::any_of(table->indexes.begin(), table->indexes.end(), [&](const CatalogIndex& other) {
      return other.name != index->name && other.unique && other.valid && other.predicate == index->predicate &&
             other.elements == index->elements;
    });
    if (!another) report(input, findings, *table, "the unique index " + ticked(input, name), name.span);
  }
}

}  // namespace

extern const Rule drop_unique_rule{
    "drop-unique",
    "compatibility",
    Severity::Warning,
    "a key is dropped that the previous version may rely on",
    "INSERT ... ON CONFLICT (columns) needs a unique index over exactly these columns and fails without one. "
    "Logical replication identifies rows by the primary key, and UPDATE and DELETE on a published table fail "
    "without it.",
    "Drop a key when no running version uses it. To replace an index, build the new one first.",
    "ALTER TABLE customers DROP CONSTRAINT customers_pkey;",
    "CREATE TABLE parts (number text UNIQUE);\n"
    "ALTER TABLE parts DROP CONSTRAINT parts_number_key;",
    check};

}  // namespace lockstep
