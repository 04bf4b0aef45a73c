// JUnit's XML as Jenkins and GitLab read it: https://github.com/testmoapp/junitxml
#include <fmt/format.h>

#include "base/line_index.h"
#include "cli/lint_report.h"

namespace lockstep {
namespace {

/// Text for an attribute or an element. XML 1.0 has no way to write most control characters.
std::string xml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\n':
        out += "&#10;";
        break;
      case '\t':
        out += "&#9;";
        break;
      case '\r':
        out += "&#13;";
        break;
      default:
        out += static_cast<unsigned char>(c) < 0x20 ? std::string("\xEF\xBF\xBD") : std::string(1, c);
    }
  }
  return out;
}

std::string finding_case(const Diagnostic& finding, const LintedFile& file, const std::string& path, LineColumn place,
                         bool failed) {
  const std::string text = xml(render_text(finding, *file.file, place));
  const std::string head = fmt::format("    <testcase classname=\"{}\" name=\"{} at {}:{}\" file=\"{}\" line=\"{}\">\n",
                                       xml(path), xml(finding.rule), place.line, place.column, xml(path), place.line);
  const std::string body = failed ? fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n",
                                                to_string(finding.severity), xml(finding.message), text)
                                  : fmt::format("      <system-out>{}</system-out>\n", text);
  return head + body + "    </testcase>\n";
}

class JunitReport : public LintReport {
 public:
  JunitReport(Write write, std::string_view threshold) : LintReport(std::move(write)), threshold_(threshold) {}

  void add(const LintedFile& file) override {
    const LineIndex lines(file.file->text);
    const std::string path = report_path(file.file->path);
    std::string cases;
    size_t tests = 0, failures = 0;
    for (const Diagnostic& finding : file.report.findings) {
      const bool failed = reaches(finding.severity, threshold_);
      cases += finding_case(finding, file, path, lines.place(finding.span.begin), failed);
      ++tests;
      failures += failed ? 1 : 0;
    }
    if (tests == 0) {
      cases = fmt::format("    <testcase classname=\"{}\" name=\"lint\" file=\"{}\"/>\n", xml(path), xml(path));
      tests = 1;
    }
    suites_ += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\">\n{}  </testsuite>\n",
                           xml(path), tests, failures, cases);
    tests_ += tests;
    failures_ += failures;
  }
  void end() override {
    write(
        fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    "<testsuites name=\"lockstep lint\" tests=\"{}\" failures=\"{}\" errors=\"0\">\n{}</testsuites>\n",
                    tests_, failures_, suites_));
  }

 private:
  std::string threshold_;
  std::string suites_;
  size_t tests_ = 0, failures_ = 0;
};

}  // namespace

LintReportOwner junit_report(LintReport::Write write, std::string_view threshold) {
  return std::make_unique<JunitReport>(std::move(write), threshold);
}

}  // namespace lockstep
