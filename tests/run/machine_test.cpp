#include <catch2/catch.hpp>

#include "engine/run/machine.h"

namespace lockstep {
namespace {

Step step(int ordinal, Phase phase, bool purge = false) {
  Step out;
  out.ordinal = ordinal;
  out.phase = phase;
  out.purge = purge;
  return out;
}

JournalEntry entry_with(const std::vector<Step>& steps, int done) {
  JournalEntry entry;
  entry.plan.migration = "7";
  entry.plan.steps = steps;
  for (const Step& s : steps) entry.steps[s.ordinal].state = s.ordinal <= done ? "done" : "pending";
  return entry;
}

const std::vector<Step> all_phases{step(1, Phase::Expand), step(2, Phase::Backfill), step(3, Phase::Contract),
                                   step(4, Phase::Contract, true)};

}  // namespace

TEST_CASE("the state follows from the steps") {
  CHECK(state_of(entry_with(all_phases, 0)) == MigrationState::Expanding);
  CHECK(state_of(entry_with(all_phases, 1)) == MigrationState::Expanded);
  CHECK(state_of(entry_with(all_phases, 2)) == MigrationState::Backfilled);
  CHECK(state_of(entry_with(all_phases, 3)) == MigrationState::Contracted);
  JournalEntry running = entry_with(all_phases, 1);
  running.steps[2].state = "running";
  CHECK(state_of(running) == MigrationState::Backfilling);
  running.state = "held";
  CHECK(state_of(running) == MigrationState::Held);
  CHECK(state_of(entry_with({step(1, Phase::Expand)}, 1)) == MigrationState::Contracted);
  CHECK(state_of(entry_with({}, 0)) == MigrationState::Contracted);
}

TEST_CASE("the next step is the first that is not done, purges aside") {
  const JournalEntry entry = entry_with(all_phases, 1);
  CHECK(next_step(entry, Phase::Expand) == nullptr);
  REQUIRE(next_step(entry, Phase::Contract) != nullptr);
  CHECK(next_step(entry, Phase::Contract)->ordinal == 2);
  CHECK(next_step(entry_with(all_phases, 3), Phase::Contract) == nullptr);
  CHECK(next_purge(entry_with(all_phases, 3))->ordinal == 4);
}

TEST_CASE("a contract is due when the last two releases both have the migration") {
  const JournalEntry entry = entry_with(all_phases, 2);
  const std::vector<JournalEntry> all{entry};
  const ActivationRecord with{"2", {"6", "7"}};
  const ActivationRecord also{"3", {"6", "7", "8"}};
  const ActivationRecord without{"1", {"6"}};
  CHECK(!contract_block(entry, all, {}, false));
  CHECK(!contract_block(entry, all, {also, with}, false));
  CHECK(contract_block(entry, all, {with, without}, false)->why == "release 1 was deployed without it");
  CHECK(contract_block(entry, all, {with}, false)->closed_gate == false);
  CHECK(!contract_block(entry, all, {with, without}, true));
  CHECK(contract_block(entry_with(all_phases, 1), all, {}, true)->closed_gate);
}

TEST_CASE("gates: soak counts from the end of the backfill, what is unknown stays closed") {
  JournalEntry entry = entry_with(all_phases, 2);
  entry.plan.gates["soak"] = "1h";
  entry.backfilled_seconds_ago = 3599;
  CHECK(contract_block(entry, {entry}, {}, true)->why == "gate soak=1h opens in 1 s");
  entry.backfilled_seconds_ago = 3601;
  CHECK(!contract_block(entry, {entry}, {}, true));
  entry.plan.gates["quarantine"] = "2d";
  CHECK(!contract_block(entry, {entry}, {}, true));
  CHECK(quarantine_seconds(entry) == 2 * 86400.0);
  entry.plan.gates["moon"] = "full";
  CHECK(contract_block(entry, {entry}, {}, true)->closed_gate);
}

TEST_CASE("a contract waits for the one that it needs") {
  JournalEntry first = entry_with(all_phases, 2);
  JournalEntry second = entry_with(all_phases, 2);
  second.plan.migration = "8";
  second.plan.waits_for = {"7"};
  CHECK(contract_block(second, {first, second}, {}, true)->why == "it needs the contract of 7 first");
  first = entry_with(all_phases, 3);
  CHECK(!contract_block(second, {first, second}, {}, true));
}

TEST_CASE("durations") {
  CHECK(parse_duration("72h") == 72 * 3600.0);
  CHECK(parse_duration("7d") == 7 * 86400.0);
  CHECK(parse_duration("30m") == 1800.0);
  CHECK(parse_duration("0") == 0.0);
  CHECK(!parse_duration("5 weeks"));
  CHECK(!parse_duration("h"));
}

}  // namespace lockstep
