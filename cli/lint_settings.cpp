#include "cli/lint_settings.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/judgement.h"
#include "cli/lint_report.h"
#include "cli/table_stats.h"
#include "migrations/files.h"
#include "migrations/glob.h"
#include "migrations/native_name.h"

namespace lockstep {
namespace {

/// Gives the rules of a setting a severity; nothing switches them off.
Status set_severities(const Setting& setting, std::optional<Severity> severity, RuleSettings& out) {
  for (const std::string& id : list_of(setting.value)) {
    if (!is_about_files(id) && find_rule(id) == nullptr) {
      std::vector<std::string_view> ids(std::begin(rules_about_files), std::end(rules_about_files));
      for (const Rule* rule : all_rules()) ids.push_back(rule->id);
      const auto near = nearest(id, ids);
      return fail(ErrorCode::Input, fmt::format("there is no rule `{}` ({})", id, setting.origin),
                  near ? fmt::format("did you mean `{}`?", *near) : "`lockstep explain` lists the rules");
    }
    out.severities[id] = severity;
  }
  return {};
}

Status set_all(const Setting& notes, const Setting& warnings, const Setting& errors, const Setting& disable,
               RuleSettings& out) {
  LOCKSTEP_CHECK(set_severities(notes, Severity::Note, out));
  LOCKSTEP_CHECK(set_severities(warnings, Severity::Warning, out));
  LOCKSTEP_CHECK(set_severities(errors, Severity::Error, out));
  return set_severities(disable, std::nullopt, out);
}

}  // namespace

const LintOptions& LintSettings::options_for(const std::string& path, LintOptions& own) const {
  if (paths.empty()) return options;
  own = options;
  for (const RuleSettings& entry : paths) {
    if (!matches_glob(entry.pattern, report_path(path))) continue;
    for (const auto& [rule, severity] : entry.severities) own.severities[rule] = severity;
  }
  return own;
}

bool LintSettings::reports(std::string_view id) const {
  if (after.empty()) return true;
  return id_before(after, id, all_digits(after) && all_digits(id));
}

Result<LintSettings> lint_settings(const Settings& settings) {
  const auto value = [&](std::string_view key) { return Setting{settings.text(key), settings.origin(key)}; };
  LintSettings out;
  LOCKSTEP_TRY(out.options.server_version, target_version(settings));
  out.options.style = settings.text("lint.style") == "true";
  out.options.planned = !settings.file.empty();
  if (settings.has("lint.stats")) {
    LOCKSTEP_TRY(out.options.sizes, read_table_stats(settings.text("lint.stats")));
  }
  out.after = settings.text("lint.after");
  RuleSettings everywhere;
  LOCKSTEP_CHECK(
      set_all(value("lint.notes"), value("lint.warnings"), value("lint.errors"), value("lint.disable"), everywhere));
  out.options.severities = std::move(everywhere.severities);
  for (const PathSettings& entry : settings.lint_paths) {
    // A pattern without a slash is about names in any folder; others count from the settings' own folder.
    const bool anywhere = entry.pattern.find('/') == std::string::npos || entry.pattern.starts_with("**/");
    RuleSettings own;
    own.pattern = anywhere ? entry.pattern : report_path(path_in(folder_of(settings.file), entry.pattern));
    LOCKSTEP_CHECK(set_all(entry.notes, entry.warnings, entry.errors, entry.disable, own));
    out.paths.push_back(std::move(own));
  }
  return out;
}

}  // namespace lockstep
