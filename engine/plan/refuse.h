// What is refused without the help of a rewrite.
#pragma once

#include <optional>

#include "engine/effects/effects.h"
#include "engine/plan/make_plan.h"
#include "migrations/migration.h"

namespace lockstep {

/// A statement that the server would refuse itself, whatever rows there are.
[[nodiscard]] std::optional<Refusal> refuse_failing(const Effect& effect);

/// A step of a plan that the server would refuse: the statements get into each other's way when they run phase by
/// phase.
[[nodiscard]] Refusal refuse_step(const Step& step, const Failure& failure);

/// One that no rewrite replaces, and that fails on a table with rows, or stops readers or writers of a table in use for
/// as long as it takes.
[[nodiscard]] std::optional<Refusal> refuse_as_written(const Statement& statement, const Effect& effect,
                                                       const Catalog& catalog, const PendingObjects& pending);

/// Directives that mean nothing for what they stand at: a misspelt name is no reason to do something else silently.
[[nodiscard]] std::optional<Refusal> refuse_directives(const Migration& migration, const Directives& directives,
                                                       const Statement* statement, const Catalog& catalog);

}  // namespace lockstep
