#include "engine/rules/lint.h"

#include <algorithm>

#include "engine/rules/follow.h"
#include "engine/rules/squawk.h"

namespace lockstep {
namespace {

bool same(const Effect& a, const Effect& b) {
  const bool same_failure = a.fails.has_value() == b.fails.has_value() &&
                            (!a.fails || (a.fails->sqlstate == b.fails->sqlstate && a.fails->message == b.fails->message));
  return a.locks == b.locks && a.rewrites == b.rewrites && a.scans == b.scans && a.index_builds == b.index_builds &&
         a.transactional == b.transactional && a.known == b.known && same_failure;
}

/// The findings of one statement for every version that is asked about; a finding of several versions counts once,
/// with its worst severity and the words for the newest. `folding` is that of the newest, which notes in `oldest_alike`
/// how far back it made no difference.
std::vector<Diagnostic> judge(const Follower& follower, size_t index, const Statement& statement,
                              const LintOptions& options, const Folding& folding, const int& oldest_alike,
                              Effect& effect) {
  const Catalog& catalog = folding.draft.base();
  const PhaseDecision phase = phase_of(statement, catalog, follower.pending());
  const int newest = folding.draft.server_version().number();
  const int oldest = options.server_version.value_or(oldest_server_version);
  effect = effect_of(statement, folding);
  std::vector<Diagnostic> findings;
  follower.judge(index, effect, phase, newest, findings);
  if (oldest_alike == oldest || catalog.dialect == Dialect::SQLite ||
      same(effect, effect_of(statement, catalog, oldest))) {
    return findings;
  }
  for (int version = newest - 1; version >= oldest; --version) {
    std::vector<Diagnostic> older;
    follower.judge(index, effect_of(statement, catalog, version), phase, version, older);
    for (Diagnostic& finding : older) {
      const auto known = std::find_if(findings.begin(), findings.end(), [&](const Diagnostic& other) {
        return other.rule == finding.rule && other.span == finding.span;
      });
      if (known == findings.end()) {
        finding.message += " (PostgreSQL " + std::to_string(version) + " and earlier)";
        findings.push_back(std::move(finding));
      } else {
        known->severity = std::max(known->severity, finding.severity);
      }
    }
  }
  return findings;
}

/// Whether the statement is about a table that the migration makes, and in which nothing has been put yet.
bool is_about_empty_table(const Migration& migration, size_t index, const Catalog& catalog) {
  const auto* alter = migration.statements[index].statement.as<AlterTable>();
  if (alter == nullptr) return false;
  const std::string key = catalog.key(alter->name);
  bool made = false;
  for (size_t i = 0; i < index; ++i) {
    const Statement& earlier = migration.statements[i].statement;
    const auto* create = earlier.as<CreateTable>();
    if (create != nullptr && catalog.key(create->name) == key && !create->as_query && !create->if_not_exists) {
      made = true;
    } else if (earlier.as<AlterTable>() == nullptr && earlier.as<CreateIndex>() == nullptr) {
      const bool named = std::any_of(earlier.relations.begin(), earlier.relations.end(),
                                     [&](const QualifiedName& name) { return catalog.key(name) == key; });
      if (named || earlier.as<DoBlock>() != nullptr || earlier.as<Call>() != nullptr) return false;
    }
  }
  return made;
}

/// What fails where there are rows is no news about a table that has none, nor beside the rule that says why.
void drop_repeated(const Migration& migration, size_t index, const Catalog& catalog, const Effect& effect,
                   std::vector<Diagnostic>& findings) {
  if (!effect.fails || effect.fails->certainty == Failure::Certainty::Always) return;
  const bool explained = effect.fails->sqlstate == "23502" &&
                         std::any_of(findings.begin(), findings.end(),
                                     [](const Diagnostic& finding) { return finding.rule == "add-required-column"; });
  if (!explained && !is_about_empty_table(migration, index, catalog)) return;
  std::erase_if(findings, [](const Diagnostic& finding) { return finding.rule == "would-fail"; });
}

struct UsedIgnore {
  Ignore ignore;
  bool used = false;
};

bool covers(const Ignore& ignore, const std::string& rule) {
  return ignore.squawk ? squawk_rule_covers(ignore.rule, rule) : ignore.rule == rule;
}

bool silenced(std::vector<UsedIgnore>& ignores, const std::string& rule) {
  bool found = false;
  for (UsedIgnore& entry : ignores) {
    if (!covers(entry.ignore, rule)) continue;
    entry.used = true;
    found = true;
  }
  return found;
}

std::vector<UsedIgnore> unused(const std::vector<Ignore>& ignores) {
  std::vector<UsedIgnore> list;
  for (const Ignore& ignore : ignores) {
    // One without a reason silences nothing; the reader of directives has said so.
    if (ignore.squawk || !ignore.reason.empty()) list.push_back({ignore, false});
  }
  return list;
}

/// Whether findings of the rule are reported at all, so that an ignore of it can have something to do.
bool is_on(const Rule& rule, const LintOptions& options) {
  if (rule.category == "style" && !options.style) return false;
  if (rule.id == "missing-lock-timeout" && options.planned) return false;  // every connection of ours has one
  const auto severity = options.severities.find(rule.id);
  return severity == options.severities.end() || severity->second.has_value();
}

void report_unused(const std::vector<UsedIgnore>& ignores, const LintOptions& options,
                   std::vector<Diagnostic>& findings) {
  for (const UsedIgnore& entry : ignores) {
    if (entry.used || entry.ignore.squawk) continue;
    const Rule* rule = find_rule(entry.ignore.rule);
    if (rule != nullptr && !is_on(*rule, options)) continue;
    findings.push_back({"unused-ignore", "process", Severity::Warning,
                        rule != nullptr ? "`" + entry.ignore.rule + "` finds nothing here to ignore"
                                        : "there is no rule `" + entry.ignore.rule + "`",
                        rule != nullptr ? "remove the comment" : "`lockstep explain` lists the rules",
                        entry.ignore.span});
  }
}

/// The statement in which the finding stands: `index`, but for rules that look at a whole file at its first one.
size_t statement_of(const Migration& migration, size_t index, const Diagnostic& finding) {
  const auto& statements = migration.statements;
  const auto after = std::partition_point(statements.begin(), statements.end(), [&](const MigrationStatement& each) {
    return each.statement.span.begin <= finding.span.begin;
  });
  const auto found = static_cast<size_t>(after - statements.begin());
  return found == 0 ? index : found - 1;
}

}  // namespace

void count(FileReport& report) {
  report.errors = report.warnings = report.notes = 0;
  for (const Diagnostic& finding : report.findings) {
    ++(finding.severity == Severity::Error     ? report.errors
       : finding.severity == Severity::Warning ? report.warnings
                                               : report.notes);
  }
}

FileReport lint(const Migration& migration, Catalog& catalog, const LintOptions& options) {
  LockOrders orders;
  return lint(migration, catalog, orders, options);
}

FileReport lint(const Migration& migration, Catalog& catalog, LockOrders& orders, const LintOptions& options) {
  FileReport report;
  report.findings = migration.findings;
  std::vector<UsedIgnore> of_file = unused(migration.directives.ignores);
  std::vector<std::vector<UsedIgnore>> own;
  for (const MigrationStatement& entry : migration.statements) own.push_back(unused(entry.directives.ignores));
  const int newest = options.server_version.value_or(newest_server_version);
  Follower follower(migration, catalog, orders, newest);
  for (size_t i = 0; i < migration.statements.size(); ++i) {
    Effect effect;
    const Statement& statement = migration.statements[i].statement;
    int oldest_alike = options.server_version.value_or(oldest_server_version);
    Folding folding = fold_on(catalog, statement, {newest, oldest_alike});
    std::vector<Diagnostic> findings = judge(follower, i, statement, options, folding, oldest_alike, effect);
    drop_repeated(migration, i, catalog, effect, findings);
    if (!options.sizes.empty()) tell_duration(effect, catalog, options.sizes, findings);
    for (Diagnostic& finding : findings) {
      const Rule* rule = find_rule(finding.rule);
      if (rule != nullptr && !is_on(*rule, options)) continue;
      const auto severity = options.severities.find(finding.rule);
      if (severity != options.severities.end()) finding.severity = *severity->second;
      // Both are asked, so that neither comment counts as unused.
      const bool here = silenced(own[statement_of(migration, i, finding)], finding.rule);
      if (silenced(of_file, finding.rule) || here) continue;
      report.findings.push_back(std::move(finding));
    }
    follower.step(i, effect, newest == newest_server_version ? &folding : nullptr);
  }
  for (const std::vector<UsedIgnore>& ignores : own) report_unused(ignores, options, report.findings);
  report_unused(of_file, options, report.findings);
  std::stable_sort(report.findings.begin(), report.findings.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.span.begin < b.span.begin; });
  count(report);
  return report;
}

}  // namespace lockstep
