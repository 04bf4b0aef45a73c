#include "engine/plan/objects.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "engine/catalog/draft.h"
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
  for (const std::string& column : constraint.include) out.needs.insert(table + "." + column);
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
    if (contains(constraint.columns, column) || contains(constraint.include, column)) {
      out.needs.insert(key + "#" + constraint.name);
    }
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

/// Another type makes the indexes anew, those of partitions and heirs among them: nothing else may be made of them
/// meanwhile.
void indexes_made_anew(const std::string& key, const std::string& column, const Catalog& catalog, Touched& out) {
  const CatalogRelation* table = catalog.find(std::string_view(key));
  if (table == nullptr) return;
  for (const CatalogIndex& index : table->indexes) {
    if (index_uses(index, column, catalog.dialect)) out.changes.insert(key + "#" + index.name);
  }
  for (const CatalogRelation* child : catalog.children(key)) {
    indexes_made_anew(relation_key(*child), column, catalog, out);
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
    case AlterTableAction::DropColumn:
      out.needs.insert(column);
      out.needs.insert(column + settings);  // NULL is allowed in it first
      out.changes.insert(column);
      break;
    case AlterTableAction::AlterColumnType:
      dependants_needs(table, sub.name, catalog, out);
      indexes_made_anew(table, sub.name, catalog, out);
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
    case AlterTableAction::RenameConstraint:
      for (const std::string& name : {sub.name, sub.new_name}) {
        out.needs.insert(table + "#" + name);
        out.changes.insert(table + "#" + name);
      }
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

bool is_in_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         (static_cast<unsigned char>(c) & 0x80U) != 0;
}

bool has_word(std::string_view text, std::string_view name) {
  for (size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const size_t end = at + name.size();
    if ((at == 0 || !is_in_word(text[at - 1])) && (end == text.size() || !is_in_word(text[end]))) return true;
  }
  return false;
}

/// As it is written, or in small letters.
bool has_word(std::string_view text, std::string_view lower_text, std::string_view name) {
  return has_word(text, name) || has_word(lower_text, name);
}

std::string named(std::string_view name) {
  return std::string(named_object) + std::string(name);
}

/// The columns of the tables it names whose names are words of its text: what a view, a trigger, a policy or a GRANT
/// hangs on. Too many at worst, and then it waits.
void columns_mentioned(const Statement& statement, const Catalog& catalog, Touched& out) {
  if (statement.relations.empty()) return;
  const std::string lower = to_lower(statement.text);
  for (const QualifiedName& name : statement.relations) {
    const CatalogRelation* table = catalog.find(name);
    if (table == nullptr) continue;
    for (const CatalogColumn& column : table->columns) {
      if (has_word(statement.text, lower, column.name)) out.needs.insert(catalog.key(name) + "." + column.name);
    }
  }
}

struct Visitor {
  const Statement& statement;
  const Catalog& catalog;
  Touched& out;

  void alter_index(const AlterTable& alter) const {
    const CatalogRelation* table = catalog.table_of_index(alter.name);
    if (table == nullptr) return;
    const std::string prefix = relation_key(*table) + "#";
    out.needs.insert(prefix + alter.name.name);
    out.changes.insert(prefix + alter.name.name);
    for (const AlterTableSubcommand& sub : alter.subcommands) {
      if (sub.action == AlterTableAction::RenameTable) out.changes.insert(prefix + sub.new_name);
    }
  }

  void operator()(const CreateTable& create) const {
    const std::string key = catalog.key(create.name);
    out.changes.insert(key);
    if (create.as_query) {
      for (const QualifiedName& name : statement.relations) out.needs.insert(rows_of(catalog.key(name)));
    }
  }
  void operator()(const AlterTable& alter) const {
    if (alter.kind == RelationKind::Index) return alter_index(alter);
    const std::string key = catalog.key(alter.name);
    for (const AlterTableSubcommand& sub : alter.subcommands) subcommand_touches(key, sub, catalog, out);
  }
  void operator()(const CreateIndex& create) const {
    const std::string key = catalog.key(create.table);
    for (const IndexElement& element : create.elements) {
      if (!element.column.empty()) out.needs.insert(key + "." + element.column);
      columns_of_expression(key, element.expression, out);
    }
    for (const std::string& column : create.include) out.needs.insert(key + "." + column);
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
      if (catalog.find(name) == nullptr) out.changes.insert(named(name.name));
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
  void operator()(const CreateFunction& function) const {
    columns_mentioned(statement, catalog, out);
    out.changes.insert(named(function.name.name));
  }
  void operator()(const CreateType& type) const { out.changes.insert(named(type.name.name)); }
  void operator()(const AlterType& type) const {
    if (type.rename_type_to.empty() && type.set_schema.empty()) return;
    out.changes.insert(named(type.name.name));
    if (!type.rename_type_to.empty()) out.changes.insert(named(type.rename_type_to));
  }
  void operator()(const AlterObject& alter) const {
    columns_mentioned(statement, catalog, out);
    for (const AlterTableSubcommand& sub : alter.subcommands) {
      if (sub.action != AlterTableAction::RenameTable && sub.action != AlterTableAction::SetSchema) continue;
      out.changes.insert(named(alter.object.name.name));
      if (sub.action == AlterTableAction::RenameTable) out.changes.insert(named(sub.new_name));
    }
  }
  void operator()(const CreateSchema& schema) const { out.changes.insert(named(schema.name)); }
  void operator()(const CreateExtension& extension) const { out.changes.insert(named(extension.name)); }
  void operator()(const CreateStatistics& made) const {
    columns_mentioned(statement, catalog, out);
    out.changes.insert(named(made.name.name));
  }
  void operator()(const Publication& publication) const {
    columns_mentioned(statement, catalog, out);
    if (publication.action == "CREATE") out.changes.insert(named(publication.name));
  }
  void operator()(const Policy& policy) const {
    columns_mentioned(statement, catalog, out);
    if (!policy.alter) out.changes.insert(named(policy.name));
  }
  void operator()(const CreateObject& create) const {
    columns_mentioned(statement, catalog, out);
    out.changes.insert(named(create.object.name.name));
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

bool names_object(std::string_view text, std::string_view lower_text, std::string_view key) {
  const std::string_view name = key.substr(named_object.size());
  return !name.empty() && has_word(text, lower_text, name);
}

Touched touched_by(const Statement& statement, const Catalog& catalog) {
  Touched out;
  for (const QualifiedName& name : statement.relations) out.needs.insert(catalog.key(name));
  visit(Visitor{statement, catalog, out}, statement.body);
  return out;
}

}  // namespace lockstep
