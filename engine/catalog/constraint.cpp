// Constraints: their names, their indexes, and how partitions get and lose them.
#include <algorithm>

#include "base/text.h"
#include "engine/catalog/alter_checks.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/names.h"
#include "engine/catalog/refusals.h"
#include "engine/catalog/table.h"
#include "engine/catalog/type_change.h"
#include "engine/catalog/words.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

bool has_index(ConstraintKind kind) {
  return kind == ConstraintKind::Unique || kind == ConstraintKind::PrimaryKey || kind == ConstraintKind::Exclude;
}

/// The columns of `table` that a check reads, each once, in the order in which it names them.
std::vector<std::string> columns_of_check(const CatalogRelation& table, const Expression& expression) {
  std::vector<std::string> columns;
  for (const ColumnReference& reference : expression.columns) {
    const CatalogColumn* column = table.column(reference.name);
    if ((column != nullptr || table.partial) && !contains(columns, reference.name)) columns.push_back(reference.name);
  }
  return columns;
}

std::string action(const std::string& written) { return written == "NO ACTION" ? std::string() : written; }

/// How far a number type is from the integers: each turns into a later one by itself, and not the other way.
int number_rank(std::string_view type) {
  type = type.substr(0, type.find('('));
  if (type == "numeric") return 1;
  return type == "real" || type == "double precision" ? 2 : 0;
}

}  // namespace

bool fits_key(const Catalog& catalog, std::string_view referencing, std::string_view referenced) {
  const std::string a = type_family(catalog, referencing);
  const std::string b = type_family(catalog, referenced);
  if (a.empty() || b.empty()) return true;
  return a == b && (a != "number" || number_rank(base_of_domain(catalog, referencing)) <=
                                         number_rank(base_of_domain(catalog, referenced)));
}

bool is_unique_key(const CatalogRelation& table, const std::vector<std::string>& columns) {
  std::vector<std::string> wanted = columns;
  std::sort(wanted.begin(), wanted.end());
  const auto covers = [&](std::vector<std::string> key) {
    std::sort(key.begin(), key.end());
    return key == wanted;
  };
  for (const CatalogConstraint& constraint : table.constraints) {
    if ((constraint.kind == ConstraintKind::PrimaryKey || constraint.kind == ConstraintKind::Unique) &&
        covers(constraint.columns)) {
      return true;
    }
  }
  for (const CatalogIndex& index : table.indexes) {
    if (!index.unique || !index.predicate.empty() || !index.valid) continue;
    std::vector<std::string> key;
    for (const CatalogIndexElement& element : index.elements) key.push_back(element.column);
    if (covers(key)) return true;
  }
  return false;
}

