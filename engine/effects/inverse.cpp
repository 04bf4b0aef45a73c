// What undoes a statement, judged before it runs: the SQL comes from the catalog as it was.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/table.h"
#include "engine/catalog/unjudged.h"
#include "engine/catalog/words.h"
#include "engine/effects/column_sql.h"
#include "engine/effects/effects.h"
#include "engine/effects/insert_keys.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

Inverse lossless(std::vector<std::string> sql, std::string reason = {}) {
  return {Reversible::Lossless, std::move(sql), std::move(reason)};
}
Inverse lossy(std::vector<std::string> sql, std::string reason) {
  return {Reversible::Lossy, std::move(sql), std::move(reason)};
}
Inverse none(std::string reason) { return {Reversible::No, {}, std::move(reason)}; }

struct Invert {
  const Statement& statement;
  const Catalog& before;

  [[nodiscard]] Dialect dialect() const { return before.dialect; }
  [[nodiscard]] std::string quoted(std::string_view name) const { return quote_identifier(name, dialect()); }
  /// The relation as SQL names it; a key of the catalog, or the name as written.
  [[nodiscard]] std::string named(const QualifiedName& name) const { return sql_name(before.key(name), dialect()); }
  [[nodiscard]] std::string index_named(std::string_view schema, std::string_view index) const {
    return sql_name(relation_key(schema, index), dialect());
  }
  [[nodiscard]] bool changes_nothing() const {
    Draft draft(before);
    if (!fold_statement(draft, statement)) return false;
    bool changed = false;
    draft.each_change([&](const std::string&, const CatalogRelation* old, const CatalogRelation* now) {
      changed = changed || old == nullptr || now == nullptr || !(*old == *now);
    });
    return !changed;
  }

  Inverse operator()(const CreateTable& create) const {
    const CatalogRelation* existing = before.find(create.name);
    if (create.if_not_exists && existing != nullptr) return lossless({}, "the table was there already");
    return lossless({"DROP TABLE " + named(create.name)});
  }

  Inverse operator()(const CreateIndex& create) const {
    const CatalogRelation* table = before.find(create.table);
    if (table != nullptr && create.if_not_exists && table->index(create.name) != nullptr) {
      return lossless({}, "the index was there already");
    }
    std::string index = create.name;
    std::string schema = table != nullptr ? table->schema
                         : create.table.schema.empty() ? std::string(before.default_schema()) : create.table.schema;
    if (index.empty()) {
      if (const auto now = relation_after(before, statement, create.table); now && !now->indexes.empty()) {
        index = now->indexes.back().name;
      }
    }
    return lossless({std::string(create.concurrently ? "DROP INDEX CONCURRENTLY " : "DROP INDEX ") +
                     index_named(schema, index)});
  }

  Inverse operator()(const CreateView& create) const {
    const CatalogRelation* existing = before.find(create.name);
    const std::string name = named(create.name);
    const std::string drop = create.materialized ? "DROP MATERIALIZED VIEW " : "DROP VIEW ";
    if (existing == nullptr) return lossless({drop + name});
    if (create.if_not_exists) return lossless({}, "the view was there already");
    if (existing->view_query.empty()) return none("the definition that was replaced is not known");
    const auto now = relation_after(before, statement, create.name);
    const bool same_columns = now && now->columns.size() == existing->columns.size();
    if (same_columns) return lossless({view_statement(*existing, true)});
    return lossless({drop + name, view_statement(*existing, false)});
  }

  Inverse operator()(const CreateType& create) const { return lossless({"DROP TYPE " + named(create.name)}); }
  Inverse operator()(const CreateSchema& create) const {
    if (before.schemas.find(create.name) != before.schemas.end()) return lossless({}, "the schema was there already");
    if (!statement.inner.empty()) return none("what the statement makes in the schema is not analysed");
    return lossless({"DROP SCHEMA " + quoted(create.name)});
  }
  Inverse operator()(const CreateSequence& create) const {
    if (before.find(create.name) != nullptr) return lossless({}, "the sequence was there already");
    return lossless({"DROP SEQUENCE " + named(create.name)});
  }
  Inverse operator()(const CreateExtension& create) const {
    if (before.extensions.find(create.name) != before.extensions.end()) {
      return lossless({}, "the extension was there already");
    }
    return lossless({"DROP EXTENSION " + quoted(create.name)});
  }

