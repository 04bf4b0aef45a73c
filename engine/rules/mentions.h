// Which statements of a migration speak of a name, for rules that look ahead or back: without it each would walk over
// the whole file, again and again.
#pragma once

#include <compare>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "migrations/migration.h"

namespace lockstep {

class Mentions {
 public:
  /// The migration must outlive this.
  explicit Mentions(const Migration& migration) : migration_(migration) {}

  /// Whether a statement behind `index`, or before it, satisfies `test`; only those that name the object without its
  /// schema, as what they are about or as a relation, are asked. Letters of either case are the same.
  template <typename Test>
  [[nodiscard]] bool later(size_t index, std::string_view name, const Test& test) const {
    return any_of(name, [&](size_t i) { return i > index && test(migration_.statements[i].statement); });
  }
  template <typename Test>
  [[nodiscard]] bool earlier(size_t index, std::string_view name, const Test& test) const {
    return any_of(name, [&](size_t i) { return i < index && test(migration_.statements[i].statement); });
  }

 private:
  struct Mention {
    uint32_t name;  ///< a hash of it
    uint32_t statement;
    [[nodiscard]] auto operator<=>(const Mention&) const = default;
  };

  template <typename Test>
  [[nodiscard]] bool any_of(std::string_view name, const Test& test) const {
    for (const Mention& mention : of(name)) {
      if (test(mention.statement)) return true;
    }
    return false;
  }
  [[nodiscard]] std::span<const Mention> of(std::string_view name) const;

  const Migration& migration_;
  mutable std::vector<Mention> mentions_;  ///< sorted; made when first asked for, since most files never are
};

}  // namespace lockstep
