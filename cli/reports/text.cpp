// For people, like a good compiler's.
#include <algorithm>

#include <fmt/format.h>

#include "base/line_index.h"
#include "cli/lint_report.h"
#include "cli/terminal.h"
#include "cli/words.h"
#include "engine/rules/rule.h"

namespace lockstep {
namespace {

class TextReport : public LintReport {
 public:
  TextReport(Write write, std::string_view head, bool color) : LintReport(std::move(write)), color_(color) {
    this->write(head);
  }

  void add(const LintedFile& file) override {
    summary_.add(file.report);
    if (file.report.findings.empty()) return;
    const LineIndex lines(file.file->text);
    for (const Diagnostic& finding : file.report.findings) {
      std::string text = render_text(finding, *file.file, lines.place(finding.span.begin));
      if (find_rule(finding.rule) != nullptr) text += fmt::format("      = more: docs/rules.md#{}\n", finding.rule);
      write(paint_diagnostic(color_, text) + "\n");
    }
  }
  void end() override { write(summary_.text()); }

 private:
  bool color_;
  LintSummary summary_;
};

}  // namespace

LintReportOwner text_report(LintReport::Write write, std::string_view head, bool color) {
  return std::make_unique<TextReport>(std::move(write), head, color);
}

void LintSummary::add(const FileReport& report) {
  ++files_;
  errors_ += report.errors;
  warnings_ += report.warnings;
  notes_ += report.notes;
  const auto has_edits = [](const Diagnostic& finding) { return !finding.edits.empty(); };
  fixable_ += static_cast<size_t>(std::count_if(report.findings.begin(), report.findings.end(), has_edits));
}

std::string LintSummary::text() const {
  if (errors_ + warnings_ + notes_ == 0) return fmt::format("nothing found in {}\n", counted(files_, "file"));
  const std::string fix =
      fixable_ == 0 ? std::string() : fmt::format("; `lockstep lint --fix` writes the safe form of {}", fixable_);
  return fmt::format("{}, {}, {} in {}; `lockstep explain RULE` tells more{}\n", counted(errors_, "error"),
                     counted(warnings_, "warning"), counted(notes_, "note"), counted(files_, "file"), fix);
}

}  // namespace lockstep
