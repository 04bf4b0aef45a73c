// Volatility of functions: built-in ones from pg_proc of a real server, the user's own from the catalog.
#pragma once

#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"

namespace lockstep {

/// Whether the function takes as many arguments as the call gives.
[[nodiscard]] bool takes(const CatalogFunction& function, const FunctionCall& call);

/// The functions of the catalog that the call may mean: those that take as many arguments as it gives, or, where none
/// does, all of the name. The types of what a call gives are not known.
[[nodiscard]] std::vector<const CatalogFunction*> candidates(const Catalog& catalog, std::string_view schema,
                                                             const FunctionCall& call);

/// The volatilities of the functions that the call may mean: letters "i" (immutable), "s" (stable) and "v" (volatile),
/// several when they differ, none when the function is not known.
[[nodiscard]] std::string_view volatilities(const Catalog& catalog, const FunctionCall& function);

/// Whether evaluating the expression may give another value for each row of one statement. A function that is not
/// known counts as volatile, since that is what CREATE FUNCTION makes when nothing else is said, and so does a call
/// that may mean a volatile one.
[[nodiscard]] bool is_volatile(const Catalog& catalog, const Expression& expression);

/// The same once simple functions in SQL stand in place of their calls, as the server asks of the default of a new
/// column.
[[nodiscard]] bool is_volatile_when_inlined(const Catalog& catalog, const Expression& expression);

/// Whether the expression is certain to hold something that is not immutable, so that no index can be built over it.
[[nodiscard]] bool is_surely_mutable(const Catalog& catalog, const Expression& expression);

/// Whether a function of the expression is neither built in nor in the catalog.
[[nodiscard]] bool calls_unknown_function(const Catalog& catalog, const Expression& expression);

}  // namespace lockstep
