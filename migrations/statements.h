// The statements of a migration, for those who walk over them once and look at a few others on the way. Those of a
// large file are not kept, since they take six times as much room as its text: an outline tells where each stands, and
// they are read again when their turn comes.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "migrations/migration.h"

namespace lockstep {

/// That a statement names an object, as what it is about or as a relation.
struct Mention {
  uint32_t name;  ///< a hash of the name without its schema
  uint32_t statement;
  [[nodiscard]] auto operator<=>(const Mention&) const = default;
};

/// The type of a statement's body, to be compared with `body_type<T>`.
using BodyType = const char*;
template <typename T>
inline constexpr char body_type_mark = 0;
template <typename T>
inline constexpr BodyType body_type = &body_type_mark<T>;

/// What is kept of a large file without its statements.
struct Outline {
  struct Place {
    Span span;
    BodyType type;
  };
  Dialect dialect = Dialect::PostgreSQL;
  ParseOptions options;
  std::vector<Place> places;
  std::map<size_t, Directives> directives;  ///< by statement; most have none
  std::vector<Mention> mentions;            ///< sorted
  bool rolls_back = false;                  ///< holds a ROLLBACK
};

/// As parse_migration(), but with an outline in place of the statements. A file with syntax errors or an undo section
/// has its statements nevertheless.
[[nodiscard]] Migration outline_migration(MigrationText text, Dialect dialect, ParseOptions options = {});

class Statements {
 public:
  /// The migration must outlive this.
  explicit Statements(const Migration& migration) : migration_(migration) {}

  [[nodiscard]] size_t size() const;
  [[nodiscard]] Span span(size_t i) const;
  [[nodiscard]] const Directives& directives(size_t i) const;
  /// Whether the body is a T.
  template <typename T>
  [[nodiscard]] bool is(size_t i) const {
    return migration_.outline ? migration_.outline->places[i].type == body_type<T>
                              : migration_.statements[i].statement.template as<T>() != nullptr;
  }
  /// Whether the migration holds a ROLLBACK.
  [[nodiscard]] bool roll_back() const;
  /// Holds as long as this: what was asked for in an outline is kept from then on.
  [[nodiscard]] const Statement& operator[](size_t i) const;
  /// The mentions of the name; letters of either case are the same. Some may be of another name.
  [[nodiscard]] std::span<const Mention> mentions_of(std::string_view name) const;

  /// Calls `use(i, statement)` for one after the other. Those of an outline are read on other processors shortly before
  /// their turn and hold no longer than the call.
  void for_each(const std::function<void(size_t, const Statement&)>& use) const;

 private:
  const Migration& migration_;
  mutable std::map<size_t, Statement> asked_;
  mutable std::vector<Mention> mentions_;  ///< sorted; made when first asked for, since most files never are
};

}  // namespace lockstep
