// Files that commands write for the user.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lockstep {

/// Writes a file that must not exist yet: true when it was written, false when there is one already, which stays as it
/// is. Missing folders above it are made. Input errors: no right to write, no space.
[[nodiscard]] Result<bool> write_new_file(const std::string& path, std::string_view text);

/// Writes a file whether or not it exists, at once: it is written beside its place and moved there, so that nobody ever
/// reads half of it. Its permissions stay. Input errors as above.
[[nodiscard]] Status replace_file(const std::string& path, std::string_view text);

}  // namespace lockstep
