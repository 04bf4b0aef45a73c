// The baseline of `lint`: findings that were there when a project began to use it. They are known by what they are
// about, not by where they stand, so that the file stays right when lines move.
#pragma once

#include <optional>
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

/// Takes the findings that the baseline knows out of the reports. Entries of files that were reported on and that no
/// finding answers to become findings of the baseline itself, which `stale` holds.
void apply_baseline(const Baseline& baseline, std::vector<LintedFile>& files, std::vector<Diagnostic>& stale);

/// The text of a baseline at `path` that knows all findings of the files.
[[nodiscard]] std::string baseline_text(const std::string& path, const std::vector<LintedFile>& files);

}  // namespace lockstep
