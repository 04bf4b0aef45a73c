#include "engine/rules/inside.h"

#include "parser/routine_body.h"

namespace lockstep {
namespace {

std::vector<Statement> of_block(const Statement& statement, std::string_view source) {
  std::vector<Statement> out;
  for (BodyStatement& each : read_routine_body(statement, source).statements) {
    if (!each.statement || !each.in_source || !each.exact || each.use == BodyStatement::Use::Expression) continue;
    out.push_back(std::move(*each.statement));
  }
  return out;
}

}  // namespace

std::vector<Statement> runs_inside(const Statement& statement, const Catalog& catalog, std::string_view source) {
  if (statement.as<DoBlock>() != nullptr) return of_block(statement, source);
  if (const auto* explain = statement.as<Explain>()) {
    return explain->analyze ? statement.inner : std::vector<Statement>();
  }
  if (const auto* execute = statement.as<Execute>()) {
    const auto found = catalog.session.prepared.find(execute->name);
    return found == catalog.session.prepared.end() ? std::vector<Statement>() : found->second;
  }
  const bool changes_rows = statement.as<Select>() != nullptr || statement.as<Insert>() != nullptr ||
                            statement.as<Update>() != nullptr || statement.as<Merge>() != nullptr;
  return changes_rows ? statement.inner : std::vector<Statement>();
}

}  // namespace lockstep
