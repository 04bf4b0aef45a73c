// Columns of the catalog as SQL again.
#pragma once

#include <string>
#include <string_view>

#include "engine/catalog/catalog.h"

namespace lockstep {

/// "name type NOT NULL DEFAULT ..." as it stands behind ADD COLUMN.
[[nodiscard]] std::string column_sql(const CatalogColumn& column, Dialect dialect);

/// Whether an index or a constraint of the table speaks of the column.
[[nodiscard]] bool used_elsewhere(const CatalogRelation& table, std::string_view column);

}  // namespace lockstep
