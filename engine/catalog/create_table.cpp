// CREATE TABLE in all its forms, CREATE TABLE AS and SELECT INTO included.
#include <algorithm>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/names.h"
#include "engine/catalog/query_checks.h"
#include "engine/catalog/refusals.h"
#include "engine/catalog/table.h"
#include "engine/catalog/words.h"

namespace lockstep {
namespace {

/// What a LIKE clause copies besides names, types and NOT NULL: its options applied in order.
struct LikeOptions {
  bool comments = false, constraints = false, defaults = false, generated = false, identity = false, indexes = false,
       statistics = false;

  explicit LikeOptions(const LikeClause& like) {
    for (const std::string& written : like.options) {
      const std::string option = to_upper(written);
      const bool including = option.starts_with("INCLUDING");
      const bool all = option.ends_with(" ALL");
      const auto set = [&](std::string_view word, bool& field) {
        if (all || option.ends_with(word)) field = including;
      };
      set(" COMMENTS", comments);
      set(" CONSTRAINTS", constraints);
      set(" DEFAULTS", defaults);
      set(" GENERATED", generated);
      set(" IDENTITY", identity);
      set(" INDEXES", indexes);
      set(" STATISTICS", statistics);
    }
  }
};

/// A copy of a column, made from `source` for `table`, has its NOT NULL under the same name.
void keep_not_null_name(const Draft& draft, const CatalogRelation& source, const CatalogRelation& table,
                        CatalogColumn& column) {
  if (column.not_null && names_not_null(draft)) set_not_null_name(table, column, not_null_name(source, column));
}

/// A NOT NULL that the definition of an inherited column writes comes with the name that it has there.
void take_not_null(CatalogColumn& column, const CatalogColumn& made) {
  if (!made.not_null) return;
  column.not_null = true;
  column.not_null_name = made.not_null_name;
  column.not_null_no_inherit = made.not_null_no_inherit;
}

void copy_columns(const Draft& draft, CatalogRelation& table, const CatalogRelation& source,
                  const LikeOptions& options) {
  for (CatalogColumn column : source.columns) {
    keep_not_null_name(draft, source, table, column);
    if (!options.generated && column.generated != 0) {
      column.generated = 0;
      column.generated_expression.clear();
    }
    if (!options.identity) column.identity = 0;
    if (!options.defaults) {
      column.default_expression.clear();
      column.default_volatile = false;
    }
    if (!options.comments) column.comment.clear();
    // NOT NULL that is not validated yet holds in a new table.
    for (const CatalogConstraint& constraint : source.constraints) {
      const bool own = constraint.columns.size() == 1 && constraint.columns.front() == column.name;
      if (constraint.kind != ConstraintKind::NotNull || !own) continue;
      demand_values(draft, table, column, constraint.name, constraint.no_inherit);
    }
    table.columns.push_back(std::move(column));
  }
}

/// The constraint as a definition again, for a copy of it elsewhere.
Constraint as_written(const CatalogConstraint& constraint) {
  Constraint written;
  written.kind = constraint.kind;
  written.name = constraint.name;
  written.columns = constraint.columns;
  written.include = constraint.include;
  written.nulls_not_distinct = constraint.nulls_not_distinct;
  written.without_overlaps = constraint.period && constraint.kind != ConstraintKind::ForeignKey;
  written.deferrable = constraint.deferrable;
  written.initially_deferred = constraint.initially_deferred;
  written.no_inherit = constraint.no_inherit;
  return written;
}

/// After the table stands: what INCLUDING CONSTRAINTS and INDEXES bring, as expandTableLikeClause() does it.
Status copy_parts(Draft& draft, const std::string& key, const CatalogRelation& source, const LikeOptions& options) {
  CatalogRelation* table = draft.edit(key);
  if (options.constraints) {
    for (const CatalogConstraint& constraint : source.constraints) {
      if (constraint.kind != ConstraintKind::Check || constraint.no_inherit) continue;
      table->constraints.push_back(constraint);
      table->constraints.back().validated = constraint.enforced;
    }
  }
  if (options.statistics) copy_statistics(draft, source, *table);
  if (!options.indexes) return {};
  for (const CatalogIndex& index : source.indexes) {
    if (!index.valid) continue;
    const CatalogConstraint* constraint =
        index.constraint.empty() ? nullptr : source.constraint(index.constraint);
    if (constraint != nullptr && constraint->kind != ConstraintKind::Exclude) {
      Constraint written = as_written(*constraint);
      written.name.clear();
      LOCKSTEP_CHECK(add_constraint(draft, key, written));
      continue;
    }
    CatalogIndex copy = index;
    copy.name = choose_relation_name(draft, table->schema, table->name,
                                     name_addition(index_column_names(index.elements, index.include, draft.dialect())),
                                     constraint != nullptr ? "excl" : "idx", constraint != nullptr);
    if (!options.comments) copy.comment.clear();
    if (constraint != nullptr) {
      CatalogConstraint exclude = *constraint;
      exclude.name = copy.constraint = copy.name;
      table->constraints.push_back(std::move(exclude));
    }
    table->indexes.push_back(std::move(copy));
  }
  return {};
}

/// Columns and checks of a parent, for an inheriting table or a partition.
Status inherit(const Draft& draft, CatalogRelation& table, const CatalogRelation& parent, bool partition) {
  for (const CatalogColumn& inherited : parent.columns) {
    if (CatalogColumn* column = table.column(inherited.name)) {
      if (column->type != inherited.type) {
        return refuse("42804", "inherited column \"" + inherited.name + "\" has a type conflict");
      }
      const bool demanded = inherited.not_null && !inherited.not_null_no_inherit;
      if (demanded) demand_values(draft, table, *column, not_null_name(parent, inherited));
      continue;
    }
    CatalogColumn column = inherited;
    if (column.not_null_no_inherit) allow_null(column);
    keep_not_null_name(draft, parent, table, column);
    column.comment.clear();
    if (!partition) column.identity = 0;
    table.columns.push_back(std::move(column));
  }
  for (const CatalogConstraint& constraint : parent.constraints) {
    if (constraint.kind != ConstraintKind::Check || constraint.no_inherit) continue;
    if (table.constraint(constraint.name) == nullptr) {
      table.constraints.push_back(constraint);
      table.constraints.back().comment.clear();
    }
  }
  table.partial = table.partial || parent.partial;
  return {};
}

/// CREATE TABLE ... PARTITION OF parent (column WITH OPTIONS constraints): what the definition adds to the column.
Status add_options(Draft& draft, CatalogRelation& table, const ColumnDefinition& definition) {
  CatalogColumn* column = table.column(definition.name);
  if (column == nullptr) {
    if (table.partial) return {};
    return refuse("42703", "column \"" + definition.name + "\" does not exist");
  }
  LOCKSTEP_TRY(const CatalogColumn made, make_column(draft, table, definition));
  take_not_null(*column, made);
  if (!made.default_expression.empty()) {
    column->default_expression = made.default_expression;
    column->default_volatile = made.default_volatile;
  }
  return {};
}

CatalogRelationKind kind_of(const CreateTable& create) {
  if (create.foreign) return CatalogRelationKind::ForeignTable;
  if (create.is_virtual) return CatalogRelationKind::VirtualTable;
  return create.partition_by ? CatalogRelationKind::PartitionedTable : CatalogRelationKind::Table;
}

void set_partition_key(CatalogRelation& table, const PartitionBy& by) {
  table.partition_strategy = by.strategy;
  for (const IndexElement& element : by.elements) {
    if (!element.column.empty()) {
      table.partition_columns.push_back(element.column);
    } else if (element.expression) {
      table.partition_columns.push_back(element.expression->text);
    }
  }
}

/// CREATE TABLE AS SELECT * FROM t has t's columns; of other queries only the names are known.
void columns_of_query(const Draft& draft, const Statement& statement, CatalogRelation& table) {
  std::vector<const CatalogRelation*> sources;
  for (const QualifiedName& name : statement.relations) {
    const CatalogRelation* source = draft.find(name);
    if (source != nullptr && !source->partial) sources.push_back(source);
  }
  for (CatalogColumn& column : table.columns) {
    const CatalogColumn* origin = nullptr;
    for (const CatalogRelation* source : sources) {
      const CatalogColumn* candidate = source->column(column.name);
      if (candidate != nullptr && origin != nullptr) return;
      if (candidate != nullptr) origin = candidate;
    }
    if (origin != nullptr && column.type.empty()) column.type = origin->type;
  }
}

}  // namespace

std::string query_of_table(const std::string& text) {
  const std::vector<Word> list = words(text, Dialect::PostgreSQL);
  if (!list.empty() && list.front().name == "select") return text;
  if (list.empty() || list.front().name != "create") return {};
  int depth = 0;
  for (size_t i = 0; i + 1 < list.size(); ++i) {
    const std::string_view mark = slice(text, list[i].span);
    depth += mark == "(" ? 1 : mark == ")" ? -1 : 0;
    if (depth != 0 || list[i].name != "as") continue;
    size_t last = list.size() - 1;
    if (last > i + 2 && list[last].name == "data") last -= list[last - 1].name == "no" ? 3 : 2;
    return list[i + 1].name == "execute"
               ? std::string()
               : text.substr(list[i + 1].span.begin, list[last].span.end - list[i + 1].span.begin);
  }
  return {};
}

std::string sqlite_definition(std::string_view head, const Statement& statement, Span name) {
  std::string text = std::string(head) + " ";
  const size_t from = name.begin - statement.span.begin;
  std::string_view rest = std::string_view(statement.text).substr(std::min(from, statement.text.size()));
  const std::vector<Word> list = words(rest.substr(0, name.size()), Dialect::SQLite);
  if (list.size() == 3) rest.remove_prefix(list[2].span.begin);  // without the schema
  return text + std::string(rest);
}

Status fold(Draft& draft, const CreateTable& create, const Statement& statement) {
  const bool sqlite = draft.dialect() == Dialect::SQLite;
  CatalogRelation table;
  table.name = sqlite ? create.name.name : create.name.name.substr(0, longest_name);
  table.schema = draft.schema_of(create.name);
  if (create.temporary) table.schema = sqlite ? "temp" : "pg_temp";
  table.temporary = create.temporary || table.schema == "pg_temp" || (sqlite && to_lower(table.schema) == "temp");
  table.unlogged = create.unlogged;
  table.kind = kind_of(create);
  table.without_rowid = create.without_rowid;
  table.strict = create.strict;
  if (sqlite) {
    table.definition = sqlite_definition(create.is_virtual ? "CREATE VIRTUAL TABLE" : "CREATE TABLE", statement,
                                         create.name.span);
  }
  std::string key = relation_key(table);
  if (sqlite) key = to_lower(key);

  if (const CatalogRelation* existing = draft.find(key); existing != nullptr && !existing->partial) {
    if (create.if_not_exists) return {};
    return refuse("42P07", "relation \"" + table.name + "\" already exists");
  }
  if (!sqlite && !draft.table_of_index(table.schema, table.name).empty()) {
    if (create.if_not_exists) return {};
    return refuse("42P07", "relation \"" + table.name + "\" already exists");
  }
  if (!sqlite) {
    const auto type = draft.base().types.find(key);
    if (type != draft.base().types.end() && !create.if_not_exists) {
      return refuse("42710", "type \"" + table.name + "\" already exists");
    }
    LOCKSTEP_CHECK(check_storage(draft, table, create.options));
  }
  if (create.partition_by) set_partition_key(table, *create.partition_by);
  if (create.is_virtual) table.partial = true;  // its columns are its module's business

  for (const LikeClause& like : create.likes) {
    const CatalogRelation* source = draft.find(like.source);
    if (source == nullptr && draft.base().knows_all(like.source)) return no_such_relation(like.source.name);
    if (source != nullptr && source->kind == CatalogRelationKind::Sequence) {
      return refuse("42809", "relation \"" + source->name + "\" is invalid in LIKE clause");
    }
    if (source == nullptr || source->partial) {
      table.partial = true;
    } else {
      copy_columns(draft, table, *source, LikeOptions(like));
    }
  }
  std::vector<Constraint> constraints;
  std::vector<std::pair<std::string, std::string>> sequences;  // columns that own one, and its name if it is written
  for (const CatalogColumn& column : table.columns) {
    if (column.identity != 0) sequences.emplace_back(column.name, std::string());
  }
  std::string parent;
  if (create.partition_of) {
    parent = draft.key(*create.partition_of);
    if (parent == key) return no_such_relation(create.partition_of->name);
    LOCKSTEP_CHECK(refuse_circle(draft, parent, key));
    const CatalogRelation* known = edit_or_assume(draft, *create.partition_of, CatalogRelationKind::PartitionedTable);
    if (known == nullptr) return no_such_relation(create.partition_of->name);
    if (known->kind != CatalogRelationKind::PartitionedTable && !known->partial) {
      return refuse("42P17", "\"" + known->name + "\" is not partitioned");
    }
    if (table.temporary && !known->temporary && !known->partial) {
      return refuse("42809",
                    "cannot create a temporary relation as partition of permanent relation \"" + known->name + "\"");
    }
    LOCKSTEP_CHECK(inherit(draft, table, *known, true));
  }
  for (const QualifiedName& name : create.inherits) {
    const CatalogRelation* known = draft.find(name);
    if (known == nullptr && draft.base().knows_all(name)) return no_such_relation(name.name);
    if (draft.key(name) == key) return no_such_relation(name.name);
    LOCKSTEP_CHECK(refuse_circle(draft, draft.key(name), key));
    table.inherits.push_back(draft.key(name));
    if (known == nullptr) {
      table.partial = true;
    } else {
      const bool plain = known->kind == CatalogRelationKind::Table || known->kind == CatalogRelationKind::ForeignTable;
      if (!sqlite && (!plain || !known->parent.empty())) {
        return refuse("42809", "cannot inherit from \"" + known->name + "\"");
      }
      LOCKSTEP_CHECK(inherit(draft, table, *known, false));
    }
  }
  if (!create.of_type.empty()) {
    const std::string type_name = draft.key(dotted_name(create.of_type));
    const CatalogRelation* type = draft.find(type_name);
    if (type != nullptr && type->kind == CatalogRelationKind::CompositeType && !type->partial) {
      table.columns = type->columns;
      table.of_type = relation_key(*type);
    } else {
      const auto other = draft.base().types.find(type_name);
      if (other != draft.base().types.end() && other->second.form != CreateType::Form::Composite) {
        return refuse("42809", "type " + create.of_type + " is not a composite type");
      }
      table.partial = true;
    }
  }
  if (!sqlite && create.unlogged && create.partition_by && draft.server_version() >= 18) {
    return refuse("0A000", "partitioned tables cannot be unlogged");
  }
  for (const ColumnDefinition& definition : create.columns) {
    if (create.partition_of || !create.of_type.empty()) {
      LOCKSTEP_CHECK(add_options(draft, table, definition));
    } else if (CatalogColumn* existing = table.column(definition.name)) {
      if (create.inherits.empty()) {
        return refuse("42701", "column \"" + definition.name + "\" specified more than once");
      }
      LOCKSTEP_TRY(const CatalogColumn made, make_column(draft, table, definition));
      if (made.type != existing->type) {
        return refuse("42804", "column \"" + made.name + "\" has a type conflict");
      }
      take_not_null(*existing, made);
      if (!made.default_expression.empty()) existing->default_expression = made.default_expression;
    } else {
      LOCKSTEP_TRY(CatalogColumn made, make_column(draft, table, definition));
      if (made.identity != 0 || (!sqlite && definition.type && is_serial(*definition.type))) {
        sequences.emplace_back(made.name, identity_sequence(definition));
      }
      table.columns.push_back(std::move(made));
    }
    const std::vector<Constraint> own = table_constraints(definition);
    constraints.insert(constraints.end(), own.begin(), own.end());
  }
  if (!create.of_type.empty() && create.columns.empty() && table.columns.empty()) table.partial = true;
  if (!sqlite) {
    for (const ColumnDefinition& definition : create.columns) {
      for (const Constraint& constraint : definition.constraints) {
        if (constraint.kind != ConstraintKind::Generated || !constraint.expression) continue;
        LOCKSTEP_CHECK(check_generated(draft, table, definition.name, *constraint.expression));
      }
    }
    for (const std::string& column : create.partition_by ? table.partition_columns : std::vector<std::string>()) {
      const bool name = words(column, Dialect::PostgreSQL).size() == 1;
      if (name && !table.partial && table.column(column) == nullptr) {
        return refuse("42703", "column \"" + column + "\" named in partition key does not exist");
      }
    }
  }
  if (create.as_query && !sqlite) {
    const std::string query = query_of_table(statement.text);
    LOCKSTEP_CHECK(check_query(draft, query));
    std::vector<std::string> reads;
    for (const QualifiedName& name : statement.relations) {
      if (name != create.name) reads.push_back(draft.key(name));
    }
    if (!query.empty() && create.columns.empty())
      LOCKSTEP_CHECK(check_output_names(output_columns(draft, query, reads)));
  }
  if (create.as_query) {
    columns_of_query(draft, statement, table);
    if (table.columns.empty()) table.partial = true;
  }
  constraints.insert(constraints.end(), create.constraints.begin(), create.constraints.end());

  if (draft.find(key) != nullptr) draft.remove(key);  // what was only assumed
  const CatalogRelation& added = draft.add(std::move(table));
  const bool added_temporary = added.temporary;
  for (const auto& [column, written] : sequences) add_owned_sequence(draft, added, column, written);
  if (!sqlite) constraints = in_order_of_creation(constraints);
  for (Constraint& constraint : constraints) {
    if (constraint.kind == ConstraintKind::ForeignKey && !sqlite) {
      const CatalogRelation* referenced = draft.find(constraint.referenced);
      if (referenced != nullptr && !referenced->partial && referenced->temporary != added_temporary) {
        return refuse("42P16", std::string("constraints on ") + (added_temporary ? "temporary" : "permanent") +
                                   " tables may reference only such tables");
      }
    }
    constraint.not_valid = false;  // a new table has no row that could break it (transformCheckConstraints)
    LOCKSTEP_CHECK(add_constraint(draft, key, constraint));
  }
  for (const LikeClause& like : create.likes) {
    if (const CatalogRelation* source = draft.find(like.source)) {
      const CatalogRelation copy = *source;
      LOCKSTEP_CHECK(copy_parts(draft, key, copy, LikeOptions(like)));
    }
  }
  if (create.partition_of) {
    LOCKSTEP_CHECK(attach(draft, parent, key, create.bound ? *create.bound : PartitionBound{}));
  }
  return {};
}

}  // namespace lockstep
