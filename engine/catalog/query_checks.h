// What servers refuse of queries and calls, as far as the catalog tells.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/draft.h"

namespace lockstep {

/// A call with a number of arguments that no function of that name takes (42883). Functions that are not known may
/// take any.
[[nodiscard]] Status check_calls(const Draft& draft, const std::vector<FunctionCall>& calls);

/// Columns that an expression over `table`, which may be written as `alias`, names and the table does not have (42703).
[[nodiscard]] Status check_columns(const CatalogRelation& table, std::string_view alias, const Expression& expression);

/// A query as the parser has taken it apart. Borrows everything.
struct ParsedQuery {
  const std::string& text;
  const std::vector<QualifiedName>& reads;
  const std::vector<FunctionCall>& functions;
  const PlainSelect* plain = nullptr;  ///< if it is one
};

/// All of it, for a query; columns only where it reads one relation. The branches of UNION, INTERSECT and EXCEPT: as
/// many columns each (42601), of types that have one in common (42804, 42846); branches with queries inside are not
/// looked into.
[[nodiscard]] Status check_query(const Draft& draft, const ParsedQuery& query);
/// The same for one that stands alone.
[[nodiscard]] Status check_query(const Draft& draft, const std::string& query);

/// Whether an INSERT that leaves the column NULL may do anything but fail at NOT NULL: a trigger may give a value, a rule
/// may stand for the change, or no partition takes the row.
[[nodiscard]] bool may_take_null(const Catalog& catalog, const CatalogRelation& table, const std::string& column);

/// INSERT INTO ... SELECT: columns of types that those of the table do not take (42804). `columns`: as written, or none.
[[nodiscard]] Status check_assigned(const Draft& draft, const CatalogRelation& table,
                                    const std::vector<std::string>& columns, const std::string& query,
                                    const std::vector<QualifiedName>& reads);

/// A name that stands twice among the columns which a view, or a table made of a query, would have (42701).
[[nodiscard]] Status check_output_names(const std::vector<CatalogColumn>& columns);

}  // namespace lockstep
