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
  if (errors.empty()) return;
  for (const SyntaxError& error : errors) report.findings.push_back(as_finding(error));
  std::stable_sort(report.findings.begin(), report.findings.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.span.begin < b.span.begin; });
  count(report);
}

bool changed(const std::string& path, const LintSelection& selection) {
  return !selection.changed || selection.changed->is_edited(path) || selection.changed->is_added(path);
}

/// Judges one history, migration by migration.
class HistoryLinter {
 public:
  HistoryLinter(const History& history, const LintSettings& settings, const LintSelection& selection, Catalog schema,
                const std::function<void(LintedFile)>& tell)
      : history_(history), settings_(settings), selection_(selection), catalog_(std::move(schema)), tell_(tell) {
    if (settings.options.planned) before_ = catalog_;
    for (size_t i = 0; selection.changed && i < history.size(); ++i) {
      const std::string& path = history.migrations[i].file.path;
      if (!selection.changed->is_added(path)) last_known_ = {i, path};
    }
  }

  bool broken = false;

  void judge(size_t i, const Migration& migration) {
    if (reported(i, history_.asked, migration, migration.file)) {
      FileReport report = judged(i, migration);
      add_syntax_errors(migration.errors, report);
      broken = broken || !migration.errors.empty();
      tell_({&migration.file, std::move(report)});
    } else {
      follow(migration, catalog_, version());
    }
    if (before_) follow(migration, *before_, version());
    if (migration.undo_errors.empty() || !reported(i, history_.asked_undo, migration, migration.undo_file)) return;
    FileReport report;
    add_syntax_errors(migration.undo_errors, report);
    broken = true;
    tell_({&migration.undo_file, std::move(report)});
  }

 private:
  [[nodiscard]] bool reported(size_t i, const std::vector<bool>& asked, const Migration& migration,
                              const SourceFile& file) const {
    const bool in_last = selection_.last == 0 || i + selection_.last >= history_.size();
    return asked[i] && in_last && settings_.reports(migration.id) && changed(file.path, selection_);
  }

  /// What ran somewhere is not edited, and nothing comes before it: other databases would never get it.
  [[nodiscard]] std::vector<Diagnostic> place_in_history(size_t i, const Migration& migration) const {
    std::vector<Diagnostic> findings;
    if (!selection_.changed) return findings;
    const ChangedFiles& changes = *selection_.changed;
    const auto add = [&](std::string rule, std::string message, std::string help) {
      findings.push_back({std::move(rule), "process", Severity::Warning, std::move(message), std::move(help), Span{}});
    };
    if (changes.is_edited(migration.file.path)) {
      add("edited-migration",
          "the file was there at " + changes.revision() +
              " already: a database on which it ran does not get the change",
          "leave it as it was, and write the change into a new migration");
    } else if (last_known_ && i < last_known_->first) {
      add("late-migration",
          "the file comes before " + last_known_->second + ", which was there at " + changes.revision() +
              " already: where that has run, this one is out of order",
          "give it an id behind those that are there");
    }
    return findings;
  }

  [[nodiscard]] int version() const { return settings_.options.server_version.value_or(newest_server_version); }

  FileReport judged(size_t i, const Migration& migration) {
    LintOptions own;
    const LintOptions& options = settings_.options_for(migration.file.path, own);
    FileReport report = lint(migration, catalog_, orders_, options, place_in_history(i, migration));
    if (before_) soften_rewritten(migration, *before_, settings_.options, report);
    return report;
  }

  const History& history_;
  const LintSettings& settings_;
  const LintSelection& selection_;
  Catalog catalog_;
  std::optional<Catalog> before_;  ///< a plan wants the schema before its migration: this one is a file behind
  LockOrders orders_;
  std::optional<std::pair<size_t, std::string>> last_known_;  ///< --changed-since: the last that was there already
  const std::function<void(LintedFile)>& tell_;
};

}  // namespace

bool lint_histories(std::vector<History> histories, const Catalog& schema, const Settings& settings,
                    const LintSettings& lint_settings, const LintSelection& selection,
                    const std::function<void(LintedFile)>& tell) {
  bool broken = false;
  for (History& history : histories) {
    HistoryLinter linter(history, lint_settings, selection, schema, tell);
    // A plan looks at all statements of a file.
    follow(history, settings, lint_settings.options.planned ? Large::Whole : Large::Outlined,
           [&](size_t i, const Migration& migration) { linter.judge(i, migration); });
    broken = broken || linter.broken;
  }
  return broken;
}

}  // namespace lockstep
