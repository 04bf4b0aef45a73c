#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "cli/judged_files.h"
#include "cli/online.h"
#include "cli/plan_view.h"
#include "cli/table_stats.h"
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
  if (context.settings.has("lint.stats")) {
    LOCKSTEP_TRY(const TableSizes sizes, read_table_stats(context.settings.text("lint.stats")));
    for (const auto& [table, size] : sizes) {
      catalog.relations.change(table, [&](CatalogRelation& relation) { relation.bytes = size.bytes; });
    }
  }
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

/// The first plan that is refused, as an error: half of a history is no script.
Status check_all_refusals(const std::vector<PlanView>& views) {
  for (const PlanView& view : views) LOCKSTEP_CHECK(check_refusals(*view.migration, *view.planned));
  return {};
}

Result<std::string> shown(const std::vector<PlanView>& views, const PlanOptions& options, const Context& context) {
  const std::string format = context.settings.text("format");
  if (format == "json") return plan_document(views, options);
  if (format == "markdown") return plan_markdown(views);
  if (format == "html") return plan_html(views);
  if (format == "sql") {
    LOCKSTEP_CHECK(check_all_refusals(views));
    return plan_sql(views, options);
  }
  std::string out = views.empty() ? "nothing to run\n" : "";
  for (const PlanView& view : views) {
    if (&view != views.data()) out += "\n";
    out += plan_text(view, context.terminal.color_out);
  }
  return out;
}

Result<std::string> emitted(const std::vector<PlanView>& views, const Context& context) {
  LOCKSTEP_CHECK(check_all_refusals(views));
  LOCKSTEP_TRY(const std::vector<PlanFile> files, plan_files(views));
  LOCKSTEP_TRY(const std::vector<std::string> written,
               write_plan_files(files, context.arguments.value("--emit-dir"), context.arguments.has("--force")));
  std::string out = written.empty() ? "nothing to run\n" : "";
  for (const std::string& path : written) out += path + "\n";
  return out;
}

Status check_emission(const Context& context) {
  const bool emit = context.arguments.has("--emit-dir");
  if (context.arguments.has("--force") && !emit) {
    return fail(ErrorCode::Input, "`--force` says what `--emit-dir` may replace, but there is no `--emit-dir`",
                "give both");
  }
  if (emit && context.arguments.value("--emit-dir").empty()) {
    return fail(ErrorCode::Input, "`--emit-dir` wants a folder", "name one: `--emit-dir DIR`");
  }
  if (emit && context.settings.text("format") != "text") {
    return fail(ErrorCode::Input, "`--emit-dir` writes SQL and lists the files, whatever the format",
                "leave `--format` out");
  }
  return {};
}

Result<int> run(Context& context) {
  LOCKSTEP_CHECK(check_emission(context));
  LOCKSTEP_TRY(const Planned planned,
               context.arguments.has("--database") ? plan_online(context) : plan_offline(context));
  std::vector<PlanView> views;
  bool refused = false;
  for (size_t i = 0; i < planned.plans.size(); ++i) {
    views.push_back({&planned.migrations[planned.shown[i]], &planned.plans[i]});
    refused = refused || !planned.plans[i].refusals.empty();
  }
  Terminal& terminal = context.terminal;
  LOCKSTEP_TRY(const std::string out,
               context.arguments.has("--emit-dir") ? emitted(views, context) : shown(views, planned.options, context));
  print(terminal, out);
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
next run on that database would do. As `sql` it is a script for psql or sqlite3, as `markdown` a runbook, as `html` a
page to look at and print; `--emit-dir` gives other runners a script for each phase and one for the way back from it.
`lint` only says what is wrong, `analyze` gives the facts of each statement.)",
    "PATH...",
    "a folder, files (planned as if those before them in their folder had run), patterns, or `-`",
    setting_options(
        {"server-version", "schema", "lint.stats"},
        {{"--format", "text|json|sql|markdown|html", "text for people; json; a script; a runbook; a page"},
         {"--id", "ID", "only this migration"},
         {"--last", "N", "only the last N migrations"},
         {"--emit-dir", "FOLDER", "write a script for each migration and phase, and its undo, into this folder"},
         {"--force", "", "with --emit-dir: replace files, too, that lockstep did not write"},
         stdin_option}),
    R"("dialect":"","server_version":0,"migrations":[])",
    "  lockstep plan --last 1\n"
    "  lockstep plan --database postgresql://app@localhost/shop\n"
    "  lockstep plan --last 1 --format markdown >runbook.md\n"
    "  lockstep plan --last 1 --emit-dir rollout\n",
    run,
};

}  // namespace lockstep
