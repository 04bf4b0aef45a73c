// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
#include <nlohmann/json.hpp>

#include "base/line_index.h"
#include "cli/json_text.h"
#include "cli/lint_report.h"

namespace lockstep {
namespace {

using Json = nlohmann::ordered_json;

std::string_view severity_word(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "critical";
    case Severity::Warning:
      return "major";
    case Severity::Note:
      break;
  }
  return "info";
}

class GitlabReport : public LintReport {
 public:
  using LintReport::LintReport;

  void add(const LintedFile& file) override {
    const LineIndex lines(file.file->text);
    const std::string path = report_path(file.file->path);
    const std::vector<std::string> names = fingerprints(file, path);
    for (size_t i = 0; i < names.size(); ++i) {
      const Diagnostic& finding = file.report.findings[i];
      Json issue = {
          {"description", finding.message},
          {"check_name", finding.rule},
          {"fingerprint", names[i]},
          {"severity", severity_word(finding.severity)},
          {"location",
           {{"path", path},
            {"lines",
             {{"begin", lines.place(finding.span.begin).line}, {"end", lines.place(finding.span.end).line}}}}}};
      if (!finding.help.empty()) issue["content"] = {{"body", finding.help}};
      issues_.push_back(std::move(issue));
    }
  }
  void end() override { write(json_text(issues_, 2)); }

 private:
  Json issues_ = Json::array();
};

}  // namespace

LintReportOwner gitlab_report(LintReport::Write write) {
  return std::make_unique<GitlabReport>(std::move(write));
}

}  // namespace lockstep