namespace {

Status check_foreign_key(const Draft& draft, const CatalogRelation& table, CatalogConstraint& made) {
  const CatalogRelation* referenced = draft.find(made.referenced);
  if (referenced == nullptr) {
    if (draft.base().complete) return no_such_relation(sql_name(made.referenced, draft.dialect()));
    return {};
  }
  if (referenced->kind != CatalogRelationKind::Table && referenced->kind != CatalogRelationKind::PartitionedTable) {
    return refuse("42809", "referenced relation \"" + referenced->name + "\" is not a table");
  }
  if (draft.dialect() == Dialect::PostgreSQL && referenced->unlogged && !table.unlogged && !table.temporary) {
    return refuse("42P16", "constraints on permanent tables may reference only permanent tables");
  }
  if (made.referenced_columns.empty()) {
    made.referenced_columns = referenced->primary_key();
    if (made.referenced_columns.empty()) {
      if (referenced->partial) return {};
      return refuse("42704", "there is no primary key for referenced table \"" + referenced->name + "\"");
    }
  }
  if (made.columns.size() != made.referenced_columns.size()) {
    return refuse("42830", "number of referencing and referenced columns for foreign key disagree");
  }
  for (size_t i = 0; i < made.columns.size(); ++i) {
    const CatalogColumn* there = referenced->column(made.referenced_columns[i]);
    if (there == nullptr) {
      if (referenced->partial) continue;
      return refuse("42703",
                    "column \"" + made.referenced_columns[i] + "\" referenced in foreign key constraint does not exist");
    }
    const CatalogColumn* here = table.column(made.columns[i]);
    if (here == nullptr) continue;
    if (!fits_key(draft.base(), here->type, there->type)) {
      return refuse("42804", "foreign key constraint \"" + made.name + "\" cannot be implemented: key columns \"" +
                                 here->name + "\" and \"" + there->name + "\" are of incompatible types: " +
                                 here->type + " and " + there->type);
    }
  }
  for (const CatalogConstraint& key : referenced->constraints) {
    if (key.period && key.columns == made.referenced_columns) made.period = true;
  }
  if (!referenced->partial && !is_unique_key(*referenced, made.referenced_columns)) {
    return refuse("42830",
                  "there is no unique constraint matching given keys for referenced table \"" + referenced->name + "\"");
  }
  return {};
}

CatalogIndex constraint_index(const CatalogConstraint& constraint, const Constraint& written, Dialect dialect) {
  CatalogIndex index;
  index.name = constraint.name;
  index.unique = constraint.kind != ConstraintKind::Exclude;
  index.constraint = constraint.name;
  index.include = constraint.include;
  index.nulls_not_distinct = constraint.nulls_not_distinct;
  if (written.without_overlaps) index.method = "gist";
  if (constraint.kind == ConstraintKind::Exclude) {
    index.method = written.access_method.empty() ? "btree" : written.access_method;
    index.elements = index_elements(written.elements, dialect);
    if (written.predicate) index.predicate = written.predicate->text;
  } else {
    for (const std::string& column : constraint.columns) {
      index.elements.push_back({column, {}, {}, {}, false, false});
    }
  }
  return index;
}

/// Columns that stand twice, and types without an operator class for the index.
Status check_key_columns(const Draft& draft, const CatalogRelation& table, const CatalogConstraint& made,
                         const Constraint& written) {
  for (size_t i = 0; i < made.columns.size(); ++i) {
    const auto begin = made.columns.begin();
    if (std::find(begin, begin + static_cast<ptrdiff_t>(i), made.columns[i]) != begin + static_cast<ptrdiff_t>(i)) {
      return refuse("42701", "column \"" + made.columns[i] + "\" appears twice in the key");
    }
  }
  const CatalogIndex index = constraint_index(made, written, Dialect::PostgreSQL);
  for (const CatalogIndexElement& element : index.elements) {
    const CatalogColumn* column = element.column.empty() ? nullptr : table.column(element.column);
    if (column != nullptr)
      LOCKSTEP_CHECK(check_operator_class(draft, index.method, column->type, element.operator_class));
  }
  return {};
}

/// The words after ADD CONSTRAINT name of an EXCLUDE, which only the statement has.
std::string exclude_definition(const Constraint& written, const CatalogIndex& index, Dialect dialect) {
  std::string text = "EXCLUDE USING " + index.method + " (";
  for (size_t i = 0; i < written.elements.size(); ++i) {
    const CatalogIndexElement& element = index.elements[i];
    if (i > 0) text += ", ";
    text += element.column.empty() ? "(" + element.expression + ")" : quote_identifier(element.column, dialect);
    if (!element.operator_class.empty()) text += " " + element.operator_class;
    text += " WITH " + written.elements[i].exclude_operator;
  }
  text += ")";
  if (!index.predicate.empty()) text += " WHERE (" + index.predicate + ")";
  return text;
}

/// SQLite names the indexes of constraints by their number in the table.
std::string autoindex_name(const CatalogRelation& table) {
  const auto number = 1 + std::count_if(table.indexes.begin(), table.indexes.end(), [](const CatalogIndex& index) {
    return index.name.starts_with("sqlite_autoindex_");
  });
  return "sqlite_autoindex_" + table.name + "_" + std::to_string(number);
}

bool is_rowid_key(const CatalogRelation& table, const CatalogConstraint& constraint) {
  if (constraint.kind != ConstraintKind::PrimaryKey || constraint.columns.size() != 1 || table.without_rowid) {
    return false;
  }
  const CatalogColumn* column = table.column(constraint.columns.front());
  return column != nullptr && equals_ignoring_case(column->type, "integer");
}

Status add_sqlite_constraint(CatalogRelation& table, CatalogConstraint made, const Constraint& written) {
  if (made.kind == ConstraintKind::PrimaryKey && written.autoincrement) table.autoincrement = true;
  if (made.kind == ConstraintKind::PrimaryKey && table.without_rowid) {
    for (const std::string& name : made.columns) {
      if (CatalogColumn* column = table.column(name)) column->not_null = true;
    }
  }
  if ((made.kind == ConstraintKind::PrimaryKey || made.kind == ConstraintKind::Unique) && !is_rowid_key(table, made) &&
      !(made.kind == ConstraintKind::PrimaryKey && table.without_rowid)) {
    CatalogIndex index = constraint_index(made, written, Dialect::SQLite);
    index.name = autoindex_name(table);
    index.constraint = made.name.empty() ? index.name : made.name;
    table.indexes.push_back(std::move(index));
  }
  table.constraints.push_back(std::move(made));
  return {};
}

/// ADD CONSTRAINT ... USING INDEX: the constraint takes the index over, and its columns.
Status adopt_index(Draft& draft, const std::string& key, CatalogConstraint made, const std::string& index_name) {
  CatalogRelation* table = draft.edit(key);
  const auto found = std::find_if(table->indexes.begin(), table->indexes.end(),
                                  [&](const CatalogIndex& index) { return index.name == index_name; });
  if (found == table->indexes.end()) {
    if (!draft.table_of_index(table->schema, index_name).empty()) {
      return refuse("55000", "index \"" + index_name + "\" does not belong to table \"" + table->name + "\"");
    }
    if (!table->partial) return refuse("42704", "index \"" + index_name + "\" does not exist");
    CatalogIndex assumed;
    assumed.name = made.name.empty() ? index_name : made.name;
    assumed.unique = true;
    assumed.constraint = made.name = assumed.name;
    table->indexes.push_back(std::move(assumed));
    table->constraints.push_back(std::move(made));
    return {};
  }
  if (!found->unique) return refuse("42809", "\"" + index_name + "\" is not a unique index");
  if (!found->valid) return refuse("55000", "index \"" + index_name + "\" is not valid");
  if (!found->constraint.empty()) {
    return refuse("55000", "index \"" + index_name + "\" is already associated with a constraint");
  }
  if (!found->predicate.empty()) return refuse("42809", "\"" + index_name + "\" is a partial index");
  if (made.name.empty()) made.name = index_name;
  for (const CatalogIndexElement& element : found->elements) {
    if (element.column.empty()) return refuse("42809", "index \"" + index_name + "\" contains expressions");
    made.columns.push_back(element.column);
  }
  made.include = found->include;
  made.nulls_not_distinct = found->nulls_not_distinct;
  if (table->clustered_on == found->name) table->clustered_on = made.name;
  if (table->replica_identity == found->name) table->replica_identity = made.name;
  found->name = made.name;
  found->constraint = made.name;
  if (made.kind == ConstraintKind::PrimaryKey) {
    for (const std::string& column : made.columns) {
      if (CatalogColumn* part = table->column(column)) demand_values(draft, *table, *part);
    }
  }
  table->constraints.push_back(std::move(made));
  return {};
}

/// Whether the partition has a key of its own that becomes a part of the one of its parent with that name: one that is
/// no part of another one already (DefineIndex).
bool has_key_for(const CatalogRelation& parent, const CatalogRelation& partition, const std::string& name) {
  const CatalogConstraint& wanted = *parent.constraint(name);
  const auto like = [&](const CatalogConstraint& other) {
    const bool serves = other.kind == wanted.kind ||
                        (wanted.kind == ConstraintKind::Unique && other.kind == ConstraintKind::PrimaryKey);
    return serves && other.columns == wanted.columns && other.include == wanted.include &&
           other.nulls_not_distinct == wanted.nulls_not_distinct;
  };
  return std::count_if(partition.constraints.begin(), partition.constraints.end(), like) >=
         std::count_if(parent.constraints.begin(), parent.constraints.end(), like);
}

/// What partitions get of a constraint of their parent, named as the server names it there.
Status add_to_children(Draft& draft, const std::string& key, const Constraint& constraint, const std::string& name) {
  for (const std::string& child : draft.children(key)) {
    const bool is_partition = draft.find(child)->parent == key;
    if (!is_partition && constraint.kind != ConstraintKind::Check && constraint.kind != ConstraintKind::NotNull) {
      continue;
    }
    Constraint copy = constraint;
    if (has_index(constraint.kind)) {
      if (has_key_for(*draft.find(key), *draft.find(child), name)) continue;
      copy.name.clear();
    } else {
      copy.name = name;
      const CatalogColumn* column =
          constraint.kind == ConstraintKind::NotNull ? draft.find(child)->column(constraint.columns.front()) : nullptr;
      if (column != nullptr && column->not_null) continue;
      if (const CatalogConstraint* same = draft.find(child)->constraint(name)) {
        if (same->kind == constraint.kind) continue;
      }
    }
    LOCKSTEP_CHECK(add_constraint(draft, child, copy));
  }
  return {};
}

}  // namespace

