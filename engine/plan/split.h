// One statement as the statements that are planned one by one.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/catalog/catalog.h"
#include "migrations/migration.h"

namespace lockstep {

/// A statement of the file, or a part of one.
struct Part {
  size_t index;  ///< of the statement in the migration
  MigrationStatement item;
};

/// An ALTER TABLE of several subcommands as one statement each; ADD COLUMN with constraints that a table in use cannot
/// take as written, as ADD COLUMN and ADD CONSTRAINT; every other statement as it is. `before` is the schema before it.
[[nodiscard]] std::vector<Part> split_statement(const MigrationStatement& item, size_t index, const Catalog& before,
                                                int server_version);

}  // namespace lockstep
