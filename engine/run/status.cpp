// `status`: reads only, takes no lock.
#include <algorithm>

#include <fmt/format.h>

#include "engine/run/machine.h"
#include "engine/run/pending.h"

namespace lockstep {
namespace {

MigrationStatus describe(Journal& journal, const JournalEntry& entry, Error& error) {
  MigrationStatus out;
  out.id = entry.plan.migration;
  out.name = entry.plan.name;
  out.state = state_of(entry);
  out.fresh = entry.plan.fresh;
  out.file_missing = true;
  out.planned_at = entry.planned_at;
  out.settled_at = entry.contracted_at;
  for (const Step& step : entry.plan.steps) {
    StepStatus status{step.ordinal, step.phase, step.title, "pending", -1, -1, {}, {}};
    if (const auto found = entry.steps.find(step.ordinal); found != entry.steps.end()) {
      const StepRecord& record = found->second;
      status.state = record.state;
      status.elapsed_ms = record.elapsed_ms;
      status.rows = record.rows;
      status.started_at = record.started_at;
      status.error = record.error;
    }
    if (step.kind == StepKind::Backfill && status.state == "running") {
      const Result<std::vector<RangeRecord>> ranges = journal.ranges(entry.plan.migration, step.ordinal);
      if (!ranges) {
        error = ranges.error();
        return out;
      }
      int64_t walked = 0;
      int64_t total = 0;
      status.rows = 0;
      for (const RangeRecord& range : *ranges) {
        status.rows += range.rows;
        walked += range.walked;
        total += range.total;
      }
      out.fraction = total > 0 ? std::min(1.0, static_cast<double>(walked) / static_cast<double>(total)) : 0.0;
    }
    if (step.kind == StepKind::Backfill && status.rows > 0) out.rows_done += status.rows;
    if (!step.purge || entry.done(Phase::Contract)) out.steps.push_back(std::move(status));
  }
  if (out.state == MigrationState::Contracted && next_purge(entry) != nullptr) {
    const double left = quarantine_seconds(entry) - entry.contracted_seconds_ago;
    out.quarantine_until = left > 0 ? fmt::format("{:.1f} days from now", left / 86400) : "now";
  }
  out.next = next_command(entry);
  return out;
}

/// The most urgent next command: what is under way first, then what is new, then contracts.
std::string overall_next(const StatusReport& report) {
  const auto first = [&](auto wanted) -> std::string {
    for (const MigrationStatus& migration : report.migrations) {
      if (wanted(migration.state)) return migration.next;
    }
    return {};
  };
  std::string next = first([](MigrationState state) {
    return state == MigrationState::RollingBack || state == MigrationState::Held;
  });
  if (next.empty()) {
    next = first([](MigrationState state) { return state < MigrationState::Backfilled; });
  }
  if (next.empty()) {
    next = first([](MigrationState state) {
      return state == MigrationState::Backfilled || state == MigrationState::Contracting;
    });
  }
  return next;
}

}  // namespace

Result<StatusReport> read_status(Database& database, const std::vector<Migration>& migrations,
                                 const std::string& project) {
  Journal journal(database, project);
  StatusReport report;
  report.database = database.display_name();
  report.project = project;
  LOCKSTEP_TRY(report.journal_exists, journal.exists());
  std::vector<JournalEntry> entries;
  if (report.journal_exists) {
    LOCKSTEP_CHECK(journal.check_format());
    LOCKSTEP_TRY(entries, journal.load());
    LOCKSTEP_TRY(const LeaseRecord lease, journal.lease());
    if (!lease.released) {
      for (const Session& session : lease.sessions) {
        LOCKSTEP_TRY(const bool alive, database.session_alive(session));
        if (alive) report.runner = lease.owner;
      }
    }
  }
  for (const JournalEntry& entry : entries) {
    Error error;
    report.migrations.push_back(describe(journal, entry, error));
    if (!error.message.empty()) return fail(std::move(error));
  }
  for (const Migration& migration : migrations) {
    const auto found = std::find_if(report.migrations.begin(), report.migrations.end(),
                                    [&](const MigrationStatus& status) { return status.id == migration.id; });
    if (found != report.migrations.end()) {
      found->file_missing = false;
      const auto entry = std::find_if(entries.begin(), entries.end(), [&](const JournalEntry& item) {
        return item.plan.migration == migration.id;
      });
      found->file_change = file_change(migration, *entry);
      continue;
    }
    MigrationStatus pending;
    pending.id = migration.id;
    pending.name = migration.name;
    pending.next = "lockstep up";
    report.migrations.push_back(std::move(pending));
  }
  if (migrations.empty()) {
    for (MigrationStatus& status : report.migrations) status.file_missing = false;
  }
  report.next = overall_next(report);
  return report;
}

}  // namespace lockstep