Status add_constraint(Draft& draft, const std::string& key, const Constraint& written, bool only) {
  const Dialect dialect = draft.dialect();
  CatalogRelation* table = draft.edit(key);
  if (table == nullptr) return no_such_relation(key);
  CatalogConstraint made;
  made.kind = written.kind;
  made.name = written.name.substr(0, dialect == Dialect::PostgreSQL ? longest_name : std::string::npos);
  made.columns = written.columns;
  made.include = written.include;
  made.nulls_not_distinct = written.nulls_not_distinct;
  made.period = written.without_overlaps;
  made.deferrable = written.deferrable || written.initially_deferred;
  made.initially_deferred = written.initially_deferred;
  made.no_inherit = written.no_inherit;
  made.enforced = !written.not_enforced;
  made.validated = !written.not_valid && !written.not_enforced;
  made.on_delete = action(written.on_delete);
  made.on_update = action(written.on_update);
  made.match = written.match == "SIMPLE" ? std::string() : written.match;

  for (std::string& column : made.columns) {
    const CatalogColumn* known = table->column(column);
    if (known != nullptr) {
      column = known->name;
    } else if (!table->partial && dialect == Dialect::PostgreSQL) {
      if (made.kind == ConstraintKind::ForeignKey) {
        return refuse("42703", "column \"" + column + "\" referenced in foreign key constraint does not exist");
      }
      return refuse("42703", "column \"" + column + "\" named in key does not exist");
    }
  }
  if (made.period && !made.columns.empty() && made.kind != ConstraintKind::ForeignKey) {
    const CatalogColumn* last = table->column(made.columns.back());
    if (last != nullptr && !type_family(draft.base(), last->type).empty()) {
      return refuse("42804", "column \"" + last->name + "\" in WITHOUT OVERLAPS is not a range or multirange type");
    }
  }
  for (const std::string& column : made.include) {
    if (table->partial || dialect != Dialect::PostgreSQL || table->column(column) != nullptr) continue;
    return refuse("42703", "column \"" + column + "\" named in key does not exist");
  }
  if (!made.name.empty() && dialect == Dialect::PostgreSQL) {
    const bool other_kind = made.kind != ConstraintKind::NotNull;
    // The index comes before the constraint.
    if (has_index(made.kind) && written.using_index.empty() &&
        !draft.table_of_index(table->schema, made.name).empty()) {
      return refuse("42P07", "relation \"" + made.name + "\" already exists");
    }
    if (table->constraint(made.name) != nullptr ||
        (other_kind && column_of_not_null(draft, *table, made.name) != nullptr)) {
      return refuse("42710", "constraint \"" + made.name + "\" for relation \"" + table->name + "\" already exists");
    }
    if (has_index(made.kind) && written.using_index != made.name &&
        relation_name_taken(draft, table->schema, made.name)) {
      return refuse("42P07", "relation \"" + made.name + "\" already exists");
    }
  }
  if (made.kind == ConstraintKind::Check && table->kind == CatalogRelationKind::PartitionedTable && made.no_inherit) {
    return refuse("42P16", "cannot add NO INHERIT constraint to partitioned table \"" + table->name + "\"");
  }
  if (made.kind == ConstraintKind::Check && only && !made.no_inherit && !draft.children(key).empty()) {
    return refuse("42P16", "constraint must be added to child tables too");
  }
  if (dialect == Dialect::PostgreSQL) {
    for (const std::string& column : made.columns) {
      const CatalogColumn* known = table->column(column);
      const bool key_or_reference = has_index(made.kind) || made.kind == ConstraintKind::ForeignKey;
      if (known != nullptr && known->generated == 'v' && key_or_reference) {
        return refuse("0A000", "keys and foreign keys on virtual generated columns are not supported");
      }
    }
    if (written.without_overlaps && made.columns.size() < 2) {
      return refuse("42601", "constraint using WITHOUT OVERLAPS needs at least two columns");
    }
    if (made.kind == ConstraintKind::NotNull && !made.name.empty() && made.columns.size() == 1) {
      const CatalogColumn* known = table->column(made.columns.front());
      if (known != nullptr && known->not_null && made.name != not_null_name(*table, *known)) {
        return refuse("55000", "cannot create not-null constraint \"" + made.name + "\" on column \"" + known->name +
                                   "\": it has one already");
      }
    }
  }
  if (table->kind == CatalogRelationKind::ForeignTable &&
      (has_index(made.kind) || made.kind == ConstraintKind::ForeignKey)) {
    return refuse("0A000", "keys and foreign keys are not supported on foreign tables");
  }
  if (dialect == Dialect::PostgreSQL && has_index(made.kind)) {
    LOCKSTEP_CHECK(check_key_columns(draft, *table, made, written));
  }
  if (made.kind == ConstraintKind::PrimaryKey && only && draft.server_version() >= 18) {
    for (const std::string& child : draft.children(key)) {
      for (const std::string& column : made.columns) {
        const CatalogColumn* below = draft.find(child)->column(column);
        // An internal error of the server: ATPrepAddPrimaryKey() asks only for what it would make otherwise.
        if (below == nullptr || below->not_null) continue;
        return refuse("XX000",
                      "column \"" + column + "\" of table \"" + draft.find(child)->name + "\" is not marked NOT NULL");
      }
    }
  }
  if (made.kind == ConstraintKind::PrimaryKey && !table->primary_key().empty()) {
    return refuse("42P16", "multiple primary keys for table \"" + table->name + "\" are not allowed");
  }

  if (made.kind == ConstraintKind::Check && written.expression) {
    if (written.expression->has_subquery && dialect == Dialect::PostgreSQL) {
      return refuse("0A000", "cannot use subquery in check constraint");
    }
    made.expression = std::string(strip_parentheses(written.expression->text, dialect));
    made.columns = columns_of_check(*table, *written.expression);
    if (!table->partial && dialect == Dialect::PostgreSQL) {
      for (const ColumnReference& reference : written.expression->columns) {
        if (table->column(reference.name) == nullptr && reference.qualifier.empty()) {
          return refuse("42703", "column \"" + reference.name + "\" does not exist");
        }
      }
    }
  }
  if (made.kind == ConstraintKind::ForeignKey) {
    made.referenced = draft.key(written.referenced);
    made.referenced_columns = written.referenced_columns;
  }
  if (dialect == Dialect::SQLite) {
    if (made.kind == ConstraintKind::NotNull) return {};
    return add_sqlite_constraint(*table, std::move(made), written);
  }
  if (made.kind == ConstraintKind::ForeignKey) LOCKSTEP_CHECK(check_foreign_key(draft, *table, made));
  if (!written.using_index.empty()) return adopt_index(draft, key, std::move(made), written.using_index);

  if (made.kind == ConstraintKind::NotNull) {
    for (const std::string& name : made.columns) {
      CatalogColumn* column = table->column(name);
      if (column == nullptr) continue;
      if (made.validated) {
        demand_values(draft, *table, *column, made.name, made.no_inherit);
        made.name = not_null_name(*table, *column);
      } else if (!column->not_null) {
        if (made.name.empty()) made.name = choose_constraint_name(draft, table->schema, table->name, name, "not_null");
        table->constraints.push_back(made);
      }
    }
    return made.no_inherit || only ? Status{} : add_to_children(draft, key, written, made.name);
  }

  std::vector<CatalogIndexElement> elements;
  if (made.kind == ConstraintKind::Exclude) {
    elements = index_elements(written.elements, dialect);
    for (const CatalogIndexElement& element : elements) {
      if (!element.column.empty()) made.columns.push_back(element.column);
    }
  }
  if (made.name.empty()) {
    switch (made.kind) {
      case ConstraintKind::PrimaryKey:
        made.name = choose_relation_name(draft, table->schema, table->name, {}, "pkey", true);
        break;
      case ConstraintKind::Unique: {
        std::vector<std::string> all = made.columns;
        all.insert(all.end(), made.include.begin(), made.include.end());
        made.name = choose_relation_name(draft, table->schema, table->name, name_addition(all), "key", true);
        break;
      }
      case ConstraintKind::Exclude:
        made.name = choose_relation_name(draft, table->schema, table->name,
                                         name_addition(index_column_names(elements, made.include, dialect)), "excl",
                                         true);
        break;
      case ConstraintKind::ForeignKey:
        made.name = choose_constraint_name(draft, table->schema, table->name, name_addition(made.columns), "fkey");
        break;
      default:
        made.name = choose_constraint_name(draft, table->schema, table->name,
                                           made.columns.size() == 1 ? made.columns.front() : std::string(), "check");
        break;
    }
  }
  if (has_index(made.kind) && table->kind == CatalogRelationKind::PartitionedTable && !table->partial) {
    for (const std::string& column : table->partition_columns) {
      if (made.kind != ConstraintKind::Exclude && !contains(made.columns, column)) {
        return refuse("0A000", "unique constraint on partitioned table must include all partitioning columns: \"" +
                                   column + "\" is missing");
      }
    }
  }
  if (has_index(made.kind)) {
    CatalogIndex index = constraint_index(made, written, dialect);
    if (made.kind == ConstraintKind::Exclude) made.definition = exclude_definition(written, index, dialect);
    index.on_only = only && table->kind == CatalogRelationKind::PartitionedTable;
    index.valid = !index.on_only;
    table->indexes.push_back(std::move(index));
    if (made.kind == ConstraintKind::PrimaryKey) {
      for (const std::string& name : made.columns) {
        CatalogColumn* own = table->column(name);
        if (own != nullptr) demand_values(draft, *table, *own);
        if (only) continue;
        // Inheriting tables get no key, but NOT NULL.
        const std::string not_null = own == nullptr ? std::string() : not_null_name(*table, *own);
        std::vector<std::string> below = draft.children(key);
        for (size_t i = 0; i < below.size(); ++i) {
          CatalogRelation* child = draft.edit(below[i]);
          if (CatalogColumn* column = child->column(name)) demand_values(draft, *child, *column, not_null);
          for (const std::string& deeper : draft.children(below[i])) below.push_back(deeper);
        }
      }
    }
  }
  const std::string name = made.name;
  const bool inherited = !made.no_inherit && !only;
  table->constraints.push_back(std::move(made));
  return inherited ? add_to_children(draft, key, written, name) : Status{};
}

