#include "cli/rewritten_findings.h"

#include <algorithm>
#include <utility>

#include "engine/plan/make_plan.h"

namespace lockstep {
namespace {

/// For each statement the name of its rewrite; empty where it runs as written or not at all.
std::vector<std::string> rewrites_of(const Migration& migration, Catalog before, const LintOptions& options) {
  PlanOptions plan;
  plan.dialect = before.dialect;
  if (before.dialect == Dialect::PostgreSQL)
    plan.server_version = options.server_version.value_or(newest_server_version);
  plan.separate_releases = true;
  const std::vector<PlannedMigration> planned = make_plans({&migration, 1}, std::move(before), {}, plan);
  std::vector<std::string> names;
  if (planned.empty()) return names;
  for (const PlannedStatement& each : planned.front().plan.statements) names.push_back(each.rewrite);
  for (const Refusal& refusal : planned.front().refusals) {
    if (refusal.statement < names.size()) names[refusal.statement].clear();
  }
  return names;
}

/// What CASCADE takes along is not rewritten, whatever is done about the object that the statement names.
bool stays(const Diagnostic& finding) {
  return finding.rule == "drop-cascade" || finding.severity == Severity::Note;
}

/// Whether the finding is of a kind that a rewrite takes away: locks, the previous version, values that would be lost.
bool may_be_rewritten(const Diagnostic& finding) {
  return !stays(finding) &&
         (finding.category == "lock" || finding.category == "compatibility" || finding.category == "data");
}

}  // namespace

void soften_rewritten(const Migration& migration, const Catalog& before, const LintOptions& options,
                      FileReport& report) {
  if (std::none_of(report.findings.begin(), report.findings.end(), may_be_rewritten)) return;
  const std::vector<std::string> names = rewrites_of(migration, before, options);
  for (Diagnostic& finding : report.findings) {
    if (!may_be_rewritten(finding)) continue;
    for (size_t i = 0; i < names.size() && i < migration.statements.size(); ++i) {
      const Span span = migration.statements[i].statement.span;
      if (names[i].empty() || finding.span.begin < span.begin || finding.span.begin >= span.end) continue;
      finding.severity = Severity::Note;
      finding.message += "; lockstep does not run it like this, its plan has the rewrite `" + names[i] + "` instead";
      finding.edits.clear();
    }
  }
  count(report);
}

}  // namespace lockstep
