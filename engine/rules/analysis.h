// All that is known about the statements of a migration: effect, phase, inverse and findings, one after the other while
// the catalog is folded along. What `lockstep analyze` prints, and what `lint` is made of.
#pragma once

#include <vector>

#include "engine/rules/rule.h"

namespace lockstep {

struct StatementAnalysis {
  Effect effect;
  PhaseDecision phase;
  Inverse inverse;
  std::vector<Diagnostic> findings;  ///< of all rules but those of style; ignores are not applied
};

/// Judges each statement of `migration` for one version of PostgreSQL (14 to 18; ignored for SQLite) and folds it into
/// `catalog`. What a ROLLBACK of the file takes back is not in the catalog afterwards.
[[nodiscard]] std::vector<StatementAnalysis> analyze(const Migration& migration, Catalog& catalog, int server_version);

}  // namespace lockstep
