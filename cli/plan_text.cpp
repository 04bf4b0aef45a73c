#include <fmt/format.h>

#include "base/text.h"
#include "cli/plan_view.h"
#include "cli/plans/parts.h"
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

std::string undo(const Step& step) {
  if (step.undo.empty()) {
    return step.reversible == Reversible::Lossless ? "" : fmt::format("        undo: none ({})\n", step.undo_reason);
  }
  const std::string loses = step.undo_reason.empty() ? "" : fmt::format(" ({})", step.undo_reason);
  std::string out = fmt::format("        undo, {}{}:\n", to_string(step.reversible), loses);
  // The whole of it is in the JSON document; what brings back a function would hide the rest here.
  for (const std::string& sql : undo_statements(step)) out += fmt::format("          {}\n", first_line(sql));
  return out;
}

std::string step_text(const PlannedMigration& planned, const Step& step) {
  std::string out = fmt::format("    {:>2}  {}\n", step.ordinal, step.title);
  if (!step.reason.empty()) out += fmt::format("        why: {}\n", step.reason);
  for (const std::string& sql : step.sql) out += indented(sql, "        | ");
  if (step.rebuild) {
    out += fmt::format("        builds {} anew with\n{}", step.rebuild->table,
                       indented(rebuild_in_words(*step.rebuild), "        | "));
  }
  if (step.backfill) out += indented(backfill_in_words(*step.backfill), "        | ");
  if (!step.check.empty()) {
    out += indented(step.check, "        | ") + fmt::format("        goes on at 0, else: {}\n", step.check_message);
  }
  if (const std::string text = locks_in_words(step); !text.empty()) out += fmt::format("        locks: {}\n", text);
  if (!step.rewrites.empty()) out += fmt::format("        rewrites: {}\n", join(step.rewrites, ", "));
  if (!step.scans.empty()) out += fmt::format("        scans: {}\n", join(step.scans, ", "));
  if (const std::string work = work_in_words(planned, step); !work.empty()) {
    out += fmt::format("        takes: {}\n", work);
  }
  if (!step.transactional) out += "        outside a transaction\n";
  return out + undo(step);
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
  for (const PlanPart& part : parts_of(plan)) {
    const std::string_view heading = part.purge ? "purge, when what is kept for undo may go" : part.name;
    const std::string work = work_in_words(*view.planned, part);
    out += fmt::format("\n  {}{}\n", paint(color, Style::Bold, heading), work.empty() ? "" : ", " + work);
    for (const Step* step : part.steps) out += step_text(*view.planned, *step);
  }
  out += fmt::format("\n{}  the new version may read what it needs after: {}\n", grades(plan), plan.readable_after);
  for (const std::string& remark : remarks_of(plan)) out += fmt::format("  {}\n", remark);
  return out;
}

}  // namespace lockstep
