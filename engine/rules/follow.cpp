#include "engine/rules/follow.h"

#include <algorithm>

namespace lockstep {

Follower::Follower(const Migration& migration, Catalog& catalog, int server_version)
    : migration_(migration), catalog_(catalog), server_version_(server_version) {
  begin_session(catalog_);
  may_roll_back_ = std::any_of(migration.statements.begin(), migration.statements.end(), [](const auto& entry) {
    const auto* control = entry.statement.template as<TransactionControl>();
    return control != nullptr && (control->kind == TransactionControl::Kind::Rollback ||
                                  control->kind == TransactionControl::Kind::RollbackTo);
  });
}

void Follower::judge(size_t index, const Effect& effect, const PhaseDecision& phase, int server_version,
                     std::vector<Diagnostic>& findings) const {
  const Statement& statement = migration_.statements[index].statement;
  const RuleInput input{migration_, index,    statement,    catalog_, effect,
                        phase,      pending_, transaction_, server_version};
  for (const Rule* rule : all_rules()) {
    Findings list(*rule, statement, findings);
    rule->check(input, list);
  }
}

void Follower::control(const TransactionControl& control, Span span) {
  using Kind = TransactionControl::Kind;
  switch (control.kind) {
    case Kind::Begin:
    case Kind::Start:
      if (transaction_.open) return;  // the server warns and goes on in the one that is open
      transaction_ = {};
      transaction_.open = true;
      transaction_.begin = span;
      if (may_roll_back_) before_transaction_ = catalog_;
      return;
    case Kind::Savepoint:
      if (may_roll_back_) savepoints_.emplace_back(control.name, catalog_);
      return;
    case Kind::RollbackTo: {
      // The savepoint itself stays, later ones are gone.
      while (!savepoints_.empty() && savepoints_.back().first != control.name) savepoints_.pop_back();
      if (!savepoints_.empty()) catalog_ = savepoints_.back().second;
      return;
    }
    case Kind::Rollback:
      if (before_transaction_) catalog_ = std::move(*before_transaction_);
      [[fallthrough]];
    case Kind::Commit:
    case Kind::End:
    case Kind::Prepare:
      before_transaction_.reset();
      savepoints_.clear();
      transaction_ = {};
      return;
    default:
      return;
  }
}

void Follower::remember(const Statement& statement, const Effect& effect) {
  if (!transaction_.open) return;
  for (const RelationLock& lock : effect.locks) {
    if (!pending_.is_new(lock.relation)) transaction_.locks.push_back(lock);
  }
  if (const auto* alter = statement.as<AlterTable>()) {
    const std::string table = catalog_.key(alter->name);
    for (const AlterTableSubcommand& sub : alter->subcommands) {
      if (sub.action != AlterTableAction::AddConstraint || !sub.constraint || !sub.constraint->not_valid) continue;
      transaction_.unvalidated.push_back(table + "." + sub.constraint->name);
    }
  }
  if (const auto* type = statement.as<AlterType>(); type != nullptr && !type->added.empty()) {
    transaction_.enum_values.push_back(type->added);
  }
}

void Follower::step(size_t index, const Effect& effect) {
  const Statement& statement = migration_.statements[index].statement;
  if (const auto* tcl = statement.as<TransactionControl>()) {
    control(*tcl, statement.span);
    apply_to(catalog_, statement, server_version_);
    return;
  }
  remember(statement, effect);
  for (std::string& key : created_by(statement, catalog_)) pending_.created.insert(std::move(key));
  apply_to(catalog_, statement, server_version_);
}

void follow(const Migration& migration, Catalog& catalog, int server_version) {
  Follower follower(migration, catalog, server_version);
  for (size_t i = 0; i < migration.statements.size(); ++i) follower.step(i, Effect{});
}

}  // namespace lockstep
