// A DO block whose SQL can be read is folded as its statements: what is certain to run changes the catalog, what may
// run leaves its relations partly known.
#include "engine/catalog/routine.h"

#include <algorithm>
#include <iterator>

#include "engine/catalog/definition.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/volatility.h"

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

std::optional<std::vector<RoutineStep>> steps_of(const CatalogFunction& routine) {
  const std::optional<Statement> made = statement_of(routine.definition, Dialect::PostgreSQL);
  return made ? steps_of(*made) : std::nullopt;
}

const CatalogFunction* routine_of(const Catalog& catalog, const FunctionCall& call) {
  const std::vector<const CatalogFunction*> meant =
      candidates(catalog, catalog.schema_of({call.schema, call.name, {}}), call);
  return meant.size() == 1 ? meant.front() : nullptr;
}

std::optional<std::vector<RoutineStep>> steps_of_call(const Catalog& catalog, const FunctionCall& call) {
  const CatalogFunction* routine = routine_of(catalog, call);
  return routine != nullptr ? steps_of(*routine) : std::nullopt;
}

namespace {

Status fold_steps(Draft& draft, const std::vector<RoutineStep>& steps) {
  for (const RoutineStep& step : steps) {
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
    if (step.conditional) draft.unknown("a part of a routine may run or not: " + step.statement.tag);
  }
  return {};
}

}  // namespace

Status fold(Draft& draft, const DoBlock&, const Statement& statement) {
  const auto steps = steps_of(statement);
  if (steps) return fold_steps(draft, *steps);
  draft.unknown("a DO block may change anything");
  return {};
}

namespace {

/// A procedure that takes as many arguments: without one the call fails, unless an unknown one may stand there.
Status check_procedure(const Draft& draft, const FunctionCall& call) {
  if (draft.dialect() != Dialect::PostgreSQL) return {};
  const Catalog& catalog = draft.base();
  const QualifiedName name{call.schema, call.name, {}};
  const std::vector<const CatalogFunction*> named = candidates(catalog, catalog.schema_of(name), call);
  if (named.empty() && !catalog.knows_all(name)) return {};
  bool fits = false;
  for (const CatalogFunction* routine : named) {
    if (!takes(*routine, call)) continue;
    if (is_procedure(*routine)) return {};
    fits = true;
  }
  if (fits) return refuse("42809", call.name + " is not a procedure");
  return refuse("42883",
                "procedure " + call.name + " with " + std::to_string(call.arguments) + " arguments does not exist");
}

}  // namespace

Status fold(Draft& draft, const Call& call, const Statement& statement) {
  LOCKSTEP_CHECK(check_procedure(draft, call.function));
  const auto steps = steps_of_call(draft.base(), call.function);
  const bool reads_itself = steps && std::any_of(steps->begin(), steps->end(), [](const RoutineStep& step) {
                              return step.statement.as<Call>() != nullptr;
                            });
  if (steps && !reads_itself) return fold_steps(draft, *steps);
  draft.unknown(statement.tag + " may change anything");
  return {};
}

}  // namespace lockstep
