#include "engine/catalog/catalog.h"

#include <algorithm>

#include "base/text.h"

namespace lockstep {
namespace {

/// The item of that name. SQLite compares names without case: `any_case`.
template <typename List>
auto* by_name(List& list, std::string_view name, bool any_case) {
  auto found = std::find_if(list.begin(), list.end(), [&](const auto& item) {
    return any_case ? equals_ignoring_case(item.name, name) : item.name == name;
  });
  return found == list.end() ? nullptr : &*found;
}

/// Only SQLite keeps the statement that made a relation.
bool of_sqlite(const CatalogRelation& relation) { return !relation.definition.empty(); }

}  // namespace

const CatalogColumn* CatalogRelation::column(std::string_view column_name) const {
  return by_name(columns, column_name, of_sqlite(*this));
}
CatalogColumn* CatalogRelation::column(std::string_view column_name) {
  return by_name(columns, column_name, of_sqlite(*this));
}
const CatalogConstraint* CatalogRelation::constraint(std::string_view constraint_name) const {
  return by_name(constraints, constraint_name, of_sqlite(*this));
}
const CatalogIndex* CatalogRelation::index(std::string_view index_name) const {
  return by_name(indexes, index_name, of_sqlite(*this));
}

const CatalogPolicy* CatalogRelation::policy(std::string_view policy_name) const {
  return by_name(policies, policy_name, of_sqlite(*this));
}

std::vector<std::string> CatalogRelation::primary_key() const {
  for (const CatalogConstraint& constraint : constraints) {
    if (constraint.kind == ConstraintKind::PrimaryKey) return constraint.columns;
  }
  return {};
}

std::string_view Catalog::default_schema() const {
  if (dialect == Dialect::SQLite) return "main";
  return session.search_path.empty() ? std::string_view("public") : std::string_view(session.search_path.front());
}

std::string Catalog::schema_of(const QualifiedName& name) const {
  return name.schema.empty() ? std::string(default_schema()) : name.schema;
}

std::string type_key(std::string_view shown) {
  const bool qualified = shown.find('.') != std::string_view::npos;
  return (qualified ? "" : "public.") + replace_all(std::string(shown), "\"", "");
}

const CatalogType* Catalog::find_type(std::string_view shown) const {
  const auto found = types.find(type_key(shown));
  return found == types.end() ? nullptr : &found->second;
}

bool is_procedure(const CatalogFunction& function) {
  return to_upper(function.definition.substr(0, 27)) == "CREATE OR REPLACE PROCEDURE";
}

bool Catalog::knows_all(const QualifiedName& name) const {
  return complete || (made_schemas.count(name.schema) != 0 && unknowns.empty() && extensions.empty());
}

std::string Catalog::key(const QualifiedName& name) const {
  const bool sqlite = dialect == Dialect::SQLite;
  if (name.schema.empty()) {
    if (relations.has_temporary()) {  // these come first wherever a name is looked up
      std::string temporary = (sqlite ? "temp." : "pg_temp.") + name.name;
      if (sqlite) temporary = to_lower(temporary);
      if (relations.find(temporary) != relations.end()) return temporary;
    }
    for (const std::string& schema : session.search_path) {
      std::string candidate = schema + "." + name.name;
      const bool there = relations.find(candidate) != relations.end() || types.find(candidate) != types.end() ||
                         functions.find(candidate) != functions.end();
      if (there) return candidate;
    }
  }
  const std::string_view schema = name.schema.empty() ? default_schema() : std::string_view(name.schema);
  std::string full;
  full.reserve(schema.size() + 1 + name.name.size());
  full.append(schema).append(1, '.').append(name.name);
  return sqlite ? to_lower(full) : full;
}

const CatalogRelation* Catalog::find(const QualifiedName& name) const { return find(key(name)); }

const CatalogRelation* Catalog::find(std::string_view key) const {
  const auto found = relations.find(key);
  return found == relations.end() ? nullptr : &found->second;
}

template <typename Matches>
std::vector<const CatalogRelation*> Catalog::mentioning(Tie how, std::string_view term, const Matches& matches) const {
  std::vector<const CatalogRelation*> found;
  for (const auto* entry : relations.mentioning(how, term)) {
    if (matches(entry->second)) found.push_back(&entry->second);
  }
  return found;
}

const CatalogRelation* Catalog::table_of_index(const QualifiedName& index) const {
  const bool sqlite = dialect == Dialect::SQLite;
  const auto in_schema = [&](std::string_view schema) -> const CatalogRelation* {
    const std::vector<const CatalogRelation*> found =
        mentioning(Tie::Names, index.name, [&](const CatalogRelation& relation) {
          // An unqualified name may also be an index of a temporary table.
          const bool here = relation.schema == schema || (index.schema.empty() && relation.temporary);
          return here &&
                 std::any_of(relation.indexes.begin(), relation.indexes.end(), [&](const CatalogIndex& candidate) {
                   return sqlite ? equals_ignoring_case(candidate.name, index.name) : candidate.name == index.name;
                 });
        });
    return found.empty() ? nullptr : found.front();
  };
  if (!index.schema.empty()) return in_schema(index.schema);
  for (const std::string& schema : session.search_path) {
    if (const CatalogRelation* found = in_schema(schema)) return found;
  }
  return in_schema(default_schema());
}

std::vector<const CatalogRelation*> Catalog::partitions(std::string_view key) const {
  return mentioning(Tie::Below, key, [&](const CatalogRelation& relation) { return relation.parent == key; });
}

std::vector<const CatalogRelation*> Catalog::children(std::string_view key) const {
  return mentioning(Tie::Below, key, [&](const CatalogRelation& relation) {
    return relation.parent == key || contains(relation.inherits, key);
  });
}

std::vector<std::pair<const CatalogRelation*, const CatalogConstraint*>> Catalog::referencing(
    std::string_view key) const {
  std::vector<std::pair<const CatalogRelation*, const CatalogConstraint*>> found;
  for (const auto* entry : relations.mentioning(Tie::References, key)) {
    for (const CatalogConstraint& constraint : entry->second.constraints) {
      if (constraint.kind == ConstraintKind::ForeignKey && constraint.referenced == key) {
        found.emplace_back(&entry->second, &constraint);
      }
    }
  }
  return found;
}

std::vector<const CatalogRelation*> Catalog::views_over(std::string_view key) const {
  return mentioning(Tie::Reads, key, [&](const CatalogRelation& relation) { return contains(relation.reads, key); });
}

std::vector<std::string> Catalog::owned_sequences(std::string_view table, std::string_view column) const {
  const std::string owner = std::string(table) + "." + std::string(column);
  std::vector<std::string> found;
  for (const auto* entry : relations.mentioning(Tie::OwnedBy, table)) {
    const std::string& owned_by = entry->second.owned_by;
    if (column.empty() ? owned_by.starts_with(owner) : owned_by == owner) found.push_back(entry->first);
  }
  return found;
}

}  // namespace lockstep
