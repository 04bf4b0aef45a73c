#include "adapters/sqlite/read_catalog.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

/// A row of sqlite_master, and for tables what SQLite tells of them as a whole.
struct Object {
  std::string type, name, table, sql;
  bool is_virtual = false, without_rowid = false, strict = false;
};

/// lockstep's own tables, and what belongs to them, are kept out; so are SQLite's.
constexpr const char* kObjects = R"(
SELECT m.type, m.name, m.tbl_name, m.sql, l.type = 'virtual', l.wr, l.strict
FROM sqlite_master m LEFT JOIN pragma_table_list l ON l.schema = 'main' AND l.name = m.tbl_name
WHERE m.sql IS NOT NULL AND m.name NOT LIKE 'sqlite\_%' ESCAPE '\'
  AND lower(m.tbl_name) NOT LIKE 'lockstep\_%' ESCAPE '\'
  AND coalesce(l.type, '') <> 'shadow'  -- where a virtual table keeps its data
-- a view may be older than a table that it reads
ORDER BY CASE m.type WHEN 'table' THEN 1 WHEN 'index' THEN 2 WHEN 'view' THEN 3 ELSE 4 END, m.rowid)";

/// hidden: 1 a virtual table's own, 2 generated VIRTUAL, 3 generated STORED
constexpr const char* kColumns = R"(
SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo($1, 'main') WHERE hidden <> 1 ORDER BY cid)";

std::string key_of(std::string_view name) {
  return "main." + to_lower(name);
}

void fold(Catalog& catalog, const Object& object) {
  for (const Statement& statement : parse(object.sql, Dialect::SQLite).statements) apply_to(catalog, statement);
}

template <typename List>
auto* named(List& list, std::string_view name) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const auto& item) { return equals_ignoring_case(item.name, name); });
  return found == list.end() ? nullptr : &*found;
}

std::vector<CatalogColumn> columns_in(const Rows& rows) {
  std::vector<CatalogColumn> columns;
  for (const std::vector<Value>& row : rows.rows) {
    CatalogColumn& column = columns.emplace_back();
    column.name = text(row[0]);
    column.type = text(row[1]);
    column.not_null = integer(row[2]) != 0;
    column.default_expression = text(row[3]);
    const int64_t hidden = integer(row[5]);
    column.generated = hidden == 2 ? 'v' : hidden == 3 ? 's' : '\0';
  }
  return columns;
}

/// The declared primary key, in its order.
std::vector<std::string> primary_key_in(const Rows& rows) {
  std::map<int64_t, std::string> key;
  for (const std::vector<Value>& row : rows.rows) {
    if (integer(row[4]) > 0) key[integer(row[4])] = text(row[0]);
  }
  std::vector<std::string> columns;
  for (const auto& [place, name] : key) columns.push_back(name);
  return columns;
}

bool agree(const std::vector<CatalogColumn>& folded, const std::vector<CatalogColumn>& told) {
  return std::equal(folded.begin(), folded.end(), told.begin(), told.end(),
                    [](const CatalogColumn& a, const CatalogColumn& b) {
                      return a.name == b.name && equals_ignoring_case(a.type, b.type) && a.generated == b.generated;
                    });
}

/// What SQLite itself tells of a table, when the fold of its statement does not agree.
CatalogRelation partial_table(const Object& object, const Rows& told) {
  CatalogRelation table;
  table.schema = "main";
  table.name = object.name;
  table.columns = columns_in(told);
  table.partial = true;
  const std::vector<std::string> key = primary_key_in(told);
  if (!key.empty()) {
    CatalogConstraint& constraint = table.constraints.emplace_back();
    constraint.kind = ConstraintKind::PrimaryKey;
    constraint.columns = key;
  }
  return table;
}

