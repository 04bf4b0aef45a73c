// SQLite's way to change what ALTER TABLE cannot: a new table, the rows copied, the old one dropped, its name taken
// (https://sqlite.org/lang_altertable.html, section 7). Both versions of the application mean the same name, so it is
// one transaction: what is written between the copy and the drop would be lost.
#pragma once

#include <string>
#include <vector>

#include "engine/catalog/catalog.h"
#include "migrations/migration.h"

namespace lockstep {

/// The names of the tables in use that the file makes anew.
[[nodiscard]] std::vector<std::string> remade_tables(const Migration& migration, const Catalog& catalog);

/// A PRAGMA that switches foreign keys, which has no effect inside a transaction and has to stand around it.
[[nodiscard]] bool switches_foreign_keys(const Statement& statement);

}  // namespace lockstep