  Inverse operator()(const CreateFunction& create) const {
    const auto [begin, end] = before.functions.equal_range(before.key(create.name));
    const auto same = std::find_if(
        begin, end, [&](const auto& entry) { return entry.second.types == input_types(before, create.parameters); });
    if (same != end && !same->second.definition.empty()) return lossless({same->second.definition});
    return lossless({std::string(create.procedure ? "DROP PROCEDURE " : "DROP FUNCTION ") + named(create.name) + "(" +
                     join(create.argument_types, ", ") + ")"});
  }

  Inverse operator()(const CreateTrigger& create) const {
    const CatalogRelation* table = before.find(create.table);
    if (table != nullptr) {
      for (const CatalogTrigger& trigger : table->triggers) {
        if (!same_name(trigger.name, create.name, dialect())) continue;
        if (!create.or_replace) return lossless({}, "the trigger was there already");
        return lossless({"DROP TRIGGER " + quoted(create.name) + " ON " + named(create.table), trigger.definition});
      }
    }
    if (dialect() == Dialect::SQLite) return lossless({"DROP TRIGGER " + quoted(create.name)});
    return lossless({"DROP TRIGGER " + quoted(create.name) + " ON " + named(create.table)});
  }

  Inverse operator()(const AlterType& alter) const {
    const std::string name = named(alter.name);
    if (!alter.added.empty()) {
      const auto type = before.types.find(before.key(alter.name));
      if (alter.if_not_exists && type != before.types.end() &&
          std::find(type->second.labels.begin(), type->second.labels.end(), alter.added) != type->second.labels.end()) {
        return lossless({}, "the value was there already");
      }
      return none("PostgreSQL cannot remove a value from an enum type; left alone it does no harm");
    }
    if (!alter.renamed.empty()) {
      return lossless({"ALTER TYPE " + name + " RENAME VALUE " + quote_literal(alter.renamed_to) + " TO " +
                       quote_literal(alter.renamed)});
    }
    if (!alter.rename_type_to.empty()) {
      QualifiedName renamed = alter.name;
      renamed.name = alter.rename_type_to;
      return lossless({"ALTER TYPE " + named(renamed) + " RENAME TO " + quoted(alter.name.name)});
    }
    if (!alter.set_schema.empty()) {
      const std::string schema = before.schema_of(alter.name);
      return lossless({"ALTER TYPE " + quote_name({alter.set_schema, alter.name.name, {}}, dialect()) +
                       " SET SCHEMA " + quoted(schema)});
    }
    return none("the state before is not known");
  }

  Inverse operator()(const CommentOn& comment) const {
    std::string old;
    const CatalogRelation* relation = before.find(comment.name);
    std::string target = named(comment.name);
    if (comment.kind == ObjectKind::Column) {
      if (relation == nullptr || relation->column(comment.member) == nullptr) return none("the old comment is not known");
      old = relation->column(comment.member)->comment;
      target += "." + quoted(comment.member);
    } else if (comment.kind == ObjectKind::Constraint) {
      if (relation == nullptr || relation->constraint(comment.member) == nullptr) {
        return none("the old comment is not known");
      }
      old = relation->constraint(comment.member)->comment;
      target = quoted(comment.member) + " ON " + target;
    } else if (comment.kind == ObjectKind::Index) {
      const CatalogRelation* table = before.table_of_index(comment.name);
      if (table == nullptr) return none("the old comment is not known");
      old = table->index(comment.name.name)->comment;
    } else if (comment.kind == ObjectKind::Table || comment.kind == ObjectKind::View ||
               comment.kind == ObjectKind::MaterializedView || comment.kind == ObjectKind::Sequence ||
               comment.kind == ObjectKind::ForeignTable) {
      if (relation == nullptr) return none("the old comment is not known");
      old = relation->comment;
    } else {
      return none("the old comment is not known");
    }
    return lossless({"COMMENT ON " + comment.kind_words + " " + target + " IS " +
                     (old.empty() ? std::string("NULL") : quote_literal(old))});
  }

