#include <fmt/format.h>

#include "cli/online.h"
#include "cli/words.h"

namespace lockstep {
namespace {

bool under_way(const MigrationStatus& migration) {
  return migration.state != MigrationState::Pending && migration.state != MigrationState::Contracted;
}

std::string step_line(const StepStatus& step) {
  std::string out =
      fmt::format("        {:<9} {:>2} {:<8} {}", to_string(step.phase), step.ordinal, step.state, step.title);
  if (step.elapsed_ms >= 0) out += fmt::format(", {}", duration_in_words(step.elapsed_ms));
  if (step.rows >= 0) out += fmt::format(", {} rows", grouped(step.rows));
  out += '\n';
  if (!step.error.empty()) out += indented("last error: " + step.error, "            ");
  return out;
}

std::string migration_lines(const MigrationStatus& migration, bool color) {
  std::string out =
      fmt::format("  {} {:<32} {}", migration.id, migration.name,
                  paint(color, under_way(migration) ? Style::Bold : Style::Plain, to_string(migration.state)));
  if (migration.fraction >= 0) {
    out += fmt::format("  {:.0f} %, {} rows", migration.fraction * 100, grouped(migration.rows_done));
  }
  if (migration.file_missing) out += "  (file missing)";
  if (migration.file_change == "bytes") out += "  (file edited since, the statements are the same)";
  if (migration.file_change == "tokens") out += "  (file edited since: the statements differ)";
  out += '\n';
  if (under_way(migration)) {
    for (const StepStatus& step : migration.steps) out += step_line(step);
  }
  if (!migration.quarantine_until.empty())
    out += fmt::format("        kept for undo until {}\n", migration.quarantine_until);
  if (!migration.next.empty() && migration.state != MigrationState::Pending)
    out += fmt::format("        next: {}\n", migration.next);
  return out;
}

std::string status_text(const StatusReport& report, bool color) {
  std::string out = fmt::format("database  {}\nproject   {}\nrunner    {}\n\n", report.database, report.project,
                                report.runner.empty() ? "nobody runs now" : report.runner);
  if (!report.journal_exists) out += "lockstep has not run on this database yet\n\n";
  for (const MigrationStatus& migration : report.migrations) out += migration_lines(migration, color);
  const std::string nothing =
      report.migrations.empty() ? "lockstep up, when there are migrations" : "nothing, all is done";
  out += fmt::format("\nnext: {}\n", report.next.empty() ? nothing : report.next);
  return out;
}

Result<int> run(Context& context) {
  OpenOptions open;
  open.read_only = true;
  return run_online(
      context, open, [&](Database& database, const RunOptions& options, const Environment&) -> Result<int> {
        // The journal has a story to tell even where the files are not at hand, or broken.
        Result<std::vector<Migration>> migrations = read_migrations(context.paths(), database.dialect());
        if (!migrations && !context.arguments.positional.empty()) return fail(migrations.error());
        if (!migrations) print_warning(context.terminal, migrations.error().message);
        LOCKSTEP_TRY(const StatusReport report,
                     read_status(database, migrations.value_or(std::vector<Migration>{}), options.project));
        print(context.terminal,
              context.terminal.json ? status_document(report) : status_text(report, context.terminal.color_out));
        return exit_done;
      });
}

}  // namespace

extern const Command command_status;
const Command command_status{
    "status",
    true,
    "show what has run, what is left and who is running",
    R"(Use it at any time, beside a run too: it only reads and takes no lock. `plan` shows what a migration will do before
it runs.)",
    "PATH...",
    "the folder of migrations, or files; default: the folder of the settings",
    {},
    R"("database":"","project":"","journal":false,"runner":null,"migrations":[],"next":null)",
    R"(  lockstep status --database sqlite:shop.db
  lockstep status --format json | jq '.migrations[] | select(.state != "contracted")'
)",
    run,
};

}  // namespace lockstep
