#include "cli/plans/parts.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace lockstep {

std::vector<PlanPart> parts_of(const Plan& plan) {
  std::vector<PlanPart> parts{
      {Phase::Expand,
       false,
       "expand",
       "what the new version needs is added; the old version goes on",
       "the migrations before this one have run",
       {}},
      {Phase::Backfill,
       false,
       "backfill",
       "rows that were there before are filled in small transactions",
       "the expand part has run to its end",
       {}},
      {Phase::Contract,
       false,
       "contract",
       "what only the old version needed is taken away",
       "the new version is deployed everywhere, and no instance of the old version runs",
       {}},
      {Phase::Contract,
       true,
       "purge",
       "what is kept for an undo is deleted for good",
       "nobody will want to go back any more",
       {}},
  };
  for (const Step& step : plan.steps) {
    const auto part = std::find_if(parts.begin(), parts.end(), [&](const PlanPart& each) {
      return each.purge == step.purge && (step.purge || each.phase == step.phase);
    });
    part->steps.push_back(&step);
  }
  std::erase_if(parts, [](const PlanPart& part) { return part.steps.empty(); });
  return parts;
}

std::string run_command(const Plan& plan, const PlanPart& part) {
  if (part.purge) return fmt::format("lockstep contract --id {} --purge", plan.migration);
  if (part.phase == Phase::Contract) return fmt::format("lockstep contract --id {}", plan.migration);
  return fmt::format("lockstep {}", to_string(part.phase));
}

WayBack way_back(const Plan& plan, const PlanPart& part) {
  WayBack back;
  if (part.purge) {
    back.grade = Reversible::No;
    back.reasons = {"what was purged is gone"};
    return back;
  }
  for (const PhaseGrade& grade : plan.grades) {
    if (grade.phase != part.phase) continue;
    back.grade = grade.grade;
    back.reasons = grade.reasons;
  }
  if (back.grade == Reversible::Lossless) back.command = "lockstep rollback";
  if (back.grade == Reversible::Lossy) back.command = "lockstep rollback --allow-loss";
  return back;
}

std::string grade_in_words(Reversible grade, const std::vector<std::string>& reasons) {
  const std::string_view word = grade == Reversible::No ? "impossible" : to_string(grade);
  return reasons.empty() ? std::string(word) : fmt::format("{}: {}", word, join(reasons, "; "));
}

std::string locks_in_words(const Step& step) {
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

const RelationLock* strongest_lock(const Step& step) {
  const auto strongest = std::max_element(step.locks.begin(), step.locks.end(),
                                          [](const RelationLock& a, const RelationLock& b) { return a.mode < b.mode; });
  return strongest == step.locks.end() ? nullptr : &*strongest;
}

std::string_view lock_meaning(LockMode mode) {
  switch (mode) {
    case LockMode::AccessExclusive:
      return "stops reads and writes";
    case LockMode::Exclusive:
    case LockMode::ShareRowExclusive:
    case LockMode::Share:
      return "stops writes, not reads";
    case LockMode::ShareUpdateExclusive:
      return "stops other changes of the schema only";
    case LockMode::RowExclusive:
    case LockMode::RowShare:
    case LockMode::AccessShare:
      return "stops neither reads nor writes";
    case LockMode::SqliteExclusive:
    case LockMode::SqliteReserved:
      return "stops other writers while it runs";
    case LockMode::SqliteShared:
      break;
  }
  return "stops no reader";
}

std::string work_in_words(const PlannedMigration& planned, const Step& step) {
  const auto work = planned.work.find(step.ordinal);
  if (work == planned.work.end()) return {};
  return fmt::format("{} for {} of {}", about_seconds_in_words(work->second.seconds),
                     bytes_in_words(work->second.bytes), work->second.table);
}

std::string work_in_words(const PlannedMigration& planned, const PlanPart& part) {
  double seconds = 0;
  for (const Step* step : part.steps) {
    const auto work = planned.work.find(step->ordinal);
    if (work != planned.work.end()) seconds += work->second.seconds;
  }
  return seconds == 0 ? std::string() : about_seconds_in_words(seconds) + " of work on tables";
}

std::string locks_with_meaning(const Step& step) {
  const RelationLock* strongest = strongest_lock(step);
  return strongest == nullptr ? "" : fmt::format("{} ({})", locks_in_words(step), lock_meaning(strongest->mode));
}

std::string undo_in_words(const Step& step) {
  std::vector<std::string> reasons;
  if (!step.undo_reason.empty()) reasons.push_back(step.undo_reason);
  return grade_in_words(step.purge ? Reversible::No : step.reversible, reasons);
}

std::string backfill_in_words(const Backfill& backfill) {
  std::vector<std::string> keys;
  for (const KeyColumn& key : backfill.key) keys.push_back(key.name);
  std::string sql = fmt::format("{}<next range of {}>{}", backfill.head, join(keys, ", "), backfill.tail);
  return with_bound(std::move(sql), backfill.bound);
}

std::string rebuild_in_words(const Rebuild& rebuild) {
  std::string out;
  for (const TableEdit& edit : rebuild.edits) {
    const std::string column = edit.column.empty() ? "" : fmt::format("{}: ", edit.column);
    const std::string value = edit.expression.empty() ? "" : fmt::format(" {}", edit.expression);
    out += fmt::format("{}{}{}\n", column, to_string(edit.kind), value);
  }
  return out;
}

std::string step_sql_in_words(const Step& step) {
  std::string out;
  for (const std::string& sql : step.sql) out += terminated(sql) + "\n";
  if (step.rebuild)
    out += fmt::format("-- builds {} anew with\n{}", step.rebuild->table, rebuild_in_words(*step.rebuild));
  if (step.backfill) out += terminated(backfill_in_words(*step.backfill)) + "\n";
  if (!step.check.empty()) out += terminated(step.check) + "\n";
  return out;
}

std::string terminated(std::string_view sql) {
  sql = trim(sql);
  if (sql.ends_with(';')) sql.remove_suffix(1);
  const size_t line = sql.rfind('\n') == std::string_view::npos ? 0 : sql.rfind('\n');
  return fmt::format("{}{};", sql, sql.substr(line).find("--") == std::string_view::npos ? "" : "\n");
}

std::vector<std::string> remarks_of(const Plan& plan) {
  std::vector<std::string> out;
  for (const auto& [name, value] : plan.gates) out.push_back(fmt::format("contract waits for: {} {}", name, value));
  if (!plan.waits_for.empty()) {
    out.push_back(fmt::format("contract comes after that of: {}", join(plan.waits_for, ", ")));
  }
  for (const std::string& note : plan.notes) out.push_back(fmt::format("note: {}", note));
  return out;
}

}  // namespace lockstep
