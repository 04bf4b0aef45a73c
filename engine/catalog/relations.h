// The relations of a catalog, with an index of who mentions whom, so that a schema of ten thousand tables is asked as
// fast as one of ten.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/catalog/relation.h"

namespace lockstep {

/// What one relation can have to do with a term.
enum class Tie : uint8_t {
  Names,       ///< it has an index or a constraint of that name
  Below,       ///< it is a partition or a child of the relation with that key
  References,  ///< it has a foreign key that references it
  Reads,       ///< it is a view that reads it
  OwnedBy,     ///< it is a sequence that a column of it owns
  Temporary,   ///< it is temporary and in that schema
};

/// A map from keys to relations. What it holds is changed only through it, which keeps the index right.
class Relations {
 public:
  using Map = std::map<std::string, CatalogRelation, std::less<>>;

  Relations() = default;
  Relations(const Relations& other);
  Relations(Relations&& other) noexcept = default;
  Relations& operator=(const Relations& other) { return *this = Relations(other); }
  Relations& operator=(Relations&& other) noexcept = default;
  ~Relations() = default;

  [[nodiscard]] Map::const_iterator begin() const { return map_.begin(); }
  [[nodiscard]] Map::const_iterator end() const { return map_.end(); }
  [[nodiscard]] Map::const_iterator find(std::string_view key) const;
  [[nodiscard]] size_t size() const { return map_.size(); }

  /// In place of what may be there.
  void put(std::string key, CatalogRelation relation);
  void erase(std::string_view key);
  /// Calls `edit` with the relation, if there is one, to change it.
  template <typename Edit>
  void change(std::string_view key, const Edit& edit) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return;
    const Terms before = terms_of(found->second->second);
    edit(found->second->second);
    index(*found->second, before, terms_of(found->second->second));
  }

  /// In the order of their keys, the relations that mention `term` in that way. There may be some among them that
  /// mention something else.
  [[nodiscard]] std::vector<const Map::value_type*> mentioning(Tie how, std::string_view term) const;

  /// Whether there are relations in the schema of temporary ones.
  [[nodiscard]] bool has_temporary() const { return temporary_ > 0; }

  bool operator==(const Relations& other) const;

 private:
  using Terms = std::vector<size_t>;  ///< hashes of the terms that a relation is found by, sorted

  [[nodiscard]] static Terms terms_of(const CatalogRelation& relation);
  /// The terms that are in one list only go out of the index or into it.
  void index(const Map::value_type& entry, const Terms& before, const Terms& after);

  Map map_;
  std::unordered_map<std::string_view, Map::iterator> by_key_;  ///< the keys are those of the map
  std::unordered_multimap<size_t, const Map::value_type*> mentions_;
  size_t temporary_ = 0;
};

}  // namespace lockstep
