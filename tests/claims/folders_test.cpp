// Whole folders: the example project's migrations one after the other, and every statement of the parser's corpus that
// a server takes. After each file the folded catalog is the one that is read from the server.
#include <algorithm>
#include <iostream>

#include <catch2/catch.hpp>

#include "engine/catalog/catalog.h"
#include "migrations/files.h"
#include "parser/parse.h"
#include "tests/claims/claim.h"
#include "tests/claims/same_catalog.h"
#include "tests/claims/server.h"

namespace lockstep {
namespace {

/// What belongs to the whole server, or waits for another one, or is about the session that reads the catalog.
bool leaves_the_database(const Statement& statement) {
  for (const std::string_view part : {"ROLE", "USER", "GROUP", "DATABASE", "TABLESPACE", "SYSTEM", "SUBSCRIPTION",
                                      "OWNED", "COPY", "PREPARE", "LOAD", "DISCARD", "EVENT TRIGGER"}) {
    if (statement.tag.find(part) != std::string::npos) return true;
  }
  if (const auto* variable = statement.as<SetVariable>()) return variable->name != "search_path";
  return statement.as<TransactionControl>() != nullptr;
}

/// The files of a folder of this repository, without those of statements that are rejected.
std::vector<std::string> files_in(const std::string& folder) {
  const std::string path = path_in(LOCKSTEP_REPOSITORY, folder);
  const std::vector<std::string> names = sql_files_in(path).value();
  REQUIRE(!names.empty());
  std::vector<std::string> files;
  for (const std::string& name : names) {
    if (name.find(".rejected.") == std::string::npos) files.push_back(path_in(path, name));
  }
  return files;
}

struct Tally {
  bool show = false;  ///< what the server refuses
  size_t statements = 0, refused = 0, compared = 0, equal = 0;
};

/// Runs the file's statements, and folds those that the server takes.
void run_file(Database& database, Catalog& folded, const std::string& path, Tally& tally) {
  const int version = database.server_version();
  const SourceFile file = load_source(path).value();
  begin_session(folded);
  for (const Statement& statement : parse(file.text, Dialect::PostgreSQL).statements) {
    if (leaves_the_database(statement)) continue;
    ++tally.statements;
    if (const auto answer = database.query(statement.text); !answer) {
      ++tally.refused;
      if (tally.show) WARN(statement.text << ": " << answer.error().message);
      continue;
    }
    apply_to(folded, statement, version);
  }
  (void)database.query("RESET search_path");
  const auto read = database.read_catalog();
  INFO(path);
  if (!read) {
    FAIL_CHECK(read.error().message);
    return;
  }
  const auto [ours, theirs] = differences(folded, *read);
  ++tally.compared;
  tally.equal += ours == theirs ? 1 : 0;
  CHECK(ours == theirs);
}

Catalog empty_catalog() {
  Catalog catalog;
  catalog.schemas.insert("public");
  catalog.complete = true;
  return catalog;
}

}  // namespace

TEST_CASE("the example project's catalog is the server's after every migration", "[claims]") {
  const ScratchDatabase scratch;
  const auto database = scratch.connect();
  Catalog folded = empty_catalog();
  Tally tally;
  for (const std::string& path : files_in("examples/shop/postgresql")) run_file(*database, folded, path, tally);
  CHECK(tally.refused == 0);
  CHECK(tally.compared >= 13);
}

TEST_CASE("schemas that change again and again are the server's", "[claims]") {
  for (const std::string& path : files_in("tests/claims/schemas")) {
    const ScratchDatabase scratch;
    const auto database = scratch.connect();
    const bool newest_only = path.find("from_18") != std::string::npos;
    if (newest_only && database->server_version() < 18) continue;
    Catalog folded = empty_catalog();
    Tally tally;
    tally.show = true;
    run_file(*database, folded, path, tally);
    CHECK(tally.refused == 0);
    for (const std::string& unknown : folded.unknowns) FAIL_CHECK(unknown);
    for (const auto& [key, relation] : folded.relations) CHECK_FALSE(relation.partial);
  }
}

TEST_CASE("the corpus's catalogs are the server's", "[claims]") {
  Tally tally;
  for (const char* folder : {"tests/parser/corpus/postgresql", "tests/parser/corpus/postgresql-16-18",
                             "examples/shop/dangerous/postgresql"}) {
    for (const std::string& path : files_in(folder)) {
      const ScratchDatabase scratch;
      const auto database = scratch.connect();
      Catalog folded = empty_catalog();
      run_file(*database, folded, path, tally);
    }
  }
  std::cout << tally.equal << " of " << tally.compared << " files of the corpus, " << tally.statements - tally.refused
            << " statements, agree\n";
}

}  // namespace lockstep