  /// What ALTER calls a column: ALTER TYPE has attributes.
  [[nodiscard]] std::string column_word() const {
    return statement.tag == "ALTER TYPE" ? "ATTRIBUTE " : "COLUMN ";
  }

  Inverse operator()(const Grant& grant) const {
    // GRANT ... ON ... TO and REVOKE ... ON ... FROM differ in two words.
    const std::vector<Word> list = words(statement.text, dialect());
    std::string text;
    uint32_t copied = 0;
    const std::string_view from = grant.revoke ? "revoke" : "grant";
    const std::string_view link = grant.revoke ? "from" : "to";
    bool linked = false;
    for (const Word& word : list) {
      std::string_view put;
      if (word.span.begin == list.front().span.begin && word.name == from) {
        put = grant.revoke ? "GRANT" : "REVOKE";
      } else if (word.kind == Word::Kind::Name && word.name == link) {
        put = grant.revoke ? "TO" : "FROM";
        linked = true;
      } else if (linked && !grant.revoke && word.kind == Word::Kind::Name && word.name == "with") {
        text += statement.text.substr(copied, word.span.begin - copied);
        copied = static_cast<uint32_t>(statement.text.size());
        break;
      } else if (linked && grant.revoke && (word.name == "cascade" || word.name == "restrict")) {
        text += statement.text.substr(copied, word.span.begin - copied);
        copied = static_cast<uint32_t>(statement.text.size());
        break;
      } else {
        continue;
      }
      text += statement.text.substr(copied, word.span.begin - copied);
      text += put;
      copied = word.span.end;
    }
    text += statement.text.substr(copied);
    if (grant.revoke && grant.grant_option) return lossy({}, "whether the grant option was there is not known");
    if (grant.revoke && grant.cascade) return lossy({std::string(trim(text))}, "privileges that others had granted on go");
    return lossless({std::string(trim(text))});
  }

  Inverse operator()(const Select& select) const {
    if (select.into) return none("the name of the new table is not analysed");
    return lossless({}, "a query leaves nothing to undo");
  }
  Inverse operator()(const SetVariable&) const { return lossless({}, "the session ends with its settings"); }
  Inverse operator()(const Pragma&) const { return lossless({}, "the connection ends with its settings"); }
  Inverse operator()(const TransactionControl&) const { return lossless({}, "it groups the statements around it"); }

  Inverse operator()(const Insert& insert) const {
    if (const std::string sql = delete_by_key(insert, statement.text, before); !sql.empty()) return lossless({sql});
    return none("the rows cannot be told from those that were there before");
  }
  Inverse operator()(const Update& update) const {
    return none(update.is_delete ? "the rows that are deleted are not kept" : "the old values are not kept");
  }
  Inverse operator()(const Maintenance&) const {
    if (statement.tag.starts_with("TRUNCATE")) return none("the rows are not kept");
    return lossless({}, "no row and no definition changes");
  }
  Inverse operator()(const DoBlock&) const { return none("what a DO block changes is not analysed"); }
  template <Unjudged Body>
  Inverse operator()(const Body&) const {
    return none(statement.tag + " is not analysed");
  }
  Inverse operator()(const DropStatement& drop) const;
  Inverse operator()(const AlterTable& alter) const;

  [[nodiscard]] std::string view_statement(const CatalogRelation& view, bool replace) const;
  Inverse subcommand(const AlterTable& alter, const AlterTableSubcommand& sub) const;
  Inverse alter_column(const std::string& alter_column, const AlterTable& alter, const AlterTableSubcommand& sub) const;
  Inverse add_constraint(const std::string& alter_table, const AlterTable& alter, const AlterTableSubcommand& sub) const;
  Inverse rename(const std::string& words, const AlterTable& alter, const AlterTableSubcommand& sub) const;
};

