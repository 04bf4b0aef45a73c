#include "engine/catalog/draft.h"

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "engine/catalog/definition.h"

namespace lockstep {

const CatalogRelation* Draft::find(std::string_view key) const {
  if (const auto changed = changed_.find(key); changed != changed_.end()) {
    return changed->second ? &*changed->second : nullptr;
  }
  return base_.find(key);
}

CatalogRelation* Draft::edit(std::string_view key) {
  if (const auto changed = changed_.find(key); changed != changed_.end()) {
    return changed->second ? &*changed->second : nullptr;
  }
  const CatalogRelation* relation = base_.find(key);
  if (relation == nullptr) return nullptr;
  return &*changed_.emplace(std::string(key), *relation).first->second;
}

CatalogRelation& Draft::add(CatalogRelation relation) {
  std::string key = relation_key(relation);
  if (dialect() == Dialect::SQLite) key = to_lower(key);
  std::optional<CatalogRelation>& slot = changed_[std::move(key)];
  slot = std::move(relation);
  return *slot;
}

void Draft::remove(std::string_view key) { changed_[std::string(key)] = std::nullopt; }

std::string Draft::table_of_index(std::string_view schema, std::string_view index) const {
  const bool sqlite = dialect() == Dialect::SQLite;
  const std::vector<std::string> found = mentioning(Tie::Names, index, [&](const CatalogRelation& relation) {
    if (sqlite ? !equals_ignoring_case(relation.schema, schema) : relation.schema != schema) return false;
    return std::any_of(relation.indexes.begin(), relation.indexes.end(), [&](const CatalogIndex& candidate) {
      return sqlite ? equals_ignoring_case(candidate.name, index) : candidate.name == index;
    });
  });
  return found.empty() ? std::string() : found.front();
}

std::vector<std::string> Draft::partitions(std::string_view key) const {
  return mentioning(Tie::Below, key, [&](const CatalogRelation& relation) { return relation.parent == key; });
}

std::vector<std::string> Draft::children(std::string_view key) const {
  return mentioning(Tie::Below, key, [&](const CatalogRelation& relation) {
    return relation.parent == key || contains(relation.inherits, key);
  });
}

std::vector<std::string> Draft::referencing(std::string_view key) const {
  return mentioning(Tie::References, key, [&](const CatalogRelation& relation) {
    return std::any_of(relation.constraints.begin(), relation.constraints.end(), [&](const CatalogConstraint& c) {
      return c.kind == ConstraintKind::ForeignKey && c.referenced == key;
    });
  });
}

std::vector<std::string> Draft::views_over(std::string_view key) const {
  return mentioning(Tie::Reads, key, [&](const CatalogRelation& relation) { return contains(relation.reads, key); });
}

std::vector<std::string> Draft::owned_sequences(std::string_view table) const {
  const std::string owner = std::string(table) + ".";
  return mentioning(Tie::OwnedBy, table,
                    [&](const CatalogRelation& relation) { return relation.owned_by.starts_with(owner); });
}

void Draft::preview(Catalog& copy) const {
  for (const auto& [key, relation] : changed_) {
    if (relation) {
      copy.relations.put(key, *relation);
    } else {
      copy.relations.erase(key);
    }
  }
  for (const auto& change : later_) change(copy);
  copy.unknowns.insert(copy.unknowns.end(), unknowns_.begin(), unknowns_.end());
}

void Draft::absorb(Draft&& other, bool partly) {
  for (auto& [key, relation] : other.changed_) {
    if (!partly) {
      changed_[key] = std::move(relation);
      continue;
    }
    // It may have been made, changed or dropped, or not.
    CatalogRelation* known = relation ? &*relation : edit(key);
    if (known == nullptr) continue;
    known->partial = true;
    if (relation) changed_[key] = std::move(relation);
  }
  later_.insert(later_.end(), std::make_move_iterator(other.later_.begin()),
                std::make_move_iterator(other.later_.end()));
  unknowns_.insert(unknowns_.end(), std::make_move_iterator(other.unknowns_.begin()),
                   std::make_move_iterator(other.unknowns_.end()));
}

void Draft::commit(Catalog& target) {
  for (auto& [key, relation] : changed_) {
    if (relation) {
      refresh_definitions(*relation, target.dialect);
      if (!relation->partial && relation->index(relation->clustered_on) == nullptr) relation->clustered_on.clear();
      // Without its index, nothing tells the rows apart any more.
      std::string& identity = relation->replica_identity;
      const bool by_index = !identity.empty() && identity != "FULL" && identity != "NOTHING";
      if (by_index && !relation->partial && relation->index(identity) == nullptr) identity = "NOTHING";
      target.relations.put(key, std::move(*relation));
    } else {
      target.relations.erase(key);
    }
  }
  for (const auto& change : later_) change(target);
  target.unknowns.insert(target.unknowns.end(), std::make_move_iterator(unknowns_.begin()),
                         std::make_move_iterator(unknowns_.end()));
  changed_.clear();
  later_.clear();
  unknowns_.clear();
}

tl::unexpected<Error> refuse(std::string sqlstate, std::string message) {
  return fail(Error{ErrorCode::Failed, std::move(message), {}, std::move(sqlstate), {}});
}

}  // namespace lockstep
