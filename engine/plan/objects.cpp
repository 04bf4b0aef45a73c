#include "engine/plan/objects.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "engine/catalog/table.h"

namespace lockstep {
namespace {

/// Behind the key of a table or column: its default, NOT NULL and the like, of which the last word counts.
constexpr const char* settings = "!settings";

std::string rows_of(const std::string& key) { return "rows:" + key; }

void columns_of_expression(const std::string& table, const std::optional<Expression>& expression, Touched& out) {
  if (!expression) return;
  for (const ColumnReference& column : expression->columns) out.needs.insert(table + "." + column.name);
}

void constraint_needs(const std::string& table, const Constraint& constraint, const Catalog& catalog, Touched& out) {
  for (const std::string& column : constraint.columns) out.needs.insert(table + "." + column);
  columns_of_expression(table, constraint.expression, out);
  if (constraint.kind == ConstraintKind::ForeignKey && !constraint.referenced.name.empty()) {
    const std::string referenced = catalog.key(constraint.referenced);
    out.needs.insert(referenced);
    for (const std::string& column : constraint.referenced_columns) out.needs.insert(referenced + "." + column);
  }
}

/// The constraints and indexes that follow the column to another type or name.
void dependants_needs(const std::string& key, const std::string& column, const Catalog& catalog, Touched& out) {
  const CatalogRelation* table = catalog.find(std::string_view(key));
  if (table == nullptr) return;
  for (const CatalogConstraint& constraint : table->constraints) {
    if (contains(constraint.columns, column)) out.needs.insert(key + "#" + constraint.name);
  }
  for (const CatalogIndex& index : table->indexes) {
    if (index_uses(index, column, catalog.dialect)) out.needs.insert(key + "#" + index.name);
  }
  for (const auto& [relation, constraint] : catalog.referencing(key)) {
    if (contains(constraint->referenced_columns, column)) {
      out.needs.insert(relation->schema + "." + relation->name + "#" + constraint->name);
    }
  }
}

void subcommand_touches(const std::string& table, const AlterTableSubcommand& sub, const Catalog& catalog,
                        Touched& out) {
  const std::string column = table + "." + sub.name;
  switch (sub.action) {
    case AlterTableAction::AddColumn:
      if (sub.column) {
        out.changes.insert(table + "." + sub.column->name);
        for (const Constraint& constraint : sub.column->constraints) constraint_needs(table, constraint, catalog, out);
      }
      break;
    case AlterTableAction::AlterColumnType:
      dependants_needs(table, sub.name, catalog, out);
      [[fallthrough]];
    case AlterTableAction::DropColumn:
      out.needs.insert(column);
      out.changes.insert(column);
      break;
    case AlterTableAction::RenameColumn:
      dependants_needs(table, sub.name, catalog, out);
      out.needs.insert(column);
      out.changes.insert(column);
      out.changes.insert(table + "." + sub.new_name);
      break;
    case AlterTableAction::RenameTable:
      out.changes.insert(table);
      out.changes.insert(table.substr(0, table.find('.') + 1) + sub.new_name);
      break;
    case AlterTableAction::SetSchema:
      out.changes.insert(table);
      out.changes.insert(sub.new_name + table.substr(table.find('.')));
      break;
    case AlterTableAction::SetNotNull:
      out.needs.insert(column);
      out.needs.insert(rows_of(table));
      out.changes.insert(column + settings);
      break;
    case AlterTableAction::AddConstraint:
      out.needs.insert(rows_of(table));
      if (sub.constraint) {
        constraint_needs(table, *sub.constraint, catalog, out);
        out.changes.insert(table + "#" + sub.constraint->name);
      }
      break;
    case AlterTableAction::ValidateConstraint:
      out.needs.insert(rows_of(table));
      [[fallthrough]];
    case AlterTableAction::DropConstraint:
    case AlterTableAction::AlterConstraint:
      out.needs.insert(table + "#" + sub.name);
      out.changes.insert(table + "#" + sub.name);
      break;
    case AlterTableAction::AttachPartition:
    case AlterTableAction::DetachPartition:
      if (sub.partition) out.needs.insert(catalog.key(*sub.partition));
      break;
    default:
      if (!sub.name.empty()) out.needs.insert(column);
      out.changes.insert((sub.name.empty() ? table : column) + settings);
  }
}

/// The columns of the tables it names whose names are words of its text: what a view, a trigger, a policy or a GRANT
/// hangs on. Too many at worst, and then it waits.
void columns_mentioned(const Statement& statement, const Catalog& catalog, Touched& out) {
  std::set<std::string, std::less<>> words;
  std::string word;
  for (const char c : statement.text + " ") {
    const bool inside = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                        (static_cast<unsigned char>(c) & 0x80U) != 0;
    if (inside) {
      word += c;
    } else if (!word.empty()) {
      words.insert(to_lower(word));
      words.insert(std::move(word));
      word.clear();
    }
  }
  for (const QualifiedName& name : statement.relations) {
    const CatalogRelation* table = catalog.find(name);
    if (table == nullptr) continue;
    for (const CatalogColumn& column : table->columns) {
      if (words.count(column.name) > 0) out.needs.insert(catalog.key(name) + "." + column.name);
    }
  }
}

struct Visitor {
  const Statement& statement;
  const Catalog& catalog;
  Touched& out;

