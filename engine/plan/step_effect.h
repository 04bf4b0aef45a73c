// What a step of a plan does to the database, by what is known of its statements.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "engine/effects/table_work.h"
#include "engine/plan/make_plan.h"

namespace lockstep {

/// What is known of a step beyond what it says of itself.
struct StepEffect {
  std::optional<TableWork> work;
  std::optional<Failure> failure;  ///< the server would refuse it, whatever rows there are
};

/// The locks, rewrites and scans of a step's own SQL, the strongest mode for each relation, and how long that takes.
/// Runs it on `physical` and adds the keys of what it changes to `touched`.
[[nodiscard]] StepEffect describe_effect(Step& step, Catalog& physical, std::set<std::string>& touched,
                                         const PlanOptions& options);

}  // namespace lockstep
