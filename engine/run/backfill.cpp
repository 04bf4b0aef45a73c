// The chunk loop. Position and rows commit together, so it may be killed between any two instructions.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/run/chunk.h"
#include "engine/run/session.h"

namespace lockstep {
namespace {

constexpr int chunk_lock_timeout_ms = 2000;  // a chunk never waits longer than this for a row that somebody holds
constexpr int attempts_on_conflict = 12;     // halving each time: from 1000 rows to single ones, and then some
constexpr int sweeps_at_most = 10;
constexpr int sqlite_pause_ms = 25;          // SQLite's busy handler is not fair: leave a gap that a writer will hit

class BackfillRun {
 public:
  BackfillRun(RunSession& session, const JournalEntry& entry, const Step& step)
      : session_(session), database_(session.database()), journal_(session.journal()), id_(entry.plan.migration),
        step_(step), work_(*step.backfill), postgresql_(database_.dialect() == Dialect::PostgreSQL),
        size_(first_size()) {}

  Result<int64_t> run() {
    LOCKSTEP_TRY(std::vector<RangeRecord> ranges, journal_.ranges(id_, step_.ordinal));
    if (ranges.empty()) {
      LOCKSTEP_TRY(RangeRecord made, make_range());
      ranges.push_back(std::move(made));
    } else if (!ranges.front().done && ranges.front().position) {
      session_.log(fmt::format("{} {}: goes on behind key {}, {} rows done before", id_, work_.table,
                               join(*ranges.front().position, ","), ranges.front().rows));
    }
    started_ms_ = session_.environment().now_ms();
    LOCKSTEP_CHECK(set_filling(true));
    int64_t rows = 0;
    Status done;
    for (RangeRecord& range : ranges) {
      done = run_range(range);
      rows += range.rows;
      if (!done) break;
    }
    const Status reset = set_filling(false);
    if (!done) return fail(std::move(done).error());
    LOCKSTEP_CHECK(reset);
    return rows;
  }

 private:
  ChunkSize first_size() const {
    const int fixed = work_.chunk_rows > 0 ? work_.chunk_rows : session_.options().chunk_rows;
    if (fixed > 0) return {fixed, fixed, fixed, 1};
    // Chunks of up to 1000 rows did not deadlock with an application in stress runs on PostgreSQL 15, larger ones did.
    // SQLite has one writer at a time, so only the time matters there.
    return {500, postgresql_ ? 100 : 500, postgresql_ ? 1000 : 20'000,
            session_.options().chunk_target_ms * (postgresql_ ? 1 : 4)};
  }

  Status set_filling(bool on) {
    if (work_.filling.empty() || !postgresql_) return {};
    LOCKSTEP_CHECK(database_.query("SELECT set_config('lockstep.filling', $1, false)",
                                   {on ? work_.filling : std::string()}));
    return {};
  }

  /// Fixes the ends of the work and the values of now() and its like, once, in the journal.
  Result<RangeRecord> make_range() {
    RangeRecord range;
    const Query greatest = greatest_key(work_, database_.dialect());
    LOCKSTEP_TRY(const Rows top, database_.query(greatest.sql, greatest.parameters));
    if (top.empty()) {
      range.done = true;
    } else {
      range.upper.emplace();
      for (const Value& value : top.rows[0]) range.upper->push_back(text(value));
    }
    LOCKSTEP_TRY(range.total, estimate_rows());
    for (size_t i = 0; i < work_.bound.size(); ++i) {
      const std::string& expression = work_.bound[i];
      std::string literal;
      if (postgresql_) {
        LOCKSTEP_TRY(const Rows value,
                     database_.query(fmt::format("SELECT ({0})::text, pg_typeof({0})::text", expression)));
        literal = fmt::format("CAST({} AS {})", quote_literal(text(value.rows[0][0])), text(value.rows[0][1]));
      } else {
        LOCKSTEP_TRY(const Rows value, database_.query("SELECT " + expression));
        literal = quote_literal(text(value.rows[0][0]));
      }
      range.bound[bound_placeholder(i + 1)] = literal;
    }
    LOCKSTEP_CHECK(session_.fenced({}, [&]() -> Status {
      LOCKSTEP_CHECK(journal_.step_running(id_, step_.ordinal));
      return journal_.add_range(id_, step_.ordinal, range, session_.token());
    }));
    return range;
  }