  void operator()(const CreateTable& create) const {
    const std::string key = catalog.key(create.name);
    out.changes.insert(key);
    if (create.as_query) {
      for (const QualifiedName& name : statement.relations) out.needs.insert(rows_of(catalog.key(name)));
    }
  }
  void operator()(const AlterTable& alter) const {
    const std::string key = catalog.key(alter.name);
    for (const AlterTableSubcommand& sub : alter.subcommands) subcommand_touches(key, sub, catalog, out);
  }
  void operator()(const CreateIndex& create) const {
    const std::string key = catalog.key(create.table);
    for (const IndexElement& element : create.elements) {
      if (!element.column.empty()) out.needs.insert(key + "." + element.column);
      columns_of_expression(key, element.expression, out);
    }
    columns_of_expression(key, create.predicate, out);
    if (create.unique) out.needs.insert(rows_of(key));
    out.changes.insert(key + "#" + create.name);
  }
  void operator()(const DropStatement& drop) const {
    for (const QualifiedName& name : drop.names) {
      if (drop.kind == ObjectKind::Index) {
        if (const CatalogRelation* table = catalog.table_of_index(name)) {
          const std::string key = catalog.key({table->schema, table->name, {}}) + "#" + name.name;
          out.needs.insert(key);
          out.changes.insert(key);
        }
        continue;
      }
      out.changes.insert(catalog.key(name));
    }
  }
  void operator()(const CreateView& view) const {
    columns_mentioned(statement, catalog, out);
    out.changes.insert(catalog.key(view.name));
    if (view.materialized) {
      for (const QualifiedName& name : view.reads) out.needs.insert(rows_of(catalog.key(name)));
    }
  }
  void operator()(const Insert& insert) const {
    const std::string key = catalog.key(insert.table);
    for (const std::string& column : insert.columns) out.needs.insert(key + "." + column);
    for (const QualifiedName& name : insert.reads) out.needs.insert(rows_of(catalog.key(name)));
    out.needs.insert(rows_of(key));
    out.changes.insert(rows_of(key));
  }
  void operator()(const Update& update) const {
    const std::string key = catalog.key(update.table);
    for (const Assignment& assignment : update.assignments) {
      for (const std::string& column : assignment.columns) out.needs.insert(key + "." + column);
      columns_of_expression(key, assignment.value, out);
    }
    columns_of_expression(key, update.where, out);
    for (const QualifiedName& name : update.reads) out.needs.insert(rows_of(catalog.key(name)));
    out.needs.insert(rows_of(key));
    out.changes.insert(rows_of(key));
  }
  void operator()(const CommentOn& comment) const {
    if (!comment.member.empty()) out.needs.insert(catalog.key(comment.name) + "." + comment.member);
  }
  template <typename Other>
  void operator()(const Other&) const {
    columns_mentioned(statement, catalog, out);
  }
};

}  // namespace

Touched touched_by(const Statement& statement, const Catalog& catalog) {
  Touched out;
  for (const QualifiedName& name : statement.relations) out.needs.insert(catalog.key(name));
  visit(Visitor{statement, catalog, out}, statement.body);
  return out;
}

}  // namespace lockstep
