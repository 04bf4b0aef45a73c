#include "engine/effects/judge.h"

#include <algorithm>

#include "base/text.h"
#include "engine/catalog/words.h"

namespace lockstep {
namespace {

void add_once(std::vector<std::string>& list, const std::string& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

}  // namespace

Judge::Judge(const Statement& part, const Judge& around, Stage gets_to)
    : statement(part),
      catalog(around.catalog),
      version(around.version),
      stage(gets_to),
      depth(around.depth),
      answers(gets_to == around.stage ? around.answers : around.answers->elsewhere()) {}

void Judge::lock(const std::string& relation, LockMode mode) {
  for (RelationLock& held : effect_.locks) {
    if (held.relation != relation) continue;
    held.mode = std::max(held.mode, mode);
    return;
  }
  effect_.locks.push_back({relation, mode});
}

std::vector<std::string> Judge::tree(const std::string& relation, Below below) const {
  std::vector<std::string> found = {relation};
  for (size_t i = 0; i < found.size(); ++i) {
    for (const CatalogRelation* child :
         below == Below::All ? catalog.children(found[i]) : catalog.partitions(found[i])) {
      add_once(found, relation_key(*child));
    }
  }
  return found;
}

std::vector<std::string> Judge::leaves(const std::string& relation, Below below) const {
  std::vector<std::string> found;
  for (const std::string& key : tree(relation, below)) {
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
  if (catalog.children(relation).empty()) return lock(relation, mode);
  for (const std::string& key : tree(relation)) lock(key, mode);
}

void Judge::lock_partitions(const std::string& relation, LockMode mode) {
  if (catalog.partitions(relation).empty()) return lock(relation, mode);
  for (const std::string& key : tree(relation, Below::Partitions)) lock(key, mode);
}

void Judge::lock_ancestors(const std::string& relation) {
  const CatalogRelation* known = catalog.find(relation);
  while (known != nullptr && !known->parent.empty()) {
    lock(known->parent, LockMode::AccessShare);
    known = catalog.find(known->parent);
  }
}

std::vector<std::pair<const CatalogRelation*, const CatalogConstraint*>> Judge::referencing(
    const std::string& relation) const {
  auto found = catalog.referencing(relation);
  const CatalogRelation* known = catalog.find(relation);
  while (known != nullptr && !known->parent.empty()) {
    for (const auto& above : catalog.referencing(known->parent)) found.push_back(above);
    known = catalog.find(known->parent);
  }
  return found;
}

std::vector<std::string> Judge::through_views(const std::string& relation) const {
  if (!is_view(relation)) return {relation};
  std::vector<std::string> found, next = {relation};
  while (!next.empty()) {
    const std::string key = std::move(next.back());
    next.pop_back();
    if (contains(found, key)) continue;  // CREATE OR REPLACE VIEW can make a circle
    found.push_back(key);
    if (is_view(key)) next.insert(next.end(), catalog.find(key)->reads.rbegin(), catalog.find(key)->reads.rend());
  }
  return found;
}

bool Judge::is_view(const std::string& relation) const {
  const CatalogRelation* known = catalog.find(relation);
  return known != nullptr && known->kind == CatalogRelationKind::View;
}

void Judge::lock_read(const std::string& relation, LockMode mode) {
  for (const std::string& key : through_views(relation)) {
    const CatalogRelation* known = catalog.find(key);
    if (runs() && known != nullptr && known->kind == CatalogRelationKind::MaterializedView && !known->populated) {
      fail("55000", Failure::Certainty::Always, "materialized view \"" + known->name + "\" has not been populated");
    }
    if (stage == Stage::Rewritten || is_view(key)) {
      lock(key, mode);
    } else {
      lock_tree(key, mode);
      if (known != nullptr && known->kind == CatalogRelationKind::PartitionedTable) lock_ancestors(key);
    }
  }
}

bool Judge::names_sequence(std::string_view text) {
  const auto is = [&](size_t at, char lower) { return (text[at] | 0x20) == lower; };
  for (size_t at = 3; at + 2 < text.size(); ++at) {
    if (!is(at, 'v') || !is(at + 1, 'a') || !is(at + 2, 'l')) continue;
    const bool next_or_set = is(at - 1, 't') && (is(at - 2, 'x') || is(at - 2, 'e'));
    if (next_or_set || (is(at - 1, 'r') && is(at - 2, 'r'))) return true;  // currval
  }
  return false;
}

void Judge::lock_sequences_in(std::string_view text, LockMode mode) {
  if (!runs() || !names_sequence(text)) return;
  const std::vector<Word> list = words(text, Dialect::PostgreSQL);
  for (size_t i = 0; i + 2 < list.size(); ++i) {
    if (list[i].name != "nextval" && list[i].name != "setval" && list[i].name != "currval") continue;
    if (list[i + 2].kind != Word::Kind::String) continue;
    std::string_view literal = slice(text, list[i + 2].span);
    literal.remove_prefix(1);
    literal.remove_suffix(1);
    const std::vector<Word> parts = words(literal, Dialect::PostgreSQL);
    if (parts.size() == 1) lock(QualifiedName{{}, parts[0].name, {}}, mode);
    if (parts.size() == 3) lock(QualifiedName{parts[0].name, parts[2].name, {}}, mode);
  }
}

void Judge::lock_composite(const std::string& type) {
  const std::string key = type_key(type);
  const CatalogRelation* known = catalog.find(key);
  if (known == nullptr || known->kind != CatalogRelationKind::CompositeType) return;
  if (version == 15) lock(key, LockMode::AccessShare);  // 15.20, as with recorded sequences
}

void Judge::scan_one(const std::string& relation) {
  const CatalogRelation* known = catalog.find(relation);
  // Foreign tables have no rows here.
  if (known == nullptr || known->kind != CatalogRelationKind::ForeignTable) add_once(effect_.scans, relation);
}

void Judge::rewrite_one(const std::string& relation) {
  const CatalogRelation* known = catalog.find(relation);
  if (known != nullptr && known->kind == CatalogRelationKind::ForeignTable) return;
  add_once(effect_.rewrites, relation);
  if (known == nullptr) return;
  for (const CatalogColumn& column : known->columns) lock_composite(column.type);
  for (const CatalogIndex& index : known->indexes) build(known->schema, index.name);
}

void Judge::rewrite(const std::string& relation) {
  for (const std::string& leaf : leaves(relation, Below::Partitions)) rewrite_one(leaf);
}

void Judge::rewrite_tree(const std::string& relation) {
  for (const std::string& leaf : leaves(relation)) rewrite_one(leaf);
}

void Judge::scan(const std::string& relation) {
  for (const std::string& key : through_views(relation)) {
    if (is_view(key)) continue;
    for (const std::string& leaf : leaves(key, Below::Partitions)) scan_one(leaf);
  }
}

void Judge::scan_query(const std::string& relation) {
  for (const std::string& key : through_views(relation)) {
    const CatalogRelation* known = catalog.find(key);
    if (known == nullptr || (known->kind != CatalogRelationKind::Sequence && !is_view(key))) scan_tree(key);
  }
}

void Judge::scan_tree(const std::string& relation) {
  for (const std::string& leaf : leaves(relation)) scan_one(leaf);
}

void Judge::build(std::string_view schema, std::string_view index) {
  add_once(effect_.index_builds, relation_key(schema, index));
}

void Judge::fail(std::string sqlstate, Failure::Certainty certainty, std::string message) {
  if (effect_.fails && effect_.fails->certainty <= certainty) return;
  effect_.fails = Failure{std::move(sqlstate), certainty, std::move(message)};
}

void Judge::unite(const Effect& other) {
  for (const RelationLock& held : other.locks) lock(held.relation, held.mode);
  for (const std::string& key : other.rewrites) add_once(effect_.rewrites, key);
  for (const std::string& key : other.scans) add_once(effect_.scans, key);
  for (const std::string& key : other.index_builds) add_once(effect_.index_builds, key);
  effect_.transactional = effect_.transactional && other.transactional;
  effect_.known = effect_.known && other.known;
  if (other.fails) fail(other.fails->sqlstate, other.fails->certainty, other.fails->message);
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
