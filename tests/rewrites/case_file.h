// The cases: files of changes beside this one, each with the schema it is made for.
//
//   --- shared NAME          tables that several cases use
//   --- case NAME            begins a case
//   --- setup NAME ...       those shared tables and what follows are what is in use, with rows
//   --- change               the migration; more than one `--- change` are migrations that are pending together
//   --- plain                the same end state by plain SQL, where the change says it with directives
//   --- quiet                rows that others write meanwhile are not looked at: the change is one of rows
//   --- contract             the new version can do everything only when the contract is done: it drops what refused
//   that
//   --- random TABLE.COLUMN  its values differ from run to run
//   --- from VERSION         the major version of PostgreSQL that the case needs; `--- to VERSION` the last one
//   --- refused              what follows, of comments, is the reason why the planner takes no such change
#pragma once

#include <string>
#include <vector>

#include "parser/statement.h"

namespace lockstep {

struct RewriteCase {
  std::string file, name;
  Dialect dialect = Dialect::PostgreSQL;
  std::string setup;
  std::vector<std::string> changes;
  std::string plain;  ///< empty: the changes themselves
  std::string refused;
  std::vector<std::string> random;
  bool quiet = false, needs_contract = false;
  int from = 0, to = 99;
};

/// Of all files, in order; only those with LOCKSTEP_CASES in "sqlite/columns/a dropped column", if that variable is
/// set.
[[nodiscard]] std::vector<RewriteCase> read_cases(Dialect dialect);

/// Whether the server of the tests is one that the case is for.
[[nodiscard]] bool applies(const RewriteCase& of);

}  // namespace lockstep