  Result<int64_t> estimate_rows() {
    if (postgresql_) {
      LOCKSTEP_TRY(
          const Rows estimate,
          database_.query("SELECT c.reltuples::bigint FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n "
                          "ON n.oid = c.relnamespace WHERE n.nspname || '.' || c.relname = $1",
                          {work_.table}));
      if (!estimate.empty() && integer(estimate.rows[0][0]) > 0) return integer(estimate.rows[0][0]);
    }
    LOCKSTEP_TRY(const Rows count, database_.query("SELECT count(*) FROM " + work_.table_sql));
    return integer(count.rows[0][0]);
  }

  Status run_range(RangeRecord& range) {
    while (true) {
      while (!range.done) {
        LOCKSTEP_CHECK(session_.check_stop());
        LOCKSTEP_CHECK(chunk(range));
      }
      if (work_.remaining.empty()) return {};
      LOCKSTEP_TRY(const Rows left, database_.query(work_.remaining));
      const int64_t count = integer(left.rows[0][0]);
      if (count == 0) return {};
      if (range.pass > sweeps_at_most) {
        return fail(ErrorCode::Failed,
                    fmt::format("{} rows of {} are still unfilled after {} passes", count, work_.table, range.pass),
                    "look for writers that bypass triggers, or for an expression that gives NULL");
      }
      session_.log(fmt::format("{} {}: {} rows were missed; sweeping once more", id_, work_.table, count));
      LOCKSTEP_CHECK(session_.fenced({}, [&]() -> Status {
        return journal_.restart_range(id_, step_.ordinal, range.number, range.pass + 1, session_.token());
      }));
      range.pass += 1;
      range.position.reset();
      range.done = false;
    }
  }

  /// One chunk, tried again in halves when it meets a deadlock or a held row.
  Status chunk(RangeRecord& range) {
    for (int attempt = 1;; ++attempt) {
      const int64_t begun = session_.environment().now_ms();
      Status done = one_attempt(range);
      if (done) {
        const int64_t took = session_.environment().now_ms() - begun;
        size_.took(static_cast<double>(took));
        report(range);
        pause(took);
        return {};
      }
      const std::string& state = done.error().sqlstate;
      const bool conflict = state == "40P01" || state == "55P03" || state == "40001";
      if (!conflict || attempt >= attempts_on_conflict) return done;
      size_.halve();
      session_.environment().sleep_ms(10 * attempt);
    }
  }

  Status one_attempt(RangeRecord& range) {
    const int rows = size_.rows();
    const Query bound_query = chunk_bound(work_, range, rows, database_.dialect());
    LOCKSTEP_TRY(const Rows found, database_.query(bound_query.sql, bound_query.parameters));
    const bool last = found.empty();
    std::optional<std::vector<std::string>> bound = range.upper;
    if (!last) {
      bound.emplace();
      for (const Value& value : found.rows[0]) bound->push_back(text(value));
    }
    const int64_t walked = last ? 0 : rows;
    LOCKSTEP_TRY(const int64_t changed, postgresql_ ? chunk_on_postgresql(range, bound, walked, last)
                                                    : chunk_on_sqlite(range, bound, walked, last));
    range.position = bound;
    range.rows += changed;
    range.walked += walked;
    range.done = last;
    session_.rows_changed += changed;
    rows_this_run_ += changed;
    walked_this_run_ += walked;
    return {};
  }

