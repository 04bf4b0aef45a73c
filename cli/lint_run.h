// The judging of `lint`: which files are reported on, and what is found in them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cli/changed_files.h"
#include "cli/judged_files.h"
#include "cli/lint_report.h"
#include "cli/lint_settings.h"

namespace lockstep {

/// Which of the files that were asked for are reported on.
struct LintSelection {
  size_t last = 0;                               ///< of each history only the last so many; 0: all
  std::optional<ChangedFiles> changed;           ///< only these files
};

/// Follows each history from `schema` on, and calls `tell` for each file that is reported on, in order; what it is
/// given holds no longer than the call. Gives whether one of them has syntax errors.
[[nodiscard]] bool lint_histories(std::vector<History> histories, const Catalog& schema, const Settings& settings,
                                  const LintSettings& lint_settings, const LintSelection& selection,
                                  const std::function<void(LintedFile)>& tell);

}  // namespace lockstep
