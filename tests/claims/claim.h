// The claims: statements of the .sql files beside this one, each with the schema it is made for.
//
// What stands before the line `-- claims` makes the schema; `-- from: 18` as its first line is about all of the file. A
// comment before a statement may say `first: SQL` (runs before, in the same transaction), `from: 16` or `to: 17`
// (versions of the server), or `briefly`.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/catalog/catalog.h"
#include "parser/statement.h"

namespace lockstep {

struct Claim {
  std::vector<std::string> first;  ///< statements that run before, in the same transaction
  Statement statement;
  int from = 0, to = 99;           ///< versions of the server
  bool briefly = false;            ///< locks that are given back before the end are looked for, too
};

struct ClaimFile {
  std::string setup;
  int from = 0;  ///< the version of the server that the whole file needs
  std::vector<Claim> claims;
};

[[nodiscard]] ClaimFile read_claims(const std::filesystem::path& path);

/// All files of claims, in order; those whose name holds LOCKSTEP_CLAIMS only, if that variable is set.
[[nodiscard]] std::vector<std::filesystem::path> claim_files();

/// Folds all statements of `sql` into the catalog.
void fold(Catalog& catalog, const std::string& sql, int server_version = newest_server_version);

}  // namespace lockstep
