#include <algorithm>

#include <fmt/format.h>

#include "base/line_index.h"
#include "base/text.h"
#include "cli/judgement.h"
#include "cli/words.h"

namespace lockstep {
namespace {

/// Gives the rules of a setting a severity; nothing switches them off.
Status set_severities(const Settings& settings, std::string_view key, std::optional<Severity> severity,
                      LintOptions& options) {
  for (const std::string& id : settings.list(key)) {
    if (find_rule(id) == nullptr) {
      std::vector<std::string_view> ids;
      for (const Rule* rule : all_rules()) ids.push_back(rule->id);
      const auto near = nearest(id, ids);
      return fail(ErrorCode::Input, fmt::format("there is no rule `{}` ({})", id, settings.origin(key)),
                  near ? fmt::format("did you mean `{}`?", *near) : "`lockstep explain` lists the rules");
    }
    options.severities[id] = severity;
  }
  return {};
}

Result<LintOptions> lint_options(const Settings& settings) {
  LintOptions options;
  LOCKSTEP_TRY(options.server_version, target_version(settings));
  options.style = settings.text("lint.style") == "true";
  LOCKSTEP_CHECK(set_severities(settings, "lint.warnings", Severity::Warning, options));
  LOCKSTEP_CHECK(set_severities(settings, "lint.errors", Severity::Error, options));
  LOCKSTEP_CHECK(set_severities(settings, "lint.disable", std::nullopt, options));
  return options;
}

/// Syntax errors stand among the findings, so that a report is whole.
void add_syntax_errors(const std::vector<SyntaxError>& errors, FileReport& report) {
  for (const SyntaxError& error : errors) report.findings.push_back(as_finding(error));
  report.errors += errors.size();
  std::stable_sort(report.findings.begin(), report.findings.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.span.begin < b.span.begin; });
}

bool reaches(const FileReport& report, const std::string& threshold) {
  if (threshold == "never") return false;
  return report.errors > 0 || (threshold != "error" && report.warnings > 0) ||
         (threshold == "note" && report.notes > 0);
}

std::string summary(const std::vector<LintedFile>& files) {
  size_t errors = 0, warnings = 0, notes = 0;
  for (const LintedFile& file : files) {
    errors += file.report.errors;
    warnings += file.report.warnings;
    notes += file.report.notes;
  }
  if (errors + warnings + notes == 0) return fmt::format("nothing found in {}\n", counted(files.size(), "file"));
  return fmt::format("{}, {}, {} in {}; `lockstep explain RULE` tells more\n", counted(errors, "error"),
                     counted(warnings, "warning"), counted(notes, "note"), counted(files.size(), "file"));
}

Result<int> run(Context& context) {
  LOCKSTEP_TRY(const LintOptions options, lint_options(context.settings));
  const Dialect dialect = context.settings.dialect();
  LOCKSTEP_TRY(const std::vector<Migration> migrations,
               read_migrations(context.paths(), dialect, context.settings.parse_options()));
  const auto last = static_cast<size_t>(std::atoi(context.arguments.value("--last", "0").c_str()));
  Catalog catalog;
  catalog.dialect = dialect;
  std::vector<LintedFile> files;
  bool broken = false;
  for (size_t i = 0; i < migrations.size(); ++i) {
    const Migration& migration = migrations[i];
    FileReport report = lint(migration, catalog, options);
    if (last != 0 && i + last < migrations.size()) continue;
    add_syntax_errors(migration.errors, report);
    files.push_back({&migration.file, std::move(report)});
    if (!migration.undo_errors.empty()) {
      files.push_back({&migration.undo_file, {}});
      add_syntax_errors(migration.undo_errors, files.back().report);
    }
    broken = broken || !migration.errors.empty() || !migration.undo_errors.empty();
  }
  Terminal& terminal = context.terminal;
  if (terminal.json) {
    print(terminal, lint_document(files));
  } else {
    print(terminal, fmt::format("judged for {}\n\n", target_in_words(context.settings, options.server_version, true)));
    for (const LintedFile& file : files) {
      if (file.report.findings.empty()) continue;
      const LineIndex lines(file.file->text);
      for (const Diagnostic& finding : file.report.findings) {
        const std::string text = render_text(finding, *file.file, lines.place(finding.span.begin));
        print(terminal, paint_diagnostic(terminal.color_out, text) + "\n");
      }
    }
    print(terminal, summary(files));
  }
  if (broken) return exit_input;
  const std::string threshold = context.settings.text("lint.fail-on");
  const bool failed =
      std::any_of(files.begin(), files.end(), [&](const LintedFile& file) { return reaches(file.report, threshold); });
  return failed ? exit_findings : exit_done;
}

}  // namespace

extern const Command command_lint;
const Command command_lint{
    "lint",
    false,
    "find what would block, fail or break, before it runs",
    R"(Use it in CI and while you write: it reads the folder, follows the schema through its files, and says what would hold
up the application, fail, lose data or break the previous version, and what to write instead. `plan` shows that much of
it is done for you; `explain` tells more about a rule; `analyze` gives the facts of every statement.)",
    "PATH...",
    "the folder of migrations, or files; default: the folder of the settings",
    setting_options({"lint.fail-on", "server-version", "lint.disable", "lint.errors", "lint.warnings"},
                    {{"--last", "N", "report on the last N migrations only"},
                     {"--style", "", "report rules of category style, too"},
                     placeholders_option}),
    R"("files":[],"summary":{"errors":0,"warnings":0,"notes":0})",
    R"(  lockstep lint
  lockstep lint --last 1 --fail-on warning migrations
  lockstep lint --format json | jq '.files[].findings[] | select(.severity == "error")'
)",
    run,
};

}  // namespace lockstep
