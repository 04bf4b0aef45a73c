// Changes of rows leave the catalog as it is; what the server refuses about them is told all the same.
#include <algorithm>

#include "base/text.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/query_checks.h"
#include "engine/catalog/table.h"
#include "engine/catalog/words.h"

namespace lockstep {
namespace {

/// CREATE OR REPLACE VIEW can make a circle.
constexpr int deepest_view = 16;

/// The target if all of it is known.
const CatalogRelation* whole(const Draft& draft, const QualifiedName& name) {
  if (draft.dialect() != Dialect::PostgreSQL) return nullptr;
  const CatalogRelation* table = draft.find(name);
  return table == nullptr || table->partial ? nullptr : table;
}

Status takes_rows(const CatalogRelation& table) {
  if (table.kind == CatalogRelationKind::MaterializedView) {
    return refuse("42809", "cannot change materialized view \"" + table.name + "\"");
  }
  if (table.kind == CatalogRelationKind::Sequence || table.kind == CatalogRelationKind::CompositeType) {
    return refuse("42809", "cannot change \"" + table.name + "\", which is not a table");
  }
  return {};
}

/// A view over more than one relation, or over anything but its plain rows, takes changes by a trigger or rule only
/// (view_query_is_auto_updatable() in src/backend/rewrite/rewriteHandler.c).
Status takes_changes(const Draft& draft, const CatalogRelation& changed, std::string_view event) {
  constexpr std::string_view others[] = {"group",     "having", "distinct", "union",  "join",
                                         "intersect", "except", "limit",    "offset", "fetch"};
  const auto is_about = [&](const auto& each) { return to_upper(each.definition).find(event) != std::string::npos; };
  const CatalogRelation* view = &changed;
  for (int depth = 0; view != nullptr && view->kind == CatalogRelationKind::View && depth < deepest_view; ++depth) {
    if (std::any_of(view->triggers.begin(), view->triggers.end(), is_about) ||
        std::any_of(view->rules.begin(), view->rules.end(), is_about)) {
      return {};
    }
    int level = 0;
    for (const Word& word : words(view->view_query, Dialect::PostgreSQL)) {
      const std::string_view mark = slice(view->view_query, word.span);
      level += mark == "(" ? 1 : mark == ")" ? -1 : 0;
      const bool plain = level != 0 || word.kind != Word::Kind::Name ||
                         std::find(std::begin(others), std::end(others), word.name) == std::end(others);
      if (!plain) {
        return refuse("55000", "cannot change view \"" + view->name + "\": it is not automatically updatable");
      }
    }
    view = view->reads.size() == 1 ? draft.find(view->reads.front()) : nullptr;
  }
  return {};
}

/// A published table needs something to tell its rows apart by (CheckCmdReplicaIdentity() in
/// src/backend/executor/execReplication.c).
Status check_identity(const Draft& draft, const CatalogRelation& table, bool deletes) {
  if (identifies_rows(table) || table.kind != CatalogRelationKind::Table || !table.parent.empty()) return {};
  for (const auto& [name, publication] : draft.base().publications) {
    if (!publishes_changes(publication, table)) continue;
    return refuse("55000", std::string(deletes ? "cannot delete from" : "cannot update") + " table \"" + table.name +
                               "\" because it does not have a replica identity and publishes its changes");
  }
  return {};
}

/// The columns that a statement gives values, which are few. Fields and elements of one may be given one by one.
class GivenColumns {
 public:
  /// False if the column was given before, and not in parts.
  bool add(std::string_view name, bool part) {
    const auto known = find(name);
    if (known != list_.end()) return part && known->second;
    list_.emplace_back(name, part);
    return true;
  }
  [[nodiscard]] bool has(std::string_view name) const { return find(name) != list_.end(); }
  [[nodiscard]] bool empty() const { return list_.empty(); }

 private:
  using List = std::vector<std::pair<std::string_view, bool>>;
  [[nodiscard]] List::const_iterator find(std::string_view name) const {
    return std::find_if(list_.begin(), list_.end(), [&](const auto& each) { return each.first == name; });
  }

