#include "engine/run/session.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

#include "engine/rewrite/table_rebuild.h"

namespace lockstep {
namespace {

constexpr int poll_ms = 20;               // look at pg_locks this often while waiting for a gap
constexpr int runner_poll_ms = 200;       // try the runner lock this often
constexpr int predecessor_grace_ms = 3000;  // how long the connections of a dead runner may take to end by themselves
constexpr int default_lock_deadline_ms = 120'000;  // give up getting a strong lock after this long

/// Modes that stop reads or writes of the application (manual 13.3.1).
bool is_strong(LockMode mode) { return mode >= LockMode::Share && mode <= LockMode::AccessExclusive; }

/// Errors after which the same transaction may simply be tried again.
bool is_conflict(const Error& error) {
  return error.sqlstate == "55P03" || error.sqlstate == "40P01" || error.sqlstate == "40001";
}

std::string describe(const Blocker& blocker) {
  return fmt::format("pid {}{}, {}{}: {}", blocker.pid,
                     blocker.application.empty() ? "" : " (" + blocker.application + ")", blocker.state,
                     blocker.age_seconds < 0 ? "" : fmt::format(" for {:.1f} s", blocker.age_seconds), blocker.query);
}

}  // namespace

RunSession::RunSession(Database& database, Journal& journal, const RunOptions& options, const Environment& environment)
    : database_(database), journal_(journal), options_(options), environment_(environment),
      started_ms_(environment.now_ms()) {}

RunSession::~RunSession() {
  if (!locked_) return;
  if (database_.in_transaction()) database_.rollback();
  if (token_ != 0) (void)journal_.release_lease(token_);
  database_.release_runner_lock();
}

void RunSession::log(const std::string& line) const {
  if (environment_.observer.log) environment_.observer.log(line);
}

bool RunSession::stopping() const { return environment_.stop != nullptr && environment_.stop->load(); }

Status RunSession::check_stop() const {
  if (stopping()) {
    return fail(ErrorCode::Retryable, "stopped on request; everything done so far is recorded",
                "run the same command again to go on");
  }
  if (options_.deadline_ms > 0 && environment_.now_ms() - started_ms_ > options_.deadline_ms) {
    return fail(ErrorCode::Retryable, "the deadline has passed; everything done so far is recorded",
                "run the same command again to go on");
  }
  return {};
}

Status RunSession::open() {
  bool told = false;
  while (true) {
    LOCKSTEP_TRY(const bool got, database_.try_runner_lock(options_.project));
    if (got) break;
    if (!told) log("another lockstep is running on this database; waiting for it");
    told = true;
    LOCKSTEP_CHECK(check_stop());
    if (environment_.now_ms() - started_ms_ > options_.wait_runner_ms) {
      return fail(ErrorCode::Retryable, "another lockstep is still running on this database",
                  "see `lockstep status` for who it is");
    }
    environment_.sleep_ms(runner_poll_ms);
  }
  locked_ = true;
  LOCKSTEP_TRY(const bool exists, journal_.exists());
  if (exists) {
    LOCKSTEP_CHECK(journal_.check_format());
  } else {
    LOCKSTEP_CHECK(journal_.create());
  }
  LOCKSTEP_TRY(const LeaseRecord lease, journal_.lease());
  LOCKSTEP_CHECK(wait_for_predecessor(lease));
  return in_transaction(database_, {}, [&]() -> Status {
    LOCKSTEP_TRY(token_, journal_.take_lease(options_.owner, database_.sessions()));
    LOCKSTEP_CHECK(journal_.take_ranges(token_));
    return {};
  });
}

Status RunSession::wait_for_predecessor(const LeaseRecord& lease) {
  if (lease.released) return {};
  const int64_t begun = environment_.now_ms();
  const std::vector<Session> ours = database_.sessions();
  for (const Session& session : lease.sessions) {
    const bool own = std::any_of(ours.begin(), ours.end(), [&](const Session& mine) {
      return mine.pid == session.pid && mine.start == session.start && mine.system == session.system;
    });
    while (!own) {
      LOCKSTEP_TRY(const bool alive, database_.session_alive(session));
      if (!alive) break;
      if (environment_.now_ms() - begun > predecessor_grace_ms) {
        log(fmt::format("ending connection {} that the runner before ({}) left behind", session.pid, lease.owner));
        LOCKSTEP_CHECK(database_.terminate_session(session));
      }
      LOCKSTEP_CHECK(check_stop());
      environment_.sleep_ms(poll_ms);
    }
  }
  return {};
}

Status RunSession::fenced(const Limits& limits, const std::function<Status()>& body) {
  return in_transaction(database_, limits, [&]() -> Status {
    LOCKSTEP_CHECK(journal_.hold_lease(token_));
    return body();
  });
}

Status RunSession::with_short_locks(const std::vector<RelationLock>& locks, const std::string& title,
                                    int64_t& lock_wait_ms, const std::function<Status()>& body) {
  std::vector<std::string> relations;
  for (const RelationLock& lock : locks) {
    if (is_strong(lock.mode)) relations.push_back(lock.relation);
  }
  if (relations.empty()) return fenced({}, body);
  const int64_t begun = environment_.now_ms();
  const int64_t deadline = begun + (options_.deadline_ms > 0 ? options_.deadline_ms : default_lock_deadline_ms);
  double timeout = options_.lock_timeout_ms;
  std::string told;
  for (int attempt = 1;; ++attempt) {
    // Look first: a request that would have to wait is not made, so that nobody queues behind it.
    std::string in_the_way;
    while (true) {
      LOCKSTEP_CHECK(check_stop());
      LOCKSTEP_TRY(const std::vector<Blocker> blockers, database_.blockers(relations, static_cast<int>(timeout)));
      if (blockers.empty()) break;
      in_the_way = describe(blockers.front());
      if (told.empty()) {
        told = in_the_way;
        log(fmt::format("{} waits for a gap: {}", title, in_the_way));
      }
      if (environment_.now_ms() > deadline) {
        return fail(ErrorCode::Retryable, fmt::format("no gap to {} in time; in the way: {}", title, in_the_way),
                    "run the command again, or end that transaction");
      }
      environment_.sleep_ms(poll_ms);
    }
    const int64_t asked = environment_.now_ms();
    lock_wait_ms = asked - begun;
    Status done = fenced({static_cast<int>(timeout), 0}, body);
    if (done || !is_conflict(done.error())) return done;
    if (environment_.now_ms() > deadline) return done;
    timeout = std::min(timeout * 1.5, 1000.0);
    environment_.sleep_ms(poll_ms * std::min(attempt, 10));
  }
}

Status RunSession::run(JournalEntry& entry, const Step& step) {
  LOCKSTEP_CHECK(check_stop());
  if (environment_.observer.step_started) environment_.observer.step_started(entry.plan, step);
  const int64_t begun = environment_.now_ms();
  int64_t lock_wait_ms = 0;
  int64_t changed = -1;
  Status done;
  switch (step.kind) {
    case StepKind::Sql:
      done = step.transactional ? run_sql(entry, step, lock_wait_ms) : run_outside_transaction(entry, step);
      break;
    case StepKind::Check: done = run_check(step); break;
    case StepKind::Rebuild:
      done = run_rebuild(step, step.rebuild->edits, [&]() -> Status {
        return journal_.step_done(entry.plan.migration, step.ordinal, environment_.now_ms() - begun, 0, -1);
      });
      break;
    case StepKind::Backfill: {
      Result<int64_t> result = run_backfill(*this, entry, step);
      if (result) changed = *result;
      else done = fail(std::move(result).error());
      break;
    }
  }
  const std::string& id = entry.plan.migration;
  if (!done) {
    if (database_.in_transaction()) database_.rollback();
    Error error = std::move(done).error();
    // Best effort: without a connection the error is told to the caller only.
    (void)fenced({}, [&]() -> Status { return journal_.step_failed(id, step.ordinal, error.message); });
    error.message = fmt::format("{} {}: {}", id, step.title, error.message);
    return fail(std::move(error));
  }
  const int64_t elapsed = environment_.now_ms() - begun;
  const bool recorded = step.kind == StepKind::Rebuild || (step.kind == StepKind::Sql && step.transactional);
  if (!recorded) {
    LOCKSTEP_CHECK(fenced({}, [&]() -> Status {
      return journal_.step_done(id, step.ordinal, elapsed, lock_wait_ms, changed);
    }));
  }
  StepRecord& record = entry.steps[step.ordinal];
  record.ordinal = step.ordinal;
  record.state = "done";
  record.elapsed_ms = elapsed;
  record.rows = changed;
  if (environment_.observer.step_done) environment_.observer.step_done(entry.plan, step, elapsed);
  return {};
}

Status RunSession::run_sql(const JournalEntry& entry, const Step& step, int64_t& lock_wait_ms) {
  for (const std::string& sql : step.before) LOCKSTEP_CHECK(database_.query(sql));
  const int64_t begun = environment_.now_ms();
  Status done = with_short_locks(step.locks, step.title, lock_wait_ms, [&]() -> Status {
    for (const std::string& sql : step.session) {
      if (!sets_timeout(sql)) LOCKSTEP_CHECK(database_.query(sql));
    }
    for (const std::string& sql : step.sql) LOCKSTEP_CHECK(database_.query(sql));
    if (!step.check.empty()) LOCKSTEP_CHECK(run_check(step));
    if (!step.session.empty() && database_.dialect() == Dialect::PostgreSQL) {
      LOCKSTEP_CHECK(database_.query("RESET ROLE"));
      LOCKSTEP_CHECK(database_.query("RESET search_path"));
    }
    return journal_.step_done(entry.plan.migration, step.ordinal, environment_.now_ms() - begun, lock_wait_ms, -1);
  });
  for (const std::string& sql : step.after) {
    if (Result<Rows> result = database_.query(sql); !result && done) done = fail(std::move(result).error());
  }
  return done;
}

Status RunSession::run_outside_transaction(const JournalEntry& entry, const Step& step) {
  const std::string& id = entry.plan.migration;
  const auto record = entry.steps.find(step.ordinal);
  const bool interrupted = record != entry.steps.end() && record->second.state == "running";
  if (interrupted && !step.probe.empty()) {
    LOCKSTEP_TRY(const Rows answer, database_.query(step.probe));
    const std::string found = answer.empty() ? "none" : text(answer.rows[0][0]);
    if (found == "done") return {};
    if (found == "half") {
      log(fmt::format("{} {}: was interrupted half way; cleaning up and starting it again", id, step.title));
      LOCKSTEP_CHECK(database_.set_limits({}));
      for (const std::string& sql : step.repair) LOCKSTEP_CHECK(database_.query(sql));
    }
  }
  LOCKSTEP_CHECK(fenced({}, [&]() -> Status { return journal_.step_running(id, step.ordinal); }));
  LOCKSTEP_CHECK(database_.set_limits({}));
  for (const std::string& sql : step.session) {
    if (!sets_timeout(sql)) LOCKSTEP_CHECK(database_.query(sql));
  }
  for (const std::string& sql : step.sql) LOCKSTEP_CHECK(database_.query(sql));
  return {};
}

Status RunSession::run_rebuild(const Step& step, const std::vector<TableEdit>& edits,
                               const std::function<Status()>& record) {
  // Both are without effect inside a transaction, so they stand around it.
  LOCKSTEP_CHECK(database_.query("PRAGMA foreign_keys = OFF"));
  LOCKSTEP_CHECK(database_.query("PRAGMA legacy_alter_table = ON"));
  Status done = fenced({}, [&]() -> Status {
    LOCKSTEP_TRY(const Catalog live, database_.read_catalog());
    const CatalogRelation* table = live.find(std::string_view(step.rebuild->table));
    if (table == nullptr) return fail(ErrorCode::Failed, fmt::format("table {} is gone", step.rebuild->table));
    LOCKSTEP_TRY(const std::vector<std::string> sql, rebuild_sql(*table, edits));
    for (const std::string& statement : sql) LOCKSTEP_CHECK(database_.query(statement));
    LOCKSTEP_TRY(const Rows broken, database_.query("PRAGMA foreign_key_check"));
    if (!broken.empty()) {
      return fail(ErrorCode::Failed, fmt::format("{} rows break a foreign key, the first in {}", broken.size(),
                                                 text(broken.rows[0][0])),
                  "see `PRAGMA foreign_key_check`; nothing was changed");
    }
    return record();
  });
  for (const char* pragma : {"PRAGMA legacy_alter_table = OFF", "PRAGMA foreign_keys = ON"}) {
    if (Result<Rows> result = database_.query(pragma); !result && done) done = fail(std::move(result).error());
  }
  return done;
}

Status RunSession::run_check(const Step& step) {
  LOCKSTEP_TRY(const Rows rows, database_.query(step.check));
  const int64_t count = rows.empty() ? 0 : integer(rows.rows[0][0]);
  if (count == 0) return {};
  return fail(ErrorCode::Waiting, fmt::format("{}: {}", step.check_message, count),
              "put the data right, then run the same command again");
}

Status RunSession::undo_outside(const std::string& id, const Step& step, const std::vector<std::string>& statements) {
  if (statements.empty()) return {};
  LOCKSTEP_CHECK(database_.set_limits({}));
  for (const std::string& sql : statements) {
    LOCKSTEP_CHECK(check_stop());
    Result<Rows> done = database_.query(sql);
    constexpr const char* is_there_already = "42710";  // duplicate_object: an attempt that was interrupted came so far
    if (done || done.error().sqlstate == is_there_already) continue;
    Error error = std::move(done).error();
    error.message = fmt::format("{} undo of {}: {}", id, step.title, error.message);
    return fail(std::move(error));
  }
  return {};
}

Status RunSession::undo(JournalEntry& entry, const Step& step) {
  const std::string& id = entry.plan.migration;
  log(fmt::format("{} undo {}", id, step.title));
  // An interrupted CONCURRENTLY left nothing, a part, or all: only its probe can tell, and its undo copes with each.
  for (const std::string& sql : step.before) LOCKSTEP_CHECK(database_.query(sql));
  Status done;
  const bool only_after_is_left = entry.steps[step.ordinal].state == "undoing";
  if (!only_after_is_left) LOCKSTEP_CHECK(undo_outside(id, step, step.undo_before));
  if (only_after_is_left) {
    // The rest has been committed.
  } else if (step.kind == StepKind::Rebuild) {
    done = run_rebuild(step, step.rebuild->undo, [&]() -> Status { return journal_.step_undone(id, step.ordinal); });
  } else if (step.undo_transactional) {
    int64_t waited = 0;
    done = with_short_locks(step.locks, "undo " + step.title, waited, [&]() -> Status {
      for (const std::string& sql : step.undo) LOCKSTEP_CHECK(database_.query(sql));
      if (step.kind == StepKind::Backfill) LOCKSTEP_CHECK(journal_.drop_ranges(id, step.ordinal));
      return step.undo_after.empty() ? journal_.step_undone(id, step.ordinal) : journal_.step_undoing(id, step.ordinal);
    });
  } else {
    LOCKSTEP_CHECK(database_.set_limits({}));
    for (const std::string& sql : step.undo) LOCKSTEP_CHECK(database_.query(sql));
    done = fenced({}, [&]() -> Status { return journal_.step_undone(id, step.ordinal); });
  }
  for (const std::string& sql : step.after) {
    if (Result<Rows> result = database_.query(sql); !result && done) done = fail(std::move(result).error());
  }
  if (done && !step.undo_after.empty()) {
    LOCKSTEP_CHECK(undo_outside(id, step, step.undo_after));
    done = fenced({}, [&]() -> Status { return journal_.step_undone(id, step.ordinal); });
  }
  if (!done) {
    Error error = std::move(done).error();
    error.message = fmt::format("{} undo of {}: {}", id, step.title, error.message);
    return fail(std::move(error));
  }
  entry.steps[step.ordinal].state = "undone";
  return {};
}

Status RunSession::undo_as_written(JournalEntry& entry, const CatalogDescription& expected) {
  const std::string& id = entry.plan.migration;
  const std::string title = "the undo that the file brings along";
  log(fmt::format("{} {}", id, title));
  std::vector<RelationLock> locks;
  for (const Step& step : entry.plan.steps) locks.insert(locks.end(), step.locks.begin(), step.locks.end());
  int64_t waited = 0;
  Status done = with_short_locks(locks, title, waited, [&]() -> Status {
    for (const std::string& sql : entry.plan.written_undo) LOCKSTEP_CHECK(database_.query(sql));
    LOCKSTEP_TRY(const Catalog live, database_.read_catalog());
    const CatalogDescription all = describe(live);
    CatalogDescription now;
    for (const auto& [object, lines] : expected) now[object] = lines_of(all, object);
    if (const std::vector<std::string> left = differences(expected, now); !left.empty()) {
      return fail(ErrorCode::Failed,
                  fmt::format("it does not bring back the schema as it was before: {}", join(left, "; ")),
                  "nothing was changed; write a new migration that goes forward instead");
    }
    for (const Step& step : entry.plan.steps) {
      if (step.kind == StepKind::Backfill) LOCKSTEP_CHECK(journal_.drop_ranges(id, step.ordinal));
      LOCKSTEP_CHECK(journal_.step_undone(id, step.ordinal));
    }
    return {};
  });
  if (!done) {
    Error error = std::move(done).error();
    error.message = fmt::format("{} {}: {}", id, title, error.message);
    return fail(std::move(error));
  }
  for (const Step& step : entry.plan.steps) entry.steps[step.ordinal].state = "undone";
  return {};
}

}  // namespace lockstep
