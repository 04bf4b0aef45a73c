#include "cli/judgement.h"

#include <fmt/format.h>

#include "base/line_index.h"
#include "base/text.h"
#include "cli/words.h"

namespace lockstep {
namespace {

/// "ACCESS EXCLUSIVE on public.orders", one line for each relation.
std::string effect_lines(const Effect& effect, Dialect dialect) {
  std::string out;
  const auto names = [&](std::string_view what, const std::vector<std::string>& keys) {
    for (const std::string& key : keys) out += fmt::format("       {} {}\n", what, quoted_key(key, dialect));
  };
  for (const RelationLock& lock : effect.locks) {
    out += fmt::format("       locks {} {}\n", quoted_key(lock.relation, dialect), to_string(lock.mode));
  }
  names("rewrites", effect.rewrites);
  names("scans", effect.scans);
  names("builds", effect.index_builds);
  if (!effect.transactional) out += "       cannot run inside a transaction\n";
  if (effect.fails) {
    out += fmt::format("       fails ({}) with {}: {}\n", to_string(effect.fails->certainty), effect.fails->sqlstate,
                       effect.fails->message);
  }
  if (!effect.known) out += "       not analysed: nothing here may be taken as harmless\n";
  return out;
}

std::string inverse_lines(const Inverse& inverse) {
  std::string out = fmt::format("       undo {}", to_string(inverse.grade));
  if (!inverse.reason.empty()) out += fmt::format(" ({})", inverse.reason);
  out += '\n';
  for (const std::string& sql : inverse.sql) out += indented(sql, "         | ");
  return out;
}

}  // namespace

Result<std::optional<int>> target_version(const Settings& settings) {
  if (!settings.has("server-version") || settings.dialect() == Dialect::SQLite) return std::optional<int>();
  const int version = settings.number("server-version");
  if (version >= oldest_server_version && version <= newest_server_version) return std::optional(version);
  return fail(ErrorCode::Input,
              fmt::format("lockstep does not know PostgreSQL {} ({})", version, settings.origin("server-version")),
              fmt::format("give a major version from {} to {}", oldest_server_version, newest_server_version));
}

std::string target_in_words(const Settings& settings, std::optional<int> version, bool all_versions) {
  if (settings.dialect() == Dialect::SQLite) return "sqlite";
  if (version) return fmt::format("postgresql {}", *version);
  return all_versions ? fmt::format("postgresql {} to {}", oldest_server_version, newest_server_version)
                      : fmt::format("postgresql {}", newest_server_version);
}

Diagnostic as_finding(const SyntaxError& error) {
  return {"syntax-error", "failure", Severity::Error, error.message, error.help, error.span};
}

std::string quoted_key(const std::string& key, Dialect dialect) {
  const size_t dot = key.find('.');
  if (dot == std::string::npos) return quote_identifier(key, dialect);
  return quote_name({key.substr(0, dot), key.substr(dot + 1), {}}, dialect);
}

std::string analysis_text(const AnalyzedFile& file, Dialect dialect, bool color) {
  const Migration& migration = *file.migration;
  const LineIndex lines(migration.file.text);
  std::string out = paint(color, Style::Bold, migration.file.path) + "\n";
  for (size_t i = 0; i < file.statements.size(); ++i) {
    const Statement& statement = migration.statements[i].statement;
    const StatementAnalysis& analysis = file.statements[i];
    out +=
        fmt::format("{:>5}  {}\n       {}: {}\n", lines.place(statement.span.begin).line,
                    paint(color, Style::Bold, statement.tag), to_string(analysis.phase.phase), analysis.phase.reason);
    out += effect_lines(analysis.effect, dialect) + inverse_lines(analysis.inverse);
    for (const Diagnostic& finding : analysis.findings) {
      out += fmt::format("       {}: {} [{}]\n", to_string(finding.severity), finding.message, finding.rule);
    }
  }
  return out;
}

}  // namespace lockstep
