#include "engine/catalog/draft.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  const auto* drop = input.statement.as<DropStatement>();
  if (drop == nullptr || drop->kind != ObjectKind::Index || drop->concurrently || !input.postgresql()) return;
  for (const QualifiedName& name : drop->names) {
    const CatalogRelation* table = input.before.table_of_index(name);
    if (table == nullptr && drop->if_exists && input.before.complete) continue;
    if (table != nullptr && !input.in_use(relation_key(*table))) continue;
    // A partitioned table's index cannot be dropped concurrently.
    if (table != nullptr && table->kind == CatalogRelationKind::PartitionedTable) continue;
    const std::string on = table == nullptr ? std::string("its table") : ticked(input, QualifiedName{{}, table->name, {}});
    Diagnostic& finding =
        findings.add("DROP INDEX takes ACCESS EXCLUSIVE on " + on +
                         ": it waits for every open query there, and everyone else waits behind it",
                     "let it wait beside the traffic, outside of a transaction:\n  DROP INDEX CONCURRENTLY " +
                         std::string(drop->if_exists ? "IF EXISTS " : "") + sql_of(input, name) + ";");
    const bool alone = drop->names.size() == 1 && !drop->cascade;
    if (alone && !input.transaction.open) finding.edits = {words_behind(input, "index", "CONCURRENTLY")};
  }
}

}  // namespace

extern const Rule drop_index_blocks_rule{
    "drop-index-blocks",
    "lock",
    Severity::Warning,
    "DROP INDEX without CONCURRENTLY on a table in use",
    "DROP INDEX is quick, but takes an ACCESS EXCLUSIVE lock on the table. Behind one long query it waits, and all "
    "queries that come later wait behind it.",
    "DROP INDEX CONCURRENTLY waits without blocking anyone. It cannot run inside a transaction and drops one index at a "
    "time.",
    "DROP INDEX orders_status_idx;",
    "DROP INDEX CONCURRENTLY orders_status_idx;",
    check};

}  // namespace lockstep