std::string Invert::view_statement(const CatalogRelation& view, bool replace) const {
  if (dialect() == Dialect::SQLite && !view.definition.empty()) return view.definition;
  std::vector<std::string> columns;
  for (const CatalogColumn& column : view.columns) columns.push_back(column.name);
  std::string text = view.kind == CatalogRelationKind::MaterializedView ? "CREATE MATERIALIZED VIEW "
                     : replace                                          ? "CREATE OR REPLACE VIEW "
                                                                        : "CREATE VIEW ";
  text += sql_name(relation_key(view), dialect());
  if (!columns.empty() && !view.partial) text += " (" + sql_list(columns, dialect()) + ")";
  std::string query(trim(view.view_query));
  if (query.ends_with(';')) query.pop_back();
  return text + " AS " + query;
}

Inverse Invert::operator()(const DropStatement& drop) const {
  if (drop.names.empty()) return none("what is dropped is not known");
  std::vector<std::string> sql;
  switch (drop.kind) {
    case ObjectKind::Index: {
      bool unique = false;
      for (const QualifiedName& name : drop.names) {
        const CatalogRelation* table = before.table_of_index(name);
        const CatalogIndex* index = table == nullptr ? nullptr : table->index(name.name);
        if (index == nullptr && drop.if_exists && before.complete) continue;
        if (index == nullptr || index->definition.empty()) return none("the definition of " + name.name + " is not known");
        unique = unique || index->unique;
        std::string definition = index->definition;
        if (drop.concurrently) definition = replace_all(definition, " INDEX ", " INDEX CONCURRENTLY ");
        sql.push_back(std::move(definition));
        if (!index->comment.empty()) {
          sql.push_back("COMMENT ON INDEX " + index_named(table->schema, index->name) + " IS " +
                        quote_literal(index->comment));
        }
      }
      if (unique) return lossy(sql, "duplicates written meanwhile make the index fail");
      return lossless(sql);
    }
    case ObjectKind::View:
    case ObjectKind::MaterializedView: {
      if (drop.cascade && !changes_nothing()) return none("what CASCADE takes along is not kept");
      for (auto name = drop.names.rbegin(); name != drop.names.rend(); ++name) {
        const CatalogRelation* view = before.find(*name);
        if (view == nullptr && drop.if_exists && before.complete) continue;
        if (view == nullptr || view->view_query.empty()) return none("the definition of " + name->name + " is not known");
        sql.push_back(view_statement(*view, false));
        for (const CatalogIndex& index : view->indexes) sql.push_back(index.definition);
        for (std::string& grant : grant_statements(*view, named(*name))) sql.push_back(std::move(grant));
        if (!view->comment.empty()) {
          sql.push_back("COMMENT ON " + std::string(drop.kind == ObjectKind::View ? "VIEW " : "MATERIALIZED VIEW ") +
                        named(*name) + " IS " + quote_literal(view->comment));
        }
      }
      return lossless(sql);
    }
    case ObjectKind::Trigger: {
      for (const QualifiedName& name : drop.names) {
        const CatalogTrigger* found = nullptr;
        for (const auto& [key, relation] : before.relations) {
          if (!drop.table.name.empty() && key != before.key(drop.table)) continue;
          for (const CatalogTrigger& trigger : relation.triggers) {
            if (same_name(trigger.name, name.name, dialect())) found = &trigger;
          }
        }
        if (found == nullptr && drop.if_exists) continue;
        if (found == nullptr || found->definition.empty()) return none("the definition of " + name.name + " is not known");
        sql.push_back(found->definition);
      }
      return lossless(sql);
    }
    case ObjectKind::Function:
    case ObjectKind::Procedure:
    case ObjectKind::Routine: {
      if (drop.cascade) return none("what CASCADE takes along is not kept");
      for (const QualifiedName& name : drop.names) {
        const auto [begin, end] = before.functions.equal_range(before.key(name));
        if (begin == end && drop.if_exists) continue;
        if (begin == end || std::next(begin) != end || begin->second.definition.empty()) {
          return none("the definition of " + name.name + " is not known");
        }
        sql.push_back(begin->second.definition);
      }
      return lossless(sql);
    }
    case ObjectKind::Table:
    case ObjectKind::ForeignTable:
      if (drop.if_exists && before.complete && changes_nothing()) return lossless({}, "there was no such table");
      return none("the rows are not kept");
    case ObjectKind::Sequence:
      return none("where the sequence stood is not kept");
    case ObjectKind::Extension:
      if (drop.cascade) return none("what CASCADE takes along is not kept");
      for (const QualifiedName& name : drop.names) sql.push_back("CREATE EXTENSION " + quoted(name.name));
      return lossy(sql, "the version and schema of the extension may differ");
    case ObjectKind::Schema:
      if (drop.cascade) return none("what CASCADE takes along is not kept");
      for (const QualifiedName& name : drop.names) sql.push_back("CREATE SCHEMA " + quoted(name.name));
      return lossless(sql);
    case ObjectKind::Type:
    case ObjectKind::Domain:
      if (drop.cascade) return none("what CASCADE takes along is not kept");
      for (const QualifiedName& name : drop.names) {
        const auto type = before.types.find(before.key(name));
        if (type == before.types.end() || type->second.form != CreateType::Form::Enum) {
          return none("the definition of " + name.name + " is not known");
        }
        std::vector<std::string> labels;
        for (const std::string& label : type->second.labels) labels.push_back(quote_literal(label));
        sql.push_back("CREATE TYPE " + named(name) + " AS ENUM (" + join(labels, ", ") + ")");
      }
      return lossless(sql);
    default:
      return none("the definition of what is dropped is not known");
  }
}

