#include "cli/online.h"

namespace lockstep {
namespace {

Result<int> run(Context& context) {
  OpenOptions open;
  open.create_sqlite_file = true;
  UpRequest request;
  request.through = Phase::Expand;
  request.record_activation = true;
  LOCKSTEP_CHECK(take_plan_file(context, request));
  return run_up_command(context, open, request);
}

}  // namespace

extern const Command command_expand;
const Command command_expand{
    "expand",
    true,
    "prepare the schema for the new version; the old one goes on",
    R"(Use it before the new version of the application starts, e.g. in a Helm pre-upgrade hook: it adds what the new
version needs and keeps all that the old one uses, and notes that this release was deployed. `backfill` then fills
existing rows; `up` does both at once.)",
    "PATH...",
    "the folder of migrations, or files; default: the folder of the settings",
    setting_options({"run.fresh"}, run_setting_options({plan_file_option()})),
    R"("ran":[],"rows":0,"pending":[],"waited":false)",
    "  lockstep expand --release 2.4.0 migrations\n",
    run,
};

}  // namespace lockstep
