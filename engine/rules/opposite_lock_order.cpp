#include <algorithm>

#include "engine/rules/lock_orders.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  if (!input.transaction.open || !input.postgresql() || input.inside) return;
  const std::vector<RelationLock>& held = input.transaction.locks;
  for (const RelationLock& lock : input.effect.locks) {
    const auto same = [&](const RelationLock& other) { return other.relation == lock.relation; };
    if (!input.orders.knows(lock.relation)) continue;
    if (!input.in_use(lock.relation) || std::any_of(held.begin(), held.end(), same)) continue;
    for (const RelationLock& first : held) {
      const std::string* file = input.orders.opposite(first, lock);
      if (file == nullptr) continue;
      findings.add("the transaction locks `" + sql_of_key(input, lock.relation) + "` while it holds `" +
                       sql_of_key(input, first.relation) + "`; " + *file +
                       " takes them the other way round: run at the "
                       "same time, both wait for each other until the server ends one",
                   "lock tables in one order everywhere, or each in a transaction of its own");
      return;
    }
  }
}

}  // namespace

extern const Rule opposite_lock_order_rule{
    "opposite-lock-order",
    "lock",
    Severity::Note,
    "two files lock the same tables in opposite order",
    "A transaction keeps its locks until it ends. When one holds the first table and waits for the second, and another "
    "holds the second and waits for the first, the server ends one of them (deadlock_detected). Migrations that one "
    "runner takes in turn never meet; those of two services, or of two runs, may.",
    "Name tables in one order in all files, or give each its own transaction.",
    "BEGIN;\n"
    "ALTER TABLE orders ADD COLUMN zone text;\n"
    "ALTER TABLE customers ADD COLUMN zone text;\n"
    "COMMIT;\n"
    "-- next migration\n"
    "BEGIN;\n"
    "ALTER TABLE customers ADD COLUMN phone text;\n"
    "ALTER TABLE orders ADD COLUMN phone text;\n"
    "COMMIT;",
    "BEGIN;\n"
    "ALTER TABLE orders ADD COLUMN zone text;\n"
    "ALTER TABLE customers ADD COLUMN zone text;\n"
    "COMMIT;\n"
    "-- next migration\n"
    "BEGIN;\n"
    "ALTER TABLE orders ADD COLUMN phone text;\n"
    "ALTER TABLE customers ADD COLUMN phone text;\n"
    "COMMIT;",
    check};

}  // namespace lockstep
