#include "engine/plan/split.h"

#include <algorithm>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/effects/effects.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

/// The statement that `text` is, with the directives of the one that it comes from.
std::optional<MigrationStatement> statement_like(const std::string& text, const MigrationStatement& item,
                                                 Dialect dialect) {
  ParsedFile parsed = parse(text, dialect);
  if (parsed.statements.size() != 1 || !parsed.errors.empty()) return std::nullopt;
  return MigrationStatement{std::move(parsed.statements[0]), item.directives};
}

std::string head_of(const AlterTable& alter, Dialect dialect) {
  return fmt::format("ALTER TABLE {}{}{} ", alter.if_exists ? "IF EXISTS " : "", alter.only ? "ONLY " : "",
                     quote_name(alter.name, dialect));
}

bool is_rule(const Constraint& constraint) {
  return constraint.kind == ConstraintKind::Check || constraint.kind == ConstraintKind::Unique ||
         constraint.kind == ConstraintKind::ForeignKey || constraint.kind == ConstraintKind::PrimaryKey;
}

/// The column's constraint in the words of a table constraint.
std::string as_table_constraint(const Constraint& constraint, const std::string& column, std::string words) {
  const std::string lower = to_lower(words);
  if (constraint.kind == ConstraintKind::ForeignKey) {
    return words.insert(lower.find("references"), fmt::format("FOREIGN KEY ({}) ", column));
  }
  if (constraint.kind == ConstraintKind::PrimaryKey) {
    return words.insert(lower.find("key", lower.find("primary")) + 3, fmt::format(" ({})", column));
  }
  if (constraint.kind == ConstraintKind::Unique) {
    size_t behind = lower.find("unique") + 6;
    if (const size_t nulls = lower.find("distinct", behind); nulls != std::string::npos) behind = nulls + 8;
    return words.insert(behind, fmt::format(" ({})", column));
  }
  return words;
}

/// ADD COLUMN without the constraints that rows are tested by, and those one by one.
std::vector<Part> with_constraints_apart(const Part& part, Dialect dialect) {
  const auto& alter = *part.item.statement.as<AlterTable>();
  const ColumnDefinition& column = *alter.subcommands[0].column;
  const std::string& text = part.item.statement.text;
  const uint32_t base = part.item.statement.span.begin;
  const auto written = [&](Span span) { return text.substr(span.begin - base, span.size()); };
  const std::string head = head_of(alter, dialect);
  const std::string name = quote_identifier(column.name, dialect);
  std::vector<Part> parts;
  std::string bare = written(column.span);
  for (auto rule = column.constraints.rbegin(); rule != column.constraints.rend(); ++rule) {
    if (!is_rule(*rule)) continue;
    bare.erase(rule->span.begin - column.span.begin, rule->span.size());
    auto added =
        statement_like(head + "ADD " + as_table_constraint(*rule, name, written(rule->span)), part.item, dialect);
    if (!added) return {part};
    parts.insert(parts.begin(), {part.index, std::move(*added)});
  }
  auto added = statement_like(
      head + "ADD COLUMN " + (alter.subcommands[0].if_not_exists ? "IF NOT EXISTS " : "") + bare, part.item, dialect);
  if (!added) return {part};
  parts.insert(parts.begin(), {part.index, std::move(*added)});
  return parts;
}

/// Whether it adds a column with such constraints in a way that a table in use cannot take.
bool needs_constraints_apart(const Statement& statement, const Catalog& before, int server_version) {
  const auto* alter = statement.as<AlterTable>();
  if (alter == nullptr || alter->subcommands.size() != 1 || before.dialect == Dialect::SQLite) return false;
  const AlterTableSubcommand& sub = alter->subcommands[0];
  if (sub.action != AlterTableAction::AddColumn || !sub.column) return false;
  const auto& constraints = sub.column->constraints;
  if (std::none_of(constraints.begin(), constraints.end(), is_rule)) return false;
  const CatalogRelation* table = before.find(alter->name);
  if (table == nullptr || (sub.if_not_exists && table->column(sub.column->name) != nullptr)) return false;
  const Effect effect = effect_of(statement, before, server_version);
  return !effect.scans.empty() || !effect.rewrites.empty() || !effect.index_builds.empty();
}

}  // namespace

std::vector<Part> split_statement(const MigrationStatement& item, size_t index, const Catalog& before,
                                  int server_version) {
  const auto* alter = item.statement.as<AlterTable>();
  std::vector<Part> parts;
  if (alter == nullptr || alter->subcommands.size() < 2) {
    parts = {{index, item}};
  } else {
    const std::string head = head_of(*alter, before.dialect);
    const uint32_t base = item.statement.span.begin;
    for (const AlterTableSubcommand& sub : alter->subcommands) {
      auto one = statement_like(head + item.statement.text.substr(sub.span.begin - base, sub.span.size()), item,
                                before.dialect);
      if (!one) return {{index, item}};
      parts.push_back({index, std::move(*one)});
    }
  }
  if (item.directives.as_written || item.directives.using_expression) return parts;
  std::vector<Part> all;
  for (Part& part : parts) {
    if (!needs_constraints_apart(part.item.statement, before, server_version)) {
      all.push_back(std::move(part));
      continue;
    }
    for (Part& piece : with_constraints_apart(part, before.dialect)) all.push_back(std::move(piece));
  }
  return all;
}

}  // namespace lockstep
