#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  if (!input.transaction.open || !input.postgresql()) return;
  const auto* update = input.statement.as<Update>();
  const auto* insert = input.statement.as<Insert>();
  const bool many_rows = (update != nullptr && input.in_use(update->table)) || (insert != nullptr && !insert->values &&
                                                                                !insert->reads.empty());
  if (!many_rows) return;
  for (const RelationLock& lock : input.transaction.locks) {
    if (lock.mode < LockMode::ShareRowExclusive || lock.mode >= LockMode::SqliteShared) continue;
    findings.add("rows are changed while the transaction holds " + std::string(to_string(lock.mode)) + " on `" +
                     sql_of_key(input, lock.relation) + "` from an earlier statement: everyone who needs that table waits "
                     "until all rows are done",
                 "COMMIT before the change of rows, or write it into a migration of its own");
    return;
  }
}

}  // namespace

extern const Rule backfill_in_ddl_transaction_rule{
    "backfill-in-ddl-transaction",
    "lock",
    Severity::Error,
    "rows are changed in the transaction that changed the table",
    "ALTER TABLE holds its lock until the transaction ends. An UPDATE, DELETE or INSERT ... SELECT in the same "
    "transaction makes everyone wait for all its rows.",
    "Commit the change of the table first, then change the rows, in batches. lockstep splits such a file by itself.",
    "BEGIN;\n"
    "ALTER TABLE orders ADD COLUMN zone text;\n"
    "UPDATE orders SET zone = 'domestic' WHERE zone IS NULL;\n"
    "COMMIT;",
    "BEGIN;\n"
    "ALTER TABLE orders ADD COLUMN zone text;\n"
    "COMMIT;\n"
    "UPDATE orders SET zone = 'domestic' WHERE zone IS NULL;",
    check};

}  // namespace lockstep
