// The relations of a catalog, with an index of who mentions whom, so that a schema of ten thousand tables is asked as
// fast as one of ten.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "engine/catalog/relation.h"

namespace lockstep {

/// A map from keys to relations. What it holds is changed only through it, which keeps the index right.
class Relations {
 public:
  using Map = std::map<std::string, CatalogRelation, std::less<>>;

  [[nodiscard]] Map::const_iterator begin() const { return map_.begin(); }
  [[nodiscard]] Map::const_iterator end() const { return map_.end(); }
  [[nodiscard]] Map::const_iterator find(std::string_view key) const { return map_.find(key); }
  [[nodiscard]] size_t size() const { return map_.size(); }

  /// In place of what may be there.
  void put(std::string key, CatalogRelation relation);
  void erase(std::string_view key);
  /// Calls `edit` with the relation, if there is one, to change it.
  template <typename Edit>
  void change(std::string_view key, const Edit& edit) {
    const auto found = map_.find(key);
    if (found == map_.end()) return;
    forget(*found);
    edit(found->second);
    remember(*found);
  }

  /// Keys, in order, of the relations that may be about `term`: they have an index or a constraint of that name, or it
  /// is the key of a relation that they are a partition or child of, reference, read, or are owned by; or they are
  /// temporary, and it is their schema. There may be some among them that differ from it in case only.
  [[nodiscard]] const std::set<std::string, std::less<>>& mentioning(std::string_view term) const;

  bool operator==(const Relations& other) const;

 private:
  void remember(const Map::value_type& entry);
  void forget(const Map::value_type& entry);

  Map map_;
  std::map<std::string, std::set<std::string, std::less<>>, std::less<>> mentions_;  ///< by terms in lower case
};

}  // namespace lockstep
