#include "cli/online.h"

namespace lockstep {
namespace {

Result<int> run(Context& context) {
  const Arguments& arguments = context.arguments;
  ContractRequest request;
  request.id = arguments.value("--id");
  request.all = arguments.has("--all");
  request.if_ready = arguments.has("--if-ready");
  request.purge = arguments.has("--purge");
  request.purge_now = arguments.value("--purge") == "now";
  if (request.all && !request.id.empty()) {
    return fail(ErrorCode::Input, "`--id` and `--all` exclude each other", "give one of them");
  }
  if (request.purge_now && !arguments.has("--allow-loss")) {
    return fail(ErrorCode::Input, "`--purge=now` deletes what is kept for an undo",
                "add `--allow-loss` if that is meant, or `--purge` for what was kept long enough");
  }
  return run_migrations(context, {},
                        [&](Database& database, const std::vector<Migration>& migrations, const RunOptions& options,
                            const Environment& environment, RunReport& report) {
                          return run_contract(database, migrations, request, options, environment, report);
                        });
}

}  // namespace

extern const Command command_contract;
const Command command_contract{
    "contract",
    true,
    "take away what only older versions needed",
    R"(Use it when the old version of the application is gone: it runs the contracts that are due and names the others.
What is dropped is kept aside for a while, so that `rollback` can bring it back, until `--purge`. `status` shows what
is due, `up --contract` runs it together with what is new.)",
    "PATH...",
    "the folder of migrations, or files; default: the folder of the settings",
    run_setting_options({{"--id", "ID", "only this migration, due or not"},
                         {"--all", "", "all migrations, due or not"},
                         {"--if-ready", "", "exit 0, not 5, when a gate is closed"},
                         {"--purge", "[=now]", "delete what was kept for long enough; `--purge=now` everything kept"},
                         {"--allow-loss", "", "accept that data is lost for good"}}),
    R"("ran":[],"rows":0,"pending":[],"waited":false)",
    "  lockstep contract\n"
    "  lockstep contract --id 0007\n"
    "  lockstep contract --all --purge=now --allow-loss\n",
    run,
};

}  // namespace lockstep
