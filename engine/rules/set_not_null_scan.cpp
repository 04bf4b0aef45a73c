#include "engine/effects/proof.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  if (!input.postgresql()) return;
  each_subcommand(input, AlterTableAction::SetNotNull, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    const CatalogRelation* known = input.before.find(alter.name);
    if (known != nullptr && is_proven_not_null(*known, sub.name)) return;
    const std::string table = sql_of(input, alter.name);
    const std::string column = sql_of(input, sub.name);
    const std::string name = suggested_name(alter.name, {sub.name}, "not_null");
    const std::string safe =
        input.server_version >= 18
            ? "  ALTER TABLE " + table + " ADD CONSTRAINT " + name + " NOT NULL " + column + " NOT VALID;\n" +
                  "  ALTER TABLE " + table + " VALIDATE CONSTRAINT " + name + ";  -- in a transaction of its own"
            : "  ALTER TABLE " + table + " ADD CONSTRAINT " + name + " CHECK (" + column + " IS NOT NULL) NOT VALID;\n" +
                  "  ALTER TABLE " + table + " VALIDATE CONSTRAINT " + name + ";  -- in a transaction of its own\n" +
                  "  ALTER TABLE " + table + " ALTER COLUMN " + column + " SET NOT NULL;  -- proven, so instant\n" +
                  "  ALTER TABLE " + table + " DROP CONSTRAINT " + name + ";";
    findings.add("SET NOT NULL reads all rows of " + ticked(input, alter.name) + " to look for NULL in " +
                     ticked(input, sub.name) + " under ACCESS EXCLUSIVE: nobody can read or write the table meanwhile",
                 "let a constraint prove it first, which reads the rows without blocking:\n" + safe, sub.span);
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
