// A plan as SQL for the databases' own clients.
#pragma once

#include <string>

#include "base/result.h"
#include "cli/plan_view.h"
#include "cli/plans/parts.h"

namespace lockstep {

/// `text` as comment lines.
[[nodiscard]] std::string sql_comment(std::string_view text);

/// `text` in dollar quotes, with a tag that does not occur in it.
[[nodiscard]] std::string dollar_quoted(std::string_view text);

/// How to run a script, as comments, and what the session needs.
[[nodiscard]] std::string script_head(Dialect dialect);

/// Ends with an error unless `query` gives 0.
[[nodiscard]] std::string check_script(Dialect dialect, const std::string& query, const std::string& message);

/// PostgreSQL: a loop over key ranges that commits after each. SQLite, where all writers wait for each other anyway:
/// the statement over all rows, in one transaction.
[[nodiscard]] std::string backfill_script(const Plan& plan, const Step& step);

/// The steps of a part in order, and back from the last one. Input when a rebuild is not known before it runs.
[[nodiscard]] Result<std::string> part_script(const PlanView& view, const PlanPart& part);
[[nodiscard]] Result<std::string> undo_script(const PlanView& view, const PlanPart& part);

}  // namespace lockstep
