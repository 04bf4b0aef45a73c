#include "cli/online.h"

namespace lockstep {
namespace {

Result<int> run(Context& context) {
  UpRequest request;
  request.only_backfill = true;
  return run_up_command(context, {}, request);
}

}  // namespace

extern const Command command_backfill;
const Command command_backfill{
    "backfill",
    true,
    "fill existing rows of what is expanded, in small chunks",
    R"(Use it after `expand`, in a Job of its own that may take hours: progress is kept in the database with the rows, so
it may be killed and started again at any time. It plans nothing new; `up` does all at once, `status` shows how far
it is.)",
    "PATH...",
    "the folder of migrations, or files; default: the folder of the settings",
    run_setting_options({}),
    R"("ran":[],"rows":0,"pending":[],"waited":false)",
    "  lockstep backfill --pace gentle\n",
    run,
};

}  // namespace lockstep
