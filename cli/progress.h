// What a run shows while it goes on, on the terminal's `err`: a line per step, and for a backfill a bar that is drawn
// again and again on a terminal, or else one line per interval.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "cli/terminal.h"
#include "engine/run/runner.h"

namespace lockstep {

class ProgressView {
 public:
  /// `now_ms` is a monotonic clock. Both arguments must outlive the view.
  ProgressView(Terminal& terminal, std::function<int64_t()> now_ms, int64_t log_interval_ms);
  ProgressView(const ProgressView&) = delete;
  ProgressView& operator=(const ProgressView&) = delete;
  ~ProgressView();

  /// Functions that refer to this view.
  [[nodiscard]] Observer observer();

 private:
  void line(const std::string& text);
  void show(const Observer::Progress& progress);
  void clear_bar();

  Terminal& terminal_;
  std::function<int64_t()> now_ms_;
  int64_t interval_ms_;
  int64_t next_ms_ = 0;
  bool bar_ = false;
};

/// "0007 orders: 104,000 rows, 52 %, 8,312 rows/s, 12 s left".
[[nodiscard]] std::string progress_line(const Observer::Progress& progress);
/// The same with a bar of `width` cells, for a terminal.
[[nodiscard]] std::string progress_bar(const Observer::Progress& progress, size_t width);

}  // namespace lockstep