std::vector<Constraint> in_order_of_creation(const std::vector<Constraint>& constraints) {
  std::vector<Constraint> ordered;
  const auto take = [&](auto&& wanted) {
    for (const Constraint& constraint : constraints) {
      if (wanted(constraint.kind)) ordered.push_back(constraint);
    }
  };
  take([](ConstraintKind kind) { return kind == ConstraintKind::NotNull; });
  take([](ConstraintKind kind) { return kind == ConstraintKind::Check; });
  take([](ConstraintKind kind) { return kind == ConstraintKind::PrimaryKey; });
  for (const Constraint& constraint : constraints) {
    if (constraint.kind != ConstraintKind::Unique && constraint.kind != ConstraintKind::Exclude) continue;
    // transformIndexConstraints() in parse_utilcmd.c: the same columns twice make one index, unless both have names.
    const auto same = std::find_if(ordered.begin(), ordered.end(), [&](const Constraint& other) {
      return (other.kind == ConstraintKind::Unique || other.kind == ConstraintKind::PrimaryKey) &&
             constraint.kind == ConstraintKind::Unique && other.columns == constraint.columns &&
             other.include == constraint.include && other.deferrable == constraint.deferrable &&
             other.initially_deferred == constraint.initially_deferred &&
             other.nulls_not_distinct == constraint.nulls_not_distinct && (constraint.name.empty() || other.name.empty());
    });
    if (same != ordered.end()) {
      if (same->name.empty()) same->name = constraint.name;
      continue;
    }
    ordered.push_back(constraint);
  }
  take([](ConstraintKind kind) { return kind == ConstraintKind::ForeignKey; });
  return ordered;
}

