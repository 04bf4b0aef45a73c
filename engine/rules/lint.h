// Findings of a migration, for people and for CI.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "engine/catalog/catalog.h"
#include "engine/rules/lock_orders.h"
#include "engine/rules/table_size.h"
#include "migrations/migration.h"

namespace lockstep {

struct LintOptions {
  std::optional<int> server_version;  ///< none: 14 to 18 are judged, and what is found for any of them is reported
  bool style = false;                 ///< rules of category style, which are off by default
  /// lockstep runs the files: what its planner rewrites away is a note that names the rewrite, and what it sets on
  /// every connection needs no statement.
  bool planned = false;
  TableSizes sizes;  ///< of the tables that somebody has measured
  /// Severities by rule id, in place of the rule's own; nothing switches the rule off.
  std::map<std::string, std::optional<Severity>, std::less<>> severities;
};

struct FileReport {
  std::vector<Diagnostic> findings;  ///< sorted by place
  size_t errors = 0, warnings = 0, notes = 0;
};

/// Counts the findings anew.
void count(FileReport& report);

/// What is said of files rather than of SQL, by who knows more than one file: rules without an example.
inline constexpr std::string_view rules_about_files[] = {"edited-migration", "late-migration"};
[[nodiscard]] bool is_about_files(std::string_view rule);

/// Lints one migration after those that `catalog` holds, and folds it in. Findings about directives and ignores that
/// silenced nothing are part of the report; syntax errors are not, they are in `migration.errors`.
/// `orders` is what earlier files lock; what this one locks is added. `about_file` are findings of rules_about_files,
/// which severities and ignores of the file are applied to as well.
[[nodiscard]] FileReport lint(const Migration& migration, Catalog& catalog, LockOrders& orders,
                              const LintOptions& options = {}, std::vector<Diagnostic> about_file = {});
/// The same for a file that is looked at alone.
[[nodiscard]] FileReport lint(const Migration& migration, Catalog& catalog, const LintOptions& options = {});

}  // namespace lockstep
