#include <algorithm>

#include "base/text.h"
#include "engine/catalog/table.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

/// Whether rows could be told apart by less than all of their columns.
bool has_key(const CatalogRelation& table) {
  return !table.primary_key().empty() ||
         std::any_of(table.indexes.begin(), table.indexes.end(),
                     [](const CatalogIndex& index) { return index.unique && index.predicate.empty() && index.valid; });
}

void check(const RuleInput& input, Findings& findings) {
  each_subcommand(
      input, AlterTableAction::ReplicaIdentity, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
        if (!sub.name.empty() || to_upper(written(input, sub.span)).find(" FULL") == std::string::npos) return;
        const CatalogRelation* table = input.before.find(alter.name);
        if (table != nullptr && !table->partial && !has_key(*table)) return;  // there is no other way
        if (!input.in_use(alter.name)) return;
        findings.add("with REPLICA IDENTITY FULL every UPDATE and DELETE of " + ticked(input, alter.name) +
                         " writes all of the old row into the log, and a subscriber without a fitting index reads the "
                         "whole table for each of them",
                     "use a unique index over NOT NULL columns: ALTER TABLE " + sql_of(input, alter.name) +
                         " REPLICA IDENTITY USING INDEX ..., or the primary key: REPLICA IDENTITY DEFAULT",
                     sub.span);
      });
}

}  // namespace

extern const Rule replica_identity_full_rule{
    "replica-identity-full",
    "process",
    Severity::Warning,
    "every change writes the whole old row into the log",
    "FULL makes the old row, wide values included, part of each UPDATE and DELETE in the write-ahead log: it grows by "
    "that, and so does all that is shipped to replicas and to whoever captures changes. A subscriber finds the row by "
    "comparing all columns; without an index that fits (before PostgreSQL 16 without any) it reads the whole table for "
    "every row (manual, ALTER TABLE and Logical Replication, Publication).",
    "Let the primary key tell rows apart, or a unique index over NOT NULL columns. FULL is for tables without either, "
    "and for consumers that need the old values.",
    "ALTER TABLE customers REPLICA IDENTITY FULL;",
    "ALTER TABLE customers REPLICA IDENTITY DEFAULT;",
    check};

}  // namespace lockstep
