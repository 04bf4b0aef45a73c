// From what a person writes after --database to an open Database. The only header of this folder that cli needs.
//
// Understood: `sqlite:path/app.db`, `sqlite::memory:`, `postgresql://user@host:5432/shop` (or `postgres://`) and
// libpq's own "host=... dbname=..." (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING).
// Spellings of other tools are translated where they mean one thing, and else refused with the right one.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/database.h"

namespace lockstep {

struct OpenOptions {
  bool create_sqlite_file = false;  ///< SQLite: a missing file is made
  bool read_only = false;           ///< every write is refused by the database
  Limits limits{5000, 0};           ///< outside transactions, until set_limits() is called
};

/// Opens the database, and tells it apart from one that cannot serve: a server older than PostgreSQL 14, a file that
/// is not a SQLite database or cannot be written. Errors: Input for what only a person can put right (wrong spelling,
/// wrong password, no such database or file), Retryable for a server that is away.
[[nodiscard]] Result<std::unique_ptr<Database>> open_database(std::string_view url, const OpenOptions& options = {});

/// The dialect that `url` asks for, without opening anything. Errors: Input.
[[nodiscard]] Result<Dialect> dialect_of_url(std::string_view url);

/// `url` for people: the password is replaced by four asterisks. Works on misspelt URLs too, where it rather hides
/// too much than too little.
[[nodiscard]] std::string display_url(std::string_view url);

}  // namespace lockstep
