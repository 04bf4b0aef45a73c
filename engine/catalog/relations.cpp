#include "engine/catalog/relations.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/hash.h"

namespace lockstep {
namespace {

/// The same for terms that differ in case only: SQLite's names do.
size_t hash_of(Tie how, std::string_view term) {
  return static_cast<size_t>(hash_ignoring_case(term)) + static_cast<size_t>(how);
}

template <typename Visit>
void each_term(const CatalogRelation& relation, const Visit& visit) {
  for (const CatalogIndex& index : relation.indexes) visit(Tie::Names, index.name);
  for (const CatalogConstraint& constraint : relation.constraints) {
    visit(Tie::Names, constraint.name);
    visit(Tie::References, constraint.referenced);
  }
  if (relation.temporary) visit(Tie::Temporary, relation.schema);
  visit(Tie::Below, relation.parent);
  for (const std::string& key : relation.inherits) visit(Tie::Below, key);
  for (const std::string& key : relation.reads) visit(Tie::Reads, key);
  visit(Tie::OwnedBy, std::string_view(relation.owned_by).substr(0, relation.owned_by.rfind('.')));
}

bool in_temporary_schema(std::string_view key) {
  return key.starts_with("pg_temp.") || key.starts_with("temp.");
}

}  // namespace

Relations::Relations(const Relations& other) : map_(other.map_), temporary_(other.temporary_) {
  by_key_.reserve(map_.size());
  mentions_.reserve(other.mentions_.size());
  for (auto entry = map_.begin(); entry != map_.end(); ++entry) {
    by_key_.emplace(entry->first, entry);
    index(*entry, {}, terms_of(entry->second));
  }
}

Relations::Terms Relations::terms_of(const CatalogRelation& relation) {
  Terms terms;
  each_term(relation, [&](Tie how, std::string_view term) {
    if (!term.empty()) terms.push_back(hash_of(how, term));
  });
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  return terms;
}

void Relations::index(const Map::value_type& entry, const Terms& before, const Terms& after) {
  Terms gone, come;
  std::set_difference(before.begin(), before.end(), after.begin(), after.end(), std::back_inserter(gone));
  std::set_difference(after.begin(), after.end(), before.begin(), before.end(), std::back_inserter(come));
  for (const size_t term : gone) {
    auto [found, end] = mentions_.equal_range(term);
    found = std::find_if(found, end, [&](const auto& mention) { return mention.second == &entry; });
    if (found != end) mentions_.erase(found);
  }
  for (const size_t term : come) mentions_.emplace(term, &entry);
}

Relations::Map::const_iterator Relations::find(std::string_view key) const {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? map_.end() : Map::const_iterator(found->second);
}

void Relations::put(std::string key, CatalogRelation relation) {
  if (by_key_.find(key) != by_key_.end()) {
    change(key, [&](CatalogRelation& known) { known = std::move(relation); });
    return;
  }
  const auto entry = map_.emplace(std::move(key), std::move(relation)).first;
  by_key_.emplace(entry->first, entry);
  index(*entry, {}, terms_of(entry->second));
  if (in_temporary_schema(entry->first)) ++temporary_;
}

void Relations::erase(std::string_view key) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return;
  const Map::iterator entry = found->second;
  if (in_temporary_schema(entry->first)) --temporary_;
  index(*entry, terms_of(entry->second), {});
  by_key_.erase(found);
  map_.erase(entry);
}

std::vector<const Relations::Map::value_type*> Relations::mentioning(Tie how, std::string_view term) const {
  std::vector<const Map::value_type*> found;
  const auto [begin, end] = mentions_.equal_range(hash_of(how, term));
  for (auto mention = begin; mention != end; ++mention) found.push_back(mention->second);
  if (found.size() > 1) {
    std::sort(found.begin(), found.end(),
              [](const Map::value_type* a, const Map::value_type* b) { return a->first < b->first; });
  }
  return found;
}

bool Relations::operator==(const Relations& other) const {
  return map_ == other.map_;
}

}  // namespace lockstep
