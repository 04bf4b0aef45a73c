// Parts of ALTER TABLE and its relatives: what they refuse before they change anything, inheritance, indexes.
#pragma once

#include <string>

#include "engine/catalog/draft.h"

namespace lockstep {

/// ALTER VIEW of a table and the like; ALTER TABLE takes views and sequences for some of its forms only; typed tables
/// keep the columns of their type.
[[nodiscard]] Status check_kind(const CatalogRelation& relation, const AlterTable& alter);

/// What ALTER TABLE refuses of any of its subcommands, in the order in which they are written, before the first one
/// changes anything (ATPrepCmd() in src/backend/commands/tablecmds.c).
[[nodiscard]] Status prepare_subcommand(const Draft& draft, const std::string& key, const AlterTable& alter,
                                        const AlterTableSubcommand& sub);

/// The partitioned table at or below `key` whose partition key has the column; empty for none.
[[nodiscard]] std::string partitioned_by(const Draft& draft, const std::string& key, const std::string& column);

/// What one subcommand asks of the table as it stands: columns that are there, a table made OF a type, a parent whose
/// partitions allow it. fold() looks for what is left.
[[nodiscard]] Status check_subcommand(const Draft& draft, const std::string& key, const AlterTable& alter,
                                      const AlterTableSubcommand& sub);

/// Whether a foreign key column of the one type may reference a column of the other.
[[nodiscard]] bool fits_key(const Catalog& catalog, std::string_view referencing, std::string_view referenced);

/// REPLICA IDENTITY USING INDEX: unique, whole, over NOT NULL columns, not deferrable.
[[nodiscard]] Status check_replica_identity(const Draft& draft, const CatalogRelation& table,
                                            const AlterTableSubcommand& sub);

/// OF type: the table has the columns of the composite type, in order.
[[nodiscard]] Status check_of_type(const Draft& draft, const CatalogRelation& table, const AlterTableSubcommand& sub);

/// INHERIT and NO INHERIT.
[[nodiscard]] Status inherit(Draft& draft, const std::string& key, const AlterTableSubcommand& sub);

/// ALTER INDEX, and ALTER TABLE that names an index.
[[nodiscard]] Status alter_index(Draft& draft, const AlterTable& alter);

}  // namespace lockstep
