// What `lint` found, and the forms in which it is told. Each form is a file in reports/.
#pragma once

#include <string>
#include <string_view>
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

/// The document of `--format json`, as docs/schemas/lint.json describes it.
[[nodiscard]] std::string lint_document(const std::vector<LintedFile>& files);
/// SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/): one run, with the rules that were found.
[[nodiscard]] std::string sarif_document(const std::vector<LintedFile>& files);
/// GitHub's workflow commands, one line for each finding.
[[nodiscard]] std::string github_annotations(const std::vector<LintedFile>& files);
/// GitLab's code quality report.
[[nodiscard]] std::string gitlab_document(const std::vector<LintedFile>& files);
/// JUnit's XML: a suite for each file, in it a failed case for each finding that reaches the threshold.
[[nodiscard]] std::string junit_document(const std::vector<LintedFile>& files, std::string_view threshold);

}  // namespace lockstep
