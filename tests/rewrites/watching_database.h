// A Database that looks, before each commit, at what the transaction did under which locks: the server's own word on
// whether a step stalls others.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "../run/forwarding_database.h"

namespace lockstep {

class WatchingDatabase final : public ForwardingDatabase {
 public:
  /// Borrows `inner`.
  explicit WatchingDatabase(Database& inner) : ForwardingDatabase(inner) {}

  /// Work that was done under a lock which stops writes or reads: a table copied, read whole, or an index built.
  [[nodiscard]] const std::vector<std::string>& stalls() const { return stalls_; }

  [[nodiscard]] Result<Rows> query(std::string_view sql, const std::vector<Value>& parameters) override;
  [[nodiscard]] Status begin(const Limits& limits) override;
  [[nodiscard]] Status commit() override;

 private:
  struct Relation {
    std::string name;
    char kind = 'r';
    int64_t table = 0;  ///< of an index
    int64_t file = 0, scans = 0;
  };
  using Relations = std::map<int64_t, Relation>;
  [[nodiscard]] Relations look();

  Relations before_;
  std::set<int64_t> in_use_;      ///< relations that were there before the first transaction
  std::vector<std::string> sql_;  ///< of the open transaction
  std::vector<std::string> stalls_;
};

}  // namespace lockstep
