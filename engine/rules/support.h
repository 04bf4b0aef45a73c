// What several rules say and ask in the same way.
#pragma once

#include <string>
#include <string_view>

#include "engine/catalog/definition.h"
#include "engine/rules/rule.h"
#include "parser/parse.h"

namespace lockstep {

/// Calls `visit` for each subcommand of that kind, if the statement is an ALTER TABLE of a table in use.
template <typename Visit>
void each_subcommand(const RuleInput& input, AlterTableAction action, const Visit& visit) {
  const auto* alter = input.statement.as<AlterTable>();
  if (alter == nullptr || !input.in_use(alter->name)) return;
  for (const AlterTableSubcommand& sub : alter->subcommands) {
    if (sub.action == action) visit(*alter, sub);
  }
}

/// The name as SQL, as the user would write it.
[[nodiscard]] inline std::string sql_of(const RuleInput& input, const QualifiedName& name) {
  return quote_name(name, input.before.dialect);
}
[[nodiscard]] inline std::string sql_of(const RuleInput& input, std::string_view name) {
  return quote_identifier(name, input.before.dialect);
}
[[nodiscard]] inline std::string sql_of_key(const RuleInput& input, const std::string& key) {
  return sql_name(key, input.before.dialect);
}
/// In backticks, for messages.
template <typename Name>
[[nodiscard]] std::string ticked(const RuleInput& input, const Name& name) {
  return "`" + sql_of(input, name) + "`";
}

/// "t_a_b" with a word such as "key" behind it, as the server would name it.
[[nodiscard]] std::string suggested_name(const QualifiedName& table, const std::vector<std::string>& columns,
                                         std::string_view label);

/// CREATE INDEX as CREATE INDEX CONCURRENTLY, and so on: `words` behind the first word that is `after`.
[[nodiscard]] std::string with_words(const std::string& statement, std::string_view after, std::string_view words);

/// The statement's other half of a file: whether a later statement of the migration satisfies `test`.
template <typename Test>
[[nodiscard]] bool later_statement(const RuleInput& input, const Test& test) {
  for (size_t i = input.index + 1; i < input.migration.statements.size(); ++i) {
    if (test(input.migration.statements[i].statement)) return true;
  }
  return false;
}

}  // namespace lockstep
