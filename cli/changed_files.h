// Which files changed since a revision, as git tells it.
#pragma once

#include <set>
#include <string>

#include "base/result.h"

namespace lockstep {

/// Absolute paths.
struct ChangedFiles {
  std::string revision;          ///< as it was given
  std::set<std::string> edited;  ///< in the revision, too, with other contents
  std::set<std::string> added;   ///< not in the revision; those that git neither knows nor ignores are among them

  [[nodiscard]] bool contains(const std::string& path) const { return edited.count(path) + added.count(path) > 0; }
};

/// The files in the repository of `folder` that differ from `revision` in the working tree. Input errors: no git, no
/// repository, no such revision.
[[nodiscard]] Result<ChangedFiles> changed_files(const std::string& revision, const std::string& folder);

}  // namespace lockstep
