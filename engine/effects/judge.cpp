#include "engine/effects/judge.h"

#include <algorithm>

namespace lockstep {
namespace {

void add_once(std::vector<std::string>& list, const std::string& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

}  // namespace

void Judge::lock(const std::string& relation, LockMode mode) {
  for (RelationLock& held : effect_.locks) {
    if (held.relation != relation) continue;
    held.mode = std::max(held.mode, mode);
    return;
  }
  effect_.locks.push_back({relation, mode});
}

std::vector<std::string> Judge::tree(const std::string& relation) const {
  std::vector<std::string> found = {relation};
  for (size_t i = 0; i < found.size(); ++i) {
    for (const auto& [key, other] : catalog.relations) {
      const bool below = other.parent == found[i] ||
                         std::find(other.inherits.begin(), other.inherits.end(), found[i]) != other.inherits.end();
      if (below) add_once(found, key);
    }
  }
  return found;
}

std::vector<std::string> Judge::leaves(const std::string& relation) const {
  std::vector<std::string> found;
  for (const std::string& key : tree(relation)) {
    const CatalogRelation* known = catalog.find(key);
    if (known == nullptr || known->kind != CatalogRelationKind::PartitionedTable) found.push_back(key);
  }
  return found;
}

std::string Judge::default_partition(const std::string& parent) const {
  for (const CatalogRelation* partition : catalog.partitions(parent)) {
    if (partition->bound == "DEFAULT") return relation_key(*partition);
  }
  return {};
}

void Judge::lock_tree(const std::string& relation, LockMode mode) {
  for (const std::string& key : tree(relation)) lock(key, mode);
}

void Judge::lock_read(const std::string& relation, LockMode mode) {
  const CatalogRelation* known = catalog.find(relation);
  if (known != nullptr && known->kind == CatalogRelationKind::View) {
    lock(relation, mode);
    for (const std::string& read : known->reads) lock_read(read, mode);
    return;
  }
  lock_tree(relation, mode);
}

void Judge::rewrite(const std::string& relation) {
  for (const std::string& leaf : leaves(relation)) {
    add_once(effect_.rewrites, leaf);
    if (const CatalogRelation* known = catalog.find(leaf)) {
      for (const CatalogIndex& index : known->indexes) build(known->schema, index.name);
    }
  }
}

void Judge::scan(const std::string& relation) {
  const CatalogRelation* known = catalog.find(relation);
  if (known != nullptr && known->kind == CatalogRelationKind::View) {
    for (const std::string& read : known->reads) scan(read);
    return;
  }
  for (const std::string& leaf : leaves(relation)) add_once(effect_.scans, leaf);
}

void Judge::build(std::string_view schema, std::string_view index) {
  add_once(effect_.index_builds, relation_key(schema, index));
}

void Judge::fail(std::string sqlstate, Failure::Certainty certainty, std::string message) {
  if (effect_.fails && effect_.fails->certainty <= certainty) return;
  effect_.fails = Failure{std::move(sqlstate), certainty, std::move(message)};
}

Effect Judge::take() {
  std::sort(effect_.locks.begin(), effect_.locks.end(),
            [](const RelationLock& a, const RelationLock& b) { return a.relation < b.relation; });
  std::sort(effect_.rewrites.begin(), effect_.rewrites.end());
  std::sort(effect_.scans.begin(), effect_.scans.end());
  std::sort(effect_.index_builds.begin(), effect_.index_builds.end());
  return std::move(effect_);
}

}  // namespace lockstep
