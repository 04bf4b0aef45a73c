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
  if (alter == nullptr) return;
  bool in_use = false;  // asked where it matters only: each rule looks for an action of its own
  for (const AlterTableSubcommand& sub : alter->subcommands) {
    if (sub.action != action) continue;
    in_use = in_use || input.in_use(alter->name);
    if (!in_use) return;
    visit(*alter, sub);
  }
}

/// Calls `visit` for each column that the statement adds, to a new table or an old one.
template <typename Visit>
void each_new_column(const RuleInput& input, const Visit& visit) {
  if (const auto* create = input.statement.as<CreateTable>(); create != nullptr && !create->as_query) {
    for (const ColumnDefinition& column : create->columns) visit(column);
  }
  if (const auto* alter = input.statement.as<AlterTable>()) {
    for (const AlterTableSubcommand& sub : alter->subcommands) {
      if (sub.action == AlterTableAction::AddColumn && sub.column) visit(*sub.column);
    }
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

/// Whether an earlier statement of the migration made an object of that name.
[[nodiscard]] bool made_here(const RuleInput& input, const QualifiedName& name);

/// "t_a_b" with a word such as "key" behind it, as the server would name it.
[[nodiscard]] std::string suggested_name(const QualifiedName& table, const std::vector<std::string>& columns,
                                         std::string_view label);

/// CREATE INDEX as CREATE INDEX CONCURRENTLY, and so on: `words` behind the first word that is `after`.
[[nodiscard]] std::string with_words(const std::string& statement, std::string_view after, std::string_view words);

// ---- Edits that write the safe form.

/// Whether statements may be put before and behind this one: within a transaction all of them would run under the same
/// locks, and comments that direct lockstep are about this statement alone.
[[nodiscard]] bool may_split(const RuleInput& input);

/// The name as the file writes it.
[[nodiscard]] std::string written(const RuleInput& input, const QualifiedName& name);
[[nodiscard]] std::string written(const RuleInput& input, Span span);

/// `sql`, a statement without its semicolon, before or behind the statement.
[[nodiscard]] Edit statement_before(const RuleInput& input, const std::string& sql);
[[nodiscard]] Edit statement_behind(const RuleInput& input, const std::string& sql);

/// `words` behind the first word of the statement that is `after`, as with_words() has it.
[[nodiscard]] Edit words_behind(const RuleInput& input, std::string_view after, std::string_view words);

/// ALTER TABLE with what stands before its subcommands.
[[nodiscard]] std::string alter_head(const RuleInput& input, const AlterTable& alter);

/// The edits that add a CHECK or foreign key NOT VALID, and validate it in a statement of its own. None when the
/// statement cannot be split, or the server's name for the constraint cannot be foretold.
[[nodiscard]] std::vector<Edit> not_valid_edits(const RuleInput& input, const AlterTable& alter,
                                                const AlterTableSubcommand& sub);

/// The edits that take a constraint of a new column out of the statement. None when the column has more to say than
/// one file can hold apart, or the statement cannot be split.
[[nodiscard]] std::vector<Edit> without_constraint(const RuleInput& input, const AlterTable& alter,
                                                   const AlterTableSubcommand& sub, const Constraint& constraint);

/// The name that the server will give to the constraint that `sub` adds without one; empty when it cannot be told.
[[nodiscard]] std::string name_to_come(const RuleInput& input, const AlterTable& alter,
                                       const AlterTableSubcommand& sub);

}  // namespace lockstep
