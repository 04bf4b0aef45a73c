// `up`, `expand`, `backfill`, `contract`: all forward motion. One order for all: every expand, then every backfill, then
// the contracts, each in the order of the migrations.
#include <algorithm>

#include <fmt/format.h>

#include "engine/run/machine.h"
#include "engine/run/pending.h"
#include "engine/run/session.h"

namespace lockstep {
namespace {

std::vector<std::string> ids_of(const std::vector<Migration>& migrations) {
  std::vector<std::string> ids;
  for (const Migration& migration : migrations) ids.push_back(migration.id);
  return ids;
}

/// The first migration of the folder that a rollback put on hold: nothing at or behind it may run.
Status check_held(const std::vector<JournalEntry>& entries) {
  for (const JournalEntry& entry : entries) {
    const MigrationState state = state_of(entry);
    if (state == MigrationState::Held) {
      return fail(ErrorCode::Waiting, fmt::format("{} {} was rolled back and is held", entry.plan.migration,
                                                  entry.plan.name),
                  fmt::format("lift the hold when it may run again: lockstep resume --id {}", entry.plan.migration));
    }
    if (state == MigrationState::RollingBack) {
      return fail(ErrorCode::Waiting, fmt::format("the rollback of {} is not finished", entry.plan.migration),
                  "finish it: lockstep rollback");
    }
  }
  return {};
}

/// Plans what is new and writes the plans into the journal, all or none.
Status plan_new(RunSession& session, const std::vector<Migration>& migrations,
                const std::optional<std::vector<Plan>>& reviewed, std::vector<JournalEntry>& entries) {
  const std::vector<Migration> pending = unplanned(migrations, entries);
  if (pending.empty()) return {};
  LOCKSTEP_TRY(std::vector<PlannedMigration> planned,
               plan_pending(session.database(), pending, entries, session.options().fresh));
  for (size_t i = 0; i < pending.size(); ++i) LOCKSTEP_CHECK(check_refusals(pending[i], planned[i]));
  if (reviewed) LOCKSTEP_CHECK(take_reviewed(*reviewed, planned));
  LOCKSTEP_CHECK(session.fenced({}, [&]() -> Status {
    for (const PlannedMigration& item : planned) {
      LOCKSTEP_CHECK(session.journal().add(item.plan, session.options().release));
      LOCKSTEP_CHECK(session.journal().event(item.plan.migration, 0, "planned", session.options().owner));
    }
    return {};
  }));
  LOCKSTEP_TRY(entries, session.journal().load());
  return {};
}

/// Records that `phase` of `entry` is done: its time, on which soak and quarantine count, and an event.
Status phase_done(RunSession& session, JournalEntry& entry, Phase phase) {
  return session.fenced({}, [&]() -> Status {
    const std::string& id = entry.plan.migration;
    if (phase == Phase::Backfill) LOCKSTEP_CHECK(session.journal().mark_time(id, "backfilled_at"));
    if (phase == Phase::Contract) LOCKSTEP_CHECK(session.journal().mark_time(id, "contracted_at"));
    return session.journal().event(id, 0, fmt::format("{} done", to_string(phase)), session.options().owner);
  });
}

/// Whether the journal already says when `phase` was done. Expand has no time of its own.
bool time_recorded(const JournalEntry& entry, Phase phase) {
  return phase == Phase::Backfill ? !entry.backfilled_at.empty() : !entry.contracted_at.empty();
}

/// Runs the steps of one phase of one migration. Returns whether anything ran.
Result<bool> run_phase(RunSession& session, JournalEntry& entry, Phase phase) {
  bool ran = false;
  for (const Step& step : entry.plan.steps) {
    if (step.phase != phase || step.purge || entry.done(step)) continue;
    LOCKSTEP_CHECK(session.run(entry, step));
    ran = true;
  }
  if (ran) LOCKSTEP_CHECK(phase_done(session, entry, phase));
  return ran;
}

/// A backfill without steps is passed at once, and so is a contract: their times are recorded when the phase before
/// them ends.
Status pass_empty_phases(RunSession& session, JournalEntry& entry) {
  for (const Phase phase : {Phase::Backfill, Phase::Contract}) {
    if (entry.plan.has(phase) || !entry.done(Phase::Expand) || !entry.done(phase) || time_recorded(entry, phase)) {
      if (!entry.done(phase)) return {};
      continue;
    }
    LOCKSTEP_CHECK(phase_done(session, entry, phase));
    (phase == Phase::Backfill ? entry.backfilled_at : entry.contracted_at) = "now";
    if (phase == Phase::Backfill) entry.backfilled_seconds_ago = 0;
  }
  return {};
}

struct ContractPick {
  bool ignore_due_rule = false;
  std::string only_id;
};

/// Runs the contracts that may run; what may not is reported.
Status run_contracts(RunSession& session, std::vector<JournalEntry>& entries, const ContractPick& pick,
                     RunReport& report) {
  LOCKSTEP_TRY(const std::vector<ActivationRecord> activations, session.journal().activations(2));
  for (JournalEntry& entry : entries) {
    if (entry.done(Phase::Contract) || entry.state != "open") continue;
    if (!pick.only_id.empty() && entry.plan.migration != pick.only_id) continue;
    if (const auto block = contract_block(entry, entries, activations, pick.ignore_due_rule)) {
      report.pending.push_back({entry.plan.migration, entry.plan.name, Phase::Contract, block->why, false});
      report.waited = report.waited || block->closed_gate;
      continue;
    }
    LOCKSTEP_TRY(const bool ran, run_phase(session, entry, Phase::Contract));
    if (ran) report.ran.push_back(entry.plan.migration + " contract");
  }
  return {};
}

/// Names the contracts that are left, for a run that does not run them.
Status report_contracts(Journal& journal, const std::vector<JournalEntry>& entries, RunReport& report) {
  LOCKSTEP_TRY(const std::vector<ActivationRecord> activations, journal.activations(2));
  for (const JournalEntry& entry : entries) {
    if (entry.done(Phase::Contract) || entry.state != "open") continue;
    const auto block = contract_block(entry, entries, activations, false);
    report.pending.push_back({entry.plan.migration, entry.plan.name, Phase::Contract,
                              block ? block->why : "due: lockstep contract", !block.has_value()});
  }
  return {};
}

/// Nothing to plan and nothing to run up to `through`: then no lock is needed.
bool nothing_to_do(const std::vector<Migration>& migrations, const std::vector<JournalEntry>& entries, Phase through) {
  return unplanned(migrations, entries).empty() && std::all_of(entries.begin(), entries.end(), [&](const auto& entry) {
           return next_step(entry, through) == nullptr;
         });
}

bool knows(const std::vector<JournalEntry>& entries, const std::string& id) {
  return std::any_of(entries.begin(), entries.end(),
                     [&](const JournalEntry& entry) { return entry.plan.migration == id; });
}

Status go_forward(RunSession& session, const std::vector<Migration>& migrations, const UpRequest& request,
                  RunReport& report) {
  const RunOptions& options = session.options();
  Journal& journal = session.journal();
  LOCKSTEP_CHECK(session.open());
  LOCKSTEP_TRY(std::vector<JournalEntry> entries, journal.load());
  LOCKSTEP_CHECK(check_held(entries));
  LOCKSTEP_CHECK(check_edits(migrations, entries));
  if (!request.only_backfill) LOCKSTEP_CHECK(plan_new(session, migrations, request.reviewed, entries));
  for (const Phase phase : {Phase::Expand, Phase::Backfill}) {
    if (phase > request.through || (request.only_backfill && phase == Phase::Expand)) continue;
    for (JournalEntry& entry : entries) {
      if (phase == Phase::Backfill && !entry.done(Phase::Expand)) {
        report.waited = true;
        report.pending.push_back({entry.plan.migration, entry.plan.name, Phase::Expand, "not expanded yet", false});
        continue;
      }
      LOCKSTEP_TRY(const bool ran, run_phase(session, entry, phase));
      LOCKSTEP_CHECK(pass_empty_phases(session, entry));
      if (ran) report.ran.push_back(fmt::format("{} {}", entry.plan.migration,
                                                entry.plan.fresh ? "all phases" : to_string(phase)));
    }
  }
  if (request.record_activation && !options.release.empty()) {
    LOCKSTEP_CHECK(session.fenced({}, [&] { return journal.activate(options.release, ids_of(migrations)); }));
  }
  if (request.contracts_due) {
    LOCKSTEP_TRY(entries, journal.load());
    LOCKSTEP_CHECK(run_contracts(session, entries, {}, report));
    report.waited = false;  // contracts that wait are no failure of `up`
  } else {
    LOCKSTEP_CHECK(report_contracts(journal, entries, report));
  }
  return {};
}

Status contract_and_purge(RunSession& session, const std::vector<Migration>& migrations, const ContractRequest& request,
                          RunReport& report) {
  Journal& journal = session.journal();
  LOCKSTEP_CHECK(session.open());
  LOCKSTEP_TRY(std::vector<JournalEntry> entries, journal.load());
  LOCKSTEP_CHECK(check_held(entries));
  LOCKSTEP_CHECK(check_edits(migrations, entries));
  if (!request.id.empty() && !knows(entries, request.id)) {
    return fail(ErrorCode::Input, fmt::format("no migration {} has run on this database", request.id),
                "see `lockstep status`");
  }
  if (!request.purge || request.all || !request.id.empty()) {
    LOCKSTEP_CHECK(run_contracts(session, entries, {request.all || !request.id.empty(), request.id}, report));
    if (request.if_ready) report.waited = false;
    LOCKSTEP_TRY(entries, journal.load());
  }
  if (request.purge) {
    for (JournalEntry& entry : entries) {
      if (!entry.done(Phase::Contract) || next_purge(entry) == nullptr) continue;
      if (!request.id.empty() && entry.plan.migration != request.id) continue;
      const double keep = quarantine_seconds(entry);
      if (!request.purge_now && entry.contracted_seconds_ago < keep) {
        report.pending.push_back({entry.plan.migration, entry.plan.name, Phase::Contract,
                                  fmt::format("quarantine ends in {:.1f} days",
                                              (keep - entry.contracted_seconds_ago) / 86400),
                                  false});
        continue;
      }
      while (const Step* step = next_purge(entry)) LOCKSTEP_CHECK(session.run(entry, *step));
      LOCKSTEP_CHECK(session.fenced({}, [&]() -> Status {
        LOCKSTEP_CHECK(journal.mark_time(entry.plan.migration, "purged_at"));
        return journal.event(entry.plan.migration, 0, "purged", session.options().owner);
      }));
      report.ran.push_back(entry.plan.migration + " purge");
    }
  }
  return {};
}

}  // namespace

Status run_up(Database& database, const std::vector<Migration>& migrations, const UpRequest& request,
              const RunOptions& options, const Environment& environment, RunReport& report) {
  Journal journal(database, options.project);
  LOCKSTEP_TRY(const bool exists, journal.exists());
  if (exists) {
    LOCKSTEP_CHECK(journal.check_format());
    LOCKSTEP_TRY(const std::vector<JournalEntry> entries, journal.load());
    LOCKSTEP_CHECK(check_held(entries));
    LOCKSTEP_CHECK(check_edits(migrations, entries));
    if (!request.contracts_due && !request.record_activation && nothing_to_do(migrations, entries, request.through)) {
      return report_contracts(journal, entries, report);
    }
  }
  RunSession session(database, journal, options, environment);
  const Status done = go_forward(session, migrations, request, report);
  report.rows = session.rows_changed;
  return done;
}

Status run_contract(Database& database, const std::vector<Migration>& migrations, const ContractRequest& request,
                    const RunOptions& options, const Environment& environment, RunReport& report) {
  Journal journal(database, options.project);
  LOCKSTEP_TRY(const bool exists, journal.exists());
  if (!exists) return fail(ErrorCode::Waiting, "nothing was expanded on this database yet", "run `lockstep up` first");
  if (request.purge_now && !options.allow_loss) {
    return fail(ErrorCode::Input, "--purge=now destroys what quarantine keeps, so that contract can no longer be undone",
                "add --allow-loss if that is meant");
  }
  RunSession session(database, journal, options, environment);
  const Status done = contract_and_purge(session, migrations, request, report);
  report.rows = session.rows_changed;
  return done;
}

Result<std::vector<PlannedMigration>> preview_plans(Database& database, const std::vector<Migration>& migrations,
                                                    const RunOptions& options) {
  Journal journal(database, options.project);
  std::vector<JournalEntry> entries;
  LOCKSTEP_TRY(const bool exists, journal.exists());
  if (exists) {
    LOCKSTEP_CHECK(journal.check_format());
    LOCKSTEP_TRY(entries, journal.load());
  }
  return plan_pending(database, unplanned(migrations, entries), entries, options.fresh);
}

}  // namespace lockstep
