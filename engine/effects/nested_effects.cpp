// Statements that stand inside others, or run because of them: EXPLAIN, PREPARE, DECLARE, DO, CALL, functions, triggers
// and rules.
#include <algorithm>
#include <memory>
#include <optional>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/routine.h"
#include "engine/catalog/volatility.h"
#include "engine/effects/judge.h"

namespace lockstep {
namespace {

/// Whether the text holds the word, which is in capitals, in letters of either case.
bool holds(std::string_view text, std::string_view word) {
  const auto same = [](char a, char b) { return (a & ~0x20) == b; };
  return std::search(text.begin(), text.end(), word.begin(), word.end(), same) != text.end();
}

/// The statements of a routine one after the other, each on the schema that those before it leave.
void judge_steps(Judge& judge, const std::vector<RoutineStep>& steps) {
  MovingCatalog schema(judge.catalog, judge.version);
  std::shared_ptr<Answers<Effect>> answers = judge.runs() ? judge.answers : judge.answers->elsewhere();
  for (const RoutineStep& step : steps) {
    const Catalog& catalog = schema.now();
    if (step.statement.as<TransactionControl>() != nullptr) {
      judge.not_transactional();
      continue;
    }
    Judge inner(step.statement, catalog, judge.version);
    inner.depth = judge.depth + 1;
    inner.answers = answers;
    judge_statement(inner);
    Folding folding = schema.fold(step.statement);
    if (!folding.status) {
      inner.fail(folding.status.error().sqlstate, Failure::Certainty::Always, folding.status.error().message);
    }
    Effect effect = inner.take();
    if (!effect.transactional) {
      effect.transactional = true;
      effect.fails =
          Failure{"25001", Failure::Certainty::Always, step.statement.tag + " cannot be executed from a function"};
    }
    // A branch may not be taken, and a handler swallows the error.
    if (step.guarded) {
      if (effect.fails) continue;
    } else if (step.conditional && effect.fails) {
      effect.fails->certainty = Failure::Certainty::IfData;
    }
    std::erase_if(effect.locks, [&](const RelationLock& lock) {
      // A table that the block made itself is nobody else's yet.
      return judge.catalog.find(lock.relation) == nullptr && catalog.find(lock.relation) != nullptr;
    });
    judge.unite(effect);
    if (!step.conditional && schema.pass(std::move(folding))) answers = answers->elsewhere();
  }
}

/// What a routine runs; false when that cannot be told.
bool judge_routine(Judge& judge, const CatalogFunction& routine) {
  const auto& steps = judge.answers->read().steps(routine);
  if (!steps) return false;
  if (judge.depth >= deepest_call) return true;
  judge.unite(judge.answers->once(&routine, judge.depth, [&] {
    Judge whole(judge.statement, judge, judge.stage);
    judge_steps(whole, *steps);
    return whole.take();
  }));
  return true;
}

/// What the routine of the catalog runs that is called. Where several take as many arguments, and they do not do the
/// same, all of it is taken to happen, and the statement is not judged to its end.
bool judge_routine(Judge& judge, const std::string& key, const FunctionCall& call) {
  const std::string schema = key.substr(0, key.find('.'));
  const std::vector<const CatalogFunction*> meant = candidates(judge.catalog, schema, call);
  if (meant.empty()) return false;
  if (meant.size() == 1) return judge_routine(judge, *meant.front());
  std::vector<std::pair<bool, Effect>> effects;
  for (const CatalogFunction* routine : meant) {
    Judge one(judge.statement, judge, judge.stage);
    const bool told = judge_routine(one, *routine);
    effects.emplace_back(told, one.take());
  }
  const bool same =
      std::all_of(effects.begin(), effects.end(), [&](const auto& each) { return each == effects.front(); });
  for (auto& [told, effect] : effects) {
    if (!same && effect.fails) effect.fails->certainty = Failure::Certainty::IfData;
    judge.unite(effect);
  }
  if (!same) judge.unknown();
  return !same || effects.front().first;
}

}  // namespace

void judge_inner(Judge& judge, const Statement& inner, Judge::Stage stage, const std::vector<std::string>& with) {
  Judge nested(inner, judge, std::min(stage, judge.stage));
  judge_statement(nested);
  if (const Status refused = check(judge.catalog, inner, judge.version); !refused) {
    nested.fail(refused.error().sqlstate, Failure::Certainty::Always, refused.error().message);
  }
  Effect effect = nested.take();
  if (nested.stage != Judge::Stage::Run && effect.fails && effect.fails->sqlstate.starts_with("23"))
    effect.fails.reset();
  std::erase_if(effect.locks, [&](const RelationLock& lock) {
    return std::any_of(with.begin(), with.end(), [&](const std::string& name) {
      return lock.relation == judge.catalog.key(QualifiedName{{}, name, {}}) &&
             judge.catalog.find(lock.relation) == nullptr;
    });
  });
  judge.unite(effect);
}

void judge(Judge& judge, const DoBlock&) {
  const auto steps = steps_of(judge.statement);
  if (!steps) {
    judge.unknown();
    return;
  }
  judge_steps(judge, *steps);
}

void judge(Judge& judge, const Call& call) {
  const std::string key = judge.catalog.key(QualifiedName{call.function.schema, call.function.name, {}});
  if (!judge_routine(judge, key, call.function)) judge.unknown();
}

void judge_calls(Judge& judge, const std::vector<FunctionCall>& functions) {
  if (!judge.runs()) return;
  for (const FunctionCall& function : functions) {
    const std::string key = judge.catalog.key(QualifiedName{function.schema, function.name, {}});
    if (judge.catalog.functions.find(key) != judge.catalog.functions.end()) (void)judge_routine(judge, key, function);
  }
}

bool replaces(const CatalogRelation& table, std::string_view event) {
  return std::any_of(table.rules.begin(), table.rules.end(), [&](const CatalogRule& rule) {
    if (rule.event != event || !rule.instead || rule.enabled == 'D' || rule.enabled == 'R') return false;
    const std::optional<Statement> made = statement_of(rule.definition, Dialect::PostgreSQL);
    const auto* create = made ? made->as<CreateRule>() : nullptr;
    return create != nullptr && !create->where;
  });
}

void judge_rules(Judge& judge, const CatalogRelation& table, std::string_view event) {
  for (const CatalogRule& rule : table.rules) {
    if (rule.event != event || rule.enabled == 'D' || rule.enabled == 'R' || judge.depth >= deepest_call) continue;
    const std::optional<Statement>& made = judge.answers->read().statement(rule.definition);
    if (!made) continue;
    judge.unite(judge.answers->once(&rule, judge.depth, [&] {
      Judge whole(judge.statement, judge, judge.stage);
      ++whole.depth;
      for (const Statement& action : made->inner) judge_inner(whole, action, whole.stage, {"new", "old"});
      return whole.take();
    }));
  }
}

void judge_triggers(Judge& judge, const CatalogRelation& table, std::string_view event) {
  judge_rules(judge, table, event);
  if (!judge.runs() || judge.depth >= deepest_call) return;
  for (const CatalogTrigger& trigger : table.triggers) {
    if (trigger.enabled == 'D' || trigger.enabled == 'R' || trigger.function.empty()) continue;
    if (!holds(trigger.definition, event)) continue;
    const std::optional<Statement>& made = judge.answers->read().statement(trigger.definition);
    const auto* create = made ? made->as<CreateTrigger>() : nullptr;
    if (create == nullptr) continue;
    if (std::find(create->events.begin(), create->events.end(), event) == create->events.end()) continue;
    ++judge.depth;
    FunctionCall call;  // without arguments, as all trigger functions
    call.name = trigger.function.substr(trigger.function.find('.') + 1);
    (void)judge_routine(judge, trigger.function, call);
    --judge.depth;
  }
}

void judge(Judge& judge, const Explain& explain) {
  for (const Statement& inner : judge.statement.inner) {
    const auto* made = inner.as<CreateTable>();
    if (made != nullptr || inner.as<CreateView>() != nullptr) {
      // CREATE TABLE AS: without ANALYZE its query is planned only.
      judge_inner(judge, inner, Judge::Stage::Run);
      continue;
    }
    judge_inner(judge, inner, explain.analyze ? Judge::Stage::Run : Judge::Stage::Planned);
  }
}

void judge(Judge& judge, const Prepare&) {
  for (const Statement& inner : judge.statement.inner) judge_inner(judge, inner, Judge::Stage::Rewritten);
}

void judge(Judge& judge, const Execute& execute) {
  const auto found = judge.catalog.session.prepared.find(execute.name);
  if (found == judge.catalog.session.prepared.end()) {
    judge.unknown();
    return;
  }
  for (const Statement& inner : found->second) judge_inner(judge, inner, Judge::Stage::Run);
}

void judge(Judge& judge, const Cursor&) {
  // DECLARE starts the query, FETCH goes on with it under the locks that it has.
  for (const Statement& inner : judge.statement.inner) judge_inner(judge, inner, Judge::Stage::Run);
}

}  // namespace lockstep
