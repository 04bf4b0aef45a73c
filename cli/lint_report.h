// What `lint` found, and the forms in which it is told. Each form is a file in reports/.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "engine/rules/lint.h"

namespace lockstep {

/// A file of `lint`.
struct LintedFile {
  const SourceFile* file = nullptr;
  FileReport report;
};

/// "./a//b.sql" as "a/b.sql", an absolute path as seen from the working directory where it is below: what CI systems
/// compare with the paths of the repository.
[[nodiscard]] std::string report_path(const std::string& path);

/// For each finding of the file, a name that stays the same when lines move or white space changes: a hash of the path,
/// the rule, the SQL that the finding is about, and which of several alike it is.
[[nodiscard]] std::vector<std::string> fingerprints(const LintedFile& file, const std::string& path);

/// The message, and the help behind an empty line: for forms that have one field for both.
[[nodiscard]] std::string with_help(const Diagnostic& finding);

/// Whether the severity is at least the threshold: "error", "warning", "note" or "never".
[[nodiscard]] bool reaches(Severity severity, std::string_view threshold);

/// A report in one of the forms, told file by file. A form prints a file at once where it can, so that nothing of it
/// need be kept.
class LintReport {
 public:
  using Write = std::function<void(std::string_view)>;

  explicit LintReport(Write write) : write_(std::move(write)) {}
  virtual ~LintReport() = default;
  LintReport(const LintReport&) = delete;
  LintReport& operator=(const LintReport&) = delete;

  virtual void add(const LintedFile& file) = 0;
  virtual void end() = 0;

 protected:
  void write(std::string_view text) const { write_(text); }

 private:
  Write write_;
};
using LintReportOwner = std::unique_ptr<LintReport>;

/// For people: `head`, each finding with its place in the source, a summary.
[[nodiscard]] LintReportOwner text_report(LintReport::Write write, std::string_view head, bool color);
/// The document of `--format json`, as docs/schemas/lint.json describes it.
[[nodiscard]] LintReportOwner json_report(LintReport::Write write);
/// SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/): one run, with the rules that were found.
[[nodiscard]] LintReportOwner sarif_report(LintReport::Write write);
/// GitHub's workflow commands, one line for each finding, and the summary.
[[nodiscard]] LintReportOwner github_report(LintReport::Write write);
/// GitLab's code quality report.
[[nodiscard]] LintReportOwner gitlab_report(LintReport::Write write);
/// JUnit's XML: a suite for each file, in it a failed case for each finding that reaches the threshold.
[[nodiscard]] LintReportOwner junit_report(LintReport::Write write, std::string_view threshold);

/// What stands below a report for people.
class LintSummary {
 public:
  void add(const FileReport& report);
  [[nodiscard]] std::string text() const;

 private:
  size_t files_ = 0, errors_ = 0, warnings_ = 0, notes_ = 0, fixable_ = 0;
};

}  // namespace lockstep
