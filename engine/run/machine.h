// The state machine over plan and journal: what has happened, and what comes next. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/run/journal.h"
#include "engine/run/runner.h"

namespace lockstep {

/// Where a migration stands, from its steps. A phase without steps is passed at once, so a plan without backfill and
/// contract is Contracted as soon as it is expanded.
[[nodiscard]] MigrationState state_of(const JournalEntry& entry);

/// The next step of phases up to `through` that is not done, purges aside; nothing when that part is done.
[[nodiscard]] const Step* next_step(const JournalEntry& entry, Phase through);

/// The next purge step that is not done.
[[nodiscard]] const Step* next_purge(const JournalEntry& entry);

/// Why the contract of `entry` may not run now; nothing: it may. `waiting` tells a closed gate from a contract that is
/// just not due.
struct ContractBlock {
  bool closed_gate = false;  ///< a gate is closed, or an earlier contract has to come first
  std::string why;
};
[[nodiscard]] std::optional<ContractBlock> contract_block(const JournalEntry& entry,
                                                          const std::vector<JournalEntry>& all,
                                                          const std::vector<ActivationRecord>& last_two,
                                                          bool ignore_due_rule);

/// Seconds for which dropped things of `entry` are kept: 7 days, or what its quarantine= directive says.
[[nodiscard]] double quarantine_seconds(const JournalEntry& entry);

/// "72h", "7d", "30m", "90s" as seconds; nothing when it is not a duration.
[[nodiscard]] std::optional<double> parse_duration(std::string_view text);

/// What a person would type next about this migration; empty when nothing is left to do.
[[nodiscard]] std::string next_command(const JournalEntry& entry);

}  // namespace lockstep
