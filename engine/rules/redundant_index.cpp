#include <algorithm>

#include "engine/rules/support.h"

namespace lockstep {
namespace {

/// Whether the other index serves everything that the new one would.
bool serves(const CatalogIndex& other, const CatalogIndex& index) {
  const bool comparable = other.valid && other.method == "btree" && index.method == "btree" &&
                          other.predicate == index.predicate && index.include.empty() &&
                          other.nulls_not_distinct == index.nulls_not_distinct;
  if (!comparable || other.elements.size() < index.elements.size()) return false;
  // A unique index says something that a longer one, or one that is not unique, does not.
  if (index.unique && (!other.unique || other.elements.size() != index.elements.size())) return false;
  return std::equal(index.elements.begin(), index.elements.end(), other.elements.begin());
}

void check(const RuleInput& input, Findings& findings) {
  const auto* create = input.statement.as<CreateIndex>();
  if (create == nullptr) return;
  const CatalogRelation* before = input.before.find(create->table);
  if (before == nullptr || before->indexes.empty()) return;
  const CatalogRelation* after = input.after(create->table);
  if (after == nullptr) return;
  for (const CatalogIndex& index : after->indexes) {
    if (before->index(index.name) != nullptr) continue;
    for (const CatalogIndex& other : before->indexes) {
      if (!serves(other, index)) continue;
      // To replace an index, the new one comes first.
      const bool replaced = input.later<DropStatement>(other.name, [&](const DropStatement& drop) {
        return drop.kind == ObjectKind::Index &&
               std::any_of(drop.names.begin(), drop.names.end(),
                           [&](const QualifiedName& name) { return name.name == other.name; });
      });
      if (replaced) continue;
      const bool same = other.elements.size() == index.elements.size();
      findings.add("the index " + ticked(input, other.name) + " " +
                       (same ? "is over the same columns" : "begins with the same columns") +
                       ": the new one costs every write its time and finds nothing that the other does not",
                   "leave it out, or drop the other one if it is not needed");
      return;
    }
  }
}

}  // namespace

extern const Rule redundant_index_rule{
    "redundant-index",
    "process",
    Severity::Note,
    "an index that another one makes superfluous",
    "A btree index over (a, b) also serves what one over (a) would. The second one is written with every row, and "
    "vacuumed, and takes its place in memory.",
    "Leave the shorter one out. A unique index is never superfluous beside a longer one.",
    "CREATE INDEX CONCURRENTLY orders_status_again ON orders (status);",
    "CREATE INDEX CONCURRENTLY orders_status_placed_idx ON orders (status, placed_at);",
    check};

}  // namespace lockstep
