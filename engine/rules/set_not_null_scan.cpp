#include "engine/effects/proof.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

/// A CHECK that proves it, before the statement, and gone behind it.
std::vector<Edit> edits(const RuleInput& input, const AlterTable& alter, const AlterTableSubcommand& sub,
                        const std::string& name) {
  const CatalogRelation* known = input.before.find(alter.name);
  const bool there =
      known != nullptr ? known->partial || known->column(sub.name) != nullptr : alter.subcommands.size() == 1;
  if (!may_split(input) || alter.only || !there) return {};
  const std::string head = alter_head(input, alter);
  return {statement_before(input, head + " ADD CONSTRAINT " + name + " CHECK (" + written(input, sub.name_span) +
                                      " IS NOT NULL) NOT VALID"),
          statement_before(input, head + " VALIDATE CONSTRAINT " + name),
          statement_behind(input, head + " DROP CONSTRAINT " + name)};
}

void check(const RuleInput& input, Findings& findings) {
  if (!input.postgresql()) return;
  each_subcommand(input, AlterTableAction::SetNotNull, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    const CatalogRelation* known = input.before.find(alter.name);
    if (known != nullptr && is_proven_not_null(*known, sub.name)) return;
    const std::string table = sql_of(input, alter.name);
    const std::string column = sql_of(input, sub.name);
    // Version 18 gives its own constraint the name ..._not_null, so the CHECK has another one.
    const std::string name = suggested_name(alter.name, {sub.name}, "is_set");
    const std::string safe = "  ALTER TABLE " + table + " ADD CONSTRAINT " + name + " CHECK (" + column +
                             " IS NOT NULL) NOT VALID;\n" + "  ALTER TABLE " + table + " VALIDATE CONSTRAINT " + name +
                             ";  -- in a transaction of its own\n" + "  ALTER TABLE " + table + " ALTER COLUMN " +
                             column + " SET NOT NULL;  -- proven, so instant\n" + "  ALTER TABLE " + table +
                             " DROP CONSTRAINT " + name + ";";
    Diagnostic& finding = findings.add(
        "SET NOT NULL reads all rows of " + ticked(input, alter.name) + " to look for NULL in " +
            ticked(input, sub.name) + " under ACCESS EXCLUSIVE: nobody can read or write the table meanwhile",
        "let a constraint prove it first, which reads the rows without blocking:\n" + safe, sub.span);
    finding.edits = edits(input, alter, sub, name);
  });
  // As a constraint with a name of its own, which PostgreSQL 18 understands.
  each_subcommand(
      input, AlterTableAction::AddConstraint, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
        if (!sub.constraint || sub.constraint->kind != ConstraintKind::NotNull || sub.constraint->not_valid) return;
        if (input.effect.scans.empty() || sub.constraint->columns.empty()) return;
        const std::string& column = sub.constraint->columns.front();
        const std::string name = name_to_come(input, alter, sub);
        Diagnostic& finding = findings.add(
            "NOT NULL reads all rows of " + ticked(input, alter.name) + " to look for NULL in " +
                ticked(input, column) + " under ACCESS EXCLUSIVE: nobody can read or write the table meanwhile",
            "add it NOT VALID, then VALIDATE CONSTRAINT in a transaction of its own", sub.span);
        if (!name.empty()) finding.edits = not_valid_edits(input, alter, sub);
      });
}

}  // namespace

extern const Rule set_not_null_scan_rule{
    "set-not-null-scan",
    "lock",
    Severity::Error,
    "SET NOT NULL that reads the whole table under its lock",
    "PostgreSQL must be sure that no row holds NULL, and reads the whole table while it holds an ACCESS EXCLUSIVE lock. "
    "It need not when the column is NOT NULL already, or when a valid CHECK (column IS NOT NULL) proves it.",
    "Add that CHECK as NOT VALID (instant), VALIDATE it in a transaction of its own (reads the rows, lets everyone "
    "work), then SET NOT NULL is instant and the CHECK can go. PostgreSQL 18 has NOT NULL ... NOT VALID for the same.",
    "ALTER TABLE orders ALTER COLUMN customer_id SET NOT NULL;",
    "ALTER TABLE orders ADD CONSTRAINT orders_customer_id_not_null CHECK (customer_id IS NOT NULL) NOT VALID;\n"
    "ALTER TABLE orders VALIDATE CONSTRAINT orders_customer_id_not_null;\n"
    "ALTER TABLE orders ALTER COLUMN customer_id SET NOT NULL;\n"
    "ALTER TABLE orders DROP CONSTRAINT orders_customer_id_not_null;",
    check};

}  // namespace lockstep