  List list_;
};

bool has_value_of_its_own(const Draft& draft, const CatalogRelation& table, const CatalogColumn& column) {
  if (!column.default_expression.empty() || column.identity != 0 || column.generated != 0) return true;
  if (draft.base().find_type(column.type) != nullptr) return true;  // a domain may have a default
  return may_take_null(draft.base(), table, column.name);
}

}  // namespace

Status fold(Draft& draft, const Insert& insert, const Statement&) {
  GivenColumns given;
  for (size_t i = 0; i < insert.columns.size(); ++i) {
    const bool part = i < insert.parts.size() && insert.parts[i];
    if (given.add(insert.columns[i], part) || draft.dialect() != Dialect::PostgreSQL) continue;
    return refuse("42701", "column \"" + insert.columns[i] + "\" specified more than once");
  }
  const CatalogRelation* table = whole(draft, insert.table);
  if (table == nullptr) return {};
  LOCKSTEP_CHECK(takes_rows(*table));
  if (table->kind != CatalogRelationKind::View && !table->rules.empty()) return {};
  for (const std::string& name : insert.columns) {
    if (table->column(name) == nullptr) return no_such_column(*table, name);
  }
  if (!insert.query.empty() && !insert.has_with) {
    LOCKSTEP_CHECK(check_assigned(draft, *table, insert.columns, insert.query, insert.reads));
  }
  if (table->kind == CatalogRelationKind::View) return takes_changes(draft, *table, "INSERT");
  if (!insert.query.empty() && !insert.has_with) LOCKSTEP_CHECK(check_query(draft, insert.query));
  // A SELECT without FROM may give no row.
  if (!insert.values || insert.has_with || !insert.query.empty()) return {};
  if (given.empty() && !insert.default_values) return {};
  for (const CatalogColumn& column : table->columns) {
    if (given.has(column.name) || !column.not_null || has_value_of_its_own(draft, *table, column)) continue;
    return refuse("23502", "null value in column \"" + column.name + "\" of relation \"" + table->name +
                               "\" violates not-null constraint");
  }
  return {};
}

Status fold(Draft& draft, const Update& update, const Statement&) {
  if (draft.dialect() == Dialect::PostgreSQL) {
    // Fields and elements of one column may be assigned one by one.
    GivenColumns given;
    for (const Assignment& assignment : update.assignments) {
      for (size_t i = 0; i < assignment.columns.size(); ++i) {
        const bool part = i < assignment.parts.size() && assignment.parts[i];
        if (given.add(assignment.columns[i], part)) continue;
        return refuse("42601", "multiple assignments to same column \"" + assignment.columns[i] + "\"");
      }
    }
  }
  const CatalogRelation* table = whole(draft, update.table);
  if (table == nullptr) return {};
  LOCKSTEP_CHECK(takes_rows(*table));
  if (table->kind == CatalogRelationKind::View) {
    for (const Assignment& assignment : update.assignments) {
      for (const std::string& name : assignment.columns) {
        if (table->column(name) == nullptr) return no_such_column(*table, name);
      }
    }
    return takes_changes(draft, *table, update.is_delete ? "DELETE" : "UPDATE");
  }
  LOCKSTEP_CHECK(check_identity(draft, *table, update.is_delete));
  for (const Assignment& assignment : update.assignments) {
    for (const std::string& name : assignment.columns) {
      if (table->column(name) == nullptr) return no_such_column(*table, name);
    }
  }
  for (const Assignment& assignment : update.assignments) {
    if (assignment.columns.size() != 1 || to_upper(trim(assignment.value.text)) == "DEFAULT") continue;
    const CatalogColumn* column = table->column(assignment.columns.front());
    if (column == nullptr || (column->identity != 'a' && column->generated == 0)) continue;
    return refuse("428C9", "column \"" + column->name + "\" can only be updated to DEFAULT");
  }
  LOCKSTEP_CHECK(check_calls(draft, update.functions));
  if (!update.from_span.empty() || update.has_with) return {};
  for (const Assignment& assignment : update.assignments) {
    LOCKSTEP_CHECK(check_columns(*table, update.alias, assignment.value));
  }
  if (update.where) LOCKSTEP_CHECK(check_columns(*table, update.alias, *update.where));
  return {};
}

Status fold(Draft& draft, const Copy& copy, const Statement&) {
  const CatalogRelation* table = copy.table.name.empty() ? nullptr : whole(draft, copy.table);
  if (table == nullptr) return {};
  const bool plain = table->kind == CatalogRelationKind::Table || table->kind == CatalogRelationKind::ForeignTable ||
                     table->kind == CatalogRelationKind::PartitionedTable;
  const bool readable = table->kind == CatalogRelationKind::Table || table->kind == CatalogRelationKind::ForeignTable ||
                        (table->kind == CatalogRelationKind::MaterializedView && draft.server_version() >= 18);
  if (copy.from ? !plain : !readable) {
    return refuse("42809", "cannot copy " + std::string(copy.from ? "to" : "from") + " \"" + table->name + "\"");
  }
  for (const std::string& name : copy.columns) {
    if (table->column(name) == nullptr) return no_such_column(*table, name);
  }
  return {};
}

}  // namespace lockstep
