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

/// The same of the routine with that key; nothing also when the catalog has none, or several, of that name.
[[nodiscard]] std::optional<std::vector<RoutineStep>> steps_of_routine(const Catalog& catalog, const std::string& key);

}  // namespace lockstep
