// What a statement does on a real server: the oracle that effect_of is compared with.
#pragma once

#include <string>
#include <vector>

#include "engine/effects/effects.h"
#include "tests/claims/server.h"

namespace lockstep {

/// What both sides can say, in one form. Lines of `text` are what the test compares.
struct Observation {
  std::vector<RelationLock> locks;
  std::vector<std::string> rewrites, scans, index_builds;
  bool transactional = true;
  std::string sqlstate;       ///< of the failure; empty when the statement ran
  bool fails_always = false;  ///< it fails without rows as well

  [[nodiscard]] std::string text() const;
};

/// Runs statements on a copy of a database that nobody is connected to.
class Observer {
 public:
  explicit Observer(const ScratchDatabase& original);
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;
  ~Observer();

  [[nodiscard]] int server_version() const { return database_->server_version(); }

  /// Runs `first` and then `statement` in a transaction that is rolled back, and looks at pg_locks, file nodes and scan
  /// counters before it ends. A statement that cannot run in a transaction is run on new copies, while other sessions
  /// hold one lock after the other on each table: the weakest that it waits for tells the strongest mode it asks for.
  /// `briefly` does that for any statement, so that locks which it gives back before it ends are seen, too.
  [[nodiscard]] Observation observe(const std::vector<std::string>& first, const Statement& statement,
                                    bool briefly = false);

 private:
  const ScratchDatabase& original_;
  std::unique_ptr<ScratchDatabase> copy_;
  std::unique_ptr<Database> database_;
};

/// The same form of what effect_of says.
[[nodiscard]] Observation predicted(const Effect& effect, const Statement& statement);

}  // namespace lockstep
