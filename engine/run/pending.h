// What stands between a folder of migrations and a database: checks of what has run, and plans for what has not.
#pragma once

#include <string>
#include <vector>

#include "engine/plan/make_plan.h"
#include "engine/run/journal.h"
#include "engine/run/runner.h"

namespace lockstep {

/// "bytes", "tokens" or "" : how the file differs from what was planned.
[[nodiscard]] std::string file_change(const Migration& migration, const JournalEntry& entry);

/// Input when a migration that ran was edited in more than white space, comments or line ends.
[[nodiscard]] Status check_edits(const std::vector<Migration>& migrations, const std::vector<JournalEntry>& entries);

/// The migrations that the journal does not know, in order.
[[nodiscard]] std::vector<Migration> unplanned(const std::vector<Migration>& migrations,
                                               const std::vector<JournalEntry>& entries);

/// Plans them against the database's catalog. Input when a file has a syntax error.
[[nodiscard]] Result<std::vector<PlannedMigration>> plan_pending(Database& database,
                                                                 const std::vector<Migration>& pending,
                                                                 const std::vector<JournalEntry>& entries,
                                                                 FreshMode mode);

/// Puts the reviewed plans in the place of the fresh ones. Input, with the difference, when one is missing, or was made
/// for another text of the migration, another schema, or without a database.
[[nodiscard]] Status take_reviewed(const std::vector<Plan>& reviewed, std::vector<PlannedMigration>& planned);

/// True when the journal is empty and no relation that `migrations` name exists on the server: no older release runs.
[[nodiscard]] bool is_fresh(const std::vector<Migration>& migrations, const std::vector<JournalEntry>& entries,
                            const Catalog& catalog);

/// The catalog as if every migration of the journal were contracted: what later migrations are written against.
[[nodiscard]] Catalog settled_catalog(Catalog live, const std::vector<JournalEntry>& entries);

}  // namespace lockstep
