// `rollback` and `resume`: backwards, from the journal's plan alone.
#include <algorithm>

#include <fmt/format.h>

#include "engine/run/machine.h"
#include "engine/run/session.h"

namespace lockstep {
namespace {

/// Steps that ran, newest first. A step that was interrupted outside a transaction may have run.
std::vector<const Step*> steps_to_undo(const JournalEntry& entry) {
  std::vector<const Step*> out;
  for (auto step = entry.plan.steps.rbegin(); step != entry.plan.steps.rend(); ++step) {
    const auto record = entry.steps.find(step->ordinal);
    if (record == entry.steps.end()) continue;
    const std::string& state = record->second.state;
    if (state == "done" || state == "running" || state == "undoing") out.push_back(&*step);
  }
  return out;
}

/// The migrations that a rollback undoes, newest first.
Result<std::vector<JournalEntry*>> entries_to_undo(std::vector<JournalEntry>& entries, const std::string& to) {
  std::vector<JournalEntry*> out;
  if (!to.empty()) {
    const bool known = std::any_of(entries.begin(), entries.end(),
                                   [&](const JournalEntry& entry) { return entry.plan.migration == to; });
    if (!known) {
      return fail(ErrorCode::Input, fmt::format("no migration {} has run on this database", to),
                  "see `lockstep status`");
    }
  }
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    if (entry->plan.migration == to) break;
    if (entry->state == "held") continue;
    if (entry->state != "rolling back" && !entry->anything_done() && !entry->plan.steps.empty()) {
      out.push_back(&*entry);  // planned, nothing ran: closing it is all there is to do
      continue;
    }
    out.push_back(&*entry);
    if (to.empty()) break;
  }
  return out;
}

UndoStep describe(const JournalEntry& entry, const Step& step) {
  UndoStep out;
  out.migration = entry.plan.migration;
  out.ordinal = step.ordinal;
  out.title = "undo " + step.title;
  out.sql = undo_statements(step);
  out.grade = step.purge ? Reversible::No : step.reversible;
  if (out.grade != Reversible::Lossless) out.loses = step.purge ? "what was purged is gone" : step.undo_reason;
  return out;
}

/// Whether the file's own undo takes the place of the steps'.
bool undone_as_written(const JournalEntry& entry) {
  return !entry.plan.written_undo.empty() && std::all_of(entry.plan.steps.begin(), entry.plan.steps.end(),
                                                         [&](const Step& step) { return entry.done(step); });
}

std::vector<UndoStep> steps_of(const JournalEntry& entry) {
  std::vector<UndoStep> out;
  if (undone_as_written(entry)) {
    UndoStep step;
    step.migration = entry.plan.migration;
    step.title = "run the undo that the file brings along";
    step.sql = entry.plan.written_undo;
    step.grade = Reversible::Lossy;
    step.loses = written_undo_loses;
    return {std::move(step)};
  }
  for (const Step* step : steps_to_undo(entry)) out.push_back(describe(entry, *step));
  return out;
}

/// What the database had before `entry`, without what other migrations may have changed since.
CatalogDescription before(const JournalEntry& entry, const std::vector<JournalEntry>& all) {
  CatalogDescription out = entry.plan.assumes;
  for (const JournalEntry& other : all) {
    const bool settled = !other.contracted_at.empty() && other.contracted_at < entry.planned_at &&
                         (other.purged_at.empty() || other.purged_at < entry.planned_at);
    if (&other == &entry || settled || other.state == "held") continue;
    for (const auto& [object, lines] : other.plan.assumes) out.erase(object);
  }
  return out;
}

}  // namespace

Result<RollbackReport> run_rollback(Database& database, const RollbackRequest& request, const RunOptions& options,
                                    const Environment& environment) {
  Journal journal(database, options.project);
  LOCKSTEP_TRY(const bool exists, journal.exists());
  if (!exists) return fail(ErrorCode::Input, "nothing has run on this database, so there is nothing to roll back");
  LOCKSTEP_CHECK(journal.check_format());

  RunSession session(database, journal, options, environment);
  if (!request.dry_run) LOCKSTEP_CHECK(session.open());
  LOCKSTEP_TRY(std::vector<JournalEntry> entries, journal.load());
  LOCKSTEP_TRY(const std::vector<JournalEntry*> targets, entries_to_undo(entries, request.to));
  RollbackReport report;
  for (const JournalEntry* entry : targets) {
    for (UndoStep& step : steps_of(*entry)) report.steps.push_back(std::move(step));
  }
  if (request.dry_run) return report;
  if (targets.empty()) return fail(ErrorCode::Input, "there is nothing to roll back", "see `lockstep status`");
  for (const UndoStep& step : report.steps) {
    if (step.grade == Reversible::No) {
      return fail(ErrorCode::Input, fmt::format("{} cannot be undone: {}: {}", step.migration, step.title, step.loses),
                  "nothing was changed; write a new migration that goes forward instead");
    }
    if (step.grade == Reversible::Lossy && !options.allow_loss) {
      return fail(ErrorCode::Input, fmt::format("{} would lose data: {}: {}", step.migration, step.title, step.loses),
                  "nothing was changed; look with `lockstep rollback --dry-run`, and add --allow-loss if that is meant");
    }
  }
  for (JournalEntry* entry : targets) {
    const std::string& id = entry->plan.migration;
    LOCKSTEP_CHECK(session.fenced({}, [&] { return journal.set_state(id, "rolling back"); }));
    if (undone_as_written(*entry)) {
      LOCKSTEP_CHECK(session.undo_as_written(*entry, before(*entry, entries)));
    } else {
      for (const Step* step : steps_to_undo(*entry)) {
        LOCKSTEP_CHECK(session.check_stop());
        LOCKSTEP_CHECK(session.undo(*entry, *step));
      }
    }
    LOCKSTEP_CHECK(session.fenced({}, [&]() -> Status {
      LOCKSTEP_CHECK(journal.set_state(id, "held"));
      return journal.event(id, 0, "rolled back", options.owner);
    }));
    report.undone.push_back(id);
  }
  return report;
}

Status run_resume(Database& database, const std::string& id, const RunOptions& options,
                  const Environment& environment) {
  Journal journal(database, options.project);
  LOCKSTEP_TRY(const bool exists, journal.exists());
  if (!exists) return fail(ErrorCode::Input, "nothing has run on this database", "see `lockstep status`");
  RunSession session(database, journal, options, environment);
  LOCKSTEP_CHECK(session.open());
  LOCKSTEP_TRY(const std::vector<JournalEntry> entries, journal.load());
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const JournalEntry& entry) { return entry.plan.migration == id; });
  if (found == entries.end() || found->state != "held") {
    return fail(ErrorCode::Input, fmt::format("migration {} is not held", id), "see `lockstep status`");
  }
  return session.fenced({}, [&]() -> Status {
    LOCKSTEP_CHECK(journal.remove(id));
    return journal.event(id, 0, "resumed", options.owner);
  });
}

}  // namespace lockstep
