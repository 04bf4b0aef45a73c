#include "engine/rules/inside.h"

#include "parser/routine_body.h"

namespace lockstep {
namespace {

std::vector<InsideStatement> certain(const std::vector<Statement>& statements) {
  std::vector<InsideStatement> out;
  for (const Statement& each : statements) out.push_back({each, false});
  return out;
}

std::vector<InsideStatement> of_block(const Statement& statement, std::string_view source) {
  std::vector<InsideStatement> out;
  for (BodyStatement& each : read_routine_body(statement, source).statements) {
    if (!each.statement || !each.in_source || !each.exact || each.use == BodyStatement::Use::Expression) continue;
    out.push_back({std::move(*each.statement), each.conditional || each.guarded});
  }
  return out;
}

}  // namespace

std::vector<InsideStatement> runs_inside(const Statement& statement, const Catalog& catalog, std::string_view source) {
  if (statement.as<DoBlock>() != nullptr) return of_block(statement, source);
  if (const auto* explain = statement.as<Explain>()) {
    return explain->analyze ? certain(statement.inner) : std::vector<InsideStatement>();
  }
  if (const auto* execute = statement.as<Execute>()) {
    const auto found = catalog.session.prepared.find(execute->name);
    return found == catalog.session.prepared.end() ? std::vector<InsideStatement>() : certain(found->second);
  }
  const bool changes_rows = statement.as<Select>() != nullptr || statement.as<Insert>() != nullptr ||
                            statement.as<Update>() != nullptr || statement.as<Merge>() != nullptr;
  return changes_rows ? certain(statement.inner) : std::vector<InsideStatement>();
}

}  // namespace lockstep
