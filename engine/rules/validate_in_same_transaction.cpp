#include <algorithm>

#include "base/text.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  if (!input.transaction.open) return;
  each_subcommand(
      input, AlterTableAction::ValidateConstraint, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
        if (!contains(input.transaction.unvalidated, input.before.key(alter.name) + "." + sub.name)) {
          const auto held =
              std::find_if(input.transaction.locks.begin(), input.transaction.locks.end(),
                           [](const RelationLock& lock) { return lock.mode >= LockMode::ShareRowExclusive; });
          if (held == input.transaction.locks.end() || input.effect.scans.empty()) return;
          findings
              .add("VALIDATE CONSTRAINT reads all rows of " + ticked(input, alter.name) +
                       " while the transaction still holds " + std::string(to_string(held->mode)) + " on `" +
                       sql_of_key(input, held->relation) + "`, which an earlier statement took",
                   "COMMIT between the two, or write VALIDATE CONSTRAINT into a migration of its own", sub.span)
              .edits = {statement_before(input, "COMMIT;\nBEGIN")};
          return;
        }
        Diagnostic& finding =
            findings.add("VALIDATE CONSTRAINT reads all rows of " + ticked(input, alter.name) +
                             " while the transaction still holds the lock with which " + ticked(input, sub.name) +
                             " was added: NOT VALID has won nothing",
                         "COMMIT between the two, or write VALIDATE CONSTRAINT into a migration of its own", sub.span);
        finding.edits = {statement_before(input, "COMMIT;\nBEGIN")};
      });
}

}  // namespace

extern const Rule validate_in_same_transaction_rule{
    "validate-in-same-transaction",
    "lock",
    Severity::Error,
    "NOT VALID and VALIDATE CONSTRAINT in one transaction",
    "ADD CONSTRAINT ... NOT VALID takes a strong lock for a moment, but a lock is held until the transaction ends. "
    "VALIDATE in the same transaction reads the table while that lock is still held.",
    "Commit between the two.",
    "BEGIN;\n"
    "ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0) NOT VALID;\n"
    "ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check;\n"
    "COMMIT;",
    "BEGIN;\n"
    "ALTER TABLE orders ADD CONSTRAINT orders_total_check CHECK (total >= 0) NOT VALID;\n"
    "COMMIT;\n"
    "ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check;",
    check};

}  // namespace lockstep
