#include "adapters/postgres/read_catalog.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

#include "adapters/postgres/arrays.h"
#include "adapters/postgres/catalog_queries.h"
#include "base/text.h"
#include "engine/catalog/names.h"
#include "engine/catalog/table.h"
#include "engine/catalog/words.h"

namespace lockstep {
namespace {

using Row = std::vector<Value>;

/// The catalog in the making, with its relations by oid: parts are read apart from what they belong to.
struct Reading {
  Catalog catalog;
  std::map<int64_t, CatalogRelation> relations;
  std::map<int64_t, CatalogIndex*> indexes;

  CatalogRelation* relation(const Value& oid) {
    const auto found = relations.find(integer(oid));
    return found == relations.end() ? nullptr : &found->second;
  }
};

bool truth(const Value& value) {
  return text(value) == "t";
}

/// A "char" of the system's tables; 0 for none.
char letter(const Value& value) {
  const std::string word = text(value);
  return word.empty() ? '\0' : word[0];
}

/// The server puts parentheses around whole expressions; the catalog keeps them without.
std::string expression(const Value& value) {
  return std::string(strip_parentheses(text(value), Dialect::PostgreSQL));
}

CatalogRelationKind relation_kind(char relkind) {
  switch (relkind) {
    case 'p':
      return CatalogRelationKind::PartitionedTable;
    case 'f':
      return CatalogRelationKind::ForeignTable;
    case 'v':
      return CatalogRelationKind::View;
    case 'm':
      return CatalogRelationKind::MaterializedView;
    case 'S':
      return CatalogRelationKind::Sequence;
    case 'c':
      return CatalogRelationKind::CompositeType;
    default:
      return CatalogRelationKind::Table;
  }
}

ConstraintKind constraint_kind(char contype) {
  switch (contype) {
    case 'p':
      return ConstraintKind::PrimaryKey;
    case 'u':
      return ConstraintKind::Unique;
    case 'f':
      return ConstraintKind::ForeignKey;
    case 'x':
      return ConstraintKind::Exclude;
    case 'n':
      return ConstraintKind::NotNull;
    default:
      return ConstraintKind::Check;
  }
}

std::string foreign_key_action(char letter) {
  switch (letter) {
    case 'r':
      return "RESTRICT";
    case 'c':
      return "CASCADE";
    case 'n':
      return "SET NULL";
    case 'd':
      return "SET DEFAULT";
    default:
      return {};
  }
}

CreateType::Form type_form(char typtype, bool defined) {
  if (!defined) return CreateType::Form::Shell;
  switch (typtype) {
    case 'e':
      return CreateType::Form::Enum;
    case 'd':
      return CreateType::Form::Domain;
    case 'r':
      return CreateType::Form::Range;
    case 'c':
      return CreateType::Form::Composite;
    default:
      return CreateType::Form::Base;
  }
}

/// Splits "a, f(b, c)" at the commas outside parentheses and quotes.
std::vector<std::string> split_expressions(std::string_view list) {
  std::vector<std::string> parts;
  int depth = 0;
  char quote = 0;
  size_t begin = 0;
  for (size_t i = 0; i < list.size(); ++i) {
    const char c = list[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '(' || c == ')') {
      depth += c == '(' ? 1 : -1;
    } else if (c == ',' && depth == 0) {
      parts.emplace_back(trim(list.substr(begin, i - begin)));
      begin = i + 1;
    }
  }
  parts.emplace_back(trim(list.substr(begin)));
  return parts;
}

/// Columns and expressions of a partition key in order: an expression's place in `columns` is empty.
std::vector<std::string> partition_key(std::vector<std::string> columns, const std::string& expressions) {
  const std::vector<std::string> parts = split_expressions(expressions);
  size_t next = 0;
  for (std::string& column : columns) {
    if (column.empty() && next < parts.size()) {
      column = std::string(strip_parentheses(parts[next++], Dialect::PostgreSQL));
    }
  }
  return columns;
}

std::string without_semicolon(const std::string& sql) {
  return std::string(trim(std::string_view(sql).substr(0, sql.rfind(';'))));
}

void add_relation(Reading& reading, const Row& row) {
  CatalogRelation relation;
  relation.schema = text(row[1]);
  relation.name = text(row[2]);
  relation.kind = relation_kind(letter(row[3]));
  relation.unlogged = letter(row[4]) == 'u';
  relation.row_security = truth(row[5]);
  relation.comment = text(row[6]);
  relation.owner = text(row[7]);
  if (!is_null(row[8])) relation.rows = std::strtod(text(row[8]).c_str(), nullptr);
  if (!is_null(row[9])) relation.bytes = integer(row[9]);
  relation.parent = text(row[10]);
  relation.bound = text(row[11]);
  relation.partition_strategy = text(row[12]);
  relation.partition_columns = partition_key(array_elements(text(row[13])), text(row[14]));
  relation.owned_by = text(row[15]);
  relation.view_query = without_semicolon(text(row[16]));
  relation.inherits = array_elements(text(row[17]));
  relation.populated = truth(row[18]);
  relation.of_type = text(row[19]);
  relation.replica_identity = text(row[20]);
  relation.options = array_elements(text(row[21]));
  std::sort(relation.options.begin(), relation.options.end());
  reading.relations[integer(row[0])] = std::move(relation);
}

void add_column(Reading& reading, const Row& row) {
  CatalogRelation* relation = reading.relation(row[0]);
  if (relation == nullptr) return;
  CatalogColumn& column = relation->columns.emplace_back();
  column.name = text(row[1]);
  column.type = text(row[2]);
  column.not_null = truth(row[3]);
  column.default_volatile = truth(row[5]);
  column.identity = letter(row[6]);
  column.generated = letter(row[7]);
  (column.generated == 0 ? column.default_expression : column.generated_expression) = expression(row[4]);
  column.collation = text(row[8]);
  column.comment = text(row[9]);
  column.statistics = static_cast<int>(integer(row[12]));
  if (!column.not_null || is_null(row[10])) return;
  set_not_null_name(*relation, column, text(row[10]));
  column.not_null_no_inherit = truth(row[11]);
}

void add_constraint(Reading& reading, const Row& row) {
  CatalogRelation* relation = reading.relation(row[0]);
  if (relation == nullptr) return;
  CatalogConstraint& constraint = relation->constraints.emplace_back();
  constraint.name = text(row[1]);
  constraint.kind = constraint_kind(letter(row[2]));
  constraint.columns = array_elements(text(row[3]));
  constraint.expression = expression(row[4]);
  constraint.referenced = text(row[5]);
  constraint.referenced_columns = array_elements(text(row[6]));
  constraint.on_delete = foreign_key_action(letter(row[7]));
  constraint.on_update = foreign_key_action(letter(row[8]));
  const char match = letter(row[9]);
  constraint.match = match == 'f' ? "FULL" : match == 'p' ? "PARTIAL" : "";
  constraint.deferrable = truth(row[10]);
  constraint.initially_deferred = truth(row[11]);
  constraint.validated = truth(row[12]);
  constraint.enforced = truth(row[13]);
  // The server marks keys and foreign keys so as well, on which nobody can write it.
  const bool writable = constraint.kind == ConstraintKind::Check || constraint.kind == ConstraintKind::NotNull;
  constraint.no_inherit = writable && truth(row[14]);
  constraint.nulls_not_distinct = truth(row[15]);
  constraint.include = array_elements(text(row[16]));
  constraint.definition = text(row[17]);
  constraint.comment = text(row[18]);
  constraint.period = truth(row[19]);
}

/// What makes a partitioned index again with its partitions': the server prints ONLY for every one.
std::string without_only(std::string definition) {
  constexpr std::string_view kOnly = " ON ONLY ";
  const size_t at = definition.find(kOnly);
  return at == std::string::npos ? definition : definition.replace(at, kOnly.size(), " ON ");
}

void add_index(Reading& reading, const Row& row) {
  CatalogRelation* relation = reading.relation(row[1]);
  if (relation == nullptr) return;
  CatalogIndex& index = relation->indexes.emplace_back();
  index.name = text(row[2]);
  index.unique = truth(row[3]);
  index.valid = truth(row[4]);
  index.on_only = truth(row[5]) && !index.valid;
  index.method = text(row[6]);
  index.include = array_elements(text(row[7]));
  index.predicate = expression(row[8]);
  index.nulls_not_distinct = truth(row[9]);
  index.constraint = text(row[10]);
  index.definition = index.on_only ? text(row[11]) : without_only(text(row[11]));
  index.comment = text(row[12]);
  index.options = array_elements(text(row[14]));
  if (truth(row[13])) relation->clustered_on = index.name;
}

void add_index_element(Reading& reading, const Row& row) {
  const auto found = reading.indexes.find(integer(row[0]));
  if (found == reading.indexes.end()) return;
  CatalogIndexElement& element = found->second->elements.emplace_back();
  element.column = text(row[1]);
  element.expression = expression(row[2]);
  element.collation = text(row[3]);
  element.operator_class = text(row[4]);
  const int64_t options = integer(row[5]);  // INDOPTION_DESC is 1, INDOPTION_NULLS_FIRST is 2
  element.descending = (options & 1) != 0;
  element.nulls_first = (options & 2) != 0;
}

void add_trigger(Reading& reading, const Row& row) {
  if (CatalogRelation* relation = reading.relation(row[0])) {
    relation->triggers.push_back({text(row[1]), text(row[2]), text(row[3]), letter(row[4])});
  }
}

void add_read(Reading& reading, const Row& row) {
  if (CatalogRelation* relation = reading.relation(row[0])) relation->reads.push_back(text(row[1]));
}

void add_rule(Reading& reading, const Row& row) {
  if (CatalogRelation* relation = reading.relation(row[0])) {
    relation->rules.push_back(
        {text(row[1]), text(row[2]), truth(row[3]), without_semicolon(text(row[4])), letter(row[5])});
  }
}

void add_policy(Reading& reading, const Row& row) {
  if (CatalogRelation* relation = reading.relation(row[0]))
    relation->policies.push_back({text(row[1]), text(row[2]), text(row[3])});
}

void add_statistics(Reading& reading, const Row& row) {
  const CatalogStatistics made{
      text(row[0]), text(row[1]), text(row[2]), array_elements(text(row[3])), array_elements(text(row[4])),
      text(row[5])};
  reading.catalog.statistics[made.schema + "." + made.name] = made;
}

void add_publication(Reading& reading, const Row& row) {
  CatalogPublication made{text(row[0]), truth(row[1]), array_elements(text(row[2])), array_elements(text(row[3])),
                          truth(row[4])};
  std::sort(made.tables.begin(), made.tables.end());
  std::sort(made.schemas.begin(), made.schemas.end());
  reading.catalog.publications[made.name] = std::move(made);
}

void add_default_grant(Reading& reading, const Row& row) {
  reading.catalog.default_grants.push_back(
      {text(row[0]), text(row[1]), letter(row[2]) == 'S', {text(row[3]), text(row[4]), {}, truth(row[5])}});
}

void add_grant(Reading& reading, const Row& row) {
  if (CatalogRelation* relation = reading.relation(row[0])) {
    relation->grants.push_back({text(row[1]), text(row[2]), text(row[3]), truth(row[4])});
  }
}

void add_type(Reading& reading, const Row& row) {
  CatalogType type;
  type.schema = text(row[0]);
  type.name = text(row[1]);
  type.form = type_form(letter(row[2]), truth(row[3]));
  type.base = text(row[4]);
  type.not_null = truth(row[5]);
  type.labels = array_elements(text(row[6]));
  type.default_expression = expression(row[7]);
  type.checks = array_elements(text(row[8]));
  type.unvalidated = array_elements(text(row[9]));
  if (!is_null(row[10])) set_not_null_name(type, text(row[10]));
  type.constrained = type.not_null || !type.checks.empty();
  const std::string key = type.schema + "." + type.name;
  reading.catalog.types[key] = std::move(type);
}

void add_function(Reading& reading, const Row& row) {
  CatalogFunction function;
  function.schema = text(row[0]);
  function.name = text(row[1]);
  function.arguments = text(row[2]);
  function.language = text(row[3]);
  function.volatility = text(row[4]);
  function.definition = text(row[5]);
  function.types = array_elements(text(row[6]));
  function.defaults = static_cast<size_t>(integer(row[7]));
  function.variadic = truth(row[8]);
  std::string key = function.schema + "." + function.name;
  reading.catalog.functions.emplace(std::move(key), std::move(function));
}

Status read_rows(Database& database, Reading& reading, const std::string& sql, void (*add)(Reading&, const Row&)) {
  LOCKSTEP_TRY(const Rows rows, database.query(sql));
  for (const Row& row : rows.rows) add(reading, row);
  return {};
}

/// The oids of indexes, in the order in which add_index() met them. Pointers into the vectors are good once all
/// indexes are read.
Status read_indexes(Database& database, Reading& reading) {
  LOCKSTEP_TRY(const Rows rows, database.query(catalog_queries::indexes(database.server_version())));
  for (const Row& row : rows.rows) add_index(reading, row);
  std::map<CatalogRelation*, size_t> seen;
  for (const Row& row : rows.rows) {
    if (CatalogRelation* relation = reading.relation(row[1])) {
      reading.indexes[integer(row[0])] = &relation->indexes[seen[relation]++];
    }
  }
  return read_rows(database, reading, catalog_queries::index_elements(), add_index_element);
}

Result<Catalog> read_all(Database& database) {
  const int version = database.server_version();
  Reading reading;
  reading.catalog.dialect = Dialect::PostgreSQL;
  reading.catalog.complete = true;
  LOCKSTEP_CHECK(read_rows(database, reading, catalog_queries::relations(), add_relation));
  LOCKSTEP_CHECK(read_rows(database, reading, catalog_queries::columns(version), add_column));
  LOCKSTEP_CHECK(read_rows(database, reading, catalog_queries::constraints(version), add_constraint));
  LOCKSTEP_CHECK(read_indexes(database, reading));
  LOCKSTEP_CHECK(read_rows(database, reading, catalog_queries::triggers(), add_trigger));
  LOCKSTEP_CHECK(read_rows(database, reading, catalog_queries::view_reads(), add_read));
  LOCKSTEP_CHECK(read_rows(database, reading, catalog_queries::rules(), add_rule));
  LOCKSTEP_CHECK(read_rows(database, reading, catalog_queries::policies(), add_policy));
  LOCKSTEP_CHECK(read_rows(database, reading, catalog_queries::grants(), add_grant));
  LOCKSTEP_CHECK(read_rows(database, reading, catalog_queries::statistics(), add_statistics));
  LOCKSTEP_CHECK(read_rows(database, reading, catalog_queries::publications(version), add_publication));
  LOCKSTEP_CHECK(read_rows(database, reading, catalog_queries::default_grants(), add_default_grant));
  std::sort(reading.catalog.default_grants.begin(), reading.catalog.default_grants.end());
  LOCKSTEP_CHECK(read_rows(database, reading, catalog_queries::types(version), add_type));
  LOCKSTEP_CHECK(read_rows(database, reading, catalog_queries::functions(), add_function));
  LOCKSTEP_CHECK(read_rows(database, reading, catalog_queries::schemas(),
                           [](Reading& into, const Row& row) { into.catalog.schemas.insert(text(row[0])); }));
  LOCKSTEP_CHECK(read_rows(database, reading, catalog_queries::extensions(),
                           [](Reading& into, const Row& row) { into.catalog.extensions.insert(text(row[0])); }));
  for (auto& [oid, relation] : reading.relations) {
    std::sort(relation.grants.begin(), relation.grants.end());
    std::string key = relation.schema + "." + relation.name;
    reading.catalog.relations.put(std::move(key), std::move(relation));
  }
  return std::move(reading.catalog);
}

/// Within the caller's transaction, which keeps its search_path.
Result<Catalog> read_inside(Database& database) {
  LOCKSTEP_TRY(const Rows path, database.query("SELECT current_setting('search_path')"));
  const char* set = "SELECT set_config('search_path', $1, true)";
  LOCKSTEP_CHECK(database.query(set, {"public"}));
  LOCKSTEP_TRY(Catalog catalog, read_all(database));
  LOCKSTEP_CHECK(database.query(set, {path.rows[0][0]}));
  return catalog;
}

Result<Catalog> read_in_snapshot(Database& database) {
  Result<Catalog> catalog;
  LOCKSTEP_CHECK(in_transaction(database, Limits{5000, 0}, [&]() -> Status {
    LOCKSTEP_CHECK(database.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"));
    // Compiling the queries, or sharing them out to other processes, costs a busy server more than it gains.
    LOCKSTEP_CHECK(
        database.query("SELECT set_config('search_path', 'public', true), set_config('jit', 'off', true), "
                       "set_config('max_parallel_workers_per_gather', '0', true)"));
    catalog = read_all(database);
    return catalog ? Status{} : Status{fail(catalog.error())};
  }));
  return catalog;
}

/// The functions that print definitions look past the snapshot: they fail for what was dropped meanwhile.
bool is_about_something_dropped(const Error& error) {
  return error.sqlstate == "XX000" || error.sqlstate.substr(0, 3) == "42P" || error.sqlstate == "42704" ||
         error.sqlstate == "42703" || error.sqlstate == "42883";
}

}  // namespace

Result<Catalog> read_postgres_catalog(Database& database) {
  if (database.in_transaction()) return read_inside(database);
  Result<Catalog> catalog = read_in_snapshot(database);
  for (int again = 0; again < 3 && !catalog && is_about_something_dropped(catalog.error()); ++again) {
    catalog = read_in_snapshot(database);
  }
  return catalog;
}

}  // namespace lockstep
