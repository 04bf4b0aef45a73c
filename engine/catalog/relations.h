// The relations of a catalog, with an index of who mentions whom, so that a schema of ten thousand tables is asked as
// fast as one of ten.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
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
    const Map::iterator* found = entry_of(key);
    if (found == nullptr) return;
    CatalogRelation& relation = (*found)->second;
    const Terms before = terms_of(relation);
    edit(relation);
    index(*found, before, terms_of(relation));
  }

  /// In the order of their keys, the relations that mention `term` in that way. There may be some among them that
  /// mention something else.
  [[nodiscard]] std::vector<const Map::value_type*> mentioning(Tie how, std::string_view term) const;

  /// Whether there are relations in the schema of temporary ones.
  [[nodiscard]] bool has_temporary() const { return temporary_ > 0; }

  bool operator==(const Relations& other) const;

 private:
  /// Entries of the map by hashes, in one piece of memory: a schema of thousands of tables does not fit into the
  /// processor's caches, and each step along a chain of nodes would be a wait.
  class Index {
   public:
    void reserve(size_t count);
    void add(size_t hash, Map::iterator entry);
    void remove(size_t hash, Map::iterator entry);
    /// Calls `visit` with the entries under that hash, in any order, until it gives true. Gives the one it stopped at,
    /// or nullptr.
    template <typename Visit>
    const Map::iterator* find(size_t hash, const Visit& visit) const {
      if (slots_.empty()) return nullptr;
      hash = marked(hash);
      for (size_t i = home(hash); slots_[i].hash != 0; i = next(i)) {
        if (slots_[i].hash == hash && visit(slots_[i].entry)) return &slots_[i].entry;
      }
      return nullptr;
    }
    [[nodiscard]] size_t size() const { return size_; }

   private:
    struct Slot {
      size_t hash = 0;  ///< 0: empty
      Map::iterator entry;
    };
    [[nodiscard]] static size_t marked(size_t hash) { return hash == 0 ? 1 : hash; }
    [[nodiscard]] size_t home(size_t hash) const { return (hash ^ (hash >> 32)) & (slots_.size() - 1); }
    [[nodiscard]] size_t next(size_t i) const { return (i + 1) & (slots_.size() - 1); }

    std::vector<Slot> slots_;  ///< a power of two, at most half of them in use
    size_t size_ = 0;
  };

  using Terms = std::vector<size_t>;  ///< hashes of the terms that a relation is found by, sorted

  [[nodiscard]] static Terms terms_of(const CatalogRelation& relation);
  /// The terms that are in one list only go out of the index or into it.
  void index(Map::iterator entry, const Terms& before, const Terms& after);

  /// nullptr if there is none.
  [[nodiscard]] const Map::iterator* entry_of(std::string_view key) const;

  Map map_;
  Index by_key_;
  Index mentions_;
  size_t temporary_ = 0;
};

}  // namespace lockstep
