// What servers refuse about expressions, storage parameters and index methods, whatever the statement that brings them.
#pragma once

#include <string_view>

#include "engine/catalog/draft.h"

namespace lockstep {

/// Names of system columns are taken in every table.
[[nodiscard]] Status check_column_name(const CatalogRelation& table, std::string_view name);

/// DEFAULT for a column of the type.
[[nodiscard]] Status check_default(std::string_view type, const Expression& value);

/// GENERATED ALWAYS AS (expression) for the column of that name.
[[nodiscard]] Status check_generated(const Draft& draft, const CatalogRelation& table, std::string_view name,
                                     const Expression& expression);

/// WITH (...) and SET (...): names and numbers. Options of views and of extensions' methods are not looked at.
[[nodiscard]] Status check_storage(const Draft& draft, const CatalogRelation& table, const OptionList& options);

/// USING method: what it can do, and whether the columns' types have an operator class for it.
[[nodiscard]] Status check_index_method(const Draft& draft, const CatalogRelation& table, const CreateIndex& create);

/// Casts in an index that depend on the session: timestamptz to date, text to date and their like.
[[nodiscard]] bool casts_by_session(const CatalogRelation& table, std::string_view expression);

}  // namespace lockstep
