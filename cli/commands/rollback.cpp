#include <fmt/format.h>

#include "cli/online.h"
#include "cli/words.h"

namespace lockstep {
namespace {

/// What will be undone, and what would be lost by it.
void announce(Context& context, const std::vector<UndoStep>& steps) {
  std::string text = steps.empty() ? "nothing to undo\n" : "to undo, in this order:\n";
  for (const UndoStep& step : steps) {
    text += fmt::format("  {} step {}: {} ({})\n", step.migration, step.ordinal, step.title, to_string(step.grade));
    for (const std::string& sql : step.sql) text += indented(sql, "      ");
    if (!step.loses.empty()) {
      text += fmt::format("      {} {}\n", paint(context.terminal.color_err, Style::Yellow, "loses:"), step.loses);
    }
  }
  print_message(context.terminal, text);
}

Result<int> run(Context& context) {
  RollbackRequest request;
  request.to = context.arguments.value("--to");
  request.dry_run = true;
  const bool dry_run = context.arguments.has("--dry-run");
  return run_online(
      context, {}, [&](Database& database, const RunOptions& options, const Environment& environment) -> Result<int> {
        LOCKSTEP_TRY(RollbackReport report, run_rollback(database, request, options, environment));
        announce(context, report.steps);
        if (!dry_run) {
          request.dry_run = false;
          LOCKSTEP_TRY(report, run_rollback(database, request, options, environment));
        }
        if (context.terminal.json) {
          print(context.terminal, rollback_document(report, dry_run));
          return exit_done;
        }
        for (const std::string& id : report.undone) print(context.terminal, fmt::format("undone: {}\n", id));
        if (!report.undone.empty()) {
          print(context.terminal, fmt::format("held until `lockstep resume --id {}`\n", report.undone.back()));
        }
        return exit_done;
      });
}

}  // namespace

extern const Command command_rollback;
const Command command_rollback{
    "rollback",
    true,
    "undo migrations, from the plans in the database",
    R"(Use it when a release is taken back: it says what it will do and what would be lost, and undoes the newest migration
or all after `--to`. It needs no files. The migration is then held, so that restarting pods do not run it again, until
`resume` lets it go on. Mistakes in data need a new migration instead.)",
    "",
    "",
    run_setting_options({{"--to", "ID", "undo everything after this migration, which stays"},
                         {"--dry-run", "", "only say what would be done"},
                         {"--allow-loss", "", "accept that data is lost for good"}}),
    R"("dry_run":false,"steps":[],"undone":[])",
    "  lockstep rollback --dry-run\n"
    "  lockstep rollback --to 0006\n",
    run,
};

}  // namespace lockstep
