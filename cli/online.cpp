#include "cli/online.h"

#include <unistd.h>
#include <chrono>
#include <climits>

#include <fmt/format.h>

#include "cli/progress.h"
#include "cli/stop.h"
#include "cli/words.h"

namespace lockstep {
namespace {

int64_t monotonic_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

/// Who runs, for the people who meet the lease of this runner.
std::string owner() {
  char name[HOST_NAME_MAX + 1] = {};
  if (gethostname(name, sizeof name - 1) != 0) name[0] = '\0';
  return fmt::format("{} pid {}", name[0] == '\0' ? "unknown host" : name, getpid());
}

FreshMode fresh_mode(const Settings& settings) {
  const std::string mode = settings.text("run.fresh");
  return mode == "never" ? FreshMode::Never : mode == "require" ? FreshMode::Require : FreshMode::Auto;
}

int chunk_target_ms(const Settings& settings) {
  const std::string pace = settings.text("backfill.pace");
  return pace == "gentle" ? 2 : pace == "fast" ? 20 : 5;
}

Status require_database(const Settings& settings) {
  if (settings.has("database")) return {};
  return fail(ErrorCode::Input, "no database is given",
              "name it with `--database postgresql://user@host/name` or `--database sqlite:path/to/file.db`,\n"
              "      or set the variable LOCKSTEP_DATABASE (or DATABASE_URL) to the same");
}

RunOptions run_options(const Context& context) {
  const Settings& settings = context.settings;
  RunOptions options;
  options.project = settings.text("project");
  options.release = settings.text("release");
  options.owner = owner();
  options.fresh = fresh_mode(settings);
  options.deadline_ms = settings.milliseconds("run.deadline");
  options.wait_runner_ms = settings.milliseconds("run.wait-runner");
  options.lock_timeout_ms = static_cast<int>(std::min<int64_t>(settings.milliseconds("run.lock-timeout"), INT_MAX));
  options.chunk_target_ms = chunk_target_ms(settings);
  options.chunk_rows = settings.number("backfill.chunk-rows");
  if (settings.has("backfill.pause")) {
    options.chunk_pause_ms = static_cast<int>(std::min<int64_t>(settings.milliseconds("backfill.pause"), INT_MAX));
  }
  options.allow_loss = context.arguments.has("--allow-loss");
  return options;
}

/// Prints what a run did and what it left, and gives the exit code.
int report_run(Terminal& terminal, const RunReport& report) {
  if (terminal.json) {
    print(terminal, run_document(report));
    return report.waited ? exit_waiting : exit_done;
  }
  if (report.ran.empty()) print(terminal, "nothing to do\n");
  for (const std::string& part : report.ran) print(terminal, fmt::format("done: {}\n", part));
  if (report.rows > 0) print(terminal, fmt::format("rows changed by backfills: {}\n", grouped(report.rows)));
  if (!report.pending.empty()) print(terminal, "left for later:\n");
  for (const Pending& pending : report.pending) {
    print(terminal, fmt::format("  {} {}  {}: {}\n", pending.id, pending.name, to_string(pending.phase), pending.why));
  }
  return report.waited ? exit_waiting : exit_done;
}

}  // namespace

Result<std::unique_ptr<Database>> connect(const Context& context, const OpenOptions& options) {
  const Settings& settings = context.settings;
  LOCKSTEP_CHECK(require_database(settings));
  LOCKSTEP_TRY(std::unique_ptr<Database> database, open_database(settings.text("database"), options));
  if (settings.has("dialect") && settings.dialect() != database->dialect()) {
    return fail(ErrorCode::Input,
                fmt::format("the dialect is set to {} ({}), but the database is {}", settings.text("dialect"),
                            settings.origin("dialect"), database->display_name()),
                "leave the dialect out, or give the database that it fits");
  }
  return database;
}

Status refuse_errors(Context& context, const std::vector<Migration>& migrations, Dialect dialect) {
  size_t problems = 0;
  for (const Migration& migration : migrations) {
    std::string text = render_errors(migration);
    for (const Diagnostic& finding : migration.findings) {
      if (finding.severity == Severity::Error) text += render_text(finding, migration.file);
    }
    if (text.empty()) continue;
    ++problems;
    print_message(context.terminal, text);
  }
  if (problems == 0) return {};
  return fail(ErrorCode::Input,
              fmt::format("{} cannot be read as {}", counted(problems, "file"),
                          dialect == Dialect::SQLite ? "SQLite's SQL" : "PostgreSQL's SQL"),
              "nothing was run; put right what is shown above");
}

Result<std::vector<Migration>> load_migrations(Context& context, Dialect dialect) {
  LOCKSTEP_TRY(std::vector<Migration> migrations, read_migrations(context.paths(), dialect));
  LOCKSTEP_CHECK(refuse_errors(context, migrations, dialect));
  return migrations;
}

Result<int> run_online(Context& context, const OpenOptions& open, const Work& work) {
  StopSignals signals(context.terminal, context.settings.milliseconds("run.grace"));
  LOCKSTEP_TRY(const std::unique_ptr<Database> database, connect(context, open));
  signals.watch(database.get());
  ProgressView progress(context.terminal, monotonic_ms, context.settings.milliseconds("run.log-interval"));
  Environment environment;
  environment.now_ms = monotonic_ms;
  environment.sleep_ms = [&signals](int milliseconds) { signals.sleep(milliseconds); };
  environment.stop = &signals.flag();
  environment.observer = progress.observer();
  Result<int> code = work(*database, run_options(context), environment);
  signals.watch(nullptr);
  return code;
}

Result<int> run_migrations(Context& context, const OpenOptions& open, const MigrationWork& work) {
  LOCKSTEP_CHECK(require_database(context.settings));
  LOCKSTEP_TRY(const Dialect dialect, dialect_of_url(context.settings.text("database")));
  LOCKSTEP_TRY(const std::vector<Migration> migrations, load_migrations(context, dialect));
  return run_online(
      context, open,
      [&](Database& database, const RunOptions& options, const Environment& environment) -> Result<int> {
        RunReport report;
        if (Status done = work(database, migrations, options, environment, report); !done) {
          context.told = run_document(report);
          return fail(std::move(done).error());
        }
        return report_run(context.terminal, report);
      });
}

Result<int> run_up_command(Context& context, const OpenOptions& open, const UpRequest& request) {
  return run_migrations(context, open,
                        [&](Database& database, const std::vector<Migration>& migrations, const RunOptions& options,
                            const Environment& environment, RunReport& report) {
                          return run_up(database, migrations, request, options, environment, report);
                        });
}

std::vector<Option> run_setting_options(std::vector<Option> others) {
  return setting_options({"run.lock-timeout", "run.wait-runner", "run.deadline", "run.grace", "run.log-interval",
                          "backfill.pace", "backfill.chunk-rows", "backfill.pause"},
                         std::move(others));
}

}  // namespace lockstep
