#include "engine/plan/made_again.h"

#include <algorithm>
#include <vector>

namespace lockstep {
namespace {

/// What a statement makes that is dropped by name.
struct Made {
  std::vector<ObjectKind> kinds;  ///< as which DROP may name it
  QualifiedName name, table;
};

std::optional<Made> made_by(const Statement& statement) {
  if (const auto* trigger = statement.as<CreateTrigger>()) {
    return Made{{ObjectKind::Trigger}, {{}, trigger->name, {}}, trigger->table};
  }
  if (const auto* policy = statement.as<Policy>(); policy != nullptr && !policy->alter) {
    return Made{{ObjectKind::Policy}, {{}, policy->name, {}}, policy->table};
  }
  if (const auto* rule = statement.as<CreateRule>()) return Made{{ObjectKind::Rule}, {{}, rule->name, {}}, rule->table};
  if (const auto* view = statement.as<CreateView>(); view != nullptr && !view->materialized) {
    return Made{{ObjectKind::View}, view->name, {}};
  }
  if (const auto* function = statement.as<CreateFunction>()) {
    return Made{{ObjectKind::Function, ObjectKind::Procedure, ObjectKind::Routine}, function->name, {}};
  }
  return std::nullopt;
}

bool drops(const Statement& statement, const Made& made) {
  const auto* drop = statement.as<DropStatement>();
  return drop != nullptr && std::find(made.kinds.begin(), made.kinds.end(), drop->kind) != made.kinds.end() &&
         drop->table == made.table && std::find(drop->names.begin(), drop->names.end(), made.name) != drop->names.end();
}

}  // namespace

std::optional<size_t> drop_of_made_again(const Migration& migration, size_t index) {
  const std::optional<Made> made = made_by(migration.statements[index].statement);
  for (size_t i = 0; made && i < index; ++i) {
    if (drops(migration.statements[i].statement, *made)) return i;
  }
  return std::nullopt;
}

std::optional<size_t> making_again(const Migration& migration, size_t index) {
  const Statement& drop = migration.statements[index].statement;
  if (drop.as<DropStatement>() == nullptr) return std::nullopt;
  for (size_t i = index + 1; i < migration.statements.size(); ++i) {
    const std::optional<Made> made = made_by(migration.statements[i].statement);
    if (made && drops(drop, *made)) return i;
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
