// Plans, for people and as JSON (docs/schemas/plan.json).
#pragma once

#include <string>
#include <vector>

#include "engine/plan/make_plan.h"
#include "migrations/migration.h"

namespace lockstep {

/// A plan and the migration it was made from. Refers to both.
struct PlanView {
  const Migration* migration = nullptr;
  const PlannedMigration* planned = nullptr;
};

[[nodiscard]] std::string plan_text(const PlanView& view, bool color);
[[nodiscard]] std::string plan_document(const std::vector<PlanView>& views, const PlanOptions& options);

}  // namespace lockstep
