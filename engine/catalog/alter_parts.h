// Parts of ALTER TABLE that have a file of their own, and what all parts need.
#pragma once

#include <string>

#include "engine/catalog/table.h"

namespace lockstep {

/// The column that a subcommand names; nullptr in a table that is known in part.
[[nodiscard]] inline Result<CatalogColumn*> column_of(CatalogRelation& table, const AlterTableSubcommand& sub) {
  CatalogColumn* column = table.column(sub.name);
  if (column == nullptr && !table.partial) return no_such_column(table, sub.name);
  return column;
}

/// Runs `change` on the table and on everything below that has the column.
template <typename Change>
[[nodiscard]] Status in_tree(Draft& draft, const std::string& key, bool only, const Change& change) {
  LOCKSTEP_CHECK(change(*draft.edit(key)));
  if (only) return {};
  for (const std::string& child : draft.children(key)) LOCKSTEP_CHECK(in_tree(draft, child, false, change));
  return {};
}

// alter_constraint.cpp: NOT NULL, and constraints that are there already.
[[nodiscard]] Status set_not_null(Draft& draft, const std::string& key, const AlterTable& alter,
                                  const AlterTableSubcommand& sub);
[[nodiscard]] Status drop_not_null(Draft& draft, const std::string& key, const AlterTable& alter,
                                   const AlterTableSubcommand& sub);
[[nodiscard]] Status validate_constraint(Draft& draft, const std::string& key, const AlterTableSubcommand& sub);
[[nodiscard]] Status alter_constraint(Draft& draft, const std::string& key, const AlterTableSubcommand& sub);
[[nodiscard]] Status rename_constraint(Draft& draft, const std::string& key, const AlterTableSubcommand& sub);

}  // namespace lockstep
