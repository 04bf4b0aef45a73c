// Which files changed since a revision, as git tells it.
#pragma once

#include <set>
#include <string>

#include "base/result.h"

namespace lockstep {

/// The absolute paths of the files in the repository of `folder` that differ from `revision` in the working tree, or
/// are not known to git and not ignored by it. Input errors: no git, no repository, no such revision.
[[nodiscard]] Result<std::set<std::string>> changed_files(const std::string& revision, const std::string& folder);

}  // namespace lockstep
