// The walk over the statements of one migration: what they have created so far, and the transaction that is open.
#pragma once

#include <optional>
#include <vector>

#include "engine/catalog/fold.h"
#include "engine/rules/lock_orders.h"
#include "engine/rules/rule.h"

namespace lockstep {

class Follower {
 public:
  /// All must outlive the follower; `catalog` is what stands before the first statement, `orders` what earlier files
  /// have locked.
  Follower(const Migration& migration, Catalog& catalog, LockOrders& orders,
           int server_version = newest_server_version);

  [[nodiscard]] const PendingObjects& pending() const { return pending_; }

  [[nodiscard]] const Statements& statements() const { return statements_; }

  /// What the rules find in statement `index`, which stands next, and in what it runs inside. `folding` is the
  /// statement as the newest version folds it.
  void judge(size_t index, const Statement& statement, const Folding& folding, const Effect& effect,
             const PhaseDecision& phase, int server_version, std::vector<Diagnostic>& findings) const;

  /// Goes on to the next statement. `folding` is used up.
  void step(const Statement& statement, const Effect& effect, Folding& folding);

  /// The same for those who judge nothing.
  void skip(const Statement& statement);

 private:
  void control(const TransactionControl& control, Span span);
  [[nodiscard]] std::vector<Diagnostic> judge_inside(size_t index, const Statement& outer, int server_version) const;

  const Migration& migration_;
  Catalog& catalog_;
  LockOrders& orders_;
  Statements statements_;
  int server_version_;
  PendingObjects pending_;
  OpenTransaction transaction_;
  bool may_roll_back_;  ///< the migration holds a ROLLBACK
  std::optional<Catalog> before_transaction_;
  std::vector<std::pair<std::string, Catalog>> savepoints_;
};

/// Makes of `catalog` what it is after the migration, which begins a session of its own; what it rolls back is undone.
void follow(const Migration& migration, Catalog& catalog, int server_version = newest_server_version);

}  // namespace lockstep
