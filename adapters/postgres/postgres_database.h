// PostgreSQL 14 and later as a Database.
#pragma once

#include <memory>
#include <string>

#include "adapters/open.h"

namespace lockstep {

/// `target` is a URI or a key=value string of libpq.
[[nodiscard]] Result<std::unique_ptr<Database>> open_postgres(const std::string& target, const OpenOptions& options);

}  // namespace lockstep
