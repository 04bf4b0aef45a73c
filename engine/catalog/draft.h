// A catalog under change by one statement. Reads see the changes made so far; nothing reaches the catalog before
// commit(), so a statement that turns out to fail halfway leaves it as it was, and a mere check costs no copy.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "engine/catalog/catalog.h"
#include "engine/catalog/target_version.h"

namespace lockstep {

class Draft {
 public:
  /// `base` must outlive the draft. What servers refuse differs a little from version to version.
  explicit Draft(const Catalog& base, TargetVersion server_version = newest_server_version)
      : base_(base), server_version_(server_version) {}

  [[nodiscard]] const Catalog& base() const { return base_; }
  [[nodiscard]] Dialect dialect() const { return base_.dialect; }
  [[nodiscard]] TargetVersion server_version() const { return server_version_; }
  [[nodiscard]] std::string key(const QualifiedName& name) const { return base_.key(name); }
  [[nodiscard]] std::string schema_of(const QualifiedName& name) const { return base_.schema_of(name); }

  [[nodiscard]] const CatalogRelation* find(std::string_view key) const;
  [[nodiscard]] const CatalogRelation* find(const QualifiedName& name) const { return find(key(name)); }
  /// The relation to be changed, or nullptr.
  [[nodiscard]] CatalogRelation* edit(std::string_view key);
  /// Puts `relation` under its key, in place of what may be there.
  CatalogRelation& add(CatalogRelation relation);
  void remove(std::string_view key);

  /// The keys of all relations as they stand, for which `matches` holds, in key order.
  template <typename Matches>
  [[nodiscard]] std::vector<std::string> keys(const Matches& matches) const {
    std::vector<std::string> found;
    for (const auto& [key, relation] : base_.relations) {
      if (changed_.find(key) == changed_.end() && matches(relation)) found.push_back(key);
    }
    for (const auto& [key, relation] : changed_) {
      if (relation && matches(*relation)) found.push_back(key);
    }
    return found;
  }
  /// The same among those that Relations::mentioning() names.
  template <typename Matches>
  [[nodiscard]] std::vector<std::string> mentioning(Tie how, std::string_view term, const Matches& matches) const {
    std::vector<std::string> found;
    for (const auto* entry : base_.relations.mentioning(how, term)) {
      if (changed_.find(entry->first) == changed_.end() && matches(entry->second)) found.push_back(entry->first);
    }
    for (const auto& [key, relation] : changed_) {
      if (relation && matches(*relation)) found.push_back(key);
    }
    return found;
  }

  [[nodiscard]] bool empty() const { return only_unknown() && unknowns_.empty(); }
  /// Whether all that the statement does is not known: nothing but unknown() was said.
  [[nodiscard]] bool only_unknown() const { return changed_.empty() && later_.empty(); }
  /// Calls `visit(key, before, after)` for every relation that the statement touches; nullptr stands for none.
  template <typename Visit>
  void each_change(const Visit& visit) const {
    for (const auto& [key, relation] : changed_) visit(key, base_.find(key), relation ? &*relation : nullptr);
  }

  /// The key of the table that has the index; empty if none does.
  [[nodiscard]] std::string table_of_index(std::string_view schema, std::string_view index) const;
  [[nodiscard]] std::vector<std::string> partitions(std::string_view key) const;
  /// Partitions and inheriting tables.
  [[nodiscard]] std::vector<std::string> children(std::string_view key) const;
  /// Tables with a foreign key that references `key`.
  [[nodiscard]] std::vector<std::string> referencing(std::string_view key) const;
  [[nodiscard]] std::vector<std::string> views_over(std::string_view key) const;
  /// Sequences that columns of the table own.
  [[nodiscard]] std::vector<std::string> owned_sequences(std::string_view table) const;

  /// A change of what is not a relation (types, functions, schemas), kept until commit().
  void later(std::function<void(Catalog&)> change) { later_.push_back(std::move(change)); }
  void unknown(std::string what) { unknowns_.push_back(std::move(what)); }

  /// Puts the changes made so far into `copy`, a copy of the base.
  void preview(Catalog& copy) const;
  /// Takes over the changes of `other`, whose base was such a copy; with `partly` its relations count as partly known.
  void absorb(Draft&& other, bool partly);

  /// Writes all changes into `target`, which must be the base.
  void commit(Catalog& target);

 private:
  const Catalog& base_;
  TargetVersion server_version_;
  std::map<std::string, std::optional<CatalogRelation>, std::less<>> changed_;  ///< nothing: removed
  std::vector<std::function<void(Catalog&)>> later_;
  std::vector<std::string> unknowns_;
};

[[nodiscard]] inline std::string relation_key(std::string_view schema, std::string_view name) {
  return std::string(schema) + "." + std::string(name);
}
[[nodiscard]] inline std::string relation_key(const CatalogRelation& relation) {
  return relation_key(relation.schema, relation.name);
}

/// What the server answers to a statement that cannot be run: its SQLSTATE and words close to its own.
[[nodiscard]] tl::unexpected<Error> refuse(std::string sqlstate, std::string message);

}  // namespace lockstep
