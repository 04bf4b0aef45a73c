// Two catalogs side by side: one folded from statements, one read from the server on which they ran.
#pragma once

#include <string>
#include <utility>

#include "engine/catalog/catalog.h"

namespace lockstep {

/// What each has and the other has not, as text; both empty when they are the same.
///
/// Every field of every value is compared, with these exceptions. Expressions, queries and definitions, which the
/// server prints its own way, are compared by the names, strings and numbers in them; the queries of views and the
/// actions of rules by their strings only, since the server writes out `*` and column lists. A server's estimates
/// (rows, bytes) and its owners, where no statement names one, are not in a fold. Temporary relations are in the fold
/// only, and so is what it knows in part: types of columns that a query computes, the columns of a
/// view whose `*` it cannot expand, and relations that are `partial`.
[[nodiscard]] std::pair<std::string, std::string> differences(const Catalog& folded, const Catalog& read);

}  // namespace lockstep
