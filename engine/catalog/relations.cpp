#include "engine/catalog/relations.h"

#include <utility>

#include "base/text.h"

namespace lockstep {
namespace {

template <typename Visit>
void each_term(const CatalogRelation& relation, const Visit& visit) {
  for (const CatalogIndex& index : relation.indexes) visit(index.name);
  for (const CatalogConstraint& constraint : relation.constraints) {
    visit(constraint.name);
    visit(constraint.referenced);
  }
  if (relation.temporary) visit(relation.schema);
  visit(relation.parent);
  for (const std::string& key : relation.inherits) visit(key);
  for (const std::string& key : relation.reads) visit(key);
  visit(std::string_view(relation.owned_by).substr(0, relation.owned_by.rfind('.')));
}

}  // namespace

void Relations::remember(const Map::value_type& entry) {
  each_term(entry.second, [&](std::string_view term) {
    if (!term.empty()) mentions_[to_lower(term)].insert(entry.first);
  });
}

void Relations::forget(const Map::value_type& entry) {
  each_term(entry.second, [&](std::string_view term) {
    const auto found = mentions_.find(to_lower(term));
    if (found == mentions_.end()) return;
    found->second.erase(entry.first);
    if (found->second.empty()) mentions_.erase(found);
  });
}

void Relations::put(std::string key, CatalogRelation relation) {
  const auto found = map_.find(key);
  if (found == map_.end()) {
    remember(*map_.emplace(std::move(key), std::move(relation)).first);
    return;
  }
  forget(*found);
  found->second = std::move(relation);
  remember(*found);
}

void Relations::erase(std::string_view key) {
  const auto found = map_.find(key);
  if (found == map_.end()) return;
  forget(*found);
  map_.erase(found);
}

const std::set<std::string, std::less<>>& Relations::mentioning(std::string_view term) const {
  static const std::set<std::string, std::less<>> kNone;
  const auto found = mentions_.find(to_lower(term));
  return found == mentions_.end() ? kNone : found->second;
}

bool Relations::operator==(const Relations& other) const {
  return map_ == other.map_;
}

}  // namespace lockstep
