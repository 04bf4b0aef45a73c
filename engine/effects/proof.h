// What constraints prove, so that the server needs not look at the rows again.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"

namespace lockstep {

/// Whether the column cannot hold NULL: it is NOT NULL, or a valid CHECK has `column IS NOT NULL` among its AND-ed
/// terms (NotNullImpliedByRelConstraints() in tablecmds.c; manual, ALTER TABLE, SET NOT NULL).
[[nodiscard]] bool is_proven_not_null(const CatalogRelation& table, std::string_view column);

/// The terms of a condition joined with AND at its top, without enclosing parentheses.
[[nodiscard]] std::vector<std::string> and_terms(std::string_view condition);

/// The values that the condition lets the column have: of `column = literal`, `column IN (...)` among its AND-ed terms;
/// empty when it says nothing of the kind.
[[nodiscard]] std::vector<std::string> required_values(std::string_view condition, const std::string& column);

/// Whether the server sees before it runs the query that no row meets the condition: an AND-ed term is FALSE, NULL or
/// a comparison of numbers that does not hold.
[[nodiscard]] bool is_never_true(std::string_view condition);

/// Whether the condition asks for NULL in a column that has none: nothing meets it, though servers before PostgreSQL 17
/// plan as if something might.
[[nodiscard]] bool asks_impossible_null(std::string_view condition, const CatalogRelation& table);

/// Whether rows that meet the condition may be in the partition, which is one of `partitions` and whose parent is
/// partitioned by `column`. True if that cannot be told.
[[nodiscard]] bool may_meet(std::string_view condition, const std::string& column, const CatalogRelation& partition,
                            const std::vector<const CatalogRelation*>& partitions);

/// Whether valid CHECKs of `partition` imply the bound "FOR VALUES ..." over the partition key, so that ATTACH does not
/// read the rows.
[[nodiscard]] bool implies_bound(const CatalogRelation& partition, const CatalogRelation& parent,
                                 std::string_view bound);

/// Whether valid CHECKs of a default partition show that no row of it is within the bound.
[[nodiscard]] bool contradicts_bound(const CatalogRelation& partition, const CatalogRelation& parent,
                                     std::string_view bound);

}  // namespace lockstep
