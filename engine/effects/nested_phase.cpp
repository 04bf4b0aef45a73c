// The phase of statements that hold, call or prepare others: it is that of what runs.
#include <memory>
#include <optional>
#include <string>

#include "engine/catalog/fold.h"
#include "engine/catalog/routine.h"
#include "engine/catalog/volatility.h"
#include "engine/effects/decide.h"

namespace lockstep {

using namespace decision;

namespace {

/// Statements that run one after the other, each on the schema that those before it leave.
PhaseDecision decide_steps(const Deciding& input, const std::vector<RoutineStep>& steps) {
  PhaseDecision whole;
  MovingCatalog schema(input.before);
  PendingObjects pending = input.pending;
  std::shared_ptr<Answers<PhaseDecision>> answers = input.answers;
  for (const RoutineStep& step : steps) {
    const PhaseDecision part = decide_statement({step.statement, schema.now(), pending, input.depth + 1, answers});
    const bool asks = step.statement.as<Select>() != nullptr && part.phase == Phase::Expand;
    if (!asks || steps.size() == 1) merge(whole, part);
    bool other = false;
    for (std::string& key : created_by(step.statement, schema.now())) {
      other = pending.created.insert(std::move(key)).second || other;
    }
    other = schema.pass(step.statement) || other;
    if (other) answers = answers->elsewhere();
  }
  if (whole.reason.empty()) whole = expand("it changes nothing");
  return whole;
}

/// What the routine runs; nothing when that cannot be told, or there is none.
std::optional<PhaseDecision> decide_routine(const Deciding& input, const FunctionCall& call) {
  const CatalogFunction* routine = routine_of(input.before, call);
  if (routine == nullptr) return std::nullopt;
  const auto& steps = input.answers->read().steps(*routine);
  if (!steps) return std::nullopt;
  if (input.depth >= deepest_call) return expand("it calls itself");
  return input.answers->once(routine, input.depth, [&] { return decide_steps(input, *steps); });
}

/// What is certain not to change rows or definitions: calls of immutable and stable functions.
bool is_plain_call(const Catalog& catalog, const FunctionCall& function) {
  const std::string_view letters = volatilities(catalog, function);
  if (letters.empty()) return false;
  const bool built_in = function.schema.empty() || function.schema == "pg_catalog";
  const bool own = catalog.functions.find(catalog.key({function.schema, function.name, {}})) != catalog.functions.end();
  if (!own && built_in) return true;
  return letters == "i" || letters == "s";
}

PhaseDecision decide_inner(const Deciding& input) {
  PhaseDecision whole;
  for (const Statement& inner : input.statement.inner) {
    merge(whole, decide_statement({inner, input.before, input.pending, input.depth, input.answers}));
  }
  if (input.statement.inner.empty()) whole = unknown(input.statement.tag + " is not analysed");
  return whole;
}

}  // namespace

PhaseDecision decide_calls(const Deciding& input, const std::vector<FunctionCall>& functions) {
  PhaseDecision whole = expand("a query changes nothing");
  if (input.before.dialect == Dialect::SQLite) return whole;
  for (const FunctionCall& function : functions) {
    if (is_plain_call(input.before, function)) continue;
    const std::optional<PhaseDecision> part = decide_routine(input, function);
    if (!part) return unknown("what the function " + function.name + " changes is not analysed");
    if (input.depth < deepest_call) merge(whole, *part);
  }
  return whole;
}

PhaseDecision decide(const Deciding& input, const Select& select) {
  PhaseDecision whole = decide_calls(input, select.functions);
  if (select.modifying_with) merge(whole, decide_inner(input));
  if (select.into) merge(whole, expand("a new table is in nobody's way"));
  return whole;
}

PhaseDecision decide(const Deciding& input, const DoBlock&) {
  const auto steps = steps_of(input.statement);
  if (!steps) return unknown("a DO block can run any SQL, and a part of this one cannot be read");
  return decide_steps(input, *steps);
}

PhaseDecision decide(const Deciding& input, const Call& call) {
  const std::optional<PhaseDecision> whole = decide_routine(input, call.function);
  return whole ? *whole : unknown("what the procedure " + call.function.name + " changes is not analysed");
}

PhaseDecision decide(const Deciding& input, const Copy& copy) {
  if (copy.program) return unknown("what the program of COPY changes is not analysed");
  if (copy.table.name.empty()) return decide_inner(input);
  if (!copy.from) return expand("a query changes nothing");
  if (input.is_new(copy.table)) return expand("the table is new with this migration");
  return expand("the rows are given, and the new version may need them");
}

PhaseDecision decide(const Deciding& input, const Explain& explain) {
  if (explain.analyze) return decide_inner(input);
  return expand("the statement is planned, not run");
}

PhaseDecision decide(const Deciding&, const Prepare&) { return expand("the statement is prepared, not run"); }

PhaseDecision decide(const Deciding& input, const Execute& execute) {
  const auto found = input.before.session.prepared.find(execute.name);
  if (found == input.before.session.prepared.end() || found->second.empty()) {
    return unknown("the file does not prepare " + execute.name);
  }
  PhaseDecision whole;
  for (const Statement& inner : found->second) {
    merge(whole, decide_statement({inner, input.before, input.pending, input.depth, input.answers}));
  }
  return whole;
}

PhaseDecision decide(const Deciding& input, const Cursor&) {
  if (input.statement.inner.empty()) return expand("a query changes nothing");  // FETCH, MOVE, CLOSE
  return decide_inner(input);
}

}  // namespace lockstep
