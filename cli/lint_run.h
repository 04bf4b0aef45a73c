// The judging of `lint`: which files are reported on, and what is found in them.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/judged_files.h"
#include "cli/lint_report.h"
#include "cli/lint_settings.h"

namespace lockstep {

/// Which of the files that were asked for are reported on.
struct LintSelection {
  size_t last = 0;                               ///< of each history only the last so many; 0: all
  std::optional<std::set<std::string>> changed;  ///< only files with one of these absolute paths
};

struct LintResult {
  std::vector<LintedFile> files;  ///< refer to the histories
  bool broken = false;            ///< a file that is reported on has syntax errors
};

/// Follows each history from `schema` on.
[[nodiscard]] LintResult lint_histories(const std::vector<History>& histories, const Catalog& schema,
                                        const LintSettings& settings, const LintSelection& selection);

}  // namespace lockstep