  Result<int64_t> chunk_on_postgresql(const RangeRecord& range, const std::optional<std::vector<std::string>>& bound,
                                      int64_t walked, bool last) {
    LOCKSTEP_CHECK(database_.set_limits({chunk_lock_timeout_ms, 0}));
    const Query query =
        fenced_chunk(work_, journal_, id_, step_.ordinal, session_.token(), range, bound, walked, last);
    LOCKSTEP_TRY(const Rows result, database_.query(query.sql, query.parameters));
    if (integer(result.rows[0][1]) != 1) {
      return fail(ErrorCode::Retryable, "another runner has taken over this backfill; nothing was written twice",
                  "run the command again: it goes on from the journal");
    }
    return integer(result.rows[0][0]);
  }

  Result<int64_t> chunk_on_sqlite(const RangeRecord& range, const std::optional<std::vector<std::string>>& bound,
                                  int64_t walked, bool last) {
    int64_t changed = 0;
    LOCKSTEP_CHECK(session_.fenced({}, [&]() -> Status {
      if (!work_.filling.empty()) {
        LOCKSTEP_CHECK(database_.query("INSERT OR REPLACE INTO lockstep_flag (sync) VALUES ($1)", {work_.filling}));
      }
      const Query query = chunk_statement(work_, range, bound, Dialect::SQLite);
      LOCKSTEP_TRY(const Rows result, database_.query(query.sql, query.parameters));
      changed = result.affected;
      if (!work_.filling.empty()) {
        LOCKSTEP_CHECK(database_.query("DELETE FROM lockstep_flag WHERE sync = $1", {work_.filling}));
      }
      LOCKSTEP_TRY(const Rows moved,
                   database_.query(fmt::format("UPDATE {} SET position = coalesce($1, position), rows = rows + $2, "
                                               "walked = walked + $3, done = $4 WHERE project = $5 AND migration = $6 "
                                               "AND step = $7 AND number = $8 AND token = $9 AND position IS $10",
                                               journal_.table("range")),
                                   {bound ? Value{key_to_json(*bound)} : Value{}, changed, walked,
                                    int64_t{last ? 1 : 0}, journal_.project(), id_, int64_t{step_.ordinal},
                                    int64_t{range.number}, session_.token(),
                                    range.position ? Value{key_to_json(*range.position)} : Value{}}));
      if (moved.affected != 1) return fail(ErrorCode::Retryable, "another runner has taken over this backfill");
      return {};
    }));
    return changed;
  }

  void pause(int64_t took_ms) const {
    const int configured = session_.options().chunk_pause_ms;
    if (configured >= 0) {
      if (configured > 0) session_.environment().sleep_ms(configured);
    } else if (!postgresql_) {
      session_.environment().sleep_ms(std::max(sqlite_pause_ms, static_cast<int>(took_ms)));
    }
  }

  void report(const RangeRecord& range) const {
    const Observer& observer = session_.environment().observer;
    if (!observer.progress) return;
    const double seconds = static_cast<double>(session_.environment().now_ms() - started_ms_) / 1000.0;
    Observer::Progress progress;
    progress.migration = id_;
    progress.table = work_.table;
    progress.rows_done = range.rows;
    progress.fraction = range.done ? 1.0
                        : range.total > 0
                            ? std::min(0.999, static_cast<double>(range.walked) / static_cast<double>(range.total))
                            : 0.0;
    if (seconds > 0) {
      progress.rows_per_second = static_cast<double>(rows_this_run_) / seconds;
      const double walk_rate = static_cast<double>(walked_this_run_) / seconds;
      if (walk_rate > 0 && range.total > range.walked) {
        progress.seconds_left = static_cast<double>(range.total - range.walked) / walk_rate;
      }
    }
    observer.progress(progress);
  }

  RunSession& session_;
  Database& database_;
  Journal& journal_;
  const std::string& id_;
  const Step& step_;
  const Backfill& work_;
  bool postgresql_;
  ChunkSize size_;
  int64_t started_ms_ = 0;
  int64_t rows_this_run_ = 0;
  int64_t walked_this_run_ = 0;
};

}  // namespace

Result<int64_t> run_backfill(RunSession& session, const JournalEntry& entry, const Step& step) {
  return BackfillRun(session, entry, step).run();
}

}  // namespace lockstep
