// SQLite: changing a table's definition by building it anew (https://sqlite.org/lang_altertable.html, section 7): new
// table, copy with rowids, drop, rename, indexes and triggers again, foreign keys checked before commit.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "engine/catalog/catalog.h"
#include "engine/plan/plan.h"

namespace lockstep {

/// A step that rebuilds `table` with `edits`; `undo` are the edits that go back.
[[nodiscard]] Step rebuild_step(Phase phase, const CatalogRelation& table, std::string title,
                                std::vector<TableEdit> edits, std::vector<TableEdit> undo);

/// The statements of the rebuild, for the table as it is now: they run in one transaction while foreign_keys is off and
/// legacy_alter_table on. Failed when the definition cannot be edited (a column is gone).
[[nodiscard]] Result<std::vector<std::string>> rebuild_sql(const CatalogRelation& table,
                                                           const std::vector<TableEdit>& edits);

/// A CREATE TABLE statement with `edits` made to its text, under the name `new_name` (as it is for "").
[[nodiscard]] Result<std::string> edit_definition(const std::string& definition, const std::vector<TableEdit>& edits,
                                                  const std::string& new_name);

}  // namespace lockstep
