#include "engine/catalog/relations.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

#include "base/hash.h"

namespace lockstep {
namespace {

/// The same for terms that differ in case only: SQLite's names do.
size_t hash_of(Tie how, std::string_view term) {
  return static_cast<size_t>(hash_ignoring_case(term)) + static_cast<size_t>(how);
}

size_t hash_of(std::string_view key) {
  return std::hash<std::string_view>()(key);
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

void Relations::Index::reserve(size_t count) {
  size_t size = 16;
  while (size < 2 * count) size *= 2;
  if (size <= slots_.size()) return;
  std::vector<Slot> before(size);
  before.swap(slots_);
  for (const Slot& slot : before) {
    if (slot.hash == 0) continue;
    size_t i = home(slot.hash);
    while (slots_[i].hash != 0) i = next(i);
    slots_[i] = slot;
  }
}

void Relations::Index::add(size_t hash, Map::iterator entry) {
  reserve(++size_);
  hash = marked(hash);
  size_t i = home(hash);
  while (slots_[i].hash != 0) i = next(i);
  slots_[i] = {hash, entry};
}

void Relations::Index::remove(size_t hash, Map::iterator entry) {
  if (slots_.empty()) return;
  hash = marked(hash);
  size_t hole = home(hash);
  while (slots_[hole].hash != 0 && (slots_[hole].hash != hash || slots_[hole].entry != entry)) hole = next(hole);
  if (slots_[hole].hash == 0) return;
  --size_;
  // Those behind it that would be looked for from the hole on move up.
  const size_t mask = slots_.size() - 1;
  for (size_t i = next(hole); slots_[i].hash != 0; i = next(i)) {
    if (((i - home(slots_[i].hash)) & mask) < ((i - hole) & mask)) continue;
    slots_[hole] = slots_[i];
    hole = i;
  }
  slots_[hole] = {};
}

Relations::Relations(const Relations& other) : map_(other.map_), temporary_(other.temporary_) {
  by_key_.reserve(map_.size());
  mentions_.reserve(other.mentions_.size());
  for (auto entry = map_.begin(); entry != map_.end(); ++entry) {
    by_key_.add(hash_of(entry->first), entry);
    index(entry, {}, terms_of(entry->second));
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

void Relations::index(Map::iterator entry, const Terms& before, const Terms& after) {
  Terms gone, come;
  std::set_difference(before.begin(), before.end(), after.begin(), after.end(), std::back_inserter(gone));
  std::set_difference(after.begin(), after.end(), before.begin(), before.end(), std::back_inserter(come));
  for (const size_t term : gone) mentions_.remove(term, entry);
  for (const size_t term : come) mentions_.add(term, entry);
}

const Relations::Map::iterator* Relations::entry_of(std::string_view key) const {
  return by_key_.find(hash_of(key), [&](Map::iterator entry) { return entry->first == key; });
}

Relations::Map::const_iterator Relations::find(std::string_view key) const {
  const Map::iterator* found = entry_of(key);
  return found == nullptr ? map_.end() : Map::const_iterator(*found);
}

void Relations::put(std::string key, CatalogRelation relation) {
  if (entry_of(key) != nullptr) {
    change(key, [&](CatalogRelation& known) { known = std::move(relation); });
    return;
  }
  const auto entry = map_.emplace(std::move(key), std::move(relation)).first;
  by_key_.add(hash_of(entry->first), entry);
  index(entry, {}, terms_of(entry->second));
  if (in_temporary_schema(entry->first)) ++temporary_;
}

void Relations::erase(std::string_view key) {
  const Map::iterator* found = entry_of(key);
  if (found == nullptr) return;
  const Map::iterator entry = *found;
  if (in_temporary_schema(entry->first)) --temporary_;
  index(entry, terms_of(entry->second), {});
  by_key_.remove(hash_of(entry->first), entry);
  map_.erase(entry);
}

std::vector<const Relations::Map::value_type*> Relations::mentioning(Tie how, std::string_view term) const {
  std::vector<const Map::value_type*> found;
  (void)mentions_.find(hash_of(how, term), [&](Map::iterator entry) {
    found.push_back(&*entry);
    return false;
  });
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
