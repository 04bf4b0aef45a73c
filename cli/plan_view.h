// Plans and the forms in which they are shown. Each form but text and JSON (docs/schemas/plan.json) is a file in
// plans/.
#pragma once

#include <string>
#include <vector>

#include "engine/plan/make_plan.h"
#include "migrations/migration.h"

namespace lockstep {

/// A plan and the migration it was made from. Refers to both.
struct PlanView {
  const Migration* migration = nullptr;
  const PlannedMigration* planned = nullptr;
};

[[nodiscard]] std::string plan_text(const PlanView& view, bool color);
[[nodiscard]] std::string plan_document(const std::vector<PlanView>& views, const PlanOptions& options);

/// A script that any client of the database can run. Migrations that are pending together go phase by phase, separate
/// releases one after the other. The views hold no refusals. Input when a step needs what only a run can know.
[[nodiscard]] Result<std::string> plan_sql(const std::vector<PlanView>& views, const PlanOptions& options);
/// A runbook: who does what in which order, where to stop, and the way back from there.
[[nodiscard]] std::string plan_markdown(const std::vector<PlanView>& views);
/// The same as one page with a picture, without anything from outside.
[[nodiscard]] std::string plan_html(const std::vector<PlanView>& views);

/// A file for other runners.
struct PlanFile {
  std::string name;  ///< "0002_x.1_expand.sql", "0002_x.1_expand.undo.sql"
  std::string text;  ///< its first line holds a checksum of the rest
};
/// A script for each part of each migration, and one for the way back from it.
[[nodiscard]] Result<std::vector<PlanFile>> plan_files(const std::vector<PlanView>& views);
/// Whether a file is as plan_files() gave it once.
[[nodiscard]] bool is_plan_file(std::string_view text);

/// Makes `folder` hold these files and none left over from earlier plans of the same migrations. Gives the names
/// written, removed ones left out. Input, before anything is written, when a file is in the way that is not as
/// plan_files() gave it, unless `force`.
[[nodiscard]] Result<std::vector<std::string>> write_plan_files(const std::vector<PlanFile>& files,
                                                                const std::string& folder, bool force);

}  // namespace lockstep
