#include <algorithm>
#include <iterator>

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

/// All that the command was told.
struct Task {
  Context& context;
  const LintSettings& settings;
  const NamedFiles& named;
  const LintSelection& selected;
};

/// Reads and judges the files; `tell` sees each that is reported on. Gives whether some have syntax errors.
Result<bool> judge(const Task& task, bool tell_remarks, const std::function<void(LintedFile)>& tell) {
  const Settings& settings = task.context.settings;
  LOCKSTEP_TRY(const Catalog schema, starting_catalog(settings));
  std::vector<std::string> remarks;
  LOCKSTEP_TRY(std::vector<History> histories, find_histories(task.named, settings, remarks));
  for (const std::string& remark : remarks) {
    if (tell_remarks) print_message(task.context.terminal, fmt::format("lockstep: note: {}\n", remark));
  }
  return lint_histories(std::move(histories), schema, settings, task.settings, task.selected, tell);
}

Status write_baseline(const Task& task, const std::string& path) {
  std::vector<BaselineEntry> entries;
  LOCKSTEP_CHECK(judge(task, true, [&](const LintedFile& file) {
    std::vector<BaselineEntry> own = baseline_entries(path, file);
    std::move(own.begin(), own.end(), std::back_inserter(entries));
  }));
  LOCKSTEP_CHECK(replace_file(path, baseline_text(entries)));
  print_message(task.context.terminal, fmt::format("lockstep: wrote {}\n", path));
  return {};
}

/// Shows or writes what the edits of the findings make of the file.
Status fix_file(const Task& task, const LintedFile& file, bool dry_run) {
  const FixedText fixed = apply_fixes(file.file->text, file.report.findings);
  if (fixed.fixed.empty()) return {};
  if (dry_run) {
    print(task.context.terminal, unified_diff(file.file->path, file.file->text, fixed.edits));
    return {};
  }
  if (task.named.given && file.file->path == task.named.given->path) {
    return fail(ErrorCode::Input, "`--fix` cannot write to standard input", "add `--dry-run` to see what it would do");
  }
  LOCKSTEP_CHECK(replace_file(file.file->path, fixed.text));
  const LineIndex lines(file.file->text);
  for (const Diagnostic& finding : fixed.fixed) {
    const LineColumn place = lines.place(finding.span.begin);
    print_message(task.context.terminal,
                  fmt::format("{}:{}:{}: fixed [{}]\n", file.file->path, place.line, place.column, finding.rule));
  }
  return {};
}

/// Fixes file after file. Gives whether some have syntax errors.
Result<bool> fix_files(const Task& task, const Baseline& baseline, bool tell_remarks, bool dry_run) {
  BaselineFilter filter(baseline);
  Status fixed;
  LOCKSTEP_TRY(const bool broken, judge(task, tell_remarks, [&](LintedFile file) {
                 filter.apply(file);
                 if (fixed) fixed = fix_file(task, file, dry_run);
               }));
  LOCKSTEP_CHECK(fixed);
  return broken;
}

LintReportOwner make_report(Context& context, const LintOptions& options) {
  const std::string format = context.settings.text("format");
  const LintReport::Write write = [&terminal = context.terminal](std::string_view text) { print(terminal, text); };
  if (format == "json") return json_report(write);
  if (format == "sarif") return sarif_report(write);
  if (format == "gitlab") return gitlab_report(write);
  if (format == "junit") return junit_report(write, context.settings.text("lint.fail-on"));
  if (format == "github") return github_report(write);
  const std::string target = target_in_words(context.settings, options.server_version, true);
  return text_report(write, fmt::format("judged for {}\n\n", target), context.terminal.color_out);
}

/// Prints the report and gives the exit code.
Result<int> report(const Task& task, const Baseline& baseline, bool tell_remarks) {
  const std::string threshold = task.context.settings.text("lint.fail-on");
  BaselineFilter filter(baseline);
  LintReportOwner report;
  bool failed = false;
  const auto tell = [&](LintedFile file) {
    if (report == nullptr) report = make_report(task.context, task.settings.options);
    report->add(file);
    failed = failed || std::any_of(file.report.findings.begin(), file.report.findings.end(),
                                   [&](const Diagnostic& each) { return reaches(each.severity, threshold); });
  };
  LOCKSTEP_TRY(const bool broken, judge(task, tell_remarks, [&](LintedFile file) {
                 filter.apply(file);
                 tell(std::move(file));
               }));
  if (FileReport stale{filter.stale()}; !stale.findings.empty()) {
    count(stale);
    tell({&baseline.file, std::move(stale)});
  }
  if (report == nullptr) report = make_report(task.context, task.settings.options);
  report->end();
  if (broken) return exit_input;
  return failed ? exit_findings : exit_done;
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
  const Task task{context, settings, named, selected};
  bool tell_remarks = true;  // the first time that the files are read
  const std::string baseline_path = context.settings.text("lint.baseline");
  if (context.arguments.has("--write-baseline")) {
    LOCKSTEP_CHECK(write_baseline(task, baseline_path));
    tell_remarks = false;
  }
  Baseline baseline;
  if (!baseline_path.empty()) {
    LOCKSTEP_TRY(baseline, read_baseline(baseline_path));
  }
  if (context.arguments.has("--fix")) {
    const bool dry_run = context.arguments.has("--dry-run");
    LOCKSTEP_TRY(const bool broken, fix_files(task, baseline, tell_remarks, dry_run));
    if (dry_run) return broken ? exit_input : exit_done;
    tell_remarks = false;
  }
  return report(task, baseline, tell_remarks);
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
