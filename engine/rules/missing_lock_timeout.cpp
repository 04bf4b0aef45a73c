#include <algorithm>
#include <optional>
#include <set>

#include "base/text.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

bool names_limit(std::string_view text) {
  return text.find("lock_timeout") != std::string_view::npos;
}

/// What a statement makes of the limit: nothing if it does not touch it.
std::optional<bool> sets_limit(const Statement& statement) {
  if (const auto* variable = statement.as<SetVariable>(); variable != nullptr && variable->name == "lock_timeout") {
    return !variable->reset && trim(variable->value) != "0" && trim(variable->value) != "'0'";
  }
  // set_config('lock_timeout', ...)
  const bool by_function = statement.tag == "SELECT" && names_limit(statement.text);
  return by_function ? std::optional(true) : std::nullopt;
}

/// The first table in use that the statement, the `i`-th, locks so that others wait behind it.
std::string locked(const RuleInput& input, size_t i, const Statement& statement, const std::set<std::string>& created) {
  const auto others = [&](const std::string& key) { return created.count(key) == 0 && input.in_use(key); };
  const bool may_lock = statement.as<AlterTable>() != nullptr || statement.as<DropStatement>() != nullptr ||
                        statement.as<CreateTrigger>() != nullptr;
  const auto about_others = [&](const QualifiedName& name) { return others(input.before.key(name)); };
  if (!may_lock || std::none_of(statement.relations.begin(), statement.relations.end(), about_others)) return {};
  const auto other = i == input.index ? Effect{} : effect_of(statement, input.before, input.server_version);
  for (const RelationLock& lock : i == input.index ? input.effect.locks : other.locks) {
    if (lock.mode >= LockMode::ShareRowExclusive && lock.mode <= LockMode::AccessExclusive && others(lock.relation)) {
      return lock.relation;
    }
  }
  return {};
}

/// Whether the file builds an index beside the traffic, or will when it is fixed: that waits for old transactions, and
/// one that a lock_timeout strikes leaves an invalid index behind.
bool builds_index(const Statements& statements) {
  const auto is_key = [](const AlterTableSubcommand& sub) {
    return sub.constraint &&
           (sub.constraint->kind == ConstraintKind::Unique || sub.constraint->kind == ConstraintKind::PrimaryKey);
  };
  for (size_t i = 0; i < statements.size(); ++i) {
    if (statements.is<CreateIndex>(i)) return true;
    if (statements.is<Maintenance>(i) && statements[i].as<Maintenance>()->concurrently) return true;
    if (!statements.is<AlterTable>(i)) continue;
    const auto& subcommands = statements[i].as<AlterTable>()->subcommands;
    if (std::any_of(subcommands.begin(), subcommands.end(), is_key)) return true;
  }
  return false;
}

/// Whether the rule has to know the statement: the others, most of a large file, need not be read again.
bool matters(const RuleInput& input, size_t i) {
  const Statements& all = input.statements;
  return all.is<SetVariable>(i) || all.is<AlterTable>(i) || all.is<DropStatement>(i) || all.is<CreateTrigger>(i) ||
         all.is<CreateTable>(i) || all.is<CreateView>(i) ||
         (all.is<Select>(i) && names_limit(slice(input.migration.file.text, all.span(i))));
}

/// Looks through the whole file when its first statement is judged: one finding for each file, at the first statement
/// that needs the limit.
void check(const RuleInput& input, Findings& findings) {
  if (!input.postgresql() || input.index != 0 || input.inside) return;
  std::set<std::string> created;
  bool limited = false;
  for (size_t i = 0; i < input.statements.size(); ++i) {
    if (!matters(input, i)) continue;
    const Statement& statement = input.statements[i];
    limited = sets_limit(statement).value_or(limited);
    const std::string table = limited ? std::string() : locked(input, i, statement, created);
    if (table.empty()) {
      if (const auto* create = statement.as<CreateTable>()) created.insert(input.before.key(create->name));
      if (const auto* create = statement.as<CreateView>()) created.insert(input.before.key(create->name));
      continue;
    }
    Diagnostic& finding = findings.add(
        "there is no lock_timeout: if a transaction that has used `" + sql_of_key(input, table) +
            "` is open, the statement waits for it, and everyone who comes later waits behind the statement",
        "give up soon and try again:\n  SET lock_timeout = '2s';", statement.span);
    if (input.statements.directives(i).ignores.empty() && !builds_index(input.statements)) {
      finding.edits = {{{statement.span.begin, statement.span.begin}, "SET lock_timeout = '2s';\n"}};
    }
    return;
  }
}

}  // namespace

extern const Rule missing_lock_timeout_rule{
    "missing-lock-timeout",
    "lock",
    Severity::Note,
    "a strong lock is asked for without a limit to waiting",
    "A statement that needs a strong lock waits in a queue behind every transaction that has touched the table, "
    "and everyone who comes later, readers included, waits behind it. Without lock_timeout one forgotten "
    "transaction stops the application.",
    "Set lock_timeout to a second or two before the statement, and try again when it strikes. lockstep does this "
    "by itself, so the rule is silent in a project that has a lockstep.toml.",
    "ALTER TABLE orders ADD COLUMN zone text;",
    "SET lock_timeout = '2s';\n"
    "ALTER TABLE orders ADD COLUMN zone text;",
    check};

}  // namespace lockstep
