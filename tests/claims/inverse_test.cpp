// What is said to undo a statement, run on a server: the schema afterwards is the one before, in the normal form of
// tests/examples, which knows nothing of lockstep.
#include <iostream>

#include <catch2/catch.hpp>

#include "base/text.h"
#include "engine/effects/effects.h"
#include "tests/claims/claim.h"
#include "tests/claims/normal_form.h"
#include "tests/claims/server.h"

namespace lockstep {
TEST_CASE("the inverse of a statement gives the schema back", "[claims]") {
  const NormalForm normal;
  size_t undone = 0;
  size_t equal = 0;
  for (const std::filesystem::path& path : claim_files()) {
    const ClaimFile file = read_claims(path);
    const ScratchDatabase scratch;
    const auto database = scratch.connect();
    const int version = database->server_version();
    if (version < file.from) continue;
    run_script(*database, file.setup);
    normal.prepare(*database);
    Catalog before;
    fold(before, file.setup);
    for (const Claim& claim : file.claims) {
      if (version < claim.from || version > claim.to) continue;
      if (claim.statement.as<TransactionControl>() != nullptr) continue;
      if (claim.statement.tag.starts_with("DISCARD")) continue;  // the helpers are temporary
      Catalog folded = before;
      folded.session.in_transaction = true;
      for (const std::string& sql : claim.first) fold(folded, sql);
      const Inverse inverse = inverse_of(claim.statement, folded);
      if (inverse.grade == Reversible::No || (inverse.grade == Reversible::Lossy && inverse.sql.empty())) continue;
      REQUIRE(database->begin({0, 0}));
      bool ran = true;
      for (const std::string& sql : claim.first) ran = ran && database->query(sql).has_value();
      if (ran) {
        const std::vector<std::string> schema = normal.read(*database);
        if (database->query(claim.statement.text)) {
          INFO(path.filename().string() << ": " << claim.statement.text << "\n" << join(inverse.sql, "\n"));
          std::string refused, sqlstate;
          for (const std::string& sql : inverse.sql) {
            const auto done = database->query(sql);
            if (done || !refused.empty()) continue;
            refused = done.error().message;
            sqlstate = done.error().sqlstate;
          }
          ++undone;
          if (!refused.empty()) {
            // A lossy one may meet rows that it does not fit.
            const bool may_fail = inverse.grade == Reversible::Lossy && sqlstate.starts_with("2");
            equal += may_fail ? 1 : 0;
            if (!may_fail) FAIL_CHECK(refused);
          } else {
            const std::string differs = line_difference(schema, normal.read(*database));
            const bool may_differ = inverse.grade == Reversible::Lossy;
            equal += differs.empty() || may_differ ? 1 : 0;
            if (!may_differ) CHECK(differs == "");
          }
        }
      }
      database->rollback();
      (void)database->query("DEALLOCATE ALL");
    }
  }
  std::cout << equal << " of " << undone << " inverses give the schema back\n";
}

}  // namespace lockstep
