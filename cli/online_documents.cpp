#include <nlohmann/json.hpp>

#include "cli/json_text.h"
#include "cli/online.h"

namespace lockstep {
namespace {

using Json = nlohmann::ordered_json;

/// Empty strings and negative numbers mean "not known" within the program, and null in a document.
Json or_null(const std::string& value) {
  return value.empty() ? Json() : Json(value);
}
template <typename Number>
Json or_null(Number value) {
  return value < 0 ? Json() : Json(value);
}

Json step_json(const StepStatus& step) {
  return {{"ordinal", step.ordinal},
          {"phase", to_string(step.phase)},
          {"title", step.title},
          {"state", step.state},
          {"elapsed_ms", or_null(step.elapsed_ms)},
          {"rows", or_null(step.rows)},
          {"started_at", or_null(step.started_at)},
          {"error", or_null(step.error)}};
}

Json migration_json(const MigrationStatus& migration) {
  Json steps = Json::array();
  for (const StepStatus& step : migration.steps) steps.push_back(step_json(step));
  return {{"id", migration.id},
          {"name", migration.name},
          {"state", to_string(migration.state)},
          {"fresh", migration.fresh},
          {"file_missing", migration.file_missing},
          {"file_change", or_null(migration.file_change)},
          {"rows", migration.rows_done},
          {"fraction", or_null(migration.fraction)},
          {"planned_at", or_null(migration.planned_at)},
          {"settled_at", or_null(migration.settled_at)},
          {"quarantine_until", or_null(migration.quarantine_until)},
          {"next", or_null(migration.next)},
          {"steps", std::move(steps)}};
}

}  // namespace

std::string run_document(const RunReport& report) {
  Json pending = Json::array();
  for (const Pending& each : report.pending) {
    pending.push_back(
        {{"id", each.id}, {"name", each.name}, {"phase", to_string(each.phase)}, {"due", each.due}, {"why", each.why}});
  }
  return json_text({{"version", 1},
                    {"ran", report.ran},
                    {"rows", report.rows},
                    {"pending", std::move(pending)},
                    {"waited", report.waited}});
}

std::string rollback_document(const RollbackReport& report, bool dry_run) {
  Json steps = Json::array();
  for (const UndoStep& step : report.steps) {
    steps.push_back({{"migration", step.migration},
                     {"ordinal", step.ordinal},
                     {"title", step.title},
                     {"sql", step.sql},
                     {"reversible", to_string(step.grade)},
                     {"loses", or_null(step.loses)}});
  }
  return json_text({{"version", 1}, {"dry_run", dry_run}, {"steps", std::move(steps)}, {"undone", report.undone}});
}

std::string status_document(const StatusReport& report) {
  Json migrations = Json::array();
  for (const MigrationStatus& migration : report.migrations) migrations.push_back(migration_json(migration));
  return json_text({{"version", 1},
                    {"database", report.database},
                    {"project", report.project},
                    {"journal", report.journal_exists},
                    {"runner", or_null(report.runner)},
                    {"migrations", std::move(migrations)},
                    {"next", or_null(report.next)}});
}

}  // namespace lockstep
