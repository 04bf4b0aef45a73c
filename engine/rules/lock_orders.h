// In which order the transactions of earlier files take their locks, for the rule about opposite orders.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/effects/effects.h"

namespace lockstep {

class LockOrders {
 public:
  /// A transaction of `file` has taken these locks, in this order; a relation may occur several times.
  void add(std::string file, const std::vector<RelationLock>& locks);

  /// Whether one of the transactions locks the relation.
  [[nodiscard]] bool knows(const std::string& relation) const { return places_.count(relation) > 0; }

  /// The file of a transaction that takes `second` before `first`, so that it and one that takes them the other way
  /// round can wait for each other; nullptr for none.
  [[nodiscard]] const std::string* opposite(const RelationLock& first, const RelationLock& second) const;

 private:
  struct Place {
    size_t transaction;
    size_t position;
    LockMode mode;
  };
  std::vector<std::string> files_;                                 ///< by transaction
  std::map<std::string, std::vector<Place>, std::less<>> places_;  ///< by relation
};

/// Whether two transactions cannot hold the modes on one table (manual, table 13.2).
[[nodiscard]] bool conflict(LockMode a, LockMode b);

}  // namespace lockstep
