#include "engine/run/machine.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/text.h"

namespace lockstep {
namespace {

bool any_started(const JournalEntry& entry, Phase phase) {
  return std::any_of(entry.plan.steps.begin(), entry.plan.steps.end(), [&](const Step& step) {
    const auto found = entry.steps.find(step.ordinal);
    return step.phase == phase && !step.purge && found != entry.steps.end() &&
           (found->second.state == "done" || found->second.state == "running");
  });
}

}  // namespace

std::string_view to_string(MigrationState state) {
  switch (state) {
    case MigrationState::Pending: return "pending";
    case MigrationState::Expanding: return "expanding";
    case MigrationState::Expanded: return "expanded";
    case MigrationState::Backfilling: return "backfilling";
    case MigrationState::Backfilled: return "backfilled";
    case MigrationState::Contracting: return "contracting";
    case MigrationState::Contracted: return "contracted";
    case MigrationState::Held: return "held";
    case MigrationState::RollingBack: return "rolling back";
  }
  return "pending";
}

MigrationState state_of(const JournalEntry& entry) {
  if (entry.state == "held") return MigrationState::Held;
  if (entry.state == "rolling back") return MigrationState::RollingBack;
  if (!entry.done(Phase::Expand)) return MigrationState::Expanding;
  if (!entry.done(Phase::Backfill)) {
    return any_started(entry, Phase::Backfill) ? MigrationState::Backfilling : MigrationState::Expanded;
  }
  if (!entry.done(Phase::Contract)) {
    return any_started(entry, Phase::Contract) ? MigrationState::Contracting : MigrationState::Backfilled;
  }
  return MigrationState::Contracted;
}

const Step* next_step(const JournalEntry& entry, Phase through) {
  for (const Step& step : entry.plan.steps) {
    if (step.phase <= through && !step.purge && !entry.done(step)) return &step;
  }
  return nullptr;
}

const Step* next_purge(const JournalEntry& entry) {
  for (const Step& step : entry.plan.steps) {
    if (step.purge && !entry.done(step)) return &step;
  }
  return nullptr;
}

std::optional<ContractBlock> contract_block(const JournalEntry& entry, const std::vector<JournalEntry>& all,
                                            const std::vector<ActivationRecord>& last_two, bool ignore_due_rule) {
  const std::string& id = entry.plan.migration;
  if (!entry.done(Phase::Expand)) return ContractBlock{true, "it is not expanded yet"};
  if (!entry.done(Phase::Backfill)) return ContractBlock{true, "its backfill is not done yet"};
  for (const JournalEntry& other : all) {
    if (contains(entry.plan.waits_for, other.plan.migration) && !other.done(Phase::Contract)) {
      return ContractBlock{true, fmt::format("it needs the contract of {} first", other.plan.migration)};
    }
  }
  for (const auto& [name, value] : entry.plan.gates) {
    if (name == "quarantine") continue;  // says how long things are kept, and closes nothing
    const std::optional<double> soak = name == "soak" ? parse_duration(value) : std::nullopt;
    if (!soak) return ContractBlock{true, fmt::format("gate {}={} is not known here, so it stays closed", name, value)};
    if (entry.backfilled_seconds_ago < *soak) {
      return ContractBlock{true, fmt::format("gate soak={} opens in {:.0f} s", value,
                                             *soak - std::max(entry.backfilled_seconds_ago, 0.0))};
    }
  }
  if (ignore_due_rule || last_two.empty()) return std::nullopt;
  for (const ActivationRecord& activation : last_two) {
    if (!contains(activation.ids, id)) {
      return ContractBlock{false, fmt::format("release {} was deployed without it", activation.release)};
    }
  }
  if (last_two.size() < 2) {
    return ContractBlock{false, fmt::format("release {} is the first known with it; the release before may still run",
                                            last_two.front().release)};
  }
  return std::nullopt;
}

double quarantine_seconds(const JournalEntry& entry) {
  constexpr double by_default = 7 * 86400.0;
  const auto own = entry.plan.gates.find("quarantine");
  return own == entry.plan.gates.end() ? by_default : parse_duration(own->second).value_or(by_default);
}

std::optional<double> parse_duration(std::string_view text) {
  double amount = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
  if (error != std::errc{} || amount < 0) return std::nullopt;
  const std::string_view unit = text.substr(static_cast<size_t>(end - text.data()));
  if (unit == "s" || (unit.empty() && amount == 0)) return amount;
  if (unit == "m" || unit == "min") return amount * 60;
  if (unit == "h") return amount * 3600;
  if (unit == "d") return amount * 86400;
  return std::nullopt;
}

std::string next_command(const JournalEntry& entry) {
  switch (state_of(entry)) {
    case MigrationState::Pending:
    case MigrationState::Expanding:
    case MigrationState::Expanded:
    case MigrationState::Backfilling: return "lockstep up";
    case MigrationState::Backfilled: return "lockstep contract --id " + entry.plan.migration;
    case MigrationState::Contracting: return "lockstep contract --id " + entry.plan.migration;
    case MigrationState::Held: return "lockstep resume --id " + entry.plan.migration;
    case MigrationState::RollingBack: return "lockstep rollback";
    case MigrationState::Contracted:
      return next_purge(entry) != nullptr ? "lockstep contract --purge" : std::string();
  }
  return {};
}

}  // namespace lockstep
