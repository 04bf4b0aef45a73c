#include "engine/rules/support.h"

#include <algorithm>

#include "base/text.h"
#include "engine/catalog/names.h"
#include "engine/catalog/words.h"

namespace lockstep {

bool RuleInput::in_use(const std::string& key) const {
  if (pending.is_new(key)) return false;
  const CatalogRelation* relation = before.find(key);
  return relation == nullptr || !relation->temporary;
}

bool RuleInput::locks(const std::string& key, LockMode at_least) const {
  return std::any_of(effect.locks.begin(), effect.locks.end(), [&](const RelationLock& lock) {
    return lock.relation == key && lock.mode >= at_least;
  });
}

std::string RuleInput::first_in_use(const std::vector<std::string>& keys) const {
  for (const std::string& key : keys) {
    if (in_use(key)) return key;
  }
  return {};
}

bool made_here(const RuleInput& input, const QualifiedName& name) {
  return input.earlier(name.name, [&](const Statement& statement) {
    if (!statement.tag.starts_with("CREATE") || statement.tag == "CREATE INDEX") return false;
    const std::vector<ObjectName> made = objects(statement);
    return std::any_of(made.begin(), made.end(),
                       [&](const ObjectName& object) { return object.name.name == name.name; });
  });
}

std::string suggested_name(const QualifiedName& table, const std::vector<std::string>& columns,
                           std::string_view label) {
  return quote_identifier(object_name(table.name, name_addition(columns), label), Dialect::PostgreSQL);
}

std::string with_words(const std::string& statement, std::string_view after, std::string_view words_to_add) {
  for (const Word& word : words(statement, Dialect::PostgreSQL)) {
    if (word.kind != Word::Kind::Name || word.name != after) continue;
    std::string text = statement;
    text.insert(word.span.end, " " + std::string(words_to_add));
    return text;
  }
  return statement;
}

bool may_split(const RuleInput& input) {
  const Directives& own = input.statements.directives(input.index);
  const bool directed = own.phase || own.using_expression || own.reverse_expression || own.as_written || own.cutover ||
                        !own.ignores.empty();
  return !directed && !input.transaction.open && !input.inside;
}

std::string written(const RuleInput& input, Span span) {
  return std::string(slice(input.migration.file.text, span));
}

std::string written(const RuleInput& input, const QualifiedName& name) {
  return name.span.empty() ? sql_of(input, name) : written(input, name.span);
}

Edit statement_before(const RuleInput& input, const std::string& sql) {
  const uint32_t at = input.statement.span.begin;
  return {{at, at}, sql + ";\n"};
}

Edit statement_behind(const RuleInput& input, const std::string& sql) {
  const uint32_t at = input.statement.span.end;
  return {{at, at}, ";\n" + sql};
}

Edit words_behind(const RuleInput& input, std::string_view after, std::string_view words_to_add) {
  for (const Word& word : words(input.statement.text, Dialect::PostgreSQL)) {
    if (word.kind != Word::Kind::Name || word.name != after) continue;
    const uint32_t at = input.statement.span.begin + word.span.end;
    return {{at, at}, " " + std::string(words_to_add)};
  }
  return {};
}

std::string alter_head(const RuleInput& input, const AlterTable& alter) {
  return std::string("ALTER TABLE ") + (alter.if_exists ? "IF EXISTS " : "") + (alter.only ? "ONLY " : "") +
         written(input, alter.name);
}

std::string name_to_come(const RuleInput& input, const AlterTable& alter, const AlterTableSubcommand& sub) {
  if (!sub.constraint->name.empty()) return sub.constraint->name;
  const CatalogRelation* before = input.before.find(alter.name);
  const CatalogRelation* after = input.after(alter.name);
  if (after == nullptr) return {};
  std::string name;
  for (const CatalogConstraint& constraint : after->constraints) {
    if (constraint.kind != sub.constraint->kind) continue;
    if (before != nullptr && before->constraint(constraint.name) != nullptr) continue;
    if (!name.empty()) return {};  // several are added, and it is not said which is which
    name = constraint.name;
  }
  return name;
}

std::vector<Edit> without_constraint(const RuleInput& input, const AlterTable& alter, const AlterTableSubcommand& sub,
                                     const Constraint& constraint) {
  if (!may_split(input) || alter.subcommands.size() != 1 || alter.if_exists || sub.if_not_exists) return {};
  if (!sub.column || constraint.span.empty()) return {};
  // Of several tests of one column each would be taken out by a finding of its own, under names that the server counts.
  const auto tests = std::count_if(
      sub.column->constraints.begin(), sub.column->constraints.end(),
      [](const auto& each) { return each.kind != ConstraintKind::NotNull && each.kind != ConstraintKind::Default; });
  if (tests > 1) return {};
  uint32_t begin = constraint.span.begin;
  const std::string& text = input.migration.file.text;
  while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\n' || text[begin - 1] == '\t')) --begin;
  return {{{begin, constraint.span.end}, ""}};
}

std::vector<Edit> not_valid_edits(const RuleInput& input, const AlterTable& alter, const AlterTableSubcommand& sub) {
  const std::string name = name_to_come(input, alter, sub);
  if (!may_split(input) || name.empty()) return {};
  const std::string quoted = sql_of(input, name);
  std::vector<Edit> edits;
  if (sub.constraint->name.empty()) {
    edits.push_back({{sub.constraint->span.begin, sub.constraint->span.begin}, "CONSTRAINT " + quoted + " "});
  }
  edits.push_back({{sub.span.end, sub.span.end}, " NOT VALID"});
  edits.push_back(statement_behind(input, alter_head(input, alter) + " VALIDATE CONSTRAINT " + quoted));
  return edits;
}

}  // namespace lockstep
