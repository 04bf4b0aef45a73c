#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  if (!input.transaction.open || input.effect.transactional) return;
  findings.add(input.statement.tag + " of this form cannot run inside a transaction block, and one is open here: the "
                   "server answers with SQLSTATE 25001",
               "COMMIT before it, or write it into a migration of its own without BEGIN");
}

}  // namespace

extern const Rule concurrently_in_transaction_rule{
    "concurrently-in-transaction",
    "failure",
    Severity::Error,
    "a statement that cannot run inside a transaction stands in one",
    "CREATE INDEX CONCURRENTLY, DROP INDEX CONCURRENTLY, REINDEX CONCURRENTLY, DETACH PARTITION CONCURRENTLY, VACUUM and "
    "CREATE DATABASE use transactions of their own. Inside BEGIN and COMMIT the server refuses them.",
    "End the transaction before, or write the statement into a migration of its own.",
    "BEGIN;\n"
    "CREATE INDEX CONCURRENTLY orders_customer_idx ON orders (customer_id);\n"
    "COMMIT;",
    "CREATE INDEX CONCURRENTLY orders_customer_idx ON orders (customer_id);",
    check};

}  // namespace lockstep
