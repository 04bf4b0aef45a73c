#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  const auto* control = input.statement.as<TransactionControl>();
  if (control == nullptr) return;
  using Kind = TransactionControl::Kind;
  const bool begins = control->kind == Kind::Begin || control->kind == Kind::Start;
  const bool ends = control->kind == Kind::Commit || control->kind == Kind::End || control->kind == Kind::Rollback;
  if (begins && input.transaction.open) {
    findings.add(
        "BEGIN inside a transaction that is open already: the server warns and goes on in the first, which the "
        "next COMMIT ends",
        "remove it, or use SAVEPOINT for a part that can be rolled back by itself");
  } else if (ends && !input.transaction.open) {
    findings.add(input.statement.tag +
                     " without a transaction of this file: if the client has opened one around the file, "
                     "this ends it, and what follows runs outside",
                 "remove it, or write BEGIN before");
  }
}

}  // namespace

extern const Rule nested_transaction_rule{
    "nested-transaction",
    "process",
    Severity::Warning,
    "BEGIN in a transaction, or COMMIT without one",
    "Transactions do not nest. A second BEGIN is answered with a warning, and the first COMMIT ends everything. A "
    "COMMIT without BEGIN ends the transaction that a migration tool has put around the file, so that the rest is "
    "not atomic any more.",
    "Write BEGIN and COMMIT in pairs, or leave both to the tool that runs the file.",
    "BEGIN;\n"
    "ALTER TABLE orders ADD COLUMN zone text;\n"
    "BEGIN;\n"
    "ALTER TABLE orders ADD COLUMN area text;\n"
    "COMMIT;",
    "BEGIN;\n"
    "ALTER TABLE orders ADD COLUMN zone text;\n"
    "COMMIT;\n"
    "BEGIN;\n"
    "ALTER TABLE orders ADD COLUMN area text;\n"
    "COMMIT;",
    check};

}  // namespace lockstep
