// A DO block whose SQL can be read is folded as its statements: what is certain to run changes the catalog, what may
// run leaves its relations partly known.
#include "engine/catalog/routine.h"
#include "engine/catalog/fold.h"

namespace lockstep {

std::optional<std::vector<RoutineStep>> steps_of(const Statement& statement) {
  const RoutineBody body = read_routine_body(statement);
  if (!body.complete()) return std::nullopt;
  std::vector<RoutineStep> steps;
  for (const BodyStatement& each : body.statements) {
    if (!each.statement) return std::nullopt;
    steps.push_back({*each.statement, each.conditional, each.guarded});
  }
  return steps;
}

Status fold(Draft& draft, const DoBlock&, const Statement& statement) {
  const auto steps = steps_of(statement);
  if (!steps) {
    draft.unknown("a DO block may change anything");
    return {};
  }
  for (const RoutineStep& step : *steps) {
    // A copy only behind what changes the schema: few blocks do.
    std::optional<Catalog> changed;
    if (!draft.empty()) draft.preview(changed.emplace(draft.base()));
    Draft one(changed ? *changed : draft.base(), draft.server_version());
    const Status folded = fold_statement(one, step.statement);
    if (!folded) {
      if (step.conditional || step.guarded) continue;  // does not run, or its failure is caught
      return folded;
    }
    draft.absorb(std::move(one), step.conditional);
    if (step.conditional) draft.unknown("a part of a DO block may run or not: " + step.statement.tag);
  }
  return {};
}

}  // namespace lockstep
