#include "engine/plan/written_undo.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/catalog/description.h"
#include "engine/catalog/fold.h"
#include "engine/effects/effects.h"

namespace lockstep {
namespace {

/// Without the pieces of SQL, which a server prints in a way of its own.
CatalogDescription outlines(const Catalog& catalog) {
  return describe(catalog, [](SqlPart, const std::string&) { return std::string(); });
}

/// The statements, or why they do not fit.
Result<std::vector<std::string>> fitting(const Migration& migration, const Catalog& before, const Catalog& after,
                                         TargetVersion server_version) {
  MovingCatalog schema(after, server_version);
  std::vector<std::string> sql;
  for (const Statement& statement : migration.undo) {
    if (statement.as<TransactionControl>() != nullptr) continue;
    Folding folding = schema.fold(statement);
    if (!folding.status) {
      return fail(ErrorCode::Input, fmt::format("its {} would fail: {}", statement.tag, folding.status.error().message));
    }
    if (!effect_of(statement, folding).transactional) {
      return fail(ErrorCode::Input, fmt::format("its {} cannot run in a transaction", statement.tag));
    }
    schema.pass(std::move(folding));
    sql.push_back(statement.text);
  }
  const std::vector<std::string> left = differences(outlines(before), outlines(schema.now()));
  if (!left.empty()) return fail(ErrorCode::Input, "it does not bring back the schema: after it " + left.front());
  return sql;
}

}  // namespace

void take_written_undo(const Migration& migration, const Catalog& before, const Catalog& after,
                       TargetVersion server_version, Plan& plan) {
  if (migration.undo.empty() || plan.steps.empty()) return;
  const auto leave = [&](const std::string& why) {
    plan.notes.push_back(fmt::format("the undo that the file brings along is not used: {}", why));
  };
  if (plan.grades.back().grade == Reversible::Lossless) {
    return leave("the steps' own, from whatever point they have reached, loses nothing");
  }
  const bool passing = std::any_of(plan.steps.begin(), plan.steps.end(),
                                   [](const Step& step) { return step.purge || step.phase == Phase::Contract; });
  if (passing || !plan.helpers.empty()) {
    return leave("until contract the schema is not the one that the statements describe");
  }
  Result<std::vector<std::string>> sql = fitting(migration, before, after, server_version);
  if (!sql) return leave(sql.error().message);
  plan.written_undo = std::move(*sql);
  const Phase last = plan.steps.back().phase;
  for (PhaseGrade& grade : plan.grades) {
    if (grade.phase < last) continue;
    grade.grade = Reversible::Lossy;
    grade.reasons = {std::string(written_undo_loses)};
  }
}

}  // namespace lockstep