Inverse Invert::alter_column(const std::string& words, const AlterTable& alter, const AlterTableSubcommand& sub) const {
  using Action = AlterTableAction;
  const CatalogRelation* table = before.find(alter.name);
  const CatalogColumn* column = table == nullptr ? nullptr : table->column(sub.name);
  const std::string head = words + "ALTER " + column_word() + quoted(sub.name) + " ";
  switch (sub.action) {
    case Action::SetDefault:
    case Action::DropDefault:
      if (column == nullptr) {
        if (sub.action == Action::SetDefault) return lossy({head + "DROP DEFAULT"}, "the old default is not known");
        return none("the old default is not known");
      }
      if (column->default_expression.empty()) return lossless({head + "DROP DEFAULT"});
      return lossless({head + "SET DEFAULT " + column->default_expression});
    case Action::SetNotNull:
      if (column != nullptr && column->not_null) return lossless({}, "the column was NOT NULL already");
      return lossless({head + "DROP NOT NULL"});
    case Action::DropNotNull:
      if (column != nullptr && !column->not_null) return lossless({}, "the column was nullable already");
      return lossy({head + "SET NOT NULL"}, "it fails while a row holds NULL in " + sub.name);
    case Action::AlterColumnType: {
      if (column == nullptr) return none("the old type is not known");
      std::string sql = head + "TYPE " + column->type;
      if (!column->collation.empty()) sql += " COLLATE " + column->collation;
      const std::string to = sub.type ? format_type(*sub.type, dialect()) : std::string();
      if (to == column->type) return lossless({sql});
      if (statement.tag != "ALTER TYPE") sql += " USING " + quoted(sub.name) + "::" + column->type;
      return lossy({sql}, "values that do not fit " + column->type + " make it fail or are rounded");
    }
    case Action::AddIdentity:
      return lossless({head + "DROP IDENTITY"});
    case Action::DropIdentity:
      if (column == nullptr || column->identity == 0) return none("whether the column was an identity is not known");
      return lossy({head + "ADD GENERATED " + (column->identity == 'a' ? "ALWAYS" : "BY DEFAULT") + " AS IDENTITY"},
                   "the new sequence starts again at 1");
    case Action::AlterIdentity:
      if (column != nullptr && column->identity != 0 && sub.constraint) {
        return lossy({head + "SET GENERATED " + (column->identity == 'a' ? "ALWAYS" : "BY DEFAULT")},
                     "other options of the sequence are not kept");
      }
      return none("the options of the sequence are not kept");
    case Action::SetExpression:
      if (column == nullptr || column->generated_expression.empty()) return none("the old expression is not known");
      return lossless({head + "SET EXPRESSION AS (" + column->generated_expression + ")"});
    default:
      return none("a column cannot be made a generated one");
  }
}

