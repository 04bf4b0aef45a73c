// What the settings say about `lint`: which rules, how severe, for which files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/settings.h"
#include "engine/rules/lint.h"

namespace lockstep {

/// The severities of one place of the settings.
struct RuleSettings {
  std::string pattern;  ///< of files, from the working directory; empty: all
  std::map<std::string, std::optional<Severity>, std::less<>> severities;
};

struct LintSettings {
  LintOptions options;              ///< for all files
  std::vector<RuleSettings> paths;  ///< over that, in order
  std::string after;                ///< id of the last migration that is not reported on; empty: all are

  /// What holds for the file: `options`, or `own`, which is filled where paths have settings.
  [[nodiscard]] const LintOptions& options_for(const std::string& path, LintOptions& own) const;
  [[nodiscard]] bool reports(std::string_view id) const;
};

/// Input errors: a rule that does not exist, a server version that is not known.
[[nodiscard]] Result<LintSettings> lint_settings(const Settings& settings);

}  // namespace lockstep
