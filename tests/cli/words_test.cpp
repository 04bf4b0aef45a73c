#include <catch2/catch.hpp>

#include "cli/exit_codes.h"
#include "cli/progress.h"
#include "cli/words.h"

namespace lockstep {
namespace {

TEST_CASE("figures as people read them") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1'000) == "1,000");
  CHECK(grouped(-1'234'567) == "-1,234,567");
  CHECK(grouped(-123) == "-123");
  CHECK(duration_in_words(12) == "12 ms");
  CHECK(duration_in_words(3'400) == "3.4 s");
  CHECK(duration_in_words(59'000) == "59 s");
  CHECK(duration_in_words(125'000) == "2 min 05 s");
  CHECK(duration_in_words(3 * 3'600'000 + 7 * 60'000) == "3 h 07 min");
  CHECK(counted(1, "file") == "1 file");
  CHECK(counted(2, "file") == "2 files");
  CHECK(counted(0, "query", "queries") == "0 queries");
  CHECK(indented("a\nb\n", "  ") == "  a\n  b\n");
}

TEST_CASE("a backfill's line and bar") {
  Observer::Progress progress;
  progress.migration = "0007";
  progress.table = "orders";
  progress.rows_done = 104'000;
  progress.fraction = 0.52;
  CHECK(progress_line(progress) == "0007 orders: 104,000 rows, 52 %");
  progress.rows_per_second = 8'312.4;
  progress.seconds_left = 12;
  CHECK(progress_line(progress) == "0007 orders: 104,000 rows, 52 %, 8,312 rows/s, 12 s left");
  CHECK(progress_bar(progress, 10) == "0007 orders [#####.....] 104,000 rows, 52 %, 8,312 rows/s, 12 s left");
  progress.hold = "an old snapshot";
  CHECK(progress_line(progress).ends_with(", waiting: an old snapshot"));
}

/// A view that writes to a file of the test's own.
struct View {
  std::FILE* file = std::tmpfile();
  Terminal terminal{stdout, file, false, false, false, false};
  int64_t now = 0;
  ~View() { std::fclose(file); }
  std::string text() const {
    std::rewind(file);
    std::string out(4096, '\0');
    out.resize(std::fread(out.data(), 1, out.size(), file));
    return out;
  }
};

TEST_CASE("without a terminal a backfill gives one line per interval") {
  View view;
  {
    ProgressView progress(
        view.terminal, [&] { return view.now; }, 10'000);
    const Observer observer = progress.observer();
    for (int i = 1; i <= 25; ++i) {
      view.now = i * 1'000;
      observer.progress({"7", "t", i, i / 25.0, 0, -1, ""});
    }
  }
  CHECK(view.text() == "7 t: 10 rows, 40 %\n7 t: 20 rows, 80 %\n");
}

TEST_CASE("on a terminal the bar is drawn over and gives way to lines") {
  View view;
  view.terminal.live = true;
  {
    ProgressView progress(
        view.terminal, [&] { return view.now; }, 10'000);
    const Observer observer = progress.observer();
    observer.progress({"7", "t", 1, 0.5, 0, -1, ""});
    observer.log("a line");
  }
  CHECK(view.text() == "\r\x1b[2K7 t [############............] 1 rows, 50 %\r\x1b[2Ka line\n");
}

TEST_CASE("every kind of error has its exit code") {
  CHECK(exit_code(ErrorCode::Input) == 2);
  CHECK(exit_code(ErrorCode::Failed) == 3);
  CHECK(exit_code(ErrorCode::Retryable) == 4);
  CHECK(exit_code(ErrorCode::Waiting) == 5);
  CHECK(exit_code(ErrorCode::Incompatible) == 6);
}

}  // namespace
}  // namespace lockstep
