#include "cli/progress.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cli/words.h"

namespace lockstep {
namespace {

constexpr int64_t redraw_ms = 100;
constexpr size_t bar_cells = 24;

std::string percent(double fraction) {
  return fmt::format("{:.0f} %", std::clamp(fraction, 0.0, 1.0) * 100);
}

std::string figures(const Observer::Progress& progress) {
  std::string out = fmt::format("{} rows, {}", grouped(progress.rows_done), percent(progress.fraction));
  if (progress.rows_per_second > 0) {
    out += fmt::format(", {} rows/s", grouped(static_cast<int64_t>(progress.rows_per_second)));
  }
  if (progress.seconds_left >= 0) {
    out += fmt::format(", {} left", duration_in_words(static_cast<int64_t>(progress.seconds_left * 1000)));
  }
  if (!progress.hold.empty()) out += fmt::format(", waiting: {}", progress.hold);
  return out;
}

}  // namespace

std::string progress_line(const Observer::Progress& progress) {
  return fmt::format("{} {}: {}", progress.migration, progress.table, figures(progress));
}

std::string progress_bar(const Observer::Progress& progress, size_t width) {
  const auto full = static_cast<size_t>(std::clamp(progress.fraction, 0.0, 1.0) * static_cast<double>(width));
  return fmt::format("{} {} [{}{}] {}", progress.migration, progress.table, std::string(full, '#'),
                     std::string(width - full, '.'), figures(progress));
}

ProgressView::ProgressView(Terminal& terminal, std::function<int64_t()> now_ms, int64_t log_interval_ms)
    : terminal_(terminal), now_ms_(std::move(now_ms)), interval_ms_(terminal.live ? redraw_ms : log_interval_ms) {
  next_ms_ = terminal.live ? 0 : now_ms_() + interval_ms_;
}

ProgressView::~ProgressView() {
  clear_bar();
}

void ProgressView::clear_bar() {
  if (!bar_) return;
  print_message(terminal_, "\r\x1b[2K");
  bar_ = false;
}

void ProgressView::line(const std::string& text) {
  clear_bar();
  print_message(terminal_, text + "\n");
}

void ProgressView::show(const Observer::Progress& progress) {
  const int64_t now = now_ms_();
  if (now < next_ms_) return;
  next_ms_ = now + interval_ms_;
  if (!terminal_.live) return print_message(terminal_, progress_line(progress) + "\n");
  print_message(terminal_, "\r\x1b[2K" + progress_bar(progress, bar_cells));
  bar_ = true;
}

Observer ProgressView::observer() {
  Observer observer;
  observer.log = [this](const std::string& text) { line(text); };
  observer.step_started = [this](const Plan& plan, const Step& step) {
    // Only what may take long is announced; the rest is told when it is done.
    const bool long_step = !step.transactional || !step.scans.empty() || !step.rewrites.empty() || step.backfill;
    if (long_step) line(fmt::format("{} {}: {} ...", plan.migration, to_string(step.phase), step.title));
  };
  observer.step_done = [this](const Plan& plan, const Step& step, int64_t elapsed_ms) {
    line(fmt::format("{} {}: {} ({})", plan.migration, to_string(step.phase), step.title,
                     duration_in_words(elapsed_ms)));
  };
  observer.progress = [this](const Observer::Progress& progress) { show(progress); };
  return observer;
}

}  // namespace lockstep
