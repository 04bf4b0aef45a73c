// Every statement under `-- claims` of the .sql files beside this one is a claim: what effect_of says of it is compared
// with what a real server does. No expectation is written down anywhere. A comment before a statement may
// say `first: SQL` (runs before, in the same transaction), `from: 16` or `to: 17` (versions of the server), or `briefly`.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "base/text.h"
#include "parser/parse.h"
#include "tests/claims/observe.h"

namespace lockstep {
namespace {

struct Claim {
  std::vector<std::string> first;  ///< statements that run before, in the same transaction
  Statement statement;
  int from = 0, to = 99;           ///< versions of the server
  bool briefly = false;            ///< locks that are given back before the end are looked for, too
};

struct ClaimFile {
  std::string setup;
  std::vector<Claim> claims;
};

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

ClaimFile read_claims(const std::filesystem::path& path) {
  const std::string all = read_file(path);
  const size_t mark = all.find("-- claims\n");
  REQUIRE(mark != std::string::npos);
  ClaimFile file;
  file.setup = all.substr(0, mark);
  const std::string text = all.substr(mark);
  const ParsedFile parsed = parse(text, Dialect::PostgreSQL);
  for (const SyntaxError& error : parsed.errors) {
    FAIL_CHECK(path.filename().string() << ": " << error.message << " at " << text.substr(error.span.begin, 80));
  }
  uint32_t begin = 0;
  for (const Statement& statement : parsed.statements) {
    Claim claim;
    claim.statement = statement;
    for (const Comment& comment : parsed.comments) {
      if (comment.span.begin < begin || comment.span.begin > statement.span.begin) continue;
      const std::string_view words = trim(comment.text);
      if (words.starts_with("first: ")) claim.first.emplace_back(words.substr(7));
      if (words == "briefly") claim.briefly = true;
      if (words.starts_with("from: ")) claim.from = std::stoi(std::string(words.substr(6)));
      if (words.starts_with("to: ")) claim.to = std::stoi(std::string(words.substr(4)));
    }
    begin = statement.span.end;
    file.claims.push_back(std::move(claim));
  }
  return file;
}

void fold(Catalog& catalog, const std::string& sql) {
  for (const Statement& statement : parse(sql, Dialect::PostgreSQL).statements) apply_to(catalog, statement);
}

std::vector<std::filesystem::path> claim_files() {
  std::vector<std::filesystem::path> files;
  const char* only = std::getenv("LOCKSTEP_CLAIMS");  // part of a file's name, to work on one file
  for (const auto& entry : std::filesystem::directory_iterator(LOCKSTEP_CLAIMS_FOLDER)) {
    if (entry.path().extension() != ".sql") continue;
    if (only != nullptr && entry.path().filename().string().find(only) == std::string::npos) continue;
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

TEST_CASE("what effect_of says of a statement is what a server does", "[claims]") {
  size_t judged = 0;
  for (const std::filesystem::path& path : claim_files()) {
    const ClaimFile file = read_claims(path);
    const ScratchDatabase original;
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
      for (const std::string& sql : claim.first) fold(catalog, sql);
      const Effect effect = effect_of(claim.statement, catalog, version);
      const std::string said = predicted(effect, claim.statement).text();
      const std::string seen = observer.observe(claim.first, claim.statement, claim.briefly).text();
      ++judged;
      INFO(path.filename().string() << ": " << claim.statement.text);
      INFO(join(claim.first, "; "));
      CHECK(said == seen);
    }
  }
  WARN(judged << " claims");
}

}  // namespace lockstep
