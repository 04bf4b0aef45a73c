// The names that PostgreSQL chooses for what the user left unnamed.
// Source: src/backend/commands/indexcmds.c (makeObjectName, ChooseRelationName, ChooseIndexName) and
// src/backend/catalog/pg_constraint.c (ChooseConstraintName), which the manual only sketches.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/draft.h"

namespace lockstep {

/// Names longer than this many bytes are cut by the server.
inline constexpr size_t longest_name = 63;

/// CURRENT_USER and its like, which stand for whoever runs the statement.
[[nodiscard]] inline bool is_current_role(std::string_view role) {
  return role == "current_user" || role == "current_role" || role == "session_user";
}

/// "schema.name" as the parser hands out names of types.
[[nodiscard]] QualifiedName dotted_name(std::string_view written);

/// "first_second_label", the longer part cut at a character's end until all fits. `second` and `label` may be empty.
[[nodiscard]] std::string object_name(std::string_view first, std::string_view second, std::string_view label);

/// A name for an index or a sequence that no relation of the schema has; with `constraint` no constraint either.
[[nodiscard]] std::string choose_relation_name(const Draft& draft, std::string_view schema, std::string_view first,
                                               std::string_view second, std::string_view label, bool constraint);

/// A name for a CHECK or FOREIGN KEY that no constraint of the schema has.
[[nodiscard]] std::string choose_constraint_name(const Draft& draft, std::string_view schema, std::string_view first,
                                                 std::string_view second, std::string_view label);

/// The names joined with underscores, as the middle part of a name for them.
[[nodiscard]] std::string name_addition(const std::vector<std::string>& columns);

/// The name of the column's NOT NULL constraint on PostgreSQL 18, whatever the catalog keeps for it.
[[nodiscard]] std::string not_null_name(const CatalogRelation& table, const CatalogColumn& column);
/// Keeps `name` for it, in the form that CatalogColumn tells.
void set_not_null_name(const CatalogRelation& table, CatalogColumn& column, const std::string& name);
/// Makes the column NOT NULL under that name, empty for the default one; nothing happens to one that is already.
void demand_values(const Draft& draft, const CatalogRelation& table, CatalogColumn& column,
                   const std::string& name = {}, bool no_inherit = false);
/// Takes NOT NULL away, with its name.
void allow_null(CatalogColumn& column);
/// Servers before 18 have no such names.
[[nodiscard]] bool names_not_null(const Draft& draft);
/// The column whose NOT NULL has that name, or nullptr.
[[nodiscard]] const CatalogColumn* column_of_not_null(const Draft& draft, const CatalogRelation& table,
                                                      std::string_view name);

/// Whether a table, view, sequence or index of that name is in the schema.
[[nodiscard]] bool relation_name_taken(const Draft& draft, std::string_view schema, std::string_view name);
[[nodiscard]] bool constraint_name_taken(const Draft& draft, std::string_view schema, std::string_view name);

}  // namespace lockstep
