#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/plan_view.h"
#include "cli/terminal.h"
#include "cli/words.h"

namespace lockstep {
namespace {

std::string first_line(std::string_view sql) {
  const size_t end = sql.find('\n');
  return end == std::string_view::npos ? std::string(sql) : fmt::format("{} ...", trim(sql.substr(0, end)));
}

/// What was written, and by what it is replaced.
std::string statements(const Plan& plan, bool color) {
  std::string out;
  for (const PlannedStatement& statement : plan.statements) {
    const std::string how = statement.rewrite.empty() ? "as written" : fmt::format("replaced by {}", statement.rewrite);
    out += fmt::format("  line {:<4} {}\n            {}: {}; {}\n", statement.line, first_line(statement.sql),
                       paint(color, Style::Bold, to_string(statement.phase)), statement.reason, how);
  }
  return out;
}

/// Locks of one mode together: "ACCESS EXCLUSIVE on public.orders, public.users".
std::string locks(const Step& step) {
  std::vector<std::string> parts;
  std::vector<LockMode> seen;
  for (const RelationLock& lock : step.locks) {
    if (std::find(seen.begin(), seen.end(), lock.mode) != seen.end()) continue;
    seen.push_back(lock.mode);
    std::vector<std::string> relations;
    for (const RelationLock& other : step.locks) {
      if (other.mode == lock.mode) relations.push_back(other.relation);
    }
    parts.push_back(fmt::format("{} on {}", to_string(lock.mode), join(relations, ", ")));
  }
  return join(parts, "; ");
}

/// The statement with the expressions that are evaluated once put back at their places.
std::string backfill_sql(const Backfill& backfill) {
  std::vector<std::string> keys;
  for (const KeyColumn& key : backfill.key) keys.push_back(key.name);
  std::string sql = fmt::format("{}<next range of {}>{}", backfill.head, join(keys, ", "), backfill.tail);
  for (size_t i = 0; i < backfill.bound.size(); ++i) {
    sql = replace_all(std::move(sql), fmt::format("@lockstep_bound_{}@", i + 1), backfill.bound[i]);
  }
  return sql;
}

std::string rebuild_text(const Rebuild& rebuild) {
  std::string out;
  for (const TableEdit& edit : rebuild.edits) {
    const std::string column = edit.column.empty() ? "" : fmt::format("{}: ", edit.column);
    const std::string value = edit.expression.empty() ? "" : fmt::format(" {}", edit.expression);
    out += fmt::format("{}{}{}\n", column, to_string(edit.kind), value);
  }
  return fmt::format("        builds {} anew with\n{}", rebuild.table, indented(out, "        | "));
}

std::string undo(const Step& step) {
  if (step.undo.empty()) {
    return step.reversible == Reversible::Lossless ? "" : fmt::format("        undo: none ({})\n", step.undo_reason);
  }
  const std::string loses = step.undo_reason.empty() ? "" : fmt::format(" ({})", step.undo_reason);
  std::string out = fmt::format("        undo, {}{}:\n", to_string(step.reversible), loses);
  // The whole of it is in the JSON document; what brings back a function would hide the rest here.
  for (const std::string& sql : step.undo) out += fmt::format("          {}\n", first_line(sql));
  return out;
}

std::string step_text(const Step& step) {
  std::string out = fmt::format("    {:>2}  {}\n", step.ordinal, step.title);
  if (!step.reason.empty()) out += fmt::format("        why: {}\n", step.reason);
  for (const std::string& sql : step.sql) out += indented(sql, "        | ");
  if (step.rebuild) out += rebuild_text(*step.rebuild);
  if (step.backfill) out += indented(backfill_sql(*step.backfill), "        | ");
  if (!step.check.empty()) {
    out += indented(step.check, "        | ") + fmt::format("        goes on at 0, else: {}\n", step.check_message);
  }
  if (const std::string text = locks(step); !text.empty()) out += fmt::format("        locks: {}\n", text);
  if (!step.rewrites.empty()) out += fmt::format("        rewrites: {}\n", join(step.rewrites, ", "));
  if (!step.scans.empty()) out += fmt::format("        scans: {}\n", join(step.scans, ", "));
  if (!step.transactional) out += "        outside a transaction\n";
  return out + undo(step);
}

/// The steps of one phase under its heading; purges are a part of contract that comes later.
std::string phase_text(const Plan& plan, Phase phase, bool purge, std::string_view heading, bool color) {
  std::string out;
  for (const Step& step : plan.steps) {
    if (step.phase == phase && step.purge == purge) out += step_text(step);
  }
  return out.empty() ? out : fmt::format("\n  {}\n{}", paint(color, Style::Bold, heading), out);
}

std::string grades(const Plan& plan) {
  std::string out;
  for (const PhaseGrade& grade : plan.grades) {
    if (!plan.has(grade.phase)) continue;
    out += fmt::format("  undo after {}: {}{}\n", to_string(grade.phase), to_string(grade.grade),
                       grade.reasons.empty() ? "" : fmt::format(" ({})", join(grade.reasons, "; ")));
  }
  return out;
}

}  // namespace

std::string plan_text(const PlanView& view, bool color) {
  const Plan& plan = view.planned->plan;
  std::string out = paint(color, Style::Bold, fmt::format("{} {}", plan.migration, plan.name)) +
                    fmt::format("  {}\n{}", view.migration->file.path, statements(plan, color));
  for (const Refusal& refusal : view.planned->refusals) {
    const auto& all = view.migration->statements;
    const Span span = refusal.statement < all.size() ? all[refusal.statement].statement.span : Span{};
    out += "\n" + paint_diagnostic(color, render_text(Diagnostic{"", "", Severity::Error, "refused: " + refusal.reason,
                                                                 refusal.way_out, span},
                                                      view.migration->file));
  }
  if (!view.planned->refusals.empty()) return out;
  if (plan.steps.empty()) return out + "  nothing to run\n";
  out += phase_text(plan, Phase::Expand, false, "expand", color);
  out += phase_text(plan, Phase::Backfill, false, "backfill", color);
  out += phase_text(plan, Phase::Contract, false, "contract", color);
  out += phase_text(plan, Phase::Contract, true, "purge, when what is kept for undo may go", color);
  out += fmt::format("\n{}  the new version may read what it needs after: {}\n", grades(plan), plan.readable_after);
  for (const auto& [name, value] : plan.gates) out += fmt::format("  contract waits for: {} {}\n", name, value);
  if (!plan.waits_for.empty()) out += fmt::format("  contract comes after that of: {}\n", join(plan.waits_for, ", "));
  for (const std::string& note : plan.notes) out += fmt::format("  note: {}\n", note);
  return out;
}

}  // namespace lockstep
