// The baseline of `lint`: findings that were there when a project began to use it. They are known by what they are
// about, not by where they stand, so that the file stays right when lines move.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/source.h"
#include "cli/lint_report.h"

namespace lockstep {

struct BaselineEntry {
  std::string path;  ///< from the baseline's folder
  std::string rule;
  std::string fingerprint;
  Span span;  ///< of the entry in the baseline's text
};

struct Baseline {
  SourceFile file;
  std::vector<BaselineEntry> entries;
};

/// Input errors: the file is missing, is no baseline, or of another version.
[[nodiscard]] Result<Baseline> read_baseline(const std::string& path);

/// Takes what a baseline knows out of reports, file by file.
class BaselineFilter {
 public:
  /// `baseline` must outlive this.
  explicit BaselineFilter(const Baseline& baseline);

  void apply(LintedFile& file);
  /// At the end: entries of files that were reported on and that no finding answered to, as findings of the baseline.
  [[nodiscard]] std::vector<Diagnostic> stale() const;

 private:
  const Baseline& baseline_;
  std::set<std::string> known_, found_, reported_;
};

/// What a baseline at `path` has to say about the findings of the file.
[[nodiscard]] std::vector<BaselineEntry> baseline_entries(const std::string& path, const LintedFile& file);

/// The text of a baseline of these entries.
[[nodiscard]] std::string baseline_text(const std::vector<BaselineEntry>& entries);

}  // namespace lockstep
