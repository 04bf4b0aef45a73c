// Which files changed since a revision, as git tells it.
#pragma once

#include <map>
#include <string>

#include "base/result.h"

namespace lockstep {

/// Answers for any way to write a file's path.
class ChangedFiles {
 public:
  explicit ChangedFiles(std::string revision) : revision_(std::move(revision)) {}
  void add(const std::string& path, bool is_new);

  [[nodiscard]] const std::string& revision() const { return revision_; }  ///< as it was given
  /// In the revision, too, with other contents.
  [[nodiscard]] bool is_edited(const std::string& path) const;
  /// Not in the revision; those that git neither knows nor ignores are among them.
  [[nodiscard]] bool is_added(const std::string& path) const;

 private:
  std::string revision_;
  std::map<std::string, bool> is_new_;  ///< by canonical path
};

/// The files in the repository of `folder` that differ from `revision` in the working tree. Input errors: no git, no
/// repository, no such revision.
[[nodiscard]] Result<ChangedFiles> changed_files(const std::string& revision, const std::string& folder);

}  // namespace lockstep
