// Parts of ALTER TABLE and its relatives: what they refuse before they change anything, inheritance, indexes.
#pragma once

#include <string>

#include "engine/catalog/draft.h"

namespace lockstep {

/// ALTER VIEW of a table and the like; ALTER TABLE takes views and sequences for some of its forms only; typed tables
/// keep the columns of their type.
[[nodiscard]] Status check_kind(const CatalogRelation& relation, const AlterTable& alter);

/// What one subcommand asks of the table as it stands: columns that are there, a table made OF a type, a parent whose
/// partitions allow it. fold() looks for what is left.
[[nodiscard]] Status check_subcommand(const Draft& draft, const std::string& key, const AlterTable& alter,
                                      const AlterTableSubcommand& sub);

/// Whether a foreign key column of the one type may reference a column of the other.
[[nodiscard]] bool fits_key(std::string_view referencing, std::string_view referenced);

/// REPLICA IDENTITY USING INDEX: unique, whole, over NOT NULL columns, not deferrable.
[[nodiscard]] Status check_replica_identity(const CatalogRelation& table, const AlterTableSubcommand& sub);

/// INHERIT and NO INHERIT.
[[nodiscard]] Status inherit(Draft& draft, const std::string& key, const AlterTableSubcommand& sub);

/// ALTER INDEX, and ALTER TABLE that names an index.
[[nodiscard]] Status alter_index(Draft& draft, const AlterTable& alter);

}  // namespace lockstep
