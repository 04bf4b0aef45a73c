#include "engine/rules/lock_orders.h"

#include <algorithm>

namespace lockstep {

bool conflict(LockMode a, LockMode b) {
  if (a > b) std::swap(a, b);
  switch (b) {  // the stronger one
    case LockMode::AccessExclusive:
      return true;
    case LockMode::Exclusive:
      return a >= LockMode::RowShare;
    case LockMode::ShareRowExclusive:
      return a >= LockMode::RowExclusive;
    case LockMode::Share:
      return a == LockMode::RowExclusive || a == LockMode::ShareUpdateExclusive;
    case LockMode::ShareUpdateExclusive:
      return a == LockMode::ShareUpdateExclusive;
    default:
      return false;
  }
}

void LockOrders::add(std::string file, const std::vector<RelationLock>& locks) {
  const size_t transaction = files_.size();
  files_.push_back(std::move(file));
  for (size_t i = 0; i < locks.size(); ++i) {
    std::vector<Place>& places = places_[locks[i].relation];
    if (!places.empty() && places.back().transaction == transaction) {
      places.back().mode = std::max(places.back().mode, locks[i].mode);  // it stays where it was taken first
    } else {
      places.push_back({transaction, i, locks[i].mode});
    }
  }
}

const std::string* LockOrders::opposite(const RelationLock& first, const RelationLock& second) const {
  const auto before = places_.find(second.relation);
  const auto after = places_.find(first.relation);
  if (before == places_.end() || after == places_.end()) return nullptr;
  auto later = after->second.begin();
  for (const Place& place : before->second) {
    later = std::find_if(later, after->second.end(),
                         [&](const Place& other) { return other.transaction >= place.transaction; });
    if (later == after->second.end()) return nullptr;
    const bool turned = later->transaction == place.transaction && later->position > place.position;
    if (turned && conflict(place.mode, second.mode) && conflict(later->mode, first.mode)) {
      return &files_[place.transaction];
    }
  }
  return nullptr;
}

}  // namespace lockstep
