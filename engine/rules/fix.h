// Edits of findings, put into the text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace lockstep {

struct FixedText {
  std::vector<Edit> edits;        ///< those that were applied: sorted, none within another
  std::vector<Diagnostic> fixed;  ///< the findings that they are of
  std::string text;
};

/// Applies the edits of all findings that have some, in their order; a finding whose edits touch those of an earlier
/// one waits for the next time. New lines end as those of the text do.
[[nodiscard]] FixedText apply_fixes(std::string_view text, const std::vector<Diagnostic>& findings);

/// The edits as a unified diff of the file, with three lines around; "" without edits.
[[nodiscard]] std::string unified_diff(const std::string& path, std::string_view text, const std::vector<Edit>& edits);

}  // namespace lockstep
