#include "engine/plan/made_again.h"

#include <algorithm>
#include <initializer_list>

namespace lockstep {
namespace {

bool drops(const Statement& statement, std::initializer_list<ObjectKind> kinds, const QualifiedName& name,
           const QualifiedName& table = {}) {
  const auto* drop = statement.as<DropStatement>();
  if (drop == nullptr || std::find(kinds.begin(), kinds.end(), drop->kind) == kinds.end()) return false;
  if (!(drop->table == table)) return false;
  return std::any_of(drop->names.begin(), drop->names.end(), [&](const QualifiedName& one) { return one == name; });
}

bool drops_what_is_made(const Statement& drop, const Statement& make) {
  if (const auto* trigger = make.as<CreateTrigger>()) {
    return drops(drop, {ObjectKind::Trigger}, {{}, trigger->name, {}}, trigger->table);
  }
  if (const auto* policy = make.as<Policy>(); policy != nullptr && !policy->alter) {
    return drops(drop, {ObjectKind::Policy}, {{}, policy->name, {}}, policy->table);
  }
  if (const auto* rule = make.as<CreateRule>()) {
    return drops(drop, {ObjectKind::Rule}, {{}, rule->name, {}}, rule->table);
  }
  if (const auto* view = make.as<CreateView>(); view != nullptr && !view->materialized) {
    return drops(drop, {ObjectKind::View}, view->name);
  }
  if (const auto* function = make.as<CreateFunction>()) {
    return drops(drop, {ObjectKind::Function, ObjectKind::Procedure, ObjectKind::Routine}, function->name);
  }
  return false;
}

}  // namespace

std::optional<size_t> drop_of_made_again(const Migration& migration, size_t index) {
  const Statement& make = migration.statements[index].statement;
  for (size_t i = 0; i < index; ++i) {
    if (drops_what_is_made(migration.statements[i].statement, make)) return i;
  }
  return std::nullopt;
}

std::optional<size_t> making_again(const Migration& migration, size_t index) {
  const Statement& drop = migration.statements[index].statement;
  if (drop.as<DropStatement>() == nullptr) return std::nullopt;
  for (size_t i = index + 1; i < migration.statements.size(); ++i) {
    if (drops_what_is_made(drop, migration.statements[i].statement)) return i;
  }
  return std::nullopt;
}

bool shares_transaction(const Migration& migration, const Step& step) {
  const bool plain = step.kind == StepKind::Sql && step.transactional && step.undo_transactional && !step.purge &&
                     step.check.empty() && step.before.empty() && step.after.empty() && step.undo_before.empty() &&
                     step.undo_after.empty() && step.statement >= 0;
  if (!plain) return false;
  const Statement& statement = migration.statements[static_cast<size_t>(step.statement)].statement;
  if (const auto* view = statement.as<CreateView>()) return !view->materialized;
  if (const auto* drop = statement.as<DropStatement>()) {
    return drop->kind != ObjectKind::Table && drop->kind != ObjectKind::Index &&
           drop->kind != ObjectKind::MaterializedView;
  }
  return statement.as<CreateTrigger>() != nullptr || statement.as<Policy>() != nullptr ||
         statement.as<CreateRule>() != nullptr || statement.as<CreateFunction>() != nullptr ||
         statement.as<CommentOn>() != nullptr || statement.as<Grant>() != nullptr;
}

}  // namespace lockstep
