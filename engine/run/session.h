// One run: the runner lock, the lease, and the running of single steps under both. Used by up, contract, rollback.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/run/journal.h"
#include "engine/run/runner.h"

namespace lockstep {

/// Holds the runner lock and the lease of a project from open() to its end. Borrows all that it is given.
class RunSession {
 public:
  RunSession(Database& database, Journal& journal, const RunOptions& options, const Environment& environment);
  RunSession(const RunSession&) = delete;
  RunSession& operator=(const RunSession&) = delete;
  ~RunSession();  ///< releases lease and lock; errors are of no consequence, the lock ends with the process

  /// Waits for the runner lock (up to options.wait_runner_ms), creates the journal, makes sure that the runner before
  /// is gone and takes the lease. Retryable when another runner stays.
  [[nodiscard]] Status open();

  /// Runs one step and records it. What was done before a failure stays recorded.
  [[nodiscard]] Status run(JournalEntry& entry, const Step& step);

  /// Runs Step::undo_before or undo_after.
  [[nodiscard]] Status undo_outside(const std::string& id, const Step& step,
                                    const std::vector<std::string>& statements);
  /// Runs the undo of one step that is done, and records it.
  [[nodiscard]] Status undo(JournalEntry& entry, const Step& step);

  /// Runs Plan::written_undo in one transaction and records all steps as undone. Failed, with nothing changed, when the
  /// schema is not as `expected` says afterwards.
  [[nodiscard]] Status undo_as_written(JournalEntry& entry, const CatalogDescription& expected);

  /// A transaction in which the lease is held: the only way to write to the journal.
  [[nodiscard]] Status fenced(const Limits& limits, const std::function<Status()>& body);

  [[nodiscard]] bool stopping() const;
  [[nodiscard]] Status check_stop() const;  ///< Retryable once SIGTERM came or the deadline passed
  void log(const std::string& line) const;

  [[nodiscard]] Database& database() { return database_; }
  [[nodiscard]] Journal& journal() { return journal_; }
  [[nodiscard]] const RunOptions& options() const { return options_; }
  [[nodiscard]] const Environment& environment() const { return environment_; }
  [[nodiscard]] int64_t token() const { return token_; }
  int64_t rows_changed = 0;  ///< by backfills of this run

 private:
  [[nodiscard]] Status run_sql(const JournalEntry& entry, const Step& step, int64_t& lock_wait_ms);
  [[nodiscard]] Status run_outside_transaction(const JournalEntry& entry, const Step& step);
  [[nodiscard]] Status run_check(const Step& step);
  /// Rebuilds the table of a Rebuild step with `edits`; `record` is the journal's part of the transaction.
  [[nodiscard]] Status run_rebuild(const Step& step, const std::vector<TableEdit>& edits,
                                   const std::function<Status()>& record);
  /// Runs `body` in fenced transactions under a short lock timeout until it gets its locks.
  [[nodiscard]] Status with_short_locks(const std::vector<RelationLock>& locks, const std::string& title,
                                        int64_t& lock_wait_ms, const std::function<Status()>& body);
  [[nodiscard]] Status wait_for_predecessor(const LeaseRecord& lease);

  Database& database_;
  Journal& journal_;
  const RunOptions& options_;
  const Environment& environment_;
  int64_t started_ms_ = 0;
  int64_t token_ = 0;
  bool locked_ = false;
};

/// Runs a backfill step to its end, chunk by chunk (engine/run/backfill.cpp).
[[nodiscard]] Result<int64_t> run_backfill(RunSession& session, const JournalEntry& entry, const Step& step);

}  // namespace lockstep
