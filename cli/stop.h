// SIGTERM and SIGINT: the first asks the run to end after its current chunk or step, the second (or the end of the
// grace time) cancels the statement on the server, a third ends the process. The journal makes all three safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "cli/terminal.h"
#include "engine/database.h"

namespace lockstep {

/// Takes both signals over for its lifetime. Make it before the database is opened and before other threads.
class StopSignals {
 public:
  StopSignals(Terminal& terminal, int64_t grace_ms);
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();

  /// The database whose statement is cancelled; null for none. It must outlive the watching.
  void watch(Database* database);
  [[nodiscard]] const std::atomic<bool>& flag() const { return stop_; }
  /// Waits, but no longer than until a signal comes.
  void sleep(int64_t milliseconds);

 private:
  void listen();
  void cancel();

  Terminal& terminal_;
  const int64_t grace_ms_;
  std::atomic<bool> stop_ = false;
  std::atomic<bool> ended_ = false;
  std::mutex mutex_;
  std::condition_variable stopped_;
  Database* database_ = nullptr;
  std::thread thread_;
};

}  // namespace lockstep
