#include <algorithm>

#include "engine/rules/support.h"

namespace lockstep {
namespace {

/// A table in use that the statement reads as a whole, other than `locked`; empty for none.
std::string read_table(const RuleInput& input, const std::string& locked) {
  for (const std::vector<std::string>* list : {&input.effect.rewrites, &input.effect.scans}) {
    for (const std::string& table : *list) {
      if (table != locked && input.in_use(table)) return table;
    }
  }
  return {};
}

void check(const RuleInput& input, Findings& findings) {
  if (!input.transaction.open || !input.postgresql()) return;
  for (const RelationLock& lock : input.transaction.locks) {
    if (lock.mode < LockMode::ShareRowExclusive || lock.mode >= LockMode::SqliteShared) continue;
    const std::string table = read_table(input, lock.relation);
    if (table.empty()) continue;
    findings.add(input.statement.tag + " reads all rows of `" + sql_of_key(input, table) +
                     "` while the transaction holds " + std::string(to_string(lock.mode)) + " on `" +
                     sql_of_key(input, lock.relation) + "` from an earlier statement: everyone who needs that table "
                     "waits until it is done",
                 "COMMIT between the two, or write it into a migration of its own");
    return;
  }
}

}  // namespace

extern const Rule scan_in_ddl_transaction_rule{
    "scan-in-ddl-transaction",
    "lock",
    Severity::Error,
    "a table is read as a whole while the transaction holds another one",
    "A strong lock is held until the transaction ends. Work on another table that would be harmless by itself, such as "
    "VALIDATE CONSTRAINT, then stops everyone who needs the table that was locked before.",
    "Commit between the two.",
    "ALTER TABLE customers ADD CONSTRAINT customers_email_check CHECK (email <> '') NOT VALID;\n"
    "-- next migration\n"
    "BEGIN;\n"
    "ALTER TABLE orders ADD COLUMN zone text;\n"
    "ALTER TABLE customers VALIDATE CONSTRAINT customers_email_check;\n"
    "COMMIT;",
    "ALTER TABLE customers ADD CONSTRAINT customers_email_check CHECK (email <> '') NOT VALID;\n"
    "-- next migration\n"
    "BEGIN;\n"
    "ALTER TABLE orders ADD COLUMN zone text;\n"
    "COMMIT;\n"
    "ALTER TABLE customers VALIDATE CONSTRAINT customers_email_check;",
    check};

}  // namespace lockstep
