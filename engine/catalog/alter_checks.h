// Parts of ALTER TABLE and its relatives: what they refuse before they change anything, inheritance, indexes.
#pragma once

#include <string>

#include "engine/catalog/draft.h"

namespace lockstep {

/// ALTER VIEW of a table and the like; ALTER TABLE takes views and sequences for some of its forms only; typed tables
/// keep the columns of their type.
[[nodiscard]] Status check_kind(const CatalogRelation& relation, const AlterTable& alter);

/// REPLICA IDENTITY USING INDEX: unique, whole, over NOT NULL columns, not deferrable.
[[nodiscard]] Status check_replica_identity(const CatalogRelation& table, const AlterTableSubcommand& sub);

/// INHERIT and NO INHERIT.
[[nodiscard]] Status inherit(Draft& draft, const std::string& key, const AlterTableSubcommand& sub);

/// ALTER INDEX, and ALTER TABLE that names an index.
[[nodiscard]] Status alter_index(Draft& draft, const AlterTable& alter);

}  // namespace lockstep
