// What the answers of phase_of() are made of. One function for each family of statements; the families that hold,
// call or prepare other statements stand in nested_phase.cpp, those of objects beside tables in attached_phase.cpp.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/effects/answers.h"
#include "engine/effects/effects.h"

namespace lockstep {

/// What a decision may look at. Borrows everything but the answers.
struct Deciding {
  const Statement& statement;
  const Catalog& before;
  const PendingObjects& pending;
  int depth = 0;  ///< how many routines call each other around the statement
  /// What is known of the routines that the outermost statement runs, for `before` and `pending`.
  std::shared_ptr<Answers<PhaseDecision>> answers = std::make_shared<Answers<PhaseDecision>>();

  [[nodiscard]] bool is_new(const std::string& key) const { return pending.is_new(key); }
  [[nodiscard]] bool is_new(const QualifiedName& name) const { return is_new(before.key(name)); }
  [[nodiscard]] bool is_new_column(const std::string& table, const std::string& column) const {
    return is_new(table) || is_new(table + "." + column);
  }
  [[nodiscard]] bool are_new(const std::vector<QualifiedName>& names) const {
    return !names.empty() && std::all_of(names.begin(), names.end(), [&](const QualifiedName& n) { return is_new(n); });
  }
};

/// Any statement, whatever its family.
[[nodiscard]] PhaseDecision decide_statement(const Deciding& input);
/// What a query calls.
[[nodiscard]] PhaseDecision decide_calls(const Deciding& input, const std::vector<FunctionCall>& functions);

PhaseDecision decide(const Deciding& input, const Select& select);
PhaseDecision decide(const Deciding& input, const DoBlock& block);
PhaseDecision decide(const Deciding& input, const Call& call);
PhaseDecision decide(const Deciding& input, const Copy& copy);
PhaseDecision decide(const Deciding& input, const Explain& explain);
PhaseDecision decide(const Deciding& input, const Prepare& prepare);
PhaseDecision decide(const Deciding& input, const Execute& execute);
PhaseDecision decide(const Deciding& input, const Cursor& cursor);

PhaseDecision decide(const Deciding& input, const SessionCommand& command);
PhaseDecision decide(const Deciding& input, const Policy& policy);
PhaseDecision decide(const Deciding& input, const CreateRule& create);
PhaseDecision decide(const Deciding& input, const CreateStatistics& create);
PhaseDecision decide(const Deciding& input, const Publication& publication);
PhaseDecision decide(const Deciding& input, const Subscription& subscription);
PhaseDecision decide(const Deciding& input, const ReassignOwned& reassign);
PhaseDecision decide(const Deciding& input, const ImportForeignSchema& import);
PhaseDecision decide(const Deciding& input, const CreateObject& create);
PhaseDecision decide(const Deciding& input, const AlterObject& alter);
PhaseDecision decide(const Deciding& input, const AlterType& alter);
PhaseDecision decide(const Deciding& input, const Grant& grant);
PhaseDecision decide(const Deciding& input, const DefaultPrivileges& privileges);

/// The words in which decisions are given.
namespace decision {

inline PhaseDecision expand(std::string reason) { return {Phase::Expand, std::move(reason), false, false}; }
/// Expand, but the previous version may notice.
inline PhaseDecision noticed(std::string reason) { return {Phase::Expand, std::move(reason), true, false}; }
inline PhaseDecision backfill(std::string reason) { return {Phase::Backfill, std::move(reason), false, false}; }
inline PhaseDecision contract(std::string reason) { return {Phase::Contract, std::move(reason), false, false}; }
inline PhaseDecision unknown(std::string reason) { return {Phase::Contract, std::move(reason), false, true}; }

/// Of two parts of one statement the later phase counts, with its reason.
inline void merge(PhaseDecision& whole, const PhaseDecision& part) {
  whole.behaviour_changes = whole.behaviour_changes || part.behaviour_changes;
  whole.not_analysed = whole.not_analysed || part.not_analysed;
  if (part.phase > whole.phase || whole.reason.empty() || (part.phase == whole.phase && part.behaviour_changes)) {
    whole.phase = part.phase;
    whole.reason = part.reason;
  }
}

}  // namespace decision

}  // namespace lockstep
