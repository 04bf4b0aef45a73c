// Runs plans against a database: the operations behind `up`, `expand`, `backfill`, `contract`, `rollback`, `status`.
// Progress lives in the journal only (docs/journal.md), so that a run may end at any moment and go on in another
// process. Nothing here reads a clock, sleeps or prints by itself: Environment does.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/database.h"
#include "engine/plan/make_plan.h"
#include "engine/plan/plan.h"
#include "migrations/migration.h"

namespace lockstep {

/// What a run tells while it goes on. All functions may be empty.
struct Observer {
  std::function<void(const std::string& line)> log;  ///< one line for a person, no newline
  std::function<void(const Plan&, const Step&)> step_started;
  std::function<void(const Plan&, const Step&, int64_t elapsed_ms)> step_done;

  struct Progress {
    std::string migration, table;
    int64_t rows_done = 0;       ///< changed so far, earlier runs included
    double fraction = 0;         ///< of the key range walked, 0 to 1
    double rows_per_second = 0;  ///< of this run, smoothed
    double seconds_left = -1;    ///< -1: not known yet
    std::string hold;            ///< why it waits; empty when it does not
  };
  std::function<void(const Progress&)> progress;  ///< after every chunk
};

/// The outside world of a run.
struct Environment {
  std::function<int64_t()> now_ms;           ///< a monotonic clock
  std::function<void(int ms)> sleep_ms;      ///< returns early when `stop` is set
  const std::atomic<bool>* stop = nullptr;   ///< set by SIGTERM: end after the current chunk or step
  Observer observer;
};

enum class FreshMode : uint8_t { Auto, Never, Require };

struct RunOptions {
  std::string project = "default";
  std::string release;          ///< may be empty
  std::string owner;            ///< "host pid 123": who runs, for people
  FreshMode fresh = FreshMode::Auto;
  int64_t deadline_ms = 0;      ///< for the whole run, from its start; 0: none
  int64_t wait_runner_ms = 600'000;  ///< how long to wait for another runner to end
  int lock_timeout_ms = 100;    ///< of one attempt to get a strong lock
  int chunk_target_ms = 5;      ///< time that one chunk should take
  int chunk_rows = 0;           ///< fixed rows per chunk; 0: by time
  int chunk_pause_ms = -1;      ///< pause between chunks; -1: the default of the database
  bool allow_loss = false;
};

/// A migration that a run left for later, and why.
struct Pending {
  std::string id, name;
  Phase phase = Phase::Contract;
  std::string why;  ///< "due: `lockstep contract`", "release 2.3 is the only one known that has it", "held" ...
  bool due = false;
};

/// What a run did. A run that fails leaves what it did until then.
struct RunReport {
  std::vector<std::string> ran;  ///< "0007 expand", in order
  std::vector<Pending> pending;
  int64_t rows = 0;              ///< changed by backfills
  bool waited = false;           ///< something that was asked for could not run yet: exit 5
};

/// What `up`, `expand` and `backfill` do: plans what is new in `migrations`, and runs it up to the end of `through`.
/// `contracts_due` also runs the contracts that are due. Errors as their exit codes say (docs/exit-codes.md).
struct UpRequest {
  Phase through = Phase::Backfill;
  bool only_backfill = false;   ///< `backfill`: go on with what is expanded, plan nothing new
  bool contracts_due = false;
  bool record_activation = false;
  /// Plans that were looked at before: they run instead of fresh ones, or nothing does.
  std::optional<std::vector<Plan>> reviewed;
};
[[nodiscard]] Status run_up(Database& database, const std::vector<Migration>& migrations, const UpRequest& request,
                            const RunOptions& options, const Environment& environment, RunReport& report);

struct ContractRequest {
  std::string id;          ///< one migration; empty: those that are due
  bool all = false;        ///< all, due or not
  bool if_ready = false;   ///< a closed gate is not an error
  bool purge = false;      ///< drop what quarantine has kept for long enough
  bool purge_now = false;  ///< drop it at once; needs allow_loss
};
[[nodiscard]] Status run_contract(Database& database, const std::vector<Migration>& migrations,
                                  const ContractRequest& request, const RunOptions& options,
                                  const Environment& environment, RunReport& report);

/// One step that a rollback would run.
struct UndoStep {
  std::string migration;
  int ordinal = 0;
  std::string title;
  std::vector<std::string> sql;
  Reversible grade = Reversible::Lossless;
  std::string loses;  ///< what is lost; empty for nothing
};

struct RollbackRequest {
  std::string to;        ///< id that stays; empty: only the newest migration that has run is undone
  bool dry_run = false;
};
struct RollbackReport {
  std::vector<UndoStep> steps;  ///< in the order in which they run (or would)
  std::vector<std::string> undone;  ///< ids
};
/// Needs no files. A lossy step without allow_loss is refused before anything runs (Input); a step that cannot be
/// undone likewise.
[[nodiscard]] Result<RollbackReport> run_rollback(Database& database, const RollbackRequest& request,
                                                  const RunOptions& options, const Environment& environment);

/// Lifts the hold that a rollback left: the file is planned afresh by the next run.
[[nodiscard]] Status run_resume(Database& database, const std::string& id, const RunOptions& options,
                                const Environment& environment);

enum class MigrationState : uint8_t {
  Pending,     ///< not in the journal
  Expanding, Expanded, Backfilling, Backfilled, Contracting, Contracted,
  Held,        ///< rolled back; waits for `resume`
  RollingBack,
};
[[nodiscard]] std::string_view to_string(MigrationState state);

struct StepStatus {
  int ordinal = 0;
  Phase phase = Phase::Expand;
  std::string title;
  std::string state;  ///< "pending", "running", "done", "undoing", "undone"
  int64_t elapsed_ms = -1;
  int64_t rows = -1;
  std::string started_at;  ///< the database's clock
  std::string error;       ///< of the last attempt
};

struct MigrationStatus {
  std::string id, name;
  MigrationState state = MigrationState::Pending;
  bool fresh = false;
  bool file_missing = false;   ///< in the journal, not in the folder
  std::string file_change;     ///< "bytes" or "tokens" when the file differs from what ran; else empty
  std::vector<StepStatus> steps;
  int64_t rows_done = 0;
  double fraction = -1;        ///< of a running backfill
  std::string planned_at, settled_at;
  std::string quarantine_until;  ///< empty: nothing in quarantine
  std::string next;            ///< what a person would type next, or why it waits; empty when nothing is left
};

struct StatusReport {
  std::string database, project;
  bool journal_exists = false;
  std::string runner;          ///< who runs now; empty: nobody
  std::vector<MigrationStatus> migrations;  ///< the folder's and the journal's, in order
  std::string next;            ///< the one next command
};
/// Reads only; takes no lock. `migrations` may be empty (status without a folder).
[[nodiscard]] Result<StatusReport> read_status(Database& database, const std::vector<Migration>& migrations,
                                               const std::string& project);

/// The plans that a run would make now, without writing anything: `lockstep plan --database`.
[[nodiscard]] Result<std::vector<PlannedMigration>> preview_plans(Database& database,
                                                                  const std::vector<Migration>& migrations,
                                                                  const RunOptions& options);

}  // namespace lockstep
