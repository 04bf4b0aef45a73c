#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  // Asked at the last statement: does it leave a transaction open?
  if (input.index + 1 != input.statements.size() || input.inside) return;
  const auto* control = input.statement.as<TransactionControl>();
  using Kind = TransactionControl::Kind;
  const bool ends = control != nullptr && (control->kind == Kind::Commit || control->kind == Kind::End ||
                                           control->kind == Kind::Rollback || control->kind == Kind::Prepare);
  const bool begins = control != nullptr && (control->kind == Kind::Begin || control->kind == Kind::Start);
  if (ends || !(input.transaction.open || begins)) return;
  findings.add("BEGIN is not followed by COMMIT: the file leaves a transaction and its locks open",
               "add COMMIT at the end", begins ? input.statement.span : input.transaction.begin);
}

}  // namespace

extern const Rule open_transaction_rule{
    "open-transaction",
    "process",
    Severity::Warning,
    "a transaction that the file does not end",
    "Whatever client runs the file, the transaction is rolled back when the connection closes, or its locks stay until "
    "then.",
    "End what was begun.",
    "BEGIN;\n"
    "ALTER TABLE orders ADD COLUMN zone text;",
    "BEGIN;\n"
    "ALTER TABLE orders ADD COLUMN zone text;\n"
    "COMMIT;",
    check};

}  // namespace lockstep
