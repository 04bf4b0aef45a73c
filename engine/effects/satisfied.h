// Whether rows that do not give a value for a new column can break a constraint over it.
#pragma once

#include <string>

#include "engine/effects/effects.h"

namespace lockstep {

/// Whether a CHECK accepts a row in which all its columns are NULL: true only where the expression is made of operators
/// and functions that give NULL for NULL, so that nothing asks whether a value is there.
[[nodiscard]] bool null_satisfies(const Expression& expression);

/// Why any number of rows that leave out the columns which pending migrations add satisfy the constraint; empty when
/// that is not certain.
[[nodiscard]] std::string satisfied_by_absent_columns(const Catalog& before, const CatalogRelation* table,
                                                      const std::string& key, const PendingObjects& pending,
                                                      const Constraint& constraint);

}  // namespace lockstep
