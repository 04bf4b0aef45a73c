#include "engine/rules/analysis.h"

#include "engine/rules/follow.h"

namespace lockstep {

std::vector<StatementAnalysis> analyze(const Migration& migration, Catalog& catalog, int server_version) {
  std::vector<StatementAnalysis> analyses;
  LockOrders orders;
  Follower follower(migration, catalog, orders, server_version);
  for (size_t i = 0; i < migration.statements.size(); ++i) {
    const Statement& statement = migration.statements[i].statement;
    StatementAnalysis analysis;
    Folding folding = fold_on(catalog, statement);
    analysis.effect = effect_of(statement, folding, server_version);
    analysis.phase = phase_of(statement, catalog, follower.pending());
    analysis.inverse = inverse_of(statement, catalog);
    follower.judge(i, statement, folding, analysis.effect, analysis.phase, server_version, analysis.findings);
    follower.step(statement, analysis.effect, folding);
    analyses.push_back(std::move(analysis));
  }
  return analyses;
}

}  // namespace lockstep
