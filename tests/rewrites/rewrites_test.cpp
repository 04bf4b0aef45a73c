// The cases of this folder, each by all that can be proven of it.
#include <cstdlib>
#include <iostream>

#include <catch2/catch.hpp>

#include "case_file.h"
#include "proofs.h"

namespace lockstep {
namespace {

/// Says at the end how much was proven: Catch2 counts assertions only.
struct Tally {
  const char* what;
  size_t count = 0;
  ~Tally() {
    if (count > 0) std::cout << count << " " << what << "\n";
  }
};

/// Calls `visit` for each case that is not to be refused, as a section of its own.
template <typename Visit>
void each_case(const Visit& visit) {
  const auto dialect = GENERATE(Dialect::SQLite, Dialect::PostgreSQL);
  for (const RewriteCase& each : read_cases(dialect)) {
    if (!each.refused.empty() || !applies(each)) continue;
    DYNAMIC_SECTION(each.file << ": " << each.name << (dialect == Dialect::SQLite ? " on SQLite" : " on PostgreSQL")) {
      visit(each);
    }
  }
}

}  // namespace

TEST_CASE("by the planner's road the end state is that of the plain SQL, and applications work all the way") {
  static Tally tally{"rewrites proven"};
  each_case([](const RewriteCase& each) {
    CHECK(prove_road(each) == "");
    ++tally.count;
  });
}

TEST_CASE("rollback from every step gives schema and rows back") {
  // Half of the steps of each case, in turns; all of them with LOCKSTEP_CAMPAIGN.
  const size_t stride = std::getenv("LOCKSTEP_CAMPAIGN") == nullptr ? 2 : 1;
  static Tally tally{"steps taken back"};
  each_case(
      [&](const RewriteCase& each) { tally.count += prove_rollback(each, 1 + each.name.size() % stride, stride); });
}

}  // namespace lockstep
