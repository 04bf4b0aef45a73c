// What hangs on a column of PostgreSQL: in its table, in the partitions or heirs below, which have it too, and in
// others.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/rewrite/rewrite.h"

namespace lockstep {

/// An index or a key of one table, and the one of the partitioned table above that it is a part of, or nullptr.
template <typename Thing>
struct PartOf {
  const Thing* own;
  const Thing* above;
};

/// Borrows from the catalog.
struct ColumnTree {
  struct Member {
    const CatalogRelation* table;
    const CatalogRelation* above;  ///< that it is a partition or heir of; nullptr for the root
    const CatalogColumn* column;
    std::vector<PartOf<CatalogIndex>> indexes;      ///< those of constraints aside
    std::vector<PartOf<CatalogConstraint>> keys;    ///< PRIMARY KEY and UNIQUE
    std::vector<const CatalogConstraint*> checks;   ///< but those that come from above
    std::vector<const CatalogConstraint*> foreign;  ///< the same of FOREIGN KEYs
    std::vector<const CatalogStatistics*> statistics;

    [[nodiscard]] bool partitioned() const { return table->kind == CatalogRelationKind::PartitionedTable; }
    [[nodiscard]] bool partition() const { return !table->parent.empty(); }
  };
  std::vector<Member> members;  ///< the root first, each behind the one above it
  /// FOREIGN KEYs of others; what the partitions of those have of them aside.
  std::vector<std::pair<const CatalogRelation*, const CatalogConstraint*>> inbound;
  /// Those that read it, and those that read them, in order of creation; none if the query of one is not known.
  std::vector<const CatalogRelation*> views;
  std::string trouble;  ///< what cannot be carried over; empty for nothing
  std::string way_out;  ///< what helps against it

  [[nodiscard]] const Member& root() const { return members.front(); }
  /// Tables that have the column by INHERITS, which triggers and constraints of the root do not reach.
  [[nodiscard]] std::vector<const CatalogRelation*> heirs() const;
  /// The members where NOT NULL is said: below one it holds as well.
  [[nodiscard]] std::vector<const Member*> where_not_null() const;
};

[[nodiscard]] ColumnTree column_tree(const RewriteInput& input, const CatalogRelation& table,
                                     const CatalogColumn& column);

/// Calls `visit(member, part)` for `thing`, which belongs to the member at `place`, and for its parts below, each
/// behind the one above it. `list` says where a member keeps them.
template <typename Thing, typename Visit>
void each_part(const ColumnTree& tree, size_t place, const Thing* thing,
               std::vector<PartOf<Thing>> ColumnTree::Member::*list, const Visit& visit) {
  const ColumnTree::Member& owner = tree.members[place];
  for (const PartOf<Thing>& part : owner.*list) {
    if (part.own == thing) visit(owner, part);
  }
  for (size_t below = place + 1; below < tree.members.size(); ++below) {
    if (tree.members[below].above != owner.table) continue;
    for (const PartOf<Thing>& part : tree.members[below].*list) {
      if (part.above == thing) each_part(tree, below, part.own, list, visit);
    }
  }
}

}  // namespace lockstep
