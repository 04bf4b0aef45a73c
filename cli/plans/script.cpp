#include "cli/plans/script.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/words.h"

namespace lockstep {
namespace {

constexpr std::string_view lock_timeout = "2s";

/// What the file said with SET, and back again.
std::string session_before(const Step& step) {
  std::string out;
  for (const std::string& sql : step.session) {
    if (!sets_timeout(sql)) out += terminated(sql) + "\n";
  }
  return out;
}
std::string session_after(const Step& step, Dialect dialect) {
  return step.session.empty() || dialect != Dialect::PostgreSQL ? "" : "RESET ROLE;\nRESET search_path;\n";
}

std::string statements(const std::vector<std::string>& sql) {
  std::string out;
  for (const std::string& one : sql) out += terminated(one) + "\n";
  return out;
}

std::string in_transaction_script(const std::vector<std::string>& sql, const Step& step, Dialect dialect) {
  const bool postgresql = dialect == Dialect::PostgreSQL;
  const std::string limit = fmt::format("SET LOCAL lock_timeout = '{}';\n", lock_timeout);
  return statements(step.before) + (postgresql ? "BEGIN;\n" : "BEGIN IMMEDIATE;\n") +
         (postgresql && !step.locks.empty() ? limit : "") + session_before(step) + statements(sql) +
         session_after(step, dialect) + "COMMIT;\n" + statements(step.after);
}

/// CONCURRENTLY waits for others as long as they take: given up half way it leaves an invalid index behind.
std::string outside_transaction_script(const std::vector<std::string>& sql, const Step& step, Dialect dialect) {
  const bool postgresql = dialect == Dialect::PostgreSQL;
  return statements(step.before) + (postgresql ? "SET lock_timeout = 0;\n" : "") + session_before(step) +
         statements(sql) + session_after(step, dialect) + (postgresql ? "RESET lock_timeout;\n" : "") +
         statements(step.after);
}

/// Both pragmas are without effect inside a transaction, so they stand around it.
Result<std::string> rebuild_script(const PlanView& view, const Step& step, bool undo) {
  const auto found = view.planned->rebuilds.find(step.ordinal);
  if (found == view.planned->rebuilds.end() || (undo ? found->second.undo : found->second.sql).empty()) {
    return fail(ErrorCode::Input,
                fmt::format("{} step {}: the definition of {} is not known before it runs",
                            view.planned->plan.migration, step.ordinal, step.rebuild->table),
                "name the schema that is there: `--schema FILE` or `--database URL`");
  }
  const RebuildScript& script = found->second;
  std::vector<std::string> columns;
  for (const std::string& column : script.columns) columns.push_back(quote_literal(to_lower(column)));
  const std::string& key = step.rebuild->table;
  const std::string table = key.substr(key.find('.') + 1);
  const std::string others =
      fmt::format("SELECT count(*) FROM pragma_table_xinfo({}) WHERE lower(name) NOT IN ({}) AND hidden = 0",
                  quote_literal(table), join(columns, ", "));
  return "PRAGMA foreign_keys = OFF;\nPRAGMA legacy_alter_table = ON;\nBEGIN IMMEDIATE;\n" +
         check_script(Dialect::SQLite, others, fmt::format("columns of {} that this script does not know", table)) +
         statements(undo ? script.undo : script.sql) +
         check_script(Dialect::SQLite, "SELECT count(*) FROM pragma_foreign_key_check", "rows break a foreign key") +
         "COMMIT;\nPRAGMA legacy_alter_table = OFF;\nPRAGMA foreign_keys = ON;\n";
}

Result<std::string> step_script(const PlanView& view, const Step& step) {
  const Dialect dialect = view.planned->plan.dialect;
  switch (step.kind) {
    case StepKind::Backfill:
      return backfill_script(view.planned->plan, step);
    case StepKind::Check:
      return check_script(dialect, step.check, step.check_message);
    case StepKind::Rebuild:
      return rebuild_script(view, step, false);
    case StepKind::Sql:
      break;
  }
  return step.transactional ? in_transaction_script(step.sql, step, dialect)
                            : outside_transaction_script(step.sql, step, dialect);
}

Result<std::string> step_undo_script(const PlanView& view, const Step& step) {
  const Dialect dialect = view.planned->plan.dialect;
  if (step.kind == StepKind::Rebuild) return rebuild_script(view, step, true);
  if (step.undo.empty()) return std::string();
  Step back = step;
  back.session.clear();
  const auto outside = [&](const std::vector<std::string>& sql) {
    return sql.empty() ? std::string() : outside_transaction_script(sql, back, dialect);
  };
  return outside(step.undo_before) +
         (step.undo_transactional ? in_transaction_script(step.undo, back, dialect) : outside(step.undo)) +
         outside(step.undo_after);
}

/// The schema that functions of a sync live in; a runner would have made it for its journal.
std::string needed_schema(const Plan& plan, const std::string& script) {
  const bool needed = plan.dialect == Dialect::PostgreSQL && script.find("lockstep.sync_") != std::string::npos;
  return needed ? "CREATE SCHEMA IF NOT EXISTS lockstep;\n" : "";
}

std::string step_heading(const Step& step) {
  std::string out = fmt::format("step {}: {}", step.ordinal, step.title);
  if (!step.reason.empty()) out += fmt::format("\nwhy: {}", step.reason);
  if (const std::string locks = locks_with_meaning(step); !locks.empty()) out += "\nlocks: " + locks;
  if (!step.transactional) out += "\noutside a transaction";
  return "\n" + sql_comment(out);
}

std::string banner(const Plan& plan, const PlanPart& part) {
  return sql_comment(fmt::format("==== {} {}: {} ====\n{}\nbefore it begins: {}", plan.migration, plan.name, part.name,
                                 part.heading, part.before));
}

/// A part within a script of several: its banner, its steps, and the way back in comments.
Result<std::string> whole_part(const PlanView& view, const PlanPart& part) {
  const Plan& plan = view.planned->plan;
  LOCKSTEP_TRY(const std::string steps, part_script(view, part));
  const WayBack back = way_back(plan, part);
  std::string out =
      steps + "\n" + sql_comment(fmt::format("way back from here: {}", grade_in_words(back.grade, back.reasons)));
  if (back.grade != Reversible::No) {
    LOCKSTEP_TRY(const std::string undo, undo_script(view, part));
    out += sql_comment(trim(undo));
  }
  return out;
}

}  // namespace

std::string sql_comment(std::string_view text) {
  std::string out;
  for (const std::string& line : split(text, '\n')) out += std::string(trim(fmt::format("-- {}", line))) + "\n";
  return out;
}

std::string dollar_quoted(std::string_view text) {
  std::string tag = "$lockstep$";
  for (int i = 2; text.find(tag) != std::string_view::npos; ++i) tag = fmt::format("$lockstep{}$", i);
  return fmt::format("{0}\n{1}\n{0}", tag, text);
}

std::string script_head(Dialect dialect) {
  if (dialect == Dialect::SQLite) {
    return sql_comment(
               "Run it outside a transaction, and stop at the first error:\n"
               "  sqlite3 -bail -cmd '.timeout 10000' DATABASE <FILE") +
           "PRAGMA foreign_keys = ON;\n";
  }
  return sql_comment(
      fmt::format("Run it outside a transaction (no `psql -1`), and stop at the first error:\n"
                  "  psql -X -v ON_ERROR_STOP=1 -f FILE\n"
                  "A step that does not get its locks within {} gives up, so that nobody queues behind it for longer, "
                  "and has changed\n"
                  "nothing: run the script again from that step, at a quieter moment or with a longer lock_timeout.",
                  lock_timeout));
}

std::string check_script(Dialect dialect, const std::string& query, const std::string& message) {
  if (dialect == Dialect::SQLite) {
    return sql_comment("ends with an error unless the query gives 0") +
           fmt::format(
               "CREATE TEMP TABLE lockstep_check (n, CONSTRAINT {} CHECK (n = 0));\n"
               "INSERT INTO temp.lockstep_check {}\nDROP TABLE temp.lockstep_check;\n",
               quote_identifier(message, dialect), terminated(query));
  }
  const std::string body = fmt::format(
      "#variable_conflict use_column\nDECLARE\n  lockstep_count bigint;\nBEGIN\n  lockstep_count := ({}\n  );\n"
      "  IF lockstep_count <> 0 THEN\n    RAISE EXCEPTION '%: %', {}, lockstep_count;\n  END IF;\nEND",
      query, quote_literal(message));
  return sql_comment("ends with an error unless the query gives 0") + fmt::format("DO {};\n", dollar_quoted(body));
}

Result<std::string> part_script(const PlanView& view, const PlanPart& part) {
  const Plan& plan = view.planned->plan;
  std::string steps;
  for (const Step* step : part.steps) {
    LOCKSTEP_TRY(const std::string script, step_script(view, *step));
    steps += step_heading(*step) + script;
  }
  return banner(plan, part) + needed_schema(plan, steps) + steps;
}

Result<std::string> undo_script(const PlanView& view, const PlanPart& part) {
  const Plan& plan = view.planned->plan;
  // Half of the way back is none: a rollback would refuse all of it, too.
  if (const WayBack back = way_back(plan, part); back.grade == Reversible::No) {
    return check_script(plan.dialect, "SELECT 1", fmt::format("there is no way back: {}", join(back.reasons, "; ")));
  }
  std::string steps;
  if (!plan.written_undo.empty() && part.steps.back() == &plan.steps.back()) {
    steps = "\n" + sql_comment("the undo that the file brings along, for all steps: that of earlier parts is not run") +
            sql_comment(fmt::format("LOSES: {}", written_undo_loses));
    return steps + in_transaction_script(plan.written_undo, Step{}, plan.dialect);
  }
  for (auto step = part.steps.rbegin(); step != part.steps.rend(); ++step) {
    LOCKSTEP_TRY(const std::string script, step_undo_script(view, **step));
    if (script.empty()) continue;
    steps += "\n" + sql_comment(fmt::format("undo step {}: {}", (*step)->ordinal, (*step)->title));
    if ((*step)->reversible == Reversible::Lossy) steps += sql_comment(fmt::format("LOSES: {}", (*step)->undo_reason));
    steps += script;
  }
  return needed_schema(plan, steps) + (steps.empty() ? "-- nothing to undo\n" : steps);
}

Result<std::string> plan_sql(const std::vector<PlanView>& views, const PlanOptions& options) {
  std::string out =
      sql_comment(fmt::format("What lockstep plans for {}, as a script.", database_name(options.dialect))) +
      sql_comment("It keeps no journal: `lockstep` itself would not know that it has run.") +
      script_head(options.dialect);
  const auto write = [&](const PlanView& view, const PlanPart& part) -> Status {
    LOCKSTEP_TRY(const std::string text, whole_part(view, part));
    out += "\n" + text;
    return {};
  };
  if (options.separate_releases) {
    for (const PlanView& view : views) {
      for (const PlanPart& part : parts_of(view.planned->plan)) LOCKSTEP_CHECK(write(view, part));
    }
    return out;
  }
  for (const std::string_view name : {"expand", "backfill", "contract", "purge"}) {
    for (const PlanView& view : views) {
      for (const PlanPart& part : parts_of(view.planned->plan)) {
        if (part.name == name) LOCKSTEP_CHECK(write(view, part));
      }
    }
  }
  return out;
}

}  // namespace lockstep
