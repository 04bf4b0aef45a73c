#include "case_file.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include <catch2/catch.hpp>

#include "../conformance/subject.h"
#include "base/text.h"

namespace lockstep {
namespace {

using Shared = std::map<std::string, std::string>;

void read_file(const std::filesystem::path& path, Dialect dialect, Shared& shared, std::vector<RewriteCase>& cases) {
  std::ifstream file(path);
  std::string* section = nullptr;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("--- ")) {
      INFO(path << ": " << line);
      REQUIRE((section != nullptr || line.empty() || line.starts_with("-- ")));
      if (section != nullptr) *section += line + "\n";
      continue;
    }
    const size_t space = line.find(' ', 4);
    const std::string word = line.substr(4, space - 4);
    const std::string rest = space == std::string::npos ? std::string() : line.substr(space + 1);
    if (word == "shared") {
      section = &shared[rest];
      continue;
    }
    if (word == "case") {
      RewriteCase made;
      made.file = path.stem().string();
      made.name = rest;
      made.dialect = dialect;
      cases.push_back(std::move(made));
      section = nullptr;
      continue;
    }
    INFO(path << ": " << line);
    REQUIRE(!cases.empty());
    RewriteCase& now = cases.back();
    if (word == "setup") {
      section = &now.setup;
      for (const std::string_view name : split(rest, ' ')) {
        if (!name.empty()) now.setup += shared.at(std::string(name));
      }
    } else if (word == "change") {
      section = &now.changes.emplace_back();
    } else if (word == "plain") {
      section = &now.plain;
    } else if (word == "refused") {
      section = &now.refused;
    } else if (word == "quiet") {
      now.quiet = true;
    } else if (word == "contract") {
      now.needs_contract = true;
    } else if (word == "random") {
      now.random.push_back(rest);
    } else if (word == "from") {
      now.from = std::stoi(rest);
    } else if (word == "to") {
      now.to = std::stoi(rest);
    } else {
      FAIL("unknown word");
    }
  }
}

}  // namespace

std::vector<RewriteCase> read_cases(Dialect dialect) {
  const std::filesystem::path folder =
      std::filesystem::path(LOCKSTEP_CASES_FOLDER) / (dialect == Dialect::SQLite ? "sqlite" : "postgresql");
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  Shared shared;
  std::vector<RewriteCase> cases;
  for (const std::filesystem::path& path : paths) read_file(path, dialect, shared, cases);
  REQUIRE(!cases.empty());
  if (const char* wanted = std::getenv("LOCKSTEP_CASES"); wanted != nullptr) {
    std::erase_if(cases, [&](const RewriteCase& each) {
      return (folder.filename().string() + "/" + each.file + "/" + each.name).find(wanted) == std::string::npos;
    });
  }
  return cases;
}

bool applies(const RewriteCase& of) {
  if (of.dialect == Dialect::SQLite) return true;
  static const int version = Subject(Dialect::PostgreSQL).open()->server_version();
  return version >= of.from && version <= of.to;
}

}  // namespace lockstep
