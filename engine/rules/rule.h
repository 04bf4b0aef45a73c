// One lint rule: what it is about, in words that teach, and the function that looks. Each stands in a file of its own
// and on a line of rules.def; `lockstep explain` and docs/rules/ print the words, a test runs the examples.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "engine/catalog/catalog.h"
#include "engine/catalog/fold.h"
#include "engine/effects/effects.h"
#include "engine/rules/lock_orders.h"
#include "migrations/migration.h"
#include "migrations/statements.h"

namespace lockstep {

/// An explicit BEGIN that has not been committed yet: what its statements have taken so far.
struct OpenTransaction {
  bool open = false;
  Span begin;                                 ///< of BEGIN
  std::vector<RelationLock> locks;            ///< on tables that were there before the migration, of earlier statements
  std::vector<std::string> unvalidated;       ///< "schema.table.constraint" added NOT VALID
  std::vector<std::string> enum_values;       ///< values added to enum types
};

/// What a rule sees: one statement with all that is known about it.
struct RuleInput {
  const Migration& migration;
  const Statements& statements;     ///< of the migration
  size_t index;                     ///< of the statement in the migration
  const Statement& statement;
  const Catalog& before;
  const Folding& folding;           ///< of the statement on `before`, for the newest version
  const Effect& effect;             ///< on `server_version`
  const PhaseDecision& phase;
  const PendingObjects& pending;    ///< what earlier statements of the migration created
  const OpenTransaction& transaction;
  const LockOrders& orders;  ///< in which earlier files lock tables
  int server_version;
  /// The statement runs inside another one, a DO block for example; `index` is that of the outer one.
  bool inside = false;

  [[nodiscard]] bool postgresql() const { return before.dialect == Dialect::PostgreSQL; }
  /// Whether a statement behind this one, or before it, satisfies `test`. Only those are asked that name the object,
  /// schema aside, as what they are about or as a relation; with a type only those of it.
  template <typename Body = Statement, typename Test>
  [[nodiscard]] bool later(std::string_view name, const Test& test) const {
    return any_mention<Body>(
        name, [&](size_t i) { return i > index; }, test);
  }
  template <typename Body = Statement, typename Test>
  [[nodiscard]] bool earlier(std::string_view name, const Test& test) const {
    return any_mention<Body>(
        name, [&](size_t i) { return i < index; }, test);
  }
  /// Whether the table was there before this migration, so that others use it. What the catalog does not know was.
  [[nodiscard]] bool in_use(const std::string& key) const;
  [[nodiscard]] bool in_use(const QualifiedName& name) const { return in_use(before.key(name)); }
  /// The relation as the statement leaves it; nullptr if it is gone, or unknown.
  [[nodiscard]] const CatalogRelation* after(const QualifiedName& name) const {
    return folding.status ? folding.draft.find(name) : before.find(name);
  }
  /// The mode in which the statement locks the relation, if it does.
  [[nodiscard]] bool locks(const std::string& key, LockMode at_least) const;
  /// The first of the relations that is in use.
  [[nodiscard]] std::string first_in_use(const std::vector<std::string>& keys) const;

 private:
  template <typename Body, typename Where, typename Test>
  [[nodiscard]] bool any_mention(std::string_view name, const Where& where, const Test& test) const {
    for (const Mention& mention : statements.mentions_of(name)) {
      if (!where(mention.statement)) continue;
      if constexpr (std::is_same_v<Body, Statement>) {
        if (test(statements[mention.statement])) return true;
      } else if (statements.is<Body>(mention.statement)) {
        if (test(*statements[mention.statement].template as<Body>())) return true;
      }
    }
    return false;
  }
};

struct Rule;

/// Where a rule puts what it finds.
class Findings {
 public:
  Findings(const Rule& rule, const Statement& statement, std::vector<Diagnostic>& list)
      : rule_(rule), statement_(statement), list_(list) {}
  /// At the whole statement, with the rule's own severity. What is given back holds until the next one is added: there
  /// is where edits are put.
  Diagnostic& add(std::string message, std::string help);
  /// Whether a rule of that category has found something in the statement already that is as severe.
  [[nodiscard]] bool has(std::string_view category, Severity at_least) const;
  Diagnostic& add(std::string message, std::string help, Span span);
  Diagnostic& add(std::string message, std::string help, Span span, Severity severity);

 private:
  const Rule& rule_;
  const Statement& statement_;
  std::vector<Diagnostic>& list_;
};

struct Rule {
  std::string_view id;        ///< the file's name with dashes
  std::string_view category;  ///< lock, failure, data, compatibility, process or style
  Severity severity = Severity::Warning;
  std::string_view title;     ///< one line, without a period
  std::string_view problem;   ///< what happens, and to whom
  std::string_view solution;  ///< what to write instead, and why that is better
  std::string_view bad_sql;   ///< fires the rule, run after example_schema
  std::string_view good_sql;  ///< does the same without firing it
  void (*check)(const RuleInput& input, Findings& findings);
};

/// The tables that the examples of all rules are about.
extern const std::string_view example_schema;

/// All rules, in the order of rules.def.
[[nodiscard]] const std::vector<const Rule*>& all_rules();
/// nullptr when there is none of that name.
[[nodiscard]] const Rule* find_rule(std::string_view id);

/// One rule as a person reads it in a terminal: what `lockstep explain` prints.
[[nodiscard]] std::string explain_rule(const Rule& rule);
/// All rules, a line each.
[[nodiscard]] std::string list_rules();

}  // namespace lockstep
