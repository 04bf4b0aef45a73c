// A SQLite file as a Database.
#pragma once

#include <memory>
#include <string>

#include "adapters/open.h"

namespace lockstep {

/// `path` is a file's path as the operating system spells it, or ":memory:".
[[nodiscard]] Result<std::unique_ptr<Database>> open_sqlite(const std::string& path, const OpenOptions& options);

}  // namespace lockstep
