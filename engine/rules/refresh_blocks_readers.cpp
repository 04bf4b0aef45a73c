#include <algorithm>

#include "engine/rules/support.h"

namespace lockstep {
namespace {

/// Whether there is a unique index over plain columns and all rows, and rows to keep meanwhile.
bool may_be_concurrent(const RuleInput& input, const QualifiedName& name) {
  const CatalogRelation* view = input.before.find(name);
  if (view == nullptr || !view->populated) return false;
  return std::any_of(view->indexes.begin(), view->indexes.end(), [](const CatalogIndex& index) {
    return index.unique && index.valid && index.predicate.empty() &&
           std::none_of(index.elements.begin(), index.elements.end(),
                        [](const CatalogIndexElement& element) { return element.column.empty(); });
  });
}

void check(const RuleInput& input, Findings& findings) {
  const auto* command = input.statement.as<Maintenance>();
  if (command == nullptr || !input.statement.tag.starts_with("REFRESH") || command->concurrently) return;
  for (const QualifiedName& name : command->names) {
    if (!input.in_use(name) || command->with_no_data) continue;
    Diagnostic& finding =
        findings.add("REFRESH holds ACCESS EXCLUSIVE on " + ticked(input, name) +
                         " while its query runs: nobody can read the materialized view meanwhile",
                     "with a unique index over plain columns, readers keep the old rows until the new ones are there:\n"
                     "  REFRESH MATERIALIZED VIEW CONCURRENTLY " +
                         sql_of(input, name) + ";");
    if (may_be_concurrent(input, name)) finding.edits = {words_behind(input, "view", "CONCURRENTLY")};
  }
}

}  // namespace

extern const Rule refresh_blocks_readers_rule{
    "refresh-blocks-readers",
    "lock",
    Severity::Error,
    "REFRESH MATERIALIZED VIEW without CONCURRENTLY",
    "A refresh runs the view's query while it holds an ACCESS EXCLUSIVE lock on the materialized view, so every reader "
    "waits for the whole query.",
    "REFRESH MATERIALIZED VIEW CONCURRENTLY lets them read the old rows until the new ones are there. It needs a unique "
    "index without a WHERE clause over plain columns.",
    "REFRESH MATERIALIZED VIEW order_totals;",
    "REFRESH MATERIALIZED VIEW CONCURRENTLY order_totals;",
    check};

}  // namespace lockstep
