#include "engine/rewrite/column_tree.h"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/catalog/draft.h"
#include "engine/catalog/table.h"
#include "engine/rewrite/partitioned.h"

namespace lockstep {
namespace {

using Member = ColumnTree::Member;

/// Those that read the column in any of the tables, and those that read them; each behind what it reads.
std::vector<const CatalogRelation*> views_above(const Catalog& catalog, const std::vector<Member>& members) {
  std::vector<const CatalogRelation*> readers_first;
  const std::function<void(const CatalogRelation&)> visit = [&](const CatalogRelation& view) {
    if (std::find(readers_first.begin(), readers_first.end(), &view) != readers_first.end()) return;
    for (const CatalogRelation* above : catalog.views_over(relation_key(view))) visit(*above);
    readers_first.push_back(&view);
  };
  for (const Member& member : members) {
    const std::string key = relation_key(*member.table);
    for (const std::string& view : views_that_use(Draft(catalog), key, member.column->name)) visit(*catalog.find(view));
  }
  std::reverse(readers_first.begin(), readers_first.end());
  return readers_first;
}

bool same_index(const CatalogIndex& a, const CatalogIndex& b) {
  return a.elements == b.elements && a.include == b.include && a.unique == b.unique && a.method == b.method &&
         a.predicate == b.predicate && a.nulls_not_distinct == b.nulls_not_distinct;
}

bool same_key(const CatalogConstraint& a, const CatalogConstraint& b) {
  return a.kind == b.kind && a.columns == b.columns && a.include == b.include &&
         a.nulls_not_distinct == b.nulls_not_distinct;
}

/// Whether a foreign key of a partition is a part of one of the table above it.
bool comes_from_above(const Catalog& catalog, const CatalogRelation& table, const CatalogConstraint& constraint) {
  const CatalogRelation* above = table.parent.empty() ? nullptr : catalog.find(std::string_view(table.parent));
  return above != nullptr && std::any_of(above->constraints.begin(), above->constraints.end(),
                                         [&](const auto& other) { return same_foreign_key(constraint, other); });
}

/// What is a part of what: the catalog does not say, so that like ones are told apart by their number only. Gives the
/// name of one of which that is not known.
template <typename Thing, typename Same>
std::string find_above(std::vector<PartOf<Thing>>& own, const std::vector<PartOf<Thing>>& above, const Same& same) {
  for (const PartOf<Thing>& upper : above) {
    std::vector<const Thing*> uppers;
    std::vector<PartOf<Thing>*> lowers;
    for (const PartOf<Thing>& other : above) {
      if (same(*other.own, *upper.own)) uppers.push_back(other.own);
    }
    for (PartOf<Thing>& lower : own) {
      if (same(*lower.own, *upper.own)) lowers.push_back(&lower);
    }
    if (lowers.size() != uppers.size()) return upper.own->name;
    for (size_t i = 0; i < lowers.size(); ++i) lowers[i]->above = uppers[i];
  }
  return {};
}

class Collector {
 public:
  Collector(const RewriteInput& input, const CatalogColumn& column) : input_(input), column_(column.name) {}

  ColumnTree collect(const CatalogRelation& root) {
    add(root, nullptr);
    for (const Member& member : tree_.members) add_inbound(*member.table);
    tree_.views = views_above(input_.catalog, tree_.members);
    const bool known = std::all_of(tree_.views.begin(), tree_.views.end(),
                                   [](const CatalogRelation* view) { return !view->view_query.empty(); });
    if (!known) tree_.views.clear();
    return std::move(tree_);
  }

