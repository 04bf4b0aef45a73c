// The server version that a question is asked for.
#pragma once

#include <algorithm>

namespace lockstep {

/// A major version of PostgreSQL that notices when it makes a difference: whoever asks about all versions need not ask
/// again for those that get the same answer.
class TargetVersion {
 public:
  TargetVersion(int number) : number_(number) {}  // NOLINT: a version is a number
  /// `oldest_alike` is raised to the oldest version for which every comparison so far has the same outcome. It must
  /// outlive all copies.
  TargetVersion(int number, int& oldest_alike) : number_(number), oldest_alike_(&oldest_alike) {}

  /// The version itself. Whoever looks at it must not answer differently because of it.
  [[nodiscard]] int number() const { return number_; }

  friend bool operator>=(const TargetVersion& version, int other) { return version.at_least(other); }
  friend bool operator<(const TargetVersion& version, int other) { return !version.at_least(other); }
  friend bool operator==(const TargetVersion& version, int other) {
    return version.at_least(other) && !version.at_least(other + 1);
  }

 private:
  [[nodiscard]] bool at_least(int other) const {
    if (number_ < other) return false;
    if (oldest_alike_ != nullptr) *oldest_alike_ = std::max(*oldest_alike_, other);
    return true;
  }

  int number_;
  int* oldest_alike_ = nullptr;
};

}  // namespace lockstep
