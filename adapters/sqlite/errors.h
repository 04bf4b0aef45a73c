// SQLite's result codes (https://www.sqlite.org/rescode.html) -> what the caller does next.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lockstep {

/// `code` is an extended result code, `message` what sqlite3_errmsg() says, `path` the database's file.
/// Retryable: BUSY, LOCKED, INTERRUPT, FULL, PROTOCOL. Input: READONLY, CORRUPT, NOTADB, CANTOPEN, PERM, AUTH.
/// Everything else: Failed.
[[nodiscard]] Error sqlite_error(int code, std::string_view message, std::string_view path, std::string_view sql);

}  // namespace lockstep
