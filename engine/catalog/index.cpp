// CREATE INDEX, and how indexes reach partitions.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/names.h"
#include "engine/catalog/refusals.h"
#include "engine/catalog/table.h"
#include "engine/catalog/volatility.h"
#include "engine/catalog/words.h"

namespace lockstep {

std::vector<CatalogIndexElement> index_elements(const std::vector<IndexElement>& written, Dialect dialect) {
  std::vector<CatalogIndexElement> elements;
  for (const IndexElement& element : written) {
    CatalogIndexElement made;
    made.column = element.column;
    if (element.column.empty() && element.expression) {
      made.expression = std::string(strip_parentheses(element.expression->text, dialect));
    }
    made.collation = element.collation;
    made.operator_class = element.operator_class;
    made.descending = element.descending;
    made.nulls_first = element.nulls_first.value_or(element.descending);
    elements.push_back(std::move(made));
  }
  return elements;
}

std::vector<std::string> index_column_names(const std::vector<CatalogIndexElement>& elements,
                                            const std::vector<std::string>& include, Dialect dialect) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& original) {
    std::string name = original;
    for (int number = 1; std::find(names.begin(), names.end(), name) != names.end(); ++number) {
      name = original + std::to_string(number);
    }
    names.push_back(name);
  };
  for (const CatalogIndexElement& element : elements) {
    std::string name = element.column.empty() ? figure_name(element.expression, dialect) : element.column;
    add(name.empty() ? "expr" : name);
  }
  for (const std::string& column : include) add(column);
  return names;
}

void set_storage(std::vector<std::string>& kept, const OptionList& options, bool reset) {
  for (const auto& [name, value] : options) {
    const std::string start = name + "=";
    std::erase_if(kept, [&](const std::string& one) { return one.starts_with(start); });
    if (!reset) kept.push_back(start + (value.empty() ? "true" : value));
  }
}

std::vector<const CatalogIndex*> like_indexes(const CatalogRelation& table, const CatalogIndex& wanted) {
  std::vector<const CatalogIndex*> out;
  for (const CatalogIndex& own : table.indexes) {
    const bool like = own.elements == wanted.elements && own.include == wanted.include && own.unique == wanted.unique &&
                      own.method == wanted.method && own.predicate == wanted.predicate;
    if (like && own.valid) out.push_back(&own);
  }
  return out;
}

namespace {

/// The index that a partition gets for one of its parent, unless it has a like one that can be attached: one that
/// serves no other index of the parent already (DefineIndex).
void add_to_partitions(Draft& draft, const std::string& table, const CatalogIndex& index) {
  for (const std::string& partition : draft.partitions(table)) {
    const CatalogRelation* known = draft.find(partition);
    if (like_indexes(*known, index).size() >= like_indexes(*draft.find(table), index).size()) continue;
    CatalogIndex copy = index;
    copy.name = choose_relation_name(
        draft, known->schema, known->name,
        name_addition(index_column_names(index.elements, index.include, draft.dialect())), "idx", false);
    copy.comment.clear();
    add_index(draft, partition, std::move(copy), false);
  }
}

}  // namespace

void add_index(Draft& draft, const std::string& key, CatalogIndex index, bool only) {
  CatalogRelation* table = draft.edit(key);
  if (table == nullptr) return;
  const bool partitioned = table->kind == CatalogRelationKind::PartitionedTable;
  index.on_only = only && partitioned;
  if (index.on_only && !draft.partitions(key).empty()) index.valid = false;
  table->indexes.push_back(index);
  if (partitioned && !only) add_to_partitions(draft, key, index);
}

