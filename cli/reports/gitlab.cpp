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

}  // namespace

std::string gitlab_document(const std::vector<LintedFile>& files) {
  Json out = Json::array();
  for (const LintedFile& file : files) {
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
      out.push_back(std::move(issue));
    }
  }
  return json_text(out, 2);
}

}  // namespace lockstep
