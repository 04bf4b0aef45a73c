// An old column that contract has put aside under a name of lockstep's, until quarantine ends. PostgreSQL.
#pragma once

#include <string>
#include <vector>

#include "engine/rewrite/rewrite.h"

namespace lockstep {

/// Says in its comment of what it is kept, so that it is found at the end whatever its table is called by then.
[[nodiscard]] std::string mark_kept(const RewriteInput& input, const CatalogRelation& table,
                                    const CatalogColumn& column, const std::string& kept_name);
/// The comment that it had; for when it has its own name again.
[[nodiscard]] std::string unmark_kept(const RewriteInput& input, const CatalogRelation& table,
                                      const CatalogColumn& column);

/// Drops it, for good. Later migrations may have dropped or renamed the table, or moved it into another schema.
[[nodiscard]] std::vector<std::string> drop_kept(const RewriteInput& input, const CatalogRelation& table,
                                                 const CatalogColumn& column, const std::string& kept_name);

}  // namespace lockstep