Inverse Invert::rename(const std::string& words, const AlterTable& alter, const AlterTableSubcommand& sub) const {
  using Action = AlterTableAction;
  switch (sub.action) {
    case Action::RenameColumn:
      return lossless({words + "RENAME " + column_word() + quoted(sub.new_name) + " TO " + quoted(sub.name)});
    case Action::RenameConstraint:
      return lossless({words + "RENAME CONSTRAINT " + quoted(sub.new_name) + " TO " + quoted(sub.name)});
    case Action::SetSchema: {
      const std::string schema = before.schema_of(alter.name);
      const std::string head = words.substr(0, words.size() - named(alter.name).size() - 1);
      return lossless({head + quote_name({sub.new_name, alter.name.name, {}}, dialect()) + " SET SCHEMA " + quoted(schema)});
    }
    default: {
      const std::string head = words.substr(0, words.size() - named(alter.name).size() - 1);
      return lossless({head + quote_name({alter.name.schema, sub.new_name, {}}, dialect()) + " RENAME TO " +
                       quoted(alter.name.name)});
    }
  }
}

Inverse Invert::add_constraint(const std::string& words, const AlterTable& alter, const AlterTableSubcommand& sub) const {
  if (!sub.constraint) return none("the constraint is not analysed");
  const CatalogRelation* old = before.find(alter.name);
  const auto now = relation_after(before, statement, alter.name);
  std::vector<std::string> sql;
  std::string name = sub.constraint->name;
  if (name.empty() && now) {
    for (const CatalogConstraint& constraint : now->constraints) {
      if ((old == nullptr || old->constraint(constraint.name) == nullptr) && constraint.kind == sub.constraint->kind) {
        name = constraint.name;
      }
    }
  }
  if (sub.constraint->kind == ConstraintKind::NotNull && !sub.constraint->columns.empty()) {
    return lossless({words + "ALTER COLUMN " + quoted(sub.constraint->columns.front()) + " DROP NOT NULL"});
  }
  if (name.empty()) return none("the name that the server chose is not known");
  sql.push_back(words + "DROP CONSTRAINT " + quoted(name));
  if (!sub.constraint->using_index.empty()) {
    const CatalogIndex* index = old == nullptr ? nullptr : old->index(sub.constraint->using_index);
    if (index == nullptr) return lossy(sql, "the index that the constraint took over goes with it");
    sql.push_back(index->definition);
  }
  // A primary key makes its columns NOT NULL, and they stay so when it goes.
  if (sub.constraint->kind == ConstraintKind::PrimaryKey && old != nullptr && now) {
    for (const CatalogColumn& column : old->columns) {
      const CatalogColumn* same = now->column(column.name);
      if (same != nullptr && same->not_null && !column.not_null) {
        sql.push_back(words + "ALTER COLUMN " + quoted(column.name) + " DROP NOT NULL");
      }
    }
  }
  return lossless(sql);
}

