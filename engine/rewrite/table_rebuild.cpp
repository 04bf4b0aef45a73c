#include "engine/rewrite/table_rebuild.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

/// Replacements in one text, made from the end to the start so that earlier spans stay right.
class TextEdits {
 public:
  void replace(Span span, std::string text) { edits_.push_back({span, std::move(text)}); }
  std::string apply(std::string text) {
    std::stable_sort(edits_.begin(), edits_.end(),
                     [](const Edit& a, const Edit& b) { return a.span.begin > b.span.begin; });
    for (const Edit& edit : edits_) text.replace(edit.span.begin, edit.span.size(), edit.text);
    return text;
  }

 private:
  struct Edit {
    Span span;
    std::string text;
  };
  std::vector<Edit> edits_;
};

std::string quote(std::string_view name) { return quote_identifier(name, Dialect::SQLite); }

const ColumnDefinition* find_column(const CreateTable& table, const std::string& name) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(), [&](const ColumnDefinition& column) {
    return equals_ignoring_case(column.name, name);
  });
  return found == table.columns.end() ? nullptr : &*found;
}

/// The span of a list item together with one comma beside it.
Span with_comma(const std::string& text, Span item) {
  size_t end = item.end;
  while (end < text.size() && (text[end] == ' ' || text[end] == '\n' || text[end] == '\t' || text[end] == '\r')) ++end;
  if (end < text.size() && text[end] == ',') return {item.begin, static_cast<uint32_t>(end + 1)};
  size_t begin = item.begin;
  while (begin > 0 && text[begin - 1] != ',' && text[begin - 1] != '(') --begin;
  if (begin > 0 && text[begin - 1] == ',') --begin;
  return {static_cast<uint32_t>(begin), item.end};
}

void drop_constraints(const ColumnDefinition& column, ConstraintKind kind, TextEdits& edits) {
  for (const Constraint& constraint : column.constraints) {
    if (constraint.kind == kind) edits.replace(constraint.span, "");
  }
}

bool has_constraint(const ColumnDefinition& column, ConstraintKind kind) {
  return std::any_of(column.constraints.begin(), column.constraints.end(),
                     [&](const Constraint& constraint) { return constraint.kind == kind; });
}

}  // namespace

Step rebuild_step(Phase phase, const CatalogRelation& table, std::string title, std::vector<TableEdit> edits,
                  std::vector<TableEdit> undo) {
  Step step;
  step.phase = phase;
  step.kind = StepKind::Rebuild;
  step.title = std::move(title);
  const std::string key = table.schema + "." + table.name;
  step.rebuild = Rebuild{key, std::move(edits), std::move(undo)};
  step.rewrites = {key};
  return step;
}

Result<std::string> edit_definition(const std::string& definition, const std::vector<TableEdit>& edits,
                                    const std::string& new_name) {
  for (const TableEdit& edit : edits) {
    if (edit.kind == TableEdit::Kind::Definition) return edit_definition(edit.expression, {}, new_name);
  }
  const ParsedFile parsed = parse(definition, Dialect::SQLite);
  const CreateTable* create = parsed.statements.size() == 1 ? parsed.statements[0].as<CreateTable>() : nullptr;
  if (create == nullptr) {
    return fail(ErrorCode::Failed, "the table's definition could not be read: " + definition,
                "report it, with this definition");
  }
  TextEdits text;
  if (!new_name.empty()) text.replace(create->name.span, quote(new_name));
  for (const TableEdit& edit : edits) {
    if (edit.kind == TableEdit::Kind::DropForeignKeys) {
      for (const Constraint& constraint : create->constraints) {
        if (constraint.kind == ConstraintKind::ForeignKey) {
          text.replace(with_comma(definition, constraint.span), "");
        }
      }
      for (const ColumnDefinition& column : create->columns) drop_constraints(column, ConstraintKind::ForeignKey, text);
      continue;
    }
    const ColumnDefinition* column = find_column(*create, edit.column);
    if (column == nullptr) {
      return fail(ErrorCode::Failed, fmt::format("column {} is gone from the table: {}", edit.column, definition));
    }
    switch (edit.kind) {
      case TableEdit::Kind::SetNotNull:
        if (!has_constraint(*column, ConstraintKind::NotNull)) {
          text.replace({column->span.end, column->span.end}, " NOT NULL");
        }
        break;
      case TableEdit::Kind::DropNotNull: drop_constraints(*column, ConstraintKind::NotNull, text); break;
      case TableEdit::Kind::SetDefault:
        text.replace({column->span.end, column->span.end}, fmt::format(" DEFAULT ({})", edit.expression));
        break;
      case TableEdit::Kind::DropDefault: drop_constraints(*column, ConstraintKind::Default, text); break;
      case TableEdit::Kind::DropForeignKeys:
      case TableEdit::Kind::Definition: break;
    }
  }
  return text.apply(definition);
}

Result<std::vector<std::string>> rebuild_sql(const CatalogRelation& table, const std::vector<TableEdit>& edits) {
  const std::string fresh = "_lockstep_new_" + table.name;
  LOCKSTEP_TRY(const std::string create, edit_definition(table.definition, edits, fresh));
  std::vector<std::string> columns;
  bool rowid_has_a_name = table.without_rowid;
  const std::vector<std::string> key = table.primary_key();
  for (const CatalogColumn& column : table.columns) {
    if (key.size() == 1 && key[0] == column.name && to_upper(column.type) == "INTEGER") rowid_has_a_name = true;
    if (column.generated == 0) columns.push_back(quote(column.name));
  }
  const std::string list = (rowid_has_a_name ? "" : "rowid, ") + join(columns, ", ");
  std::vector<std::string> sql{
      create,
      fmt::format("INSERT INTO {} ({}) SELECT {} FROM {}", quote(fresh), list, list, quote(table.name)),
  };
  if (table.autoincrement) {
    sql.push_back(fmt::format("DELETE FROM sqlite_sequence WHERE name = {}", quote_literal(fresh)));
    sql.push_back(fmt::format("INSERT INTO sqlite_sequence (name, seq) SELECT {}, seq FROM sqlite_sequence WHERE name = {}",
                              quote_literal(fresh), quote_literal(table.name)));
  }
  sql.push_back(fmt::format("DROP TABLE {}", quote(table.name)));
  sql.push_back(fmt::format("ALTER TABLE {} RENAME TO {}", quote(fresh), quote(table.name)));
  for (const CatalogIndex& index : table.indexes) {
    if (!index.definition.empty() && index.constraint.empty()) sql.push_back(index.definition);
  }
  for (const CatalogTrigger& trigger : table.triggers) sql.push_back(trigger.definition);
  return sql;
}

}  // namespace lockstep