 private:
  void add(const CatalogRelation& table, const CatalogRelation* above) {
    const auto same_table = [&](const Member& member) { return member.table == &table; };
    if (std::any_of(tree_.members.begin(), tree_.members.end(), same_table)) return;  // by two ways
    const CatalogColumn* column = table.column(column_);
    if (column == nullptr) return;
    if (table.kind == CatalogRelationKind::ForeignTable) {
      refuse(fmt::format("the rows of {} are those of another server", table.name),
             "detach it in a migration before this one, and attach it again in one behind");
    }
    Member member{&table, above, column, {}, {}, {}, {}, {}};
    hang_on(member);
    if (member.partition() && above != nullptr) {
      const Member& upper = *std::find_if(tree_.members.begin(), tree_.members.end(),
                                          [&](const Member& other) { return other.table == above; });
      std::string unclear = find_above(member.indexes, upper.indexes, same_index);
      if (unclear.empty()) unclear = find_above(member.keys, upper.keys, same_key);
      if (!unclear.empty()) {
        refuse(fmt::format("which index of {} is a part of {} is not known", table.name, unclear),
               fmt::format("drop those like it of {} that serve nothing, in a migration before this one", table.name));
      }
    }
    tree_.members.push_back(std::move(member));
    for (const CatalogRelation* child : input_.catalog.children(relation_key(table))) add(*child, &table);
  }

  void refuse(std::string trouble, std::string way_out) {
    tree_.trouble = std::move(trouble);
    tree_.way_out = std::move(way_out);
  }

  void hang_on(Member& member) {
    const CatalogRelation& table = *member.table;
    for (const CatalogIndex& index : table.indexes) {
      if (!index.constraint.empty() || !index_uses(index, column_, Dialect::PostgreSQL)) continue;
      member.indexes.push_back({&index, nullptr});
    }
    for (const CatalogConstraint& constraint : table.constraints) {
      if (!contains(constraint.columns, column_) && !(is_key(constraint) && contains(constraint.include, column_))) {
        continue;
      }
      if (is_key(constraint)) {
        member.keys.push_back({&constraint, nullptr});
      } else if (constraint.kind == ConstraintKind::Exclude) {
        refuse(fmt::format("exclusion constraint {} cannot be built beside it", constraint.name),
               "drop and re-create that object in migrations before and after this one");
      } else if (constraint.kind == ConstraintKind::ForeignKey) {
        if (!comes_from_above(input_.catalog, table, constraint)) member.foreign.push_back(&constraint);
      } else if (!is_check_from_above(member, constraint)) {
        member.checks.push_back(&constraint);
      }
    }
    for (const auto& [name, statistics] : input_.catalog.statistics) {
      if (statistics.table == relation_key(table) && contains(statistics.columns, column_)) {
        member.statistics.push_back(&statistics);
      }
    }
  }

  static bool is_check_from_above(const Member& member, const CatalogConstraint& check) {
    const CatalogConstraint* same = member.above == nullptr ? nullptr : member.above->constraint(check.name);
    return same != nullptr && same->kind == check.kind && !same->no_inherit;
  }

  void add_inbound(const CatalogRelation& table) {
    for (const auto& [relation, constraint] : input_.catalog.referencing(relation_key(table))) {
      if (!contains(constraint->referenced_columns, column_)) continue;
      if (comes_from_above(input_.catalog, *relation, *constraint)) continue;
      const CatalogConstraint* found = constraint;
      const bool known = std::any_of(tree_.members.begin(), tree_.members.end(), [&](const Member& member) {
        return std::find(member.foreign.begin(), member.foreign.end(), found) != member.foreign.end();
      });
      if (!known) tree_.inbound.emplace_back(relation, constraint);
    }
  }

  const RewriteInput& input_;
  const std::string column_;
  ColumnTree tree_;
};

}  // namespace

std::vector<const CatalogRelation*> ColumnTree::heirs() const {
  std::vector<const CatalogRelation*> tables;
  for (const Member& member : members) {
    if (member.above != nullptr && !member.partition()) tables.push_back(member.table);
  }
  return tables;
}

std::vector<const ColumnTree::Member*> ColumnTree::where_not_null() const {
  std::vector<const Member*> found;
  for (const Member& member : members) {
    const CatalogColumn* above = member.above == nullptr ? nullptr : member.above->column(member.column->name);
    if (member.column->not_null && (above == nullptr || !above->not_null)) found.push_back(&member);
  }
  return found;
}

ColumnTree column_tree(const RewriteInput& input, const CatalogRelation& table, const CatalogColumn& column) {
  return Collector(input, column).collect(table);
}

}  // namespace lockstep
