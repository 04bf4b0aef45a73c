#include "engine/rules/follow.h"

#include <algorithm>
#include <iterator>

#include "engine/catalog/fold.h"
#include "engine/rules/inside.h"

namespace lockstep {
namespace {

void apply_rules(const RuleInput& input, std::vector<Diagnostic>& findings) {
  for (const Rule* rule : all_rules()) {
    Findings list(*rule, input.statement, findings);
    rule->check(input, list);
  }
}

void remember(const Statement& statement, const Catalog& catalog, const Effect& effect, const PendingObjects& pending,
              OpenTransaction& transaction) {
  if (!transaction.open) return;
  for (const RelationLock& lock : effect.locks) {
    if (!pending.is_new(lock.relation)) transaction.locks.push_back(lock);
  }
  if (const auto* alter = statement.as<AlterTable>()) {
    const std::string table = catalog.key(alter->name);
    for (const AlterTableSubcommand& sub : alter->subcommands) {
      if (sub.action != AlterTableAction::AddConstraint || !sub.constraint || !sub.constraint->not_valid) continue;
      transaction.unvalidated.push_back(table + "." + sub.constraint->name);
    }
  }
  if (const auto* type = statement.as<AlterType>(); type != nullptr && !type->added.empty()) {
    transaction.enum_values.push_back(type->added);
  }
}

}  // namespace

Follower::Follower(const Migration& migration, Catalog& catalog, LockOrders& orders, int server_version)
    : migration_(migration),
      catalog_(catalog),
      orders_(orders),
      statements_(migration),
      server_version_(server_version),
      may_roll_back_(statements_.roll_back()) {
  begin_session(catalog_);
}

void Follower::judge(size_t index, const Statement& statement, const Folding& folding, const Effect& effect,
                     const PhaseDecision& phase, int server_version, std::vector<Diagnostic>& findings) const {
  apply_rules({migration_, statements_, index, statement, catalog_, folding, effect, phase, pending_, transaction_,
               orders_, server_version},
              findings);
  std::vector<Diagnostic> inside = judge_inside(index, statement, server_version);
  if (inside.empty()) return;
  // What is said of a part need not be said of the whole.
  const bool locks = std::any_of(inside.begin(), inside.end(), [](const Diagnostic& part) {
    return part.category == "lock" && part.severity >= Severity::Warning;
  });
  std::erase_if(findings, [&](const Diagnostic& whole) {
    if (!(whole.span == statement.span)) return false;
    if (locks && whole.rule == "blocking-work") return true;
    return std::any_of(inside.begin(), inside.end(), [&](const Diagnostic& part) { return part.rule == whole.rule; });
  });
  std::move(inside.begin(), inside.end(), std::back_inserter(findings));
}

std::vector<Diagnostic> Follower::judge_inside(size_t index, const Statement& outer, int server_version) const {
  std::vector<Diagnostic> findings;
  const std::vector<Statement> list = runs_inside(outer, catalog_, migration_.file.text);
  if (list.empty()) return findings;
  PendingObjects pending = pending_;
  OpenTransaction transaction = transaction_;
  if (!transaction.open) transaction.begin = outer.span;
  transaction.open = true;
  MovingCatalog schema(catalog_, server_version);
  for (const Statement& statement : list) {
    const Catalog& now = schema.now();
    const Folding folding = fold_on(now, statement);
    Effect effect = effect_of(statement, folding, server_version);
    effect.fails.reset();  // the effect of the whole says so
    apply_rules({migration_, statements_, index, statement, now, folding, effect, phase_of(statement, now, pending),
                 pending, transaction, orders_, server_version, true},
                findings);
    remember(statement, now, effect, pending, transaction);
    for (std::string& key : created_by(statement, folding)) pending.created.insert(std::move(key));
    schema.pass(statement);
  }
  std::erase_if(findings, [](const Diagnostic& finding) { return finding.rule == "not-analysed"; });
  const std::string around = outer.as<DoBlock>() != nullptr ? "DO block" : outer.tag;
  for (Diagnostic& finding : findings) {
    finding.edits.clear();  // safe forms are statements of their own
    if (!finding.help.empty()) finding.help += "\nwrite that as a statement of its own, outside of the " + around;
  }
  return findings;
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
      if (transaction_.open) orders_.add(migration_.file.path, transaction_.locks);
      before_transaction_.reset();
      savepoints_.clear();
      transaction_ = {};
      return;
    default:
      return;
  }
}

void Follower::step(const Statement& statement, const Effect& effect, Folding& folding) {
  if (statement.as<TransactionControl>() == nullptr) {
    remember(statement, catalog_, effect, pending_, transaction_);
    for (std::string& key : created_by(statement, folding)) pending_.created.insert(std::move(key));
    if (server_version_ == newest_server_version) {
      if (folding.status) folding.draft.commit(catalog_);
      return;
    }
  }
  skip(statement);
}

void Follower::skip(const Statement& statement) {
  // May bring back another catalog, on which it is folded.
  if (const auto* tcl = statement.as<TransactionControl>()) control(*tcl, statement.span);
  apply_to(catalog_, statement, server_version_);
}

void follow(const Migration& migration, Catalog& catalog, int server_version) {
  LockOrders orders;
  Follower follower(migration, catalog, orders, server_version);
  follower.statements().for_each([&](size_t, const Statement& statement) { follower.skip(statement); });
}

}  // namespace lockstep
