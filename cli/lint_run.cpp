#include "cli/lint_run.h"

#include <algorithm>
#include <filesystem>

#include "cli/judgement.h"
#include "cli/rewritten_findings.h"
#include "engine/rules/follow.h"

namespace lockstep {
namespace {

/// Syntax errors stand among the findings, so that a report is whole.
void add_syntax_errors(const std::vector<SyntaxError>& errors, FileReport& report) {
  for (const SyntaxError& error : errors) report.findings.push_back(as_finding(error));
  std::stable_sort(report.findings.begin(), report.findings.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.span.begin < b.span.begin; });
  count(report);
}

bool changed(const std::string& path, const LintSelection& selection) {
  if (!selection.changed) return true;
  std::error_code error;
  return selection.changed->count(std::filesystem::weakly_canonical(path, error).string()) > 0;
}

/// Judges one history. `reports` is filled beside its migrations; those that are not reported on stay empty.
class HistoryLinter {
 public:
  HistoryLinter(const History& history, const LintSettings& settings, const LintSelection& selection)
      : history_(history), settings_(settings), selection_(selection) {}

  void run(const Catalog& schema, LintResult& out) {
    Catalog catalog = schema;
    reports_.resize(history_.size());
    LintOptions own;
    for (size_t i = 0; i < history_.size(); ++i) {
      const Migration& migration = history_.migrations[i];
      reports_[i] = lint(migration, catalog, settings_.options_for(migration.file.path, own));
    }
    if (settings_.options.planned) soften(schema);
    for (size_t i = 0; i < history_.size(); ++i) tell(i, out);
  }

 private:
  [[nodiscard]] bool in_last(size_t i) const { return selection_.last == 0 || i + selection_.last >= history_.size(); }

  [[nodiscard]] bool reported(size_t i) const {
    const Migration& migration = history_.migrations[i];
    return history_.asked[i] && in_last(i) && settings_.reports(migration.id) &&
           changed(migration.file.path, selection_);
  }

  [[nodiscard]] bool undo_reported(size_t i) const {
    const Migration& migration = history_.migrations[i];
    return history_.asked_undo[i] && in_last(i) && settings_.reports(migration.id) &&
           changed(migration.undo_file.path, selection_);
  }

  /// A plan wants the schema before its migration, so the history is followed once more, to the last that needs one.
  void soften(const Catalog& schema) {
    const auto needs_plan = [&](size_t i) {
      const std::vector<Diagnostic>& findings = reports_[i].findings;
      return reported(i) && std::any_of(findings.begin(), findings.end(), may_be_rewritten);
    };
    size_t end = history_.size();
    while (end > 0 && !needs_plan(end - 1)) --end;
    Catalog catalog = schema;
    for (size_t i = 0; i < end; ++i) {
      const Migration& migration = history_.migrations[i];
      if (needs_plan(i)) soften_rewritten(migration, catalog, settings_.options, reports_[i]);
      follow(migration, catalog, settings_.options.server_version.value_or(newest_server_version));
    }
  }

  void tell(size_t i, LintResult& out) {
    const Migration& migration = history_.migrations[i];
    if (reported(i)) {
      add_syntax_errors(migration.errors, reports_[i]);
      out.files.push_back({&migration.file, std::move(reports_[i])});
      out.broken = out.broken || !migration.errors.empty();
    }
    if (undo_reported(i) && !migration.undo_errors.empty()) {
      out.files.push_back({&migration.undo_file, {}});
      add_syntax_errors(migration.undo_errors, out.files.back().report);
      out.broken = true;
    }
  }

  const History& history_;
  const LintSettings& settings_;
  const LintSelection& selection_;
  std::vector<FileReport> reports_;
};

}  // namespace

LintResult lint_histories(const std::vector<History>& histories, const Catalog& schema, const LintSettings& settings,
                          const LintSelection& selection) {
  LintResult out;
  for (const History& history : histories) HistoryLinter(history, settings, selection).run(schema, out);
  return out;
}

}  // namespace lockstep
