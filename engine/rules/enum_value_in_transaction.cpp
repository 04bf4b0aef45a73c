#include "base/text.h"
#include "engine/catalog/words.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  if (!input.transaction.open || !input.postgresql() || input.transaction.enum_values.empty()) return;
  if (input.statement.as<AlterType>() != nullptr) return;
  for (const Word& word : words(input.statement.text, Dialect::PostgreSQL)) {
    if (word.kind != Word::Kind::String) continue;
    for (const std::string& value : input.transaction.enum_values) {
      if (slice(input.statement.text, word.span) != quote_literal(value)) continue;
      findings.add("the value " + quote_literal(value) + " was added to its enum type in this transaction and cannot be "
                       "used before the transaction ends (SQLSTATE 55P04)",
                   "COMMIT between ALTER TYPE ... ADD VALUE and the first use, or write the use into a later migration",
                   Span{input.statement.span.begin + word.span.begin, input.statement.span.begin + word.span.end});
      return;
    }
  }
}

}  // namespace

extern const Rule enum_value_in_transaction_rule{
    "enum-value-in-transaction",
    "failure",
    Severity::Error,
    "a new enum value is used in the transaction that adds it",
    "ALTER TYPE ... ADD VALUE may run inside a transaction, but the new value is unsafe until that is committed: any use "
    "is refused.",
    "Commit between the two.",
    "BEGIN;\n"
    "ALTER TYPE order_state ADD VALUE 'refunded';\n"
    "ALTER TABLE orders ADD COLUMN state order_state DEFAULT 'refunded';\n"
    "COMMIT;",
    "ALTER TYPE order_state ADD VALUE 'refunded';\n"
    "ALTER TABLE orders ADD COLUMN state order_state DEFAULT 'refunded';",
    check};

}  // namespace lockstep
