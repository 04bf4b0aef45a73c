#include <fmt/format.h>

#include "cli/online.h"

namespace lockstep {
namespace {

Result<int> run(Context& context) {
  const std::string id = context.arguments.value("--id");
  if (id.empty()) return fail(ErrorCode::Input, "`resume` wants the migration", "e.g. `lockstep resume --id 0007`");
  return run_online(
      context, {}, [&](Database& database, const RunOptions& options, const Environment& environment) -> Result<int> {
        LOCKSTEP_CHECK(run_resume(database, id, options, environment));
        print(context.terminal, context.terminal.json ? run_document({}) : fmt::format("{} may run again\n", id));
        return exit_done;
      });
}

}  // namespace

extern const Command command_resume;
const Command command_resume{
    "resume",
    true,
    "let a migration run again that was rolled back",
    R"(Use it after `rollback`, when the migration's file is put right: the next `up` or `expand` plans it afresh. A run that
was merely interrupted needs no `resume`: start the same command again.)",
    "",
    "",
    {{"--id", "ID", "the migration"}},
    R"("ran":[],"rows":0,"pending":[],"waited":false)",
    "  lockstep resume --id 0007\n",
    run,
};

}  // namespace lockstep
