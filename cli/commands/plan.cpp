#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "cli/judged_files.h"
#include "cli/online.h"
#include "cli/plan_view.h"
#include "cli/words.h"
#include "engine/rules/follow.h"

namespace lockstep {
namespace {

/// The plans to show, and what they were made from.
struct Planned {
  std::vector<Migration> migrations;
  std::vector<PlannedMigration> plans;
  std::vector<size_t> shown;  ///< for each plan, the index of its migration
  PlanOptions options;
};

/// Which migrations the user asked for: `--id`, the last N, or all.
Result<std::vector<size_t>> choose(const Arguments& arguments, const History& history) {
  const std::vector<MigrationText>& migrations = history.migrations;
  std::vector<size_t> chosen;
  const std::string id = arguments.value("--id");
  const auto last = static_cast<size_t>(std::atoi(arguments.value("--last", "0").c_str()));
  for (size_t i = 0; i < migrations.size(); ++i) {
    if (!history.asked[i]) continue;
    const bool wanted = id.empty() ? last == 0 || i + last >= migrations.size() : migrations[i].id == id;
    if (wanted) chosen.push_back(i);
  }
  if (chosen.empty()) {
    return fail(ErrorCode::Input, fmt::format("there is no migration with the id {}", id),
                fmt::format("the last one is {}", migrations.back().id));
  }
  return chosen;
}

/// What was named, with what stands before it.
Result<History> load_history(Context& context) {
  LOCKSTEP_TRY(const NamedFiles named, named_files(context));
  std::vector<std::string> remarks;
  LOCKSTEP_TRY(std::vector<History> histories, find_histories(named, context.settings, remarks));
  for (const std::string& remark : remarks) print_warning(context.terminal, remark);
  if (histories.size() != 1) {
    return fail(ErrorCode::Input, "the files stand in several folders, which are histories of their own",
                "run `lockstep plan` for each of them");
  }
  return std::move(histories.front());
}

/// Without a database every migration is planned as if it were the next release: all before it have run to their end.
Result<Planned> plan_offline(Context& context) {
  Planned out;
  out.options.dialect = context.settings.dialect();
  if (context.settings.has("server-version")) out.options.server_version = context.settings.number("server-version");
  LOCKSTEP_TRY(Catalog catalog, starting_catalog(context.settings));
  LOCKSTEP_TRY(History history, load_history(context));
  const Result<std::vector<size_t>> chosen = choose(context.arguments, history);
  out.migrations = parse_all(history, context.settings);
  LOCKSTEP_CHECK(refuse_errors(context, out.migrations, context.settings.dialect()));
  LOCKSTEP_TRY(out.shown, chosen);
  const std::span<const Migration> all(out.migrations);
  for (const Migration& earlier : all.first(out.shown.front())) follow(earlier, catalog, out.options.server_version);
  out.options.separate_releases = true;
  const auto span = all.subspan(out.shown.front(), out.shown.back() - out.shown.front() + 1);
  std::vector<PlannedMigration> plans = make_plans(span, std::move(catalog), {}, out.options);
  // Between those that were asked for there may be others.
  for (const size_t shown : out.shown) out.plans.push_back(std::move(plans[shown - out.shown.front()]));
  return out;
}

/// With a database, what the next run would do.
Result<Planned> plan_online(Context& context) {
  Planned out;
  const Work work = [&](Database& database, const RunOptions& options, const Environment&) -> Result<int> {
    out.options.dialect = database.dialect();
    out.options.server_version = database.server_version();
    LOCKSTEP_TRY(out.migrations, load_migrations(context, database.dialect()));
    LOCKSTEP_TRY(out.plans, preview_plans(database, out.migrations, options));
    return exit_done;
  };
  OpenOptions open;
  open.read_only = true;
  LOCKSTEP_CHECK(run_online(context, open, work));
  for (const PlannedMigration& planned : out.plans) {
    const auto found = std::find_if(out.migrations.begin(), out.migrations.end(),
                                    [&](const Migration& migration) { return migration.id == planned.plan.migration; });
    out.shown.push_back(static_cast<size_t>(found - out.migrations.begin()));
  }
  return out;
}

Result<int> run(Context& context) {
  LOCKSTEP_TRY(const Planned planned,
               context.arguments.has("--database") ? plan_online(context) : plan_offline(context));
  std::vector<PlanView> views;
  bool refused = false;
  for (size_t i = 0; i < planned.plans.size(); ++i) {
    views.push_back({&planned.migrations[planned.shown[i]], &planned.plans[i]});
    refused = refused || !planned.plans[i].refusals.empty();
  }
  Terminal& terminal = context.terminal;
  if (terminal.json) {
    print(terminal, plan_document(views, planned.options));
  } else {
    if (views.empty()) print(terminal, "nothing to run\n");
    for (const PlanView& view : views) {
      if (&view != views.data()) print(terminal, "\n");
      print(terminal, plan_text(view, terminal.color_out));
    }
  }
  if (!refused) return exit_done;
  if (!terminal.json) print_message(terminal, "lockstep: a plan is refused, and nothing of its migration would run\n");
  return exit_input;
}

}  // namespace

extern const Command command_plan;
const Command command_plan{
    "plan",
    false,
    "show what a migration will do, step by step, and how it is undone",
    R"(Use it in review: it shows which steps replace what was written, in which phase they run, what they lock and how they
are undone. Without `--database` each migration is planned as the next release after all before it; with it, what the
next run on that database would do. `lint` only says what is wrong, `analyze` gives the facts of each statement.)",
    "PATH...",
    "a folder, files (planned as if those before them in their folder had run), patterns, or `-`",
    setting_options(
        {"server-version", "schema"},
        {{"--id", "ID", "only this migration"}, {"--last", "N", "only the last N migrations"}, stdin_option}),
    R"("dialect":"","server_version":0,"migrations":[])",
    "  lockstep plan --last 1\n"
    "  lockstep plan --database postgresql://app@localhost/shop\n",
    run,
};

}  // namespace lockstep
