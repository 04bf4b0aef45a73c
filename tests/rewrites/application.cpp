#include "application.h"

#include <algorithm>

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "base/text.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

bool holds_rows(const CatalogRelation& relation) {
  return relation.kind == CatalogRelationKind::Table || relation.kind == CatalogRelationKind::PartitionedTable;
}

std::string name_of(const CatalogRelation& relation, Dialect dialect) {
  return quote_name({dialect == Dialect::SQLite ? std::string() : relation.schema, relation.name, {}}, dialect);
}

/// Whether no two rows share the column's value.
bool is_unique(const CatalogRelation& table, const std::string& column) {
  if (contains(table.primary_key(), column)) return true;
  return std::any_of(table.indexes.begin(), table.indexes.end(), [&](const CatalogIndex& index) {
    return index.unique && std::any_of(index.elements.begin(), index.elements.end(), [&](const auto& element) {
             return element.column == column || element.expression.find(column) != std::string::npos;
           });
  });
}

/// The column's value, made different for every `round`.
std::string another(const CatalogColumn& column, const std::string& quoted, int round) {
  const std::string type = to_lower(column.type);
  if (type.find("int") != std::string::npos || type.starts_with("numeric")) {
    return fmt::format("{} + {}", quoted, 1000 * round);
  }
  if (type.find("char") != std::string::npos || type == "text") return fmt::format("{} || '-{}'", quoted, round);
  if (type == "uuid") return fmt::format("md5({}::text || '-{}')::uuid", quoted, round);
  return quoted;
}

/// INSERT of a copy of the row with the least key, under another one.
std::string insert(const CatalogRelation& table, Dialect dialect, int round, bool only_required) {
  std::vector<std::string> names, values;
  for (const CatalogColumn& column : table.columns) {
    if (column.generated != 0) continue;
    const bool needed = column.not_null && column.default_expression.empty() && column.identity == 0;
    const bool key = is_unique(table, column.name);
    if (only_required && !needed && !key) continue;
    const std::string quoted = quote_identifier(column.name, dialect);
    names.push_back(quoted);
    values.push_back(key ? another(column, quoted, round) : quoted);
  }
  const std::string name = name_of(table, dialect);
  return fmt::format("INSERT INTO {0} ({1}) SELECT {2} FROM {0} ORDER BY 1 LIMIT 1", name, join(names, ", "),
                     join(values, ", "));
}

std::vector<std::string> statements_over(const CatalogRelation& table, Dialect dialect) {
  const std::string name = name_of(table, dialect);
  std::vector<std::string> names, statements;
  for (const CatalogColumn& column : table.columns) names.push_back(quote_identifier(column.name, dialect));
  statements.push_back(fmt::format("SELECT {} FROM {}", join(names, ", "), name));
  if (!holds_rows(table) && table.kind != CatalogRelationKind::View) return statements;
  for (const std::string& column : names) {
    statements.push_back(fmt::format("UPDATE {} SET {} = {}", name, column, column));
  }
  statements.push_back(insert(table, dialect, 31, false));
  statements.push_back(insert(table, dialect, 32, true));
  statements.push_back(fmt::format("DELETE FROM {}", name));
  return statements;
}

Status attempt(Database& database, const std::string& sql) {
  LOCKSTEP_CHECK(database.begin({0, 0}));
  const Result<Rows> done = database.query(sql);
  database.rollback();
  if (!done) return fail(done.error());
  return {};
}

bool is_own(const CatalogRelation& relation) {
  return relation.schema == "lockstep" || relation.schema == "lockstep_quarantine" ||
         relation.name.starts_with("lockstep_") || relation.name.starts_with("_lockstep_") ||
         relation.name.starts_with("sqlite_");
}

}  // namespace

Application::Application(Database& database) {
  auto read = database.read_catalog();
  if (!read) FAIL(read.error().message);
  catalog_ = std::move(*read);
  for (const auto& [key, relation] : catalog_.relations) {
    if (is_own(relation) || relation.columns.empty() || relation.kind == CatalogRelationKind::CompositeType) continue;
    for (std::string& statement : statements_over(relation, catalog_.dialect)) {
      if (attempt(database, statement)) statements_.push_back(std::move(statement));
    }
  }
}

std::string Application::broken(Database& database) const {
  std::string out;
  for (const std::string& statement : statements_) {
    if (const Status done = attempt(database, statement); !done)
      out += statement + "\n  " + done.error().message + "\n";
  }
  return out;
}

void Application::write(Database& database, int round) const {
  const Dialect dialect = catalog_.dialect;
  for (const auto& [key, relation] : catalog_.relations) {
    if (is_own(relation) || !holds_rows(relation) || !relation.parent.empty()) continue;
    const std::vector<std::string> primary = relation.primary_key();
    if (primary.empty()) continue;
    const std::string name = name_of(relation, dialect);
    std::vector<std::string> keys;
    for (const std::string& column : primary) keys.push_back(quote_identifier(column, dialect));
    const std::string order = join(keys, ", ");
    std::vector<std::string> statements{insert(relation, dialect, round, false)};
    int place = round;
    for (const CatalogColumn& column : relation.columns) {
      if (is_unique(relation, column.name) || column.generated != 0 || column.identity == 'a') continue;
      // A value that another row has, which every constraint of one row accepts.
      statements.push_back(
          fmt::format("UPDATE {0} SET {1} = (SELECT {1} FROM {0} ORDER BY {2} LIMIT 1 OFFSET {3}) WHERE ({2}) = "
                      "(SELECT {2} FROM {0} "
                      "ORDER BY {2} LIMIT 1 OFFSET {4})",
                      name, quote_identifier(column.name, dialect), order, place + 7, place));
      ++place;
    }
    statements.push_back(fmt::format(
        "DELETE FROM {0} WHERE ({1}) = (SELECT {1} FROM {0} ORDER BY {1} LIMIT 1 OFFSET {2})", name, order, round + 3));
    for (const std::string& statement : statements) (void)database.query(statement);
  }
}

std::vector<std::string> rows_of(Database& database, const std::vector<std::string>& random) {
  auto read = database.read_catalog();
  if (!read) FAIL(read.error().message);
  const Dialect dialect = read->dialect;
  std::vector<std::string> lines;
  for (const auto& [key, relation] : read->relations) {
    const bool shown = holds_rows(relation) ||
                       (relation.kind == CatalogRelationKind::MaterializedView && relation.populated);
    if (is_own(relation) || !shown) continue;
    std::vector<std::string> names;
    for (const CatalogColumn& column : relation.columns) names.push_back(column.name);
    std::sort(names.begin(), names.end());
    if (names.empty()) continue;
    if (dialect == Dialect::SQLite && relation.primary_key().empty() && !relation.without_rowid)
      names.push_back("rowid");
    std::vector<std::string> asked;
    for (const std::string& name : names) {
      const std::string quoted = quote_identifier(name, dialect);
      asked.push_back(contains(random, relation.name + "." + name) ? quoted + " IS NULL" : quoted);
    }
    const auto rows = database.query(fmt::format("SELECT {} FROM {}", join(asked, ", "), name_of(relation, dialect)));
    if (!rows) FAIL(rows.error().message);
    for (const auto& row : rows->rows) {
      std::string line = "row of " + key + ":";
      for (size_t i = 0; i < names.size(); ++i) {
        line += fmt::format(" {}={}", names[i], is_null(row[i]) ? "NULL" : "'" + text(row[i]) + "'");
      }
      lines.push_back(std::move(line));
    }
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace lockstep