namespace {

/// Whether a parent that still has it gave the constraint to the table.
bool from_parent(const Draft& draft, const CatalogRelation& table, const CatalogConstraint& constraint) {
  for (const std::string& key : parents_of(table)) {
    const CatalogRelation* parent = draft.find(key);
    if (parent == nullptr) continue;
    for (const CatalogConstraint& above : parent->constraints) {
      if (above.kind != constraint.kind || above.no_inherit) continue;
      const bool by_name = constraint.kind == ConstraintKind::Check && above.name == constraint.name;
      const bool by_columns = constraint.kind != ConstraintKind::Check && !table.parent.empty() &&
                              above.columns == constraint.columns && above.referenced == constraint.referenced;
      if (by_name || by_columns) return true;
    }
  }
  return false;
}

}  // namespace

Status drop_constraint(Draft& draft, const std::string& key, const std::string& name, bool cascade) {
  CatalogRelation* table = draft.edit(key);
  if (table == nullptr) return no_such_relation(key);
  const auto found = std::find_if(table->constraints.begin(), table->constraints.end(),
                                  [&](const CatalogConstraint& constraint) { return constraint.name == name; });
  if (found == table->constraints.end()) {
    if (table->partial) return {};
    return refuse("42704", "constraint \"" + name + "\" of relation \"" + table->name + "\" does not exist");
  }
  const CatalogConstraint dropped = *found;
  if (from_parent(draft, *table, dropped)) {
    return refuse("42P16", "cannot drop inherited constraint \"" + name + "\" of relation \"" + table->name + "\"");
  }
  table->constraints.erase(found);
  std::string index_name;
  std::erase_if(table->indexes, [&](const CatalogIndex& index) {
    if (index.constraint != name) return false;
    index_name = index.name;
    return true;
  });
  if (dropped.kind == ConstraintKind::PrimaryKey || dropped.kind == ConstraintKind::Unique) {
    for (const std::string& other : draft.referencing(key)) {
      std::vector<std::string> dependent;
      for (const CatalogConstraint& constraint : draft.find(other)->constraints) {
        if (constraint.kind == ConstraintKind::ForeignKey && constraint.referenced == key &&
            !is_unique_key(*draft.find(key), constraint.referenced_columns)) {
          dependent.push_back(constraint.name);
        }
      }
      for (const std::string& foreign_key : dependent) {
        if (!cascade) {
          return refuse("2BP01", "cannot drop constraint " + name + " on table " + table->name +
                                     " because other objects depend on it: constraint " + foreign_key + " on table " +
                                     sql_name(other, draft.dialect()));
        }
        LOCKSTEP_CHECK(drop_constraint(draft, other, foreign_key, true));
      }
    }
  }
  for (const std::string& child : draft.children(key)) {
    const CatalogRelation* partition = draft.find(child);
    std::string same;
    for (const CatalogConstraint& constraint : partition->constraints) {
      const bool by_index = has_index(dropped.kind) && partition->parent == key && constraint.kind == dropped.kind &&
                            constraint.columns == dropped.columns;
      const bool by_name = !has_index(dropped.kind) && constraint.name == name && constraint.kind == dropped.kind;
      if (by_index || by_name) same = constraint.name;
    }
    if (!same.empty()) LOCKSTEP_CHECK(drop_constraint(draft, child, same, cascade));
  }
  return {};
}

}  // namespace lockstep
