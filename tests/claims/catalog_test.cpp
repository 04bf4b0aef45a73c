// The catalog folded from statements against the one that is read from the server on which they ran: every claim that
// succeeds is one comparison.
#include <iostream>

#include <catch2/catch.hpp>

#include "engine/catalog/fold.h"
#include "tests/claims/claim.h"
#include "tests/claims/same_catalog.h"
#include "tests/claims/server.h"

namespace lockstep {
TEST_CASE("the folded catalog is the one that is read from the server after the same statements", "[claims]") {
  size_t compared = 0;
  size_t equal = 0;
  size_t unknown = 0;
  size_t in_part = 0;
  for (const std::filesystem::path& path : claim_files()) {
    const ClaimFile file = read_claims(path);
    const ScratchDatabase scratch;
    const auto database = scratch.connect();
    const int version = database->server_version();
    if (version < file.from) continue;
    run_script(*database, file.setup);
    Catalog before;
    before.schemas.insert("public");
    fold(before, file.setup, version);
    const auto compare = [&](const Catalog& folded, const std::string& what) {
      const auto read = database->read_catalog();
      INFO(path.filename().string() << ": " << what);
      if (!read) {
        FAIL_CHECK(read.error().message);
        return;
      }
      const auto [ours, theirs] = differences(folded, *read);
      ++compared;
      for (const auto& [key, relation] : folded.relations) {
        in_part += relation.partial && relation.view_query.empty() ? 1 : 0;
      }
      if (ours != theirs && !folded.unknowns.empty()) {
        ++unknown;  // and the fold says so
        return;
      }
      equal += ours == theirs ? 1 : 0;
      CHECK(ours == theirs);
    };
    compare(before, "setup");
    for (const Claim& claim : file.claims) {
      if (version < claim.from || version > claim.to) continue;
      if (claim.statement.as<TransactionControl>() != nullptr) continue;
      REQUIRE(database->begin({0, 0}));
      bool ran = true;
      Catalog folded = before;
      folded.session.in_transaction = true;
      for (const std::string& sql : claim.first) {
        ran = ran && database->query(sql).has_value();
        fold(folded, sql, version);
      }
      ran = ran && database->query(claim.statement.text).has_value();
      if (ran) {
        Draft draft(folded, version);
        if (fold_statement(draft, claim.statement)) draft.commit(folded);
        compare(folded, claim.statement.text);
      }
      database->rollback();
      (void)database->query("DEALLOCATE ALL");  // a rollback does not forget what was prepared
    }
  }
  CHECK(unknown <= 1);   // a schema that is named after the role that runs the statement
  CHECK(in_part <= 26);  // relations that the fold itself calls `partial`, which are not compared
  std::cout << equal << " of " << compared << " catalogs agree\n";
}

}  // namespace lockstep
