// What lint says in a project that lockstep runs: the planner replaces what would block or break, so a finding about it
// is a note that names the rewrite.
#pragma once

#include "engine/catalog/catalog.h"
#include "engine/rules/lint.h"

namespace lockstep {

/// Turns the findings of statements that the planner rewrites into notes. `before` is the schema before the migration.
/// A statement that it refuses, or runs as written, keeps its findings.
void soften_rewritten(const Migration& migration, const Catalog& before, const LintOptions& options,
                      FileReport& report);

}  // namespace lockstep
