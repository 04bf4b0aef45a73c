// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
#include <fmt/format.h>

#include "base/text.h"
#include "base/line_index.h"
#include "cli/lint_report.h"

namespace lockstep {
namespace {

/// Source: escapeData() and escapeProperty() of GitHub's own toolkit, packages/core/src/command.ts.
std::string data(std::string text) {
  return replace_all(replace_all(replace_all(std::move(text), "%", "%25"), "\r", "%0D"), "\n", "%0A");
}
std::string property(std::string text) {
  return replace_all(replace_all(data(std::move(text)), ":", "%3A"), ",", "%2C");
}

std::string_view command(Severity severity) {
  return severity == Severity::Note ? "notice" : to_string(severity);
}

class GithubReport : public LintReport {
 public:
  using LintReport::LintReport;

  void add(const LintedFile& file) override {
    summary_.add(file.report);
    if (file.report.findings.empty()) return;
    const LineIndex lines(file.file->text);
    const std::string path = property(report_path(file.file->path));
    for (const Diagnostic& finding : file.report.findings) {
      const LineColumn begin = lines.place(finding.span.begin), end = lines.place(finding.span.end);
      // Columns have a meaning only within one line.
      const std::string columns =
          begin.line == end.line ? fmt::format(",col={},endColumn={}", begin.column, end.column) : std::string();
      write(fmt::format("::{} file={},line={},endLine={}{},title={}::{}\n", command(finding.severity), path, begin.line,
                        end.line, columns, property(finding.rule), data(with_help(finding))));
    }
  }
  void end() override { write(summary_.text()); }

 private:
  LintSummary summary_;
};

}  // namespace

LintReportOwner github_report(LintReport::Write write) {
  return std::make_unique<GithubReport>(std::move(write));
}

}  // namespace lockstep
