// What the forms of a plan have in common: its parts in the order in which they run, and the sentences about them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/plan/make_plan.h"

namespace lockstep {

/// The steps that run without a stop between them: a phase, or the purge.
struct PlanPart {
  Phase phase = Phase::Expand;
  bool purge = false;
  std::string_view name;     ///< "expand", "backfill", "contract", "purge"
  std::string_view heading;  ///< what happens in it, as a title
  std::string_view before;   ///< what must hold before it begins
  std::vector<const Step*> steps;
};
/// The parts that have steps.
[[nodiscard]] std::vector<PlanPart> parts_of(const Plan& plan);

/// What `lockstep` is told to run this part.
[[nodiscard]] std::string run_command(const Plan& plan, const PlanPart& part);

/// The way back from the end of a part to before the migration.
struct WayBack {
  Reversible grade = Reversible::Lossless;
  std::vector<std::string> reasons;  ///< what is lost, or why there is none
  std::string command;               ///< empty: there is none
};
[[nodiscard]] WayBack way_back(const Plan& plan, const PlanPart& part);
/// "lossless", "lossy: ...", "impossible: ...".
[[nodiscard]] std::string grade_in_words(Reversible grade, const std::vector<std::string>& reasons);

/// Locks of one mode together: "ACCESS EXCLUSIVE on public.orders, public.users".
[[nodiscard]] std::string locks_in_words(const Step& step);
/// The strongest lock of a step; null: it takes none that anyone would notice.
[[nodiscard]] const RelationLock* strongest_lock(const Step& step);
/// Whom a lock stops: "stops reads and writes" ...
[[nodiscard]] std::string_view lock_meaning(LockMode mode);

/// "about 40 s for 20 GB of public.orders"; empty: a moment, or nobody knows.
[[nodiscard]] std::string work_in_words(const PlannedMigration& planned, const Step& step);
/// "about 12 min of work on tables"; empty as above.
[[nodiscard]] std::string work_in_words(const PlannedMigration& planned, const PlanPart& part);

/// The locks and what the strongest of them does; empty: none that anyone would notice.
[[nodiscard]] std::string locks_with_meaning(const Step& step);
/// How the step is undone, as grade_in_words().
[[nodiscard]] std::string undo_in_words(const Step& step);

/// The statement with a note where the key range goes, and the expressions that are evaluated once at their places.
[[nodiscard]] std::string backfill_in_words(const Backfill& backfill);
/// The edits, a line each.
[[nodiscard]] std::string rebuild_in_words(const Rebuild& rebuild);
/// What a step runs, for reading: statements, the query of a check, the edits of a rebuild.
[[nodiscard]] std::string step_sql_in_words(const Step& step);

/// A statement as one that others may follow: with a semicolon, on a line of its own where a comment ends the text.
[[nodiscard]] std::string terminated(std::string_view sql);

/// What else the reader should know: gates, other migrations to wait for, notes.
[[nodiscard]] std::vector<std::string> remarks_of(const Plan& plan);

}  // namespace lockstep
