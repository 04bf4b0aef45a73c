// What every command that works on a database does around its own work.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "adapters/open.h"
#include "cli/command.h"
#include "engine/run/runner.h"

namespace lockstep {

/// Opens the database of the settings. Input errors: none is given (names the two ways to give one), or its dialect is
/// not the one that was set.
[[nodiscard]] Result<std::unique_ptr<Database>> connect(const Context& context, const OpenOptions& options);

/// Refuses, after showing all of them, syntax errors and directives that cannot be understood.
[[nodiscard]] Status refuse_errors(Context& context, const std::vector<Migration>& migrations, Dialect dialect);

/// Reads the command's migrations, and refuses errors as above.
[[nodiscard]] Result<std::vector<Migration>> load_migrations(Context& context, Dialect dialect);

/// What a command does with the database it asked for.
using Work = std::function<Result<int>(Database& database, const RunOptions& options, const Environment& environment)>;

/// Opens the database and runs `work` with signals watched and progress shown.
[[nodiscard]] Result<int> run_online(Context& context, const OpenOptions& open, const Work& work);

/// The same for commands that run migrations: those are read first, so that bad input is told before the database is
/// touched, or made. Prints what the run did and what it left, also when it failed half way.
using MigrationWork = std::function<Status(Database& database, const std::vector<Migration>& migrations,
                                           const RunOptions& options, const Environment& environment,
                                           RunReport& report)>;
[[nodiscard]] Result<int> run_migrations(Context& context, const OpenOptions& open, const MigrationWork& work);

/// The plans of a document that `plan --format json` wrote. Input errors: it cannot be read, is none, or holds a
/// refused plan.
[[nodiscard]] Result<std::vector<Plan>> read_plan_file(const std::string& path);

/// `--plan FILE` of `up` and `expand`.
[[nodiscard]] Status take_plan_file(const Context& context, UpRequest& request);
[[nodiscard]] Option plan_file_option();

/// `up`, `expand` and `backfill` are one operation with different requests.
[[nodiscard]] Result<int> run_up_command(Context& context, const OpenOptions& open, const UpRequest& request);

/// Keys of the settings that runs heed, for Command::options.
[[nodiscard]] std::vector<Option> run_setting_options(std::vector<Option> others);

/// JSON documents of docs/schemas: run.json, rollback.json, status.json, plan.json.
[[nodiscard]] std::string run_document(const RunReport& report);
[[nodiscard]] std::string rollback_document(const RollbackReport& report, bool dry_run);
[[nodiscard]] std::string status_document(const StatusReport& report);

}  // namespace lockstep
