// TRUNCATE, LOCK, VACUUM, ANALYZE, CLUSTER, REINDEX, REFRESH: what they refuse, and the little that they change.
#include <algorithm>

#include "base/text.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/table.h"
#include "engine/catalog/words.h"

namespace lockstep {
namespace {

using Kind = CatalogRelationKind;

tl::unexpected<Error> wrong_kind(const CatalogRelation& relation, std::string_view wanted) {
  return refuse("42809", "\"" + relation.name + "\" is not " + std::string(wanted));
}

Status truncate(const CatalogRelation& relation) {
  if (relation.is_table()) return {};
  if (relation.kind == Kind::ForeignTable) return {};  // whether it can is the wrapper's to say
  return wrong_kind(relation, "a table");
}

Status lock(const CatalogRelation& relation) {
  if (relation.is_table() || relation.kind == Kind::View) return {};
  return wrong_kind(relation, "a table or view");
}

Status cluster(Draft& draft, const Maintenance& command, const std::string& key) {
  CatalogRelation* relation = draft.edit(key);
  if (!relation->is_table() && relation->kind != Kind::MaterializedView) return wrong_kind(*relation, "a table");
  if (command.index.empty()) {
    if (!relation->clustered_on.empty() || relation->kind == Kind::PartitionedTable) return {};
    return refuse("42704", "there is no previously clustered index for table \"" + relation->name + "\"");
  }
  if (relation->index(command.index) == nullptr) {
    if (!draft.table_of_index(relation->schema, command.index).empty()) {
      return refuse("42809", "\"" + command.index + "\" is not an index for table \"" + relation->name + "\"");
    }
    return refuse("42704", "index \"" + command.index + "\" for table \"" + relation->name + "\" does not exist");
  }
  // The index of a partitioned table is not marked.
  if (relation->kind != Kind::PartitionedTable) relation->clustered_on = command.index;
  return {};
}

Status refresh(Draft& draft, const Maintenance& command, const std::string& key) {
  CatalogRelation* view = draft.edit(key);
  if (view->kind != Kind::MaterializedView) {
    return refuse(view->is_table() ? "0A000" : "42809", "\"" + view->name + "\" is not a materialized view");
  }
  if (command.concurrently && command.with_no_data) {
    return refuse("42601", "REFRESH options CONCURRENTLY and WITH NO DATA cannot be used together");
  }
  if (command.concurrently && !view->populated) {
    return refuse("0A000", "CONCURRENTLY cannot be used when the materialized view is not populated");
  }
  view->populated = !command.with_no_data;
  return {};
}

}  // namespace

Status fold(Draft& draft, const Maintenance& command, const Statement& statement) {
  if (draft.dialect() != Dialect::PostgreSQL) return {};
  const std::string& tag = statement.tag;
  if (tag == "REINDEX" && to_upper(command.target) == "INDEX") {
    for (const QualifiedName& name : command.names) {
      if (!draft.table_of_index(draft.schema_of(name), name.name).empty()) continue;
      const CatalogRelation* other = draft.find(name);
      if (other != nullptr && !other->partial) return refuse("42809", "\"" + name.name + "\" is not an index");
      if (draft.base().knows_all(name)) return no_such_relation(name.name);
    }
  }
  if (tag == "REINDEX" && to_upper(command.target) != "TABLE") return {};
  for (size_t i = 0; i < command.names.size(); ++i) {
    const std::string key = draft.key(command.names[i]);
    const CatalogRelation* relation = draft.find(key);
    if (relation == nullptr || relation->partial) continue;
    if (tag.starts_with("TRUNCATE")) LOCKSTEP_CHECK(truncate(*relation));
    if (tag.starts_with("LOCK")) LOCKSTEP_CHECK(lock(*relation));
    if (tag == "CLUSTER") LOCKSTEP_CHECK(cluster(draft, command, key));
    if (tag.starts_with("REFRESH")) LOCKSTEP_CHECK(refresh(draft, command, key));
    if (tag == "REINDEX" && !relation->is_table() && relation->kind != Kind::MaterializedView) {
      return wrong_kind(*relation, "a table or materialized view");
    }
    if (tag != "VACUUM" && tag != "ANALYZE") continue;
    if (i >= command.columns.size() || command.columns[i].empty()) continue;
    if (tag != "ANALYZE" && !command.analyze)
      return refuse("0A000", "ANALYZE option must be specified when a column list is provided");
    if (!relation->is_table()) continue;
    for (const std::string& column : command.columns[i]) {
      if (relation->column(column) == nullptr) return no_such_column(*relation, column);
    }
  }
  return {};
}

}  // namespace lockstep
