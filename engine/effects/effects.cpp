// effect_of: the families together, and what the fold says of a statement that cannot run.
#include "engine/effects/effects.h"

#include "engine/catalog/fold.h"
#include "engine/catalog/unjudged.h"
#include "engine/effects/judge.h"

namespace lockstep {
namespace {

struct Judging {
  Judge& subject;

  template <typename Body>
  void operator()(const Body& body) const {
    if constexpr (requires { judge(subject, body); }) {
      judge(subject, body);
    } else if constexpr (Unjudged<Body>) {
      judge_unknown(subject);
    }
    // The others lock no relation: types, extensions, privileges, session settings, transaction control.
  }
};

}  // namespace

void judge_statement(Judge& judge) {
  visit(Judging{judge}, judge.statement.body);
}

Effect effect_of(const Statement& statement, const Folding& folding) {
  const Catalog& before = folding.draft.base();
  Judge judge(statement, before, folding.draft.server_version());
  // What a statement changes is asked of the newest version where its own refuses it.
  if (folding.status || folding.draft.server_version().number() == newest_server_version) judge.folding = &folding;
  if (before.dialect == Dialect::SQLite) {
    judge_sqlite(judge);
  } else {
    judge_statement(judge);
  }
  if (!folding.status) {
    const Error& refused = folding.status.error();
    judge.fail(refused.sqlstate, Failure::Certainty::Always, refused.message);
  }
  return judge.take();
}

Effect effect_of(const Statement& statement, const Catalog& before, TargetVersion server_version) {
  return effect_of(statement, fold_on(before, statement, server_version));
}

Effect effect_of(const Statement& statement, const Folding& folding, int server_version) {
  const bool same = folding.draft.server_version().number() == server_version;
  return same ? effect_of(statement, folding) : effect_of(statement, folding.draft.base(), server_version);
}

}  // namespace lockstep
