// What is said to undo a statement, run on a server: the schema afterwards is the one before, in the normal form of
// tests/examples, which knows nothing of lockstep.
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "engine/effects/effects.h"
#include "parser/parse.h"
#include "tests/claims/claim.h"
#include "tests/claims/server.h"

namespace lockstep {
namespace {

struct NormalForm {
  std::vector<std::string> helpers;  ///< what the session makes once
  std::string query;

  NormalForm() {
    std::ifstream file(LOCKSTEP_NORMAL_FORM);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const ParsedFile parsed = parse(text, Dialect::PostgreSQL);
    REQUIRE(parsed.errors.empty());
    for (const Statement& each : parsed.statements) {
      if (each.as<SetVariable>() == nullptr) helpers.push_back(each.text);
    }
    query = helpers.back();
    helpers.pop_back();
  }

  /// The schema as lines. The session's search_path and role stay what they are.
  [[nodiscard]] std::vector<std::string> read(Database& database) const {
    const auto kept = database.query("SELECT current_setting('search_path'), current_setting('role')");
    REQUIRE(kept);
    REQUIRE(database.query("SET LOCAL ROLE none"));
    REQUIRE(database.query("SET LOCAL search_path = pg_catalog"));
    const auto rows = database.query(query);
    if (!rows) FAIL(rows.error().message);
    REQUIRE(database.query(fmt::format("SELECT set_config('search_path', {}, true), set_config('role', {}, true)",
                                       quote_literal(text(kept->rows[0][0])),
                                       quote_literal(text(kept->rows[0][1])))));
    std::vector<std::string> lines;
    for (const auto& row : rows->rows) lines.push_back(text(row[0]));
    return lines;
  }
};

/// "- line" for what is gone, "+ line" for what is new.
std::string difference(const std::vector<std::string>& before, const std::vector<std::string>& after) {
  std::string out;
  for (const std::string& line : before) out += contains(after, line) ? "" : "- " + line + "\n";
  for (const std::string& line : after) out += contains(before, line) ? "" : "+ " + line + "\n";
  return out;
}

}  // namespace

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
    for (const std::string& helper : normal.helpers) REQUIRE(database->query(helper));
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
            const std::string differs = difference(schema, normal.read(*database));
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
