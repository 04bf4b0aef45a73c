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

Effect effect_of(const Statement& statement, const Catalog& before, int server_version) {
  Judge judge(statement, before, server_version);
  if (before.dialect == Dialect::SQLite) {
    judge_sqlite(judge);
  } else {
    judge_statement(judge);
  }
  if (const Status refused = check(before, statement, server_version); !refused) {
    judge.fail(refused.error().sqlstate, Failure::Certainty::Always, refused.error().message);
  }
  return judge.take();
}

}  // namespace lockstep
