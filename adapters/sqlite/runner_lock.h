// The one-runner lock of a SQLite database: flock(2) on `<file>-lockstep` beside it.
//
// SQLite has one writer at a time, so one lock per file serves all projects in it. The lock ends with the process,
// SIGKILL included, since the kernel closes the file. The file is removed on release; one that a killed process left
// behind does no harm.
#pragma once

#include <string>

#include "base/result.h"

namespace lockstep {

class RunnerLock {
 public:
  RunnerLock() = default;
  RunnerLock(const RunnerLock&) = delete;
  RunnerLock& operator=(const RunnerLock&) = delete;
  ~RunnerLock() { release(); }

  /// False when another process (or another RunnerLock) holds it; true when it is held now, or was before.
  /// Errors: Input when the file cannot be made.
  [[nodiscard]] Result<bool> try_take(const std::string& database_path);
  void release();

 private:
  int file_ = -1;
  std::string path_;
};

}  // namespace lockstep
