// The cases of this folder, each by all that can be proven of it.
#include <cstdlib>

#include <catch2/catch.hpp>

#include "case_file.h"
#include "proofs.h"

namespace lockstep {
namespace {

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
  each_case([](const RewriteCase& each) { CHECK(prove_road(each) == ""); });
}

TEST_CASE("rollback from every step gives schema and rows back") {
  // Half of the steps of each case, in turns; all of them with LOCKSTEP_CAMPAIGN.
  const size_t stride = std::getenv("LOCKSTEP_CAMPAIGN") == nullptr ? 2 : 1;
  each_case([&](const RewriteCase& each) { prove_rollback(each, 1 + each.name.size() % stride, stride); });
}

}  // namespace lockstep
