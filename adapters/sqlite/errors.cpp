#include "adapters/sqlite/errors.h"

#include <sqlite3.h>

#include <fmt/format.h>

namespace lockstep {

Error sqlite_error(int code, std::string_view message, std::string_view path, std::string_view sql) {
  Error error{ErrorCode::Failed, std::string(message), {}, {}, std::string(sql)};
  const auto say = [&](ErrorCode next, std::string words, std::string help) {
    error.code = next;
    error.message = std::move(words);
    error.help = std::move(help);
  };
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      say(ErrorCode::Retryable, fmt::format("`{}` is locked by another connection", path),
          "run again when the other program has finished its transaction");
      break;
    case SQLITE_INTERRUPT:
      say(ErrorCode::Retryable, "the statement was cancelled", {});
      break;
    case SQLITE_FULL:
      say(ErrorCode::Retryable, fmt::format("the disk is full: `{}` cannot grow", path),
          "make room and run again; what was committed is kept");
      break;
    case SQLITE_READONLY:
      say(ErrorCode::Input, fmt::format("`{}` can only be read: {}", path, message),
          "give this user the right to write the file and its folder");
      break;
    case SQLITE_NOTADB:
      say(ErrorCode::Input, fmt::format("`{}` is not a SQLite database", path),
          "check the path; an encrypted database looks like this, too");
      break;
    case SQLITE_CORRUPT:
      say(ErrorCode::Input, fmt::format("`{}` is damaged: {}", path, message),
          "run `PRAGMA integrity_check` in the sqlite3 shell, and restore a backup");
      break;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      say(ErrorCode::Input, fmt::format("`{}` cannot be opened: {}", path, message),
          "the file must be readable, and its folder writable for the journal that SQLite keeps beside it");
      break;
    default:
      break;
  }
  return error;
}

}  // namespace lockstep
