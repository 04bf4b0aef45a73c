// Every claim (claim.h): what effect_of says of the statement is compared with what a real server does. No expectation
// is written down anywhere.
#include <iostream>

#include <catch2/catch.hpp>

#include "base/text.h"
#include "tests/claims/claim.h"
#include "tests/claims/observe.h"

namespace lockstep {

TEST_CASE("what effect_of says of a statement is what a server does", "[claims]") {
  size_t judged = 0;
  size_t agreed = 0;
  for (const std::filesystem::path& path : claim_files()) {
    const ClaimFile file = read_claims(path);
    const ScratchDatabase original;
    if (original.server_version() < file.from) continue;
    {
      const auto database = original.connect();
      run_script(*database, file.setup);
    }
    Observer observer(original);
    const int version = observer.server_version();
    Catalog before;
    fold(before, file.setup);
    for (const Claim& claim : file.claims) {
      if (version < claim.from || version > claim.to) continue;
      Catalog catalog = before;
      catalog.session.in_transaction = true;
      for (const std::string& sql : claim.first) fold(catalog, sql);
      const Effect effect = effect_of(claim.statement, catalog, version);
      const std::string said = predicted(effect, claim.statement).text();
      const std::string seen = observer.observe(claim.first, claim.statement, claim.briefly).text();
      ++judged;
      agreed += said == seen ? 1 : 0;
      if (said == seen) continue;
      std::cout << path.filename().string() << ": " << claim.statement.text << '\n'
                << (claim.first.empty() ? "" : "  after " + join(claim.first, "; ") + "\n") << "lockstep says\n"
                << said << "PostgreSQL " << version << " does\n"
                << seen << '\n';
    }
  }
  std::cout << agreed << " of " << judged << " claims agree\n";
  CHECK(agreed == judged);
}

}  // namespace lockstep
