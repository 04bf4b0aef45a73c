#include "cli/online.h"

namespace lockstep {
namespace {

Result<int> run(Context& context) {
  OpenOptions open;
  open.create_sqlite_file = true;
  UpRequest request;
  request.contracts_due = context.arguments.has("--contract");
  request.record_activation = context.arguments.has("--record");
  LOCKSTEP_CHECK(take_plan_file(context, request));
  return run_up_command(context, open, request);
}

}  // namespace

extern const Command command_up;
const Command command_up{
    "up",
    true,
    "run what is new: expand, then backfill",
    R"(Use it on a laptop, in CI and for a first install: it runs expand and backfill of every new migration and stops
before contract, which it names. In a rollout run the parts by themselves: `expand` before the new version starts,
`backfill` beside it, `contract` when the old version is gone.)",
    "PATH...",
    "the folder of migrations, or files; default: the folder of the settings",
    setting_options({"run.fresh"},
                    run_setting_options({{"--contract", "", "also run the contracts that are due"},
                                         {"--record", "", "note that this release was deployed, as `expand` does"},
                                         plan_file_option()})),
    R"("ran":[],"rows":0,"pending":[],"waited":false)",
    "  lockstep up --database sqlite:shop.db migrations\n"
    "  LOCKSTEP_DATABASE=postgresql://app@localhost/shop lockstep up --contract\n",
    run,
};

}  // namespace lockstep
