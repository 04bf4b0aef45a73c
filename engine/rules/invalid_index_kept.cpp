#include <algorithm>

#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  const auto* create = input.statement.as<CreateIndex>();
  if (create == nullptr || !create->concurrently || !create->if_not_exists || create->name.empty()) return;
  if (!input.in_use(create->table)) return;
  const QualifiedName index{create->schema.empty() ? create->table.schema : create->schema, create->name, {}};
  // Dropping it first is the safe form.
  const bool dropped_before = input.earlier<DropStatement>(index.name, [&](const DropStatement& drop) {
    return drop.kind == ObjectKind::Index &&
           std::any_of(drop.names.begin(), drop.names.end(),
                       [&](const QualifiedName& name) { return name.name == index.name; });
  });
  if (dropped_before) return;
  findings.add("when an earlier CREATE INDEX CONCURRENTLY failed, an invalid index named " + ticked(input, create->name) +
                   " is left behind: IF NOT EXISTS then skips the statement and reports success",
               "drop what a failed attempt may have left, then create it:\n  DROP INDEX CONCURRENTLY IF EXISTS " +
                   sql_of(input, index) + ";");
}

}  // namespace

extern const Rule invalid_index_kept_rule{
    "invalid-index-kept",
    "process",
    Severity::Note,
    "CREATE INDEX CONCURRENTLY IF NOT EXISTS may keep an invalid index",
    "A failed CREATE INDEX CONCURRENTLY leaves an index that is kept up to date but used by no query. IF NOT EXISTS sees "
    "the name and does nothing.",
    "Drop the index IF EXISTS before, or leave IF NOT EXISTS out. lockstep looks at the index and builds it again.",
    "CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_customer_idx ON orders (customer_id);",
    "DROP INDEX CONCURRENTLY IF EXISTS orders_customer_idx;\n"
    "CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_customer_idx ON orders (customer_id);",
    check};

}  // namespace lockstep
