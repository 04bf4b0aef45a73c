#include "cli/stop.h"

#include <unistd.h>
#include <chrono>
#include <csignal>
#include <ctime>

#include "cli/exit_codes.h"

namespace lockstep {
namespace {

using Clock = std::chrono::steady_clock;

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

void set_handlers(void (*handler)(int)) {
  std::signal(SIGTERM, handler);
  std::signal(SIGINT, handler);
}

/// The next of our signals, or 0 after a tenth of a second without one.
int wait_for_signal() {
  const sigset_t set = stop_signals();
  const timespec tenth{0, 100'000'000};
  const int signal = sigtimedwait(&set, nullptr, &tenth);
  return signal < 0 ? 0 : signal;
}

}  // namespace

StopSignals::StopSignals(Terminal& terminal, int64_t grace_ms) : terminal_(terminal), grace_ms_(grace_ms) {
  // As process 1 of a container, the kernel drops signals that have no handler, so there is one that does nothing.
  set_handlers([](int) {});
  const sigset_t set = stop_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  thread_ = std::thread([this] { listen(); });
}

StopSignals::~StopSignals() {
  ended_ = true;
  pthread_kill(thread_.native_handle(), SIGTERM);  // wakes it from its wait
  thread_.join();
  set_handlers(SIG_DFL);
  const sigset_t set = stop_signals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

void StopSignals::watch(Database* database) {
  const std::lock_guard lock(mutex_);
  database_ = database;
}

void StopSignals::sleep(int64_t milliseconds) {
  std::unique_lock lock(mutex_);
  stopped_.wait_for(lock, std::chrono::milliseconds(milliseconds), [this] { return stop_.load(); });
}

void StopSignals::cancel() {
  const std::lock_guard lock(mutex_);
  // Without a database there is nothing that could be left half done.
  if (database_ == nullptr) _exit(exit_retryable);
  database_->cancel();
}

void StopSignals::listen() {
  int signals = 0;
  Clock::time_point due;
  while (!ended_) {
    const bool came = wait_for_signal() != 0;
    if (ended_) return;
    if (came) ++signals;
    if (came && signals == 1) {
      print_message(terminal_, "lockstep: stopping after the current chunk or step; again to cancel it\n");
      {
        const std::lock_guard lock(mutex_);
        stop_ = true;
      }
      stopped_.notify_all();
      due = Clock::now() + std::chrono::milliseconds(grace_ms_);
    } else if (came && signals > 2) {
      _exit(exit_retryable);
    } else if (signals > 0 && (came || Clock::now() >= due)) {
      cancel();
      due = Clock::now() + std::chrono::milliseconds(grace_ms_);
    }
  }
}

}  // namespace lockstep
