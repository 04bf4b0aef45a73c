// What a DO block or a function of the catalog runs, where all of it can be read.
#pragma once

#include <optional>
#include <vector>

#include "engine/catalog/catalog.h"
#include "parser/routine_body.h"

namespace lockstep {

struct RoutineStep {
  Statement statement;
  bool conditional = false;  ///< may not run, or runs many times
  bool guarded = false;      ///< its failure is caught
};

/// Routines may call themselves: nobody follows calls deeper than this.
inline constexpr int deepest_call = 8;

/// The statements of a DO, CREATE FUNCTION or CREATE PROCEDURE in order; nothing when a part is hidden.
[[nodiscard]] std::optional<std::vector<RoutineStep>> steps_of(const Statement& statement);

/// The same of a routine of the catalog.
[[nodiscard]] std::optional<std::vector<RoutineStep>> steps_of(const CatalogFunction& routine);

/// The same of the routine that is called; nothing also where routine_of() finds none.
[[nodiscard]] std::optional<std::vector<RoutineStep>> steps_of_call(const Catalog& catalog, const FunctionCall& call);

/// The routine that is called; nullptr when the catalog has none that it may mean, or several.
[[nodiscard]] const CatalogFunction* routine_of(const Catalog& catalog, const FunctionCall& call);

}  // namespace lockstep