Inverse Invert::subcommand(const AlterTable& alter, const AlterTableSubcommand& sub) const {
  using Action = AlterTableAction;
  const CatalogRelation* table = before.find(alter.name);
  std::string keyword = statement.tag.starts_with("ALTER ") ? statement.tag : "ALTER TABLE";
  const std::string words = keyword + " " + (alter.only ? "ONLY " : "") + named(alter.name) + " ";
  switch (sub.action) {
    case Action::AddColumn:
      if (!sub.column) return none("the column is not analysed");
      if (sub.if_not_exists && table != nullptr && table->column(sub.column->name) != nullptr) {
        return lossless({}, "the column was there already");
      }
      return lossless({words + "DROP " + column_word() + quoted(sub.column->name)});
    case Action::DropColumn: {
      const CatalogColumn* column = table == nullptr ? nullptr : table->column(sub.name);
      if (column == nullptr && sub.if_exists && before.complete) return lossless({}, "there was no such column");
      if (column != nullptr && column->generated != 0 && !sub.cascade && !used_elsewhere(*table, sub.name)) {
        return lossless({words + "ADD COLUMN " + column_sql(*column, dialect())}, "its values are computed again");
      }
      return none("the values of " + sub.name + " are not kept");
    }
    case Action::RenameColumn:
    case Action::RenameConstraint:
    case Action::RenameTable:
    case Action::SetSchema:
      return rename(words, alter, sub);
    case Action::SetDefault:
    case Action::DropDefault:
    case Action::SetNotNull:
    case Action::DropNotNull:
    case Action::AlterColumnType:
    case Action::AddIdentity:
    case Action::DropIdentity:
    case Action::AlterIdentity:
    case Action::SetExpression:
    case Action::DropExpression:
      return alter_column(words, alter, sub);
    case Action::AddConstraint:
      return add_constraint(words, alter, sub);
    case Action::ValidateConstraint:
      return lossless({}, "that old rows satisfy the constraint stays true");
    case Action::DropConstraint: {
      const CatalogConstraint* constraint = table == nullptr ? nullptr : table->constraint(sub.name);
      if (constraint == nullptr && sub.if_exists && table != nullptr && !table->partial) {
        return lossless({}, "there was no such constraint");
      }
      if (constraint == nullptr || constraint->definition.empty()) return none("the definition of " + sub.name + " is not known");
      if (sub.cascade && constraint->kind != ConstraintKind::Check && constraint->kind != ConstraintKind::ForeignKey) {
        return none("foreign keys that CASCADE takes along are not kept");
      }
      return lossy({words + "ADD CONSTRAINT " + quoted(sub.name) + " " + constraint->definition},
                   "rows written meanwhile may break the constraint");
    }
    case Action::AttachPartition:
      if (!sub.partition) return none("the partition is not analysed");
      if (statement.tag == "ALTER INDEX") return none("an attached index cannot be detached");
      return lossless({words + "DETACH PARTITION " + named(*sub.partition)});
    case Action::DetachPartition: {
      const CatalogRelation* partition = sub.partition ? before.find(*sub.partition) : nullptr;
      if (partition == nullptr || partition->bound.empty()) return none("the bounds of the partition are not known");
      return lossy({words + "ATTACH PARTITION " + named(*sub.partition) + " " + partition->bound},
                   "rows written meanwhile may not fit the bounds");
    }
    case Action::EnableRowSecurity:
      return lossless({words + "DISABLE ROW LEVEL SECURITY"});
    case Action::DisableRowSecurity:
      return lossless({words + "ENABLE ROW LEVEL SECURITY"});
    case Action::ForceRowSecurity:
      return lossless({words + "NO FORCE ROW LEVEL SECURITY"});
    case Action::NoForceRowSecurity:
      return lossless({words + "FORCE ROW LEVEL SECURITY"});
    case Action::EnableTrigger:
      return lossless({words + "DISABLE TRIGGER " + (sub.name.empty() ? sub.new_name : quoted(sub.name))});
    case Action::DisableTrigger:
      return lossless({words + "ENABLE TRIGGER " + (sub.name.empty() ? sub.new_name : quoted(sub.name))});
    case Action::SetLogged:
      return lossless({words + "SET UNLOGGED"});
    case Action::SetUnlogged:
      return lossless({words + "SET LOGGED"});
    case Action::Inherit:
      if (!sub.partition) return none("the parent is not analysed");
      return lossless({words + "NO INHERIT " + named(*sub.partition)});
    case Action::NoInherit:
      if (!sub.partition) return none("the parent is not analysed");
      return lossless({words + "INHERIT " + named(*sub.partition)});
    case Action::OwnerTo:
      if (table == nullptr || table->owner.empty()) return none("the old owner is not known");
      return lossless({words + "OWNER TO " + quoted(table->owner)});
    case Action::Other:
      return none("this form of " + statement.tag + " is not analysed");
    default:
      return lossy({}, "the setting before is not known");
  }
}

Inverse Invert::operator()(const AlterTable& alter) const {
  Inverse whole = lossless({});
  for (auto sub = alter.subcommands.rbegin(); sub != alter.subcommands.rend(); ++sub) {
    Inverse part = subcommand(alter, *sub);
    if (part.grade > whole.grade || whole.reason.empty()) whole.reason = part.reason;
    whole.grade = std::max(whole.grade, part.grade);
    whole.sql.insert(whole.sql.end(), part.sql.begin(), part.sql.end());
  }
  if (whole.grade == Reversible::No) whole.sql.clear();
  return whole;
}

}  // namespace

Inverse inverse_of(const Statement& statement, const Catalog& before) {
  return visit(Invert{statement, before}, statement.body);
}

}  // namespace lockstep
