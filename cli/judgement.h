// What `analyze` and `lint` share, and the document of `analyze`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"
#include "engine/rules/analysis.h"
#include "migrations/files.h"

namespace lockstep {

/// The server version that was asked for; nothing for none and for SQLite. An Input error for one that is not known.
[[nodiscard]] Result<std::optional<int>> target_version(const Settings& settings);

/// "postgresql 14 to 18" or "sqlite": what stands at the head of a report.
[[nodiscard]] std::string target_in_words(const Settings& settings, std::optional<int> version, bool all_versions);

/// A syntax error as a finding, for reports that list both.
[[nodiscard]] Diagnostic as_finding(const SyntaxError& error);

/// A file of `analyze`. Refers to the migration.
struct AnalyzedFile {
  const Migration* migration = nullptr;
  std::vector<StatementAnalysis> statements;
};

struct Analysis {
  Dialect dialect = Dialect::PostgreSQL;
  int server_version = 0;
  std::vector<AnalyzedFile> files;
  std::vector<Unreadable> unreadable;
};
[[nodiscard]] std::string analysis_document(const Analysis& analysis);
[[nodiscard]] std::string analysis_text(const AnalyzedFile& file, Dialect dialect, bool color);
/// A catalog key ("schema.name") as documents write it: each part as quote_ident() quotes it.
[[nodiscard]] std::string quoted_key(const std::string& key, Dialect dialect);

}  // namespace lockstep
