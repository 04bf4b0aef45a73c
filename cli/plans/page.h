// Pieces of the page of a plan (`plan --format html`).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/plans/parts.h"

namespace lockstep {

/// Text for elements and for attributes in quotes.
[[nodiscard]] std::string html_escaped(std::string_view text);

/// Phases, steps and locks from top to bottom in the order in which they run, as inline SVG: one picture
/// for each part, so that paper breaks between them.
[[nodiscard]] std::string plan_picture(const PlannedMigration& planned, const std::vector<PlanPart>& parts);

}  // namespace lockstep
