#include "engine/plan/plan.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"
#include "engine/plan/serialize.h"

namespace lockstep {

std::string_view to_string(StepKind kind) {
  switch (kind) {
    case StepKind::Sql: return "sql";
    case StepKind::Backfill: return "backfill";
    case StepKind::Check: return "check";
    case StepKind::Rebuild: return "rebuild";
  }
  return "sql";
}

std::string_view to_string(TableEdit::Kind kind) {
  switch (kind) {
    case TableEdit::Kind::SetNotNull: return "set not null";
    case TableEdit::Kind::DropNotNull: return "drop not null";
    case TableEdit::Kind::SetDefault: return "set default";
    case TableEdit::Kind::DropDefault: return "drop default";
    case TableEdit::Kind::DropForeignKeys: return "drop foreign keys";
    case TableEdit::Kind::Definition: return "definition";
  }
  return "set not null";
}

bool Plan::has(Phase phase) const {
  return std::any_of(steps.begin(), steps.end(), [&](const Step& s) { return s.phase == phase && !s.purge; });
}

bool sets_timeout(const std::string& sql) {
  return sql.find("lock_timeout") != std::string::npos || sql.find("statement_timeout") != std::string::npos;
}

std::vector<std::string> undo_statements(const Step& step) {
  std::vector<std::string> all = step.undo_before;
  all.insert(all.end(), step.undo.begin(), step.undo.end());
  all.insert(all.end(), step.undo_after.begin(), step.undo_after.end());
  return all;
}

std::string bound_placeholder(size_t number) {
  return fmt::format("@lockstep_bound_{}@", number);
}

std::string with_bound(std::string sql, const std::vector<std::string>& values) {
  for (size_t i = 0; i < values.size(); ++i) sql = replace_all(std::move(sql), bound_placeholder(i + 1), values[i]);
  return sql;
}

std::string digest(const Plan& plan) {
  Plan bare = plan;
  bare.lockstep.clear();
  return sha256(to_json(bare));
}

}  // namespace lockstep
