#include "engine/rules/lint.h"

#include <algorithm>
#include <iterator>

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
/// with its worst severity and the words for the newest. `folding` is that of the newest of them, which notes in
/// `oldest_alike` how far back it made no difference; `as_newest` that of the newest there is.
std::vector<Diagnostic> judge(const Follower& follower, size_t index, const Statement& statement,
                              const LintOptions& options, const Folding& folding, const Folding& as_newest,
                              const int& oldest_alike, Effect& effect) {
  const Catalog& catalog = folding.draft.base();
  const PhaseDecision phase = phase_of(statement, catalog, follower.pending());
  const int newest = folding.draft.server_version().number();
  const int oldest = options.server_version.value_or(oldest_server_version);
  effect = effect_of(statement, folding);
  std::vector<Diagnostic> findings;
  follower.judge(index, statement, as_newest, effect, phase, newest, findings);
  if (oldest_alike == oldest || catalog.dialect == Dialect::SQLite ||
      same(effect, effect_of(statement, catalog, oldest))) {
    return findings;
  }
  Effect older_effect;
  int older_alike = newest;  // the oldest version whose effect that is
  for (int version = newest - 1; version >= oldest; --version) {
    if (version < older_alike) {
      older_alike = oldest;
      older_effect = effect_of(statement, catalog, {version, older_alike});
    }
    std::vector<Diagnostic> older;
    follower.judge(index, statement, as_newest, older_effect, phase, version, older);
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

/// Whether the statement is about a table that the migration makes, and in which nothing has been put yet as far as
/// the statements tell that name it.
bool is_about_empty_table(const Statements& statements, size_t index, const Statement& statement,
                          const Catalog& catalog) {
  const auto* alter = statement.as<AlterTable>();
  if (alter == nullptr) return false;
  const std::string key = catalog.key(alter->name);
  bool made = false;
  for (const Mention& mention : statements.mentions_of(alter->name.name)) {
    if (mention.statement >= index) break;
    if (statements.is<AlterTable>(mention.statement) || statements.is<CreateIndex>(mention.statement)) continue;
    const Statement& earlier = statements[mention.statement];
    const auto* create = earlier.as<CreateTable>();
    if (create != nullptr && catalog.key(create->name) == key && !create->as_query && !create->if_not_exists) {
      made = true;
    } else if (std::any_of(earlier.relations.begin(), earlier.relations.end(),
                           [&](const QualifiedName& name) { return catalog.key(name) == key; })) {
      return false;
    }
  }
  return made;
}

/// What fails where there are rows is no news about a table that has none, nor beside the rule that says why.
void drop_repeated(const Effect& effect, bool about_empty_table, std::vector<Diagnostic>& findings) {
  const bool explained = effect.fails->sqlstate == "23502" &&
                         std::any_of(findings.begin(), findings.end(),
                                     [](const Diagnostic& finding) { return finding.rule == "add-required-column"; });
  if (!explained && !about_empty_table) return;
  std::erase_if(findings, [](const Diagnostic& finding) { return finding.rule == "would-fail"; });
}

bool depends_on_rows(const Effect& effect) {
  return effect.fails && effect.fails->certainty != Failure::Certainty::Always;
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
    if (is_about_files(entry.ignore.rule)) continue;  // not looked for in every run
    findings.push_back({"unused-ignore", "process", Severity::Warning,
                        rule != nullptr ? "`" + entry.ignore.rule + "` finds nothing here to ignore"
                                        : "there is no rule `" + entry.ignore.rule + "`",
                        rule != nullptr ? "remove the comment" : "`lockstep explain` lists the rules",
                        entry.ignore.span});
  }
}

/// The statement in which the finding stands: `index`, but for rules that look at a whole file at its first one.
size_t statement_of(const Statements& statements, size_t index, const Diagnostic& finding) {
  const auto stands_in = [&](size_t i) {
    const bool next_begins = i + 1 < statements.size() && statements.span(i + 1).begin <= finding.span.begin;
    return statements.span(i).begin <= finding.span.begin && !next_begins;
  };
  if (stands_in(index)) return index;
  size_t low = 0, high = statements.size();  // the first that begins behind the finding
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (statements.span(middle).begin <= finding.span.begin) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low == 0 ? index : low - 1;
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

bool is_about_files(std::string_view rule) {
  return std::find(std::begin(rules_about_files), std::end(rules_about_files), rule) != std::end(rules_about_files);
}

FileReport lint(const Migration& migration, Catalog& catalog, LockOrders& orders, const LintOptions& options,
                std::vector<Diagnostic> about_file) {
  FileReport report;
  report.findings = migration.findings;
  std::vector<UsedIgnore> of_file = unused(migration.directives.ignores);
  const int newest = options.server_version.value_or(newest_server_version);
  Follower follower(migration, catalog, orders, newest);
  const Statements& statements = follower.statements();
  std::map<size_t, std::vector<UsedIgnore>> own;  // by statement
  for (size_t i = 0; i < statements.size(); ++i) {
    if (!statements.directives(i).ignores.empty()) own[i] = unused(statements.directives(i).ignores);
  }
  const auto take = [&](Diagnostic& finding, size_t statement) {
    const Rule* rule = find_rule(finding.rule);
    if (rule != nullptr && !is_on(*rule, options)) return;
    const auto severity = options.severities.find(finding.rule);
    const bool set = severity != options.severities.end();
    if (set && !severity->second) return;
    if (set) finding.severity = *severity->second;
    // Both are asked, so that neither comment counts as unused.
    const auto ignores = own.find(statement);
    const bool here = ignores != own.end() && silenced(ignores->second, finding.rule);
    if (silenced(of_file, finding.rule) || here) return;
    report.findings.push_back(std::move(finding));
  };
  // A comment at the head of a file is the first statement's, or the file's.
  for (Diagnostic& finding : about_file) take(finding, 0);
  bool ran_code = false;  // which may have put rows anywhere
  statements.for_each([&](size_t i, const Statement& statement) {
    Effect effect;
    int oldest_alike = options.server_version.value_or(oldest_server_version);
    Folding folding = fold_on(catalog, statement, {newest, oldest_alike});
    std::optional<Folding> another;
    if (newest != newest_server_version) another.emplace(fold_on(catalog, statement));
    Folding& as_newest = another ? *another : folding;
    std::vector<Diagnostic> findings = judge(follower, i, statement, options, folding, as_newest, oldest_alike, effect);
    if (depends_on_rows(effect)) {
      drop_repeated(effect, !ran_code && is_about_empty_table(statements, i, statement, catalog), findings);
    }
    ran_code = ran_code || statement.as<DoBlock>() != nullptr || statement.as<Call>() != nullptr;
    if (!options.sizes.empty()) tell_duration(effect, catalog, options.sizes, findings);
    for (Diagnostic& finding : findings) take(finding, statement_of(statements, i, finding));
    follower.step(statement, effect, as_newest);
  });
  for (const auto& [i, ignores] : own) report_unused(ignores, options, report.findings);
  report_unused(of_file, options, report.findings);
  std::stable_sort(report.findings.begin(), report.findings.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.span.begin < b.span.begin; });
  count(report);
  return report;
}

}  // namespace lockstep
