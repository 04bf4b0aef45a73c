// Plans as JSON: the form in the journal and of `lockstep plan --format json` (docs/schemas/plan.json).
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "engine/plan/plan.h"

namespace lockstep {

/// Stable key order; two equal plans give the same bytes.
[[nodiscard]] std::string to_json(const Plan& plan);
/// Incompatible for a plan of a newer format, Failed for text that is not a plan.
[[nodiscard]] Result<Plan> plan_from_json(std::string_view json);

}  // namespace lockstep
