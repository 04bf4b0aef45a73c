// What a DO block or a function of the catalog runs, where all of it can be read.
#pragma once

#include <optional>
#include <vector>

#include "parser/routine_body.h"

namespace lockstep {

struct RoutineStep {
  Statement statement;
  bool conditional = false;  ///< may not run, or runs many times
  bool guarded = false;      ///< its failure is caught
};

/// The statements of a DO, CREATE FUNCTION or CREATE PROCEDURE in order; nothing when a part is hidden.
[[nodiscard]] std::optional<std::vector<RoutineStep>> steps_of(const Statement& statement);

}  // namespace lockstep
