// Changes of rows leave the catalog as it is; what the server refuses about them is told all the same.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/table.h"

namespace lockstep {
namespace {

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

bool has_value_of_its_own(const Draft& draft, const CatalogRelation& table, const CatalogColumn& column) {
  if (!column.default_expression.empty() || column.identity != 0 || column.generated != 0) return true;
  if (draft.base().find_type(column.type) != nullptr) return true;  // a domain may have a default
  // A trigger may fill it in.
  return !table.triggers.empty();
}

}  // namespace

Status fold(Draft& draft, const Insert& insert, const Statement&) {
  const CatalogRelation* table = whole(draft, insert.table);
  if (table == nullptr) return {};
  LOCKSTEP_CHECK(takes_rows(*table));
  if (table->kind == CatalogRelationKind::View || !table->rules.empty()) return {};
  std::set<std::string> given;
  for (const std::string& name : insert.columns) {
    const CatalogColumn* column = table->column(name);
    if (column == nullptr) return no_such_column(*table, name);
    if (!given.insert(name).second) return refuse("42701", "column \"" + name + "\" specified more than once");
  }
  if (!insert.values || insert.has_with) return {};
  if (given.empty() && !insert.default_values) return {};
  for (const CatalogColumn& column : table->columns) {
    if (given.count(column.name) != 0 || !column.not_null || has_value_of_its_own(draft, *table, column)) continue;
    return refuse("23502", "null value in column \"" + column.name + "\" of relation \"" + table->name +
                               "\" violates not-null constraint");
  }
  return {};
}

Status fold(Draft& draft, const Update& update, const Statement&) {
  const CatalogRelation* table = whole(draft, update.table);
  if (table == nullptr) return {};
  LOCKSTEP_CHECK(takes_rows(*table));
  if (table->kind == CatalogRelationKind::View) return {};
  std::set<std::string> given;
  for (const Assignment& assignment : update.assignments) {
    for (const std::string& name : assignment.columns) {
      if (table->column(name) == nullptr) return no_such_column(*table, name);
      if (!given.insert(name).second) {
        return refuse("42601", "multiple assignments to same column \"" + name + "\"");
      }
    }
  }
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