Status fold(Draft& draft, const CreateIndex& create, const Statement& statement) {
  const Dialect dialect = draft.dialect();
  const CatalogRelation* table = edit_or_assume(draft, create.table, CatalogRelationKind::Table);
  if (table == nullptr) return no_such_relation(create.table.name);
  const std::string key = draft.key(create.table);
  const bool materialized = table->kind == CatalogRelationKind::MaterializedView;
  if (table->kind != CatalogRelationKind::Table && table->kind != CatalogRelationKind::PartitionedTable &&
      !materialized && !table->partial) {
    return refuse("42809", "cannot create index on relation \"" + table->name + "\"");
  }
  CatalogIndex index;
  index.name = dialect == Dialect::PostgreSQL ? create.name.substr(0, longest_name) : create.name;
  index.unique = create.unique;
  if (!create.method.empty()) index.method = create.method;
  index.elements = index_elements(create.elements, dialect);
  index.include = create.include;
  index.nulls_not_distinct = create.nulls_not_distinct;
  if (create.predicate) index.predicate = create.predicate->text;
  set_storage(index.options, create.options);

  // The server resolves the columns first, then looks whether the name is free.
  for (CatalogIndexElement& element : index.elements) {
    if (element.column.empty()) continue;
    if (const CatalogColumn* column = table->column(element.column)) {
      if (column->generated == 'v' && dialect == Dialect::PostgreSQL) {
        return refuse("0A000", "indexes on virtual generated columns are not supported");
      }
      element.column = column->name;
    } else if (!table->partial && !materialized) {
      return refuse("42703", "column \"" + element.column + "\" does not exist");
    }
  }
  const auto missing = [&](const Expression& expression) -> const ColumnReference* {
    for (const ColumnReference& reference : expression.columns) {
      if (reference.qualifier.empty() && table->column(reference.name) == nullptr) return &reference;
    }
    return nullptr;
  };
  if (!table->partial && !materialized && dialect == Dialect::PostgreSQL) {
    for (const IndexElement& element : create.elements) {
      if (!element.column.empty() || !element.expression) continue;
      if (const ColumnReference* column = missing(*element.expression)) {
        return refuse("42703", "column \"" + column->name + "\" does not exist");
      }
      if (is_surely_mutable(draft.base(), *element.expression) || casts_by_session(*table, element.expression->text)) {
        return refuse("42P17", "functions in index expression must be marked IMMUTABLE");
      }
    }
    if (create.predicate) {
      if (const ColumnReference* column = missing(*create.predicate)) {
        return refuse("42703", "column \"" + column->name + "\" does not exist");
      }
      if (is_surely_mutable(draft.base(), *create.predicate)) {
        return refuse("42P17", "functions in index predicate must be marked IMMUTABLE");
      }
    }
  }
  LOCKSTEP_CHECK(check_index_method(draft, *table, create));
  if (table->kind == CatalogRelationKind::PartitionedTable && create.concurrently && !table->partial) {
    return refuse("0A000", "cannot create index on partitioned table \"" + table->name + "\" concurrently");
  }
  if (table->kind == CatalogRelationKind::PartitionedTable && create.unique && !table->partial) {
    for (const std::string& column : table->partition_columns) {
      const bool has = std::any_of(index.elements.begin(), index.elements.end(),
                                   [&](const CatalogIndexElement& element) { return element.column == column; });
      if (!has) {
        return refuse("0A000", "unique constraint on partitioned table must include all partitioning columns: \"" +
                                   column + "\" is missing");
      }
    }
  }
  if (!index.name.empty()) {
    const bool taken = dialect == Dialect::SQLite ? !draft.table_of_index(table->schema, index.name).empty()
                                                  : relation_name_taken(draft, table->schema, index.name);
    if (taken) {
      if (create.if_not_exists) return {};
      return refuse("42P07", "relation \"" + index.name + "\" already exists");
    }
  } else {
    index.name =
        choose_relation_name(draft, table->schema, table->name,
                             name_addition(index_column_names(index.elements, index.include, dialect)), "idx", false);
  }
  if (dialect == Dialect::SQLite) {
    // The statement does not say where the name stands: it is the text before ON that SQLite keeps as written.
    const std::vector<Word> list = words(statement.text, dialect);
    for (size_t i = 1; i + 1 < list.size(); ++i) {
      if (equals_ignoring_case(list[i].name, create.name) && equals_ignoring_case(list[i + 1].name, "on")) {
        index.definition = std::string(create.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ") +
                           statement.text.substr(list[i].span.begin);
        break;
      }
    }
  }
  add_index(draft, key, std::move(index), create.only);
  return {};
}

}  // namespace lockstep
