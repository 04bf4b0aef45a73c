#include "tests/claims/claim.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

#include "base/text.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

ClaimFile read_claims(const std::filesystem::path& path) {
  const std::string all = read_file(path);
  const size_t mark = all.find("-- claims\n");
  REQUIRE(mark != std::string::npos);
  ClaimFile file;
  file.setup = all.substr(0, mark);
  if (file.setup.starts_with("-- from: ")) file.from = std::stoi(file.setup.substr(9));
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

void fold(Catalog& catalog, const std::string& sql, int server_version) {
  for (const Statement& statement : parse(sql, Dialect::PostgreSQL).statements) {
    apply_to(catalog, statement, server_version);
  }
}

std::vector<std::filesystem::path> claim_files() {
  std::vector<std::filesystem::path> files;
  const char* only = std::getenv("LOCKSTEP_CLAIMS");
  for (const auto& entry : std::filesystem::directory_iterator(LOCKSTEP_CLAIMS_FOLDER)) {
    if (entry.path().extension() != ".sql") continue;
    if (only != nullptr && entry.path().filename().string().find(only) == std::string::npos) continue;
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace lockstep
