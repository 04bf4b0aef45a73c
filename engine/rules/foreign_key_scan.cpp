#include <algorithm>

#include "base/text.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  if (!input.postgresql()) return;
  each_subcommand(input, AlterTableAction::AddConstraint, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    if (!sub.constraint || sub.constraint->kind != ConstraintKind::ForeignKey) return;
    const Constraint& key = *sub.constraint;
    if (key.not_valid || key.not_enforced) return;
    const std::string table = sql_of(input, alter.name);
    const std::string name = key.name.empty() ? suggested_name(alter.name, key.columns, "fkey") : sql_of(input, key.name);
    const std::string columns = sql_list(key.columns, input.before.dialect);
    std::string target = sql_of(input, key.referenced);
    if (!key.referenced_columns.empty()) target += " (" + sql_list(key.referenced_columns, input.before.dialect) + ")";
    const CatalogRelation* known = input.before.find(alter.name);
    const bool partitioned = known != nullptr && known->kind == CatalogRelationKind::PartitionedTable;
    std::string help = "add it without looking at the old rows, then test those without blocking:\n"
                       "  ALTER TABLE " + table + " ADD CONSTRAINT " + name + " FOREIGN KEY (" + columns +
                       ") REFERENCES " + target + " NOT VALID;\n"
                       "  ALTER TABLE " + table + " VALIDATE CONSTRAINT " + name + ";  -- in a transaction of its own";
    if (partitioned && input.server_version < 18) {
      help = "before PostgreSQL 18 a partitioned table takes no NOT VALID foreign key: add it NOT VALID to each "
             "partition, VALIDATE it there, then add it to " + table + ", which finds it proven";
    }
    Diagnostic& finding = findings.add("the foreign key tests all rows of " + ticked(input, alter.name) +
                                           " under SHARE ROW EXCLUSIVE on it and on " + ticked(input, key.referenced) +
                                           ": nobody can write to either table meanwhile",
                                       help, sub.span);
    if (!partitioned) finding.edits = not_valid_edits(input, alter, sub);
  });
  // A new column is all NULL, which needs no look, unless a default fills it.
  each_subcommand(input, AlterTableAction::AddColumn, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    const bool looks = contains(input.effect.scans, input.before.key(alter.name)) && input.effect.rewrites.empty();
    if (!sub.column || !looks) return;
    const bool filled =
        std::any_of(sub.column->constraints.begin(), sub.column->constraints.end(), [](const auto& each) {
          return each.kind == ConstraintKind::Default && each.expression && !each.expression->is_null;
        });
    if (!filled) return;
    for (const Constraint& key : sub.column->constraints) {
      if (key.kind != ConstraintKind::ForeignKey || key.not_enforced) continue;
      findings.add(
          "the foreign key of the new column looks up its default for all rows of " + ticked(input, alter.name) +
              " under ACCESS EXCLUSIVE, and SHARE ROW EXCLUSIVE on " + ticked(input, key.referenced) +
              ": nobody can read or write the table meanwhile",
          "add the column without REFERENCES, then the foreign key NOT VALID, then VALIDATE it in a transaction "
          "of its own",
          sub.span);
    }
  });
}

}  // namespace

extern const Rule foreign_key_scan_rule{
    "foreign-key-scan",
    "lock",
    Severity::Error,
    "a foreign key that tests all rows while two tables are locked",
    "Adding a foreign key takes SHARE ROW EXCLUSIVE on both tables and looks up every row of the referencing one. Until "
    "that is done nobody writes to either table.",
    "Add it as NOT VALID, which is instant and tests new rows from then on; VALIDATE CONSTRAINT tests the old ones "
    "later while everyone works, in a transaction of its own.",
    "ALTER TABLE orders ADD CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES customers (id);",
    "ALTER TABLE orders ADD CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID;\n"
    "ALTER TABLE orders VALIDATE CONSTRAINT orders_customer_fk;",
    check};

}  // namespace lockstep