/// The number of rows as the last ANALYZE found it, else as the span of rowids, which no row count exceeds.
Status estimate_rows(const SqliteQuery& query, Catalog& catalog) {
  std::map<std::string, double> analyzed;
  LOCKSTEP_TRY(const Rows statistics, query("SELECT name FROM sqlite_master WHERE name = 'sqlite_stat1'", {}));
  if (!statistics.empty()) {
    LOCKSTEP_TRY(const Rows rows, query("SELECT tbl, max(CAST(stat AS INTEGER)) FROM sqlite_stat1 GROUP BY tbl", {}));
    for (const std::vector<Value>& row : rows.rows) {
      analyzed[key_of(text(row[0]))] = static_cast<double>(integer(row[1]));
    }
  }
  std::map<std::string, double> estimates;
  for (const auto& [key, relation] : catalog.relations) {
    if (relation.kind != CatalogRelationKind::Table) continue;
    if (const auto found = analyzed.find(key); found != analyzed.end()) {
      estimates[key] = found->second;
      continue;
    }
    std::string_view rowid;
    for (const std::string_view name : {"rowid", "_rowid_", "oid"}) {
      if (rowid.empty() && named(relation.columns, name) == nullptr) rowid = name;
    }
    if (relation.without_rowid || rowid.empty()) continue;
    const std::string table = quote_name({"main", relation.name, {}}, Dialect::SQLite);
    LOCKSTEP_TRY(const Rows span, query(fmt::format("SELECT coalesce((SELECT max({0}) FROM {1}) - "
                                                    "(SELECT min({0}) FROM {1}) + 1, 0)",
                                                    rowid, table),
                                        {}));
    estimates[key] = static_cast<double>(integer(span.rows[0][0]));
  }
  for (const auto& [key, rows] : estimates) {
    catalog.relations.change(key, [rows = rows](CatalogRelation& relation) { relation.rows = rows; });
  }
  return {};
}

Status read_table(const SqliteQuery& query, Catalog& catalog, const Object& object) {
  fold(catalog, object);
  LOCKSTEP_TRY(const Rows told, query(kColumns, {object.name}));
  const CatalogRelation* folded = catalog.find(key_of(object.name));
  const bool usable = folded != nullptr && (object.is_virtual || agree(folded->columns, columns_in(told)));
  if (!usable) catalog.unknowns.push_back(fmt::format("the statement that made table {} cannot be read", object.name));
  CatalogRelation table = usable ? *folded : partial_table(object, told);
  if (object.is_virtual) {  // its columns are its module's business
    table.kind = CatalogRelationKind::VirtualTable;
    table.columns = columns_in(told);
    table.partial = false;
  }
  table.name = object.name;
  table.definition = object.sql;
  table.without_rowid = object.without_rowid;
  table.strict = object.strict;
  catalog.relations.put(key_of(object.name), std::move(table));
  return {};
}

void read_index(Catalog& catalog, const Object& object) {
  fold(catalog, object);
  bool found = false;
  catalog.relations.change(key_of(object.table), [&](CatalogRelation& table) {
    CatalogIndex* index = named(table.indexes, object.name);
    found = index != nullptr;
    if (found) index->definition = object.sql;
  });
  if (!found) catalog.unknowns.push_back(fmt::format("the statement that made index {} cannot be read", object.name));
}

void read_view(const SqliteQuery& query, Catalog& catalog, const Object& object) {
  fold(catalog, object);
  const CatalogRelation* folded = catalog.find(key_of(object.name));
  CatalogRelation view;
  if (folded != nullptr) {
    view = *folded;
  } else {
    catalog.unknowns.push_back(fmt::format("the statement that made view {} cannot be read", object.name));
    view.schema = "main";
    view.kind = CatalogRelationKind::View;
    view.partial = true;
  }
  view.name = object.name;
  view.definition = object.sql;
  const Result<Rows> told = query(kColumns, {object.name});
  if (told) {
    view.columns = columns_in(*told);
  } else {
    catalog.unknowns.push_back(fmt::format("view {} cannot be used: {}", object.name, told.error().message));
  }
  catalog.relations.put(key_of(object.name), std::move(view));
}

void read_trigger(Catalog& catalog, const Object& object) {
  fold(catalog, object);
  catalog.relations.change(key_of(object.table), [&](CatalogRelation& table) {
    if (CatalogTrigger* trigger = named(table.triggers, object.name)) {
      trigger->definition = object.sql;
    } else {
      table.triggers.push_back({object.name, {}, object.sql, 'O'});
    }
  });
}

}  // namespace

Result<Catalog> read_sqlite_catalog(const SqliteQuery& query) {
  Catalog catalog;
  catalog.dialect = Dialect::SQLite;
  catalog.complete = true;
  catalog.schemas.insert("main");
  LOCKSTEP_TRY(const Rows rows, query(kObjects, {}));
  for (const std::vector<Value>& row : rows.rows) {
    const Object object{text(row[0]),         text(row[1]),         text(row[2]),        text(row[3]),
                        integer(row[4]) == 1, integer(row[5]) == 1, integer(row[6]) == 1};
    if (object.type == "table") {
      LOCKSTEP_CHECK(read_table(query, catalog, object));
    } else if (object.type == "index") {
      read_index(catalog, object);
    } else if (object.type == "view") {
      read_view(query, catalog, object);
    } else {
      read_trigger(catalog, object);
    }
  }
  LOCKSTEP_CHECK(estimate_rows(query, catalog));
  return catalog;
}

}  // namespace lockstep
