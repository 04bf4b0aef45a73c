// The undo that a file brings along (`-- lockstep: undo`, <id>_<name>.down.sql).
#pragma once

#include "engine/catalog/catalog.h"
#include "engine/plan/plan.h"
#include "migrations/migration.h"

namespace lockstep {

/// Takes the file's undo into the plan, or notes why it is not taken: it is needed where the steps' own undo would lose
/// something, and it fits where the schema that the statements leave is there at the end of the steps, and where, as far
/// as a fold tells, it brings back the schema `before`. Whether it does is asked again of the database it runs on.
void take_written_undo(const Migration& migration, const Catalog& before, const Catalog& after,
                       TargetVersion server_version, Plan& plan);

}  // namespace lockstep
