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

/// Whether the type has the operator class, or a default one, for indexes of that method.
[[nodiscard]] Status check_operator_class(const Draft& draft, std::string_view method, std::string_view written,
                                          std::string_view operator_class);
/// USING method: what it can do, and whether the columns' types have an operator class for it.
[[nodiscard]] Status check_index_method(const Draft& draft, const CatalogRelation& table, const CreateIndex& create);

/// Whether an expression over the column still means something when the column has that type: comparisons and sums with
/// numbers, and functions over text (42883). Says nothing of what it does not know.
[[nodiscard]] Status check_operators(const Draft& draft, std::string_view expression, const CatalogColumn& changed,
                                     std::string_view type);

/// Casts in an index that depend on the session: timestamptz to date, text to date and their like.
[[nodiscard]] bool casts_by_session(const CatalogRelation& table, std::string_view expression);

}  // namespace lockstep
