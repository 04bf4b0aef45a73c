// The journal's tables (docs/journal.md) as typed operations. Only this file and journal.cpp know their names.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/database.h"
#include "engine/plan/plan.h"

namespace lockstep {

inline constexpr int journal_format = 1;

struct StepRecord {
  int ordinal = 0;
  std::string state = "pending";  ///< pending, running, done, undone
  std::string started_at, finished_at;
  int64_t elapsed_ms = -1;
  int64_t lock_wait_ms = 0;
  int64_t rows = -1;
  int attempts = 0;
  std::string error;
};

/// One planned migration as the journal knows it.
struct JournalEntry {
  Plan plan;
  std::string state = "open";  ///< open, rolling back, held
  std::string release;
  std::string planned_at, backfilled_at, contracted_at, purged_at;
  double contracted_seconds_ago = -1;  ///< by the database's clock; -1: not contracted
  double backfilled_seconds_ago = -1;
  std::map<int, StepRecord> steps;

  [[nodiscard]] bool done(const Step& step) const;
  /// Every step of `phase` that is not a purge is done.
  [[nodiscard]] bool done(Phase phase) const;
  [[nodiscard]] bool anything_done() const;
};

/// One piece of a backfill. Keys are vectors of text, one a key column; nothing: open end.
struct RangeRecord {
  int number = 1;
  std::optional<std::vector<std::string>> lower, upper, position;
  int64_t rows = 0, walked = 0, total = 0;
  int pass = 1;
  std::map<std::string, std::string> bound;
  bool done = false;
};

struct LeaseRecord {
  int64_t token = 0;
  std::string owner;
  std::vector<Session> sessions;
  bool released = true;
};

struct ActivationRecord {
  std::string release;
  std::vector<std::string> ids;
};

/// Bound to one database and one project; borrows the database. No call opens a transaction unless it says so.
class Journal {
 public:
  Journal(Database& database, std::string project) : database_(database), project_(std::move(project)) {}

  [[nodiscard]] const std::string& project() const { return project_; }
  [[nodiscard]] std::string table(std::string_view name) const;  ///< lockstep.step or lockstep_step
  [[nodiscard]] std::string now() const;                         ///< SQL for the database's clock

  [[nodiscard]] Result<bool> exists();
  /// Creates what is missing. Call it under the runner lock. Failed with help when the rights are missing.
  [[nodiscard]] Status create();
  /// Incompatible when the journal is newer than this program.
  [[nodiscard]] Status check_format();

  /// All migrations in the order in which they were planned.
  [[nodiscard]] Result<std::vector<JournalEntry>> load();
  [[nodiscard]] Status add(const Plan& plan, const std::string& release);
  /// Forgets a held migration, so that its file is planned afresh.
  [[nodiscard]] Status remove(const std::string& migration);
  [[nodiscard]] Status set_state(const std::string& migration, std::string_view state);
  /// `column` is backfilled_at, contracted_at or purged_at.
  [[nodiscard]] Status mark_time(const std::string& migration, std::string_view column);

  [[nodiscard]] Status step_running(const std::string& migration, int ordinal);
  [[nodiscard]] Status step_done(const std::string& migration, int ordinal, int64_t elapsed_ms, int64_t lock_wait_ms,
                                 int64_t rows);
  [[nodiscard]] Status step_failed(const std::string& migration, int ordinal, const std::string& error);
  [[nodiscard]] Status step_undone(const std::string& migration, int ordinal);
  /// Only Step::undo_after is left.
  [[nodiscard]] Status step_undoing(const std::string& migration, int ordinal);

  [[nodiscard]] Result<std::vector<RangeRecord>> ranges(const std::string& migration, int step);
  [[nodiscard]] Status add_range(const std::string& migration, int step, const RangeRecord& range, int64_t token);
  [[nodiscard]] Status restart_range(const std::string& migration, int step, int number, int pass, int64_t token);
  [[nodiscard]] Status finish_range(const std::string& migration, int step, int number, int64_t token);
  /// Gives every unfinished range to the runner with `token`; waits for an open chunk of the one before.
  [[nodiscard]] Status take_ranges(int64_t token);
  /// Removes the ranges of a step that was undone.
  [[nodiscard]] Status drop_ranges(const std::string& migration, int step);

  [[nodiscard]] Result<LeaseRecord> lease();
  /// Takes the next token. Call it under the runner lock, when the sessions of the lease are gone.
  [[nodiscard]] Result<int64_t> take_lease(const std::string& owner, const std::vector<Session>& sessions);
  [[nodiscard]] Status release_lease(int64_t token);
  /// Locks the lease row inside the open transaction and makes sure that `token` is still ours; Retryable if not.
  [[nodiscard]] Status hold_lease(int64_t token);

  [[nodiscard]] Status event(const std::string& migration, int step, std::string_view kind, const std::string& who,
                             const std::string& detail_json = "{}");
  [[nodiscard]] Status activate(const std::string& release, const std::vector<std::string>& ids);
  /// The newest activations first, distinct releases only.
  [[nodiscard]] Result<std::vector<ActivationRecord>> activations(int limit);

 private:
  [[nodiscard]] Status set_step(const std::string& migration, int ordinal, const std::string& state);

  Database& database_;
  std::string project_;
};

/// Key values as the journal keeps them: ["12","a"]; "" for nothing.
[[nodiscard]] std::string key_to_json(const std::vector<std::string>& key);
[[nodiscard]] std::vector<std::string> key_from_json(const std::string& json);

}  // namespace lockstep
