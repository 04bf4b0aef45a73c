#include <algorithm>

#include <fmt/format.h>

#include "base/line_index.h"
#include "base/text.h"
#include "cli/baseline.h"
#include "cli/changed_files.h"
#include "cli/judgement.h"
#include "cli/lint_run.h"
#include "cli/new_file.h"
#include "cli/table_stats.h"
#include "cli/words.h"
#include "engine/rules/fix.h"
#include "engine/rules/rule.h"
#include "migrations/files.h"

namespace lockstep {
namespace {

Result<LintSelection> selection(const Context& context, const NamedFiles& named) {
  LintSelection out;
  out.last = static_cast<size_t>(std::atoi(context.arguments.value("--last", "0").c_str()));
  if (context.arguments.has("--changed-since")) {
    const std::string& first = named.paths.front();
    const std::string folder = is_folder(first) ? first : std::string(folder_of(first));
    LOCKSTEP_TRY(out.changed, changed_files(context.arguments.value("--changed-since"), folder));
  }
  return out;
}

/// What was read and what was found in it.
struct Linted {
  std::vector<History> histories;
  LintResult result;
};

Result<Linted> read_and_judge(Context& context, const NamedFiles& named, const LintSettings& settings,
                              const LintSelection& selection) {
  LOCKSTEP_TRY(const Catalog schema, starting_catalog(context.settings));
  Linted out;
  std::vector<std::string> remarks;
  LOCKSTEP_TRY(out.histories, read_histories(named, context.settings, remarks));
  for (const std::string& remark : remarks)
    print_message(context.terminal, fmt::format("lockstep: note: {}\n", remark));
  out.result = lint_histories(out.histories, schema, settings, selection);
  return out;
}

// ---- Fixing

/// Shows or writes what the edits of the findings make of each file; gives how many findings that takes away.
Result<size_t> fix_files(Context& context, const NamedFiles& named, const std::vector<LintedFile>& files,
                         bool dry_run) {
  size_t count = 0;
  for (const LintedFile& file : files) {
    const FixedText fixed = apply_fixes(file.file->text, file.report.findings);
    if (fixed.fixed.empty()) continue;
    count += fixed.fixed.size();
    if (dry_run) {
      print(context.terminal, unified_diff(file.file->path, file.file->text, fixed.edits));
      continue;
    }
    if (named.given && file.file->path == named.given->path) {
      return fail(ErrorCode::Input, "`--fix` cannot write to standard input",
                  "add `--dry-run` to see what it would do");
    }
    LOCKSTEP_CHECK(replace_file(file.file->path, fixed.text));
    const LineIndex lines(file.file->text);
    for (const Diagnostic& finding : fixed.fixed) {
      const LineColumn place = lines.place(finding.span.begin);
      print_message(context.terminal,
                    fmt::format("{}:{}:{}: fixed [{}]\n", file.file->path, place.line, place.column, finding.rule));
    }
  }
  return count;
}

// ---- Telling

std::string summary(const std::vector<LintedFile>& files) {
  size_t errors = 0, warnings = 0, notes = 0, fixable = 0;
  for (const LintedFile& file : files) {
    errors += file.report.errors;
    warnings += file.report.warnings;
    notes += file.report.notes;
    const auto has_edits = [](const Diagnostic& finding) { return !finding.edits.empty(); };
    fixable += static_cast<size_t>(std::count_if(file.report.findings.begin(), file.report.findings.end(), has_edits));
  }
  if (errors + warnings + notes == 0) return fmt::format("nothing found in {}\n", counted(files.size(), "file"));
  const std::string fix =
      fixable == 0 ? std::string() : fmt::format("; `lockstep lint --fix` writes the safe form of {}", fixable);
  return fmt::format("{}, {}, {} in {}; `lockstep explain RULE` tells more{}\n", counted(errors, "error"),
                     counted(warnings, "warning"), counted(notes, "note"), counted(files.size(), "file"), fix);
}

void print_text(Context& context, const std::vector<LintedFile>& files, const LintOptions& options) {
  Terminal& terminal = context.terminal;
  print(terminal, fmt::format("judged for {}\n\n", target_in_words(context.settings, options.server_version, true)));
  for (const LintedFile& file : files) {
    if (file.report.findings.empty()) continue;
    const LineIndex lines(file.file->text);
    for (const Diagnostic& finding : file.report.findings) {
      std::string text = render_text(finding, *file.file, lines.place(finding.span.begin));
      if (find_rule(finding.rule) != nullptr) text += fmt::format("      = more: docs/rules.md#{}\n", finding.rule);
      print(terminal, paint_diagnostic(terminal.color_out, text) + "\n");
    }
  }
  print(terminal, summary(files));
}

void print_findings(Context& context, const std::vector<LintedFile>& files, const LintOptions& options) {
  const std::string format = context.settings.text("format");
  Terminal& terminal = context.terminal;
  if (format == "json") return print(terminal, lint_document(files));
  if (format == "sarif") return print(terminal, sarif_document(files));
  if (format == "gitlab") return print(terminal, gitlab_document(files));
  if (format == "junit") return print(terminal, junit_document(files, context.settings.text("lint.fail-on")));
  if (format == "github") return print(terminal, github_annotations(files) + summary(files));
  print_text(context, files, options);
}

bool fails(const LintedFile& file, std::string_view threshold) {
  return std::any_of(file.report.findings.begin(), file.report.findings.end(),
                     [&](const Diagnostic& finding) { return reaches(finding.severity, threshold); });
}

// ---- The command

Status check_options(const Context& context) {
  const Arguments& arguments = context.arguments;
  if (arguments.has("--dry-run") && !arguments.has("--fix")) {
    return fail(ErrorCode::Input, "`--dry-run` shows what `--fix` would do, but there is no `--fix`", "give both");
  }
  if (arguments.has("--write-baseline") && !context.settings.has("lint.baseline")) {
    return fail(ErrorCode::Input, "`--write-baseline` does not know which file to write", "name it: `--baseline FILE`");
  }
  if (arguments.has("--dry-run") && context.settings.text("format") != "text") {
    return fail(ErrorCode::Input, "`--fix --dry-run` prints a diff, whatever the format", "leave `--format` out");
  }
  return {};
}

Result<int> run(Context& context) {
  LOCKSTEP_CHECK(check_options(context));
  LOCKSTEP_TRY(LintSettings settings, lint_settings(context.settings));
  // A database that is only set somewhere is not asked: lint needs none.
  if (context.arguments.has("--database")) {
    LOCKSTEP_TRY(settings.options.sizes, measure_tables(context));
  }
  LOCKSTEP_TRY(const NamedFiles named, named_files(context));
  LOCKSTEP_TRY(const LintSelection selected, selection(context, named));
  LOCKSTEP_TRY(Linted linted, read_and_judge(context, named, settings, selected));
  const std::string baseline_path = context.settings.text("lint.baseline");
  if (context.arguments.has("--write-baseline")) {
    LOCKSTEP_CHECK(replace_file(baseline_path, baseline_text(baseline_path, linted.result.files)));
    print_message(context.terminal, fmt::format("lockstep: wrote {}\n", baseline_path));
  }
  Baseline baseline;
  std::vector<Diagnostic> stale;
  if (!baseline_path.empty()) {
    LOCKSTEP_TRY(baseline, read_baseline(baseline_path));
    apply_baseline(baseline, linted.result.files, stale);
  }
  if (context.arguments.has("--fix")) {
    const bool dry_run = context.arguments.has("--dry-run");
    LOCKSTEP_TRY(const size_t fixed, fix_files(context, named, linted.result.files, dry_run));
    if (dry_run) return linted.result.broken ? exit_input : exit_done;
    if (fixed > 0) {
      LOCKSTEP_TRY(linted, read_and_judge(context, named, settings, selected));
      stale.clear();
      if (!baseline_path.empty()) apply_baseline(baseline, linted.result.files, stale);
    }
  }
  if (!stale.empty()) {
    linted.result.files.push_back({&baseline.file, {std::move(stale), 0, 0, 0}});
    count(linted.result.files.back().report);
  }
  const std::vector<LintedFile>& files = linted.result.files;
  print_findings(context, files, settings.options);
  if (linted.result.broken) return exit_input;
  const std::string threshold = context.settings.text("lint.fail-on");
  const bool failed =
      std::any_of(files.begin(), files.end(), [&](const LintedFile& file) { return fails(file, threshold); });
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
it is done for you; `explain` tells more about a rule; `analyze` gives the facts of every statement. With `--database`
findings tell how long a lock is held on the tables of that server.)",
    "PATH...",
    "a folder, files (those before them in their folder are followed, too), patterns, or `-`",
    setting_options({"lint.fail-on", "schema", "server-version", "lint.disable", "lint.errors", "lint.warnings",
                     "lint.notes", "lint.after", "lint.baseline", "lint.stats"},
                    {{"--format", "text|json|sarif|github|gitlab|junit",
                      "text for people; json, SARIF 2.1.0, GitHub annotations, GitLab code quality, JUnit's XML"},
                     {"--last", "N", "report on the last N migrations only"},
                     {"--changed-since", "REV",
                      "report only on files that git says differ from REV; earlier ones are still followed"},
                     stdin_option,
                     {"--style", "", "report rules of category style, too"},
                     {"--fix", "", "write the safe form where one file can hold it"},
                     {"--dry-run", "", "with --fix: show it as a diff, write nothing"},
                     {"--write-baseline", "", "write what is found now into the file of --baseline"},
                     placeholders_option}),
    R"("files":[],"summary":{"errors":0,"warnings":0,"notes":0})",
    R"(  lockstep lint
  lockstep lint --last 1 --fail-on warning migrations
  lockstep lint --changed-since origin/main --format sarif >lint.sarif
  lockstep lint --schema db/structure.sql db/migrate/20240102_add_zone.sql
  python manage.py sqlmigrate shop 0007 | lockstep lint -
  lockstep lint --fix --dry-run
  lockstep lint --format json | jq '.files[].findings[] | select(.severity == "error")'
)",
    run,
};

}  // namespace lockstep
