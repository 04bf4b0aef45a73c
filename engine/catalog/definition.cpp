#include "engine/catalog/definition.h"

#include "base/text.h"
#include "engine/catalog/names.h"
#include "engine/catalog/words.h"
#include "parser/parse.h"

namespace lockstep {

std::optional<Statement> statement_of(const std::string& definition, Dialect dialect) {
  ParseOptions options;
  options.tokens = false;
  ParsedFile file = parse(definition, dialect, options);
  if (file.statements.size() != 1) return std::nullopt;
  return std::move(file.statements.front());
}

std::string sql_name(std::string_view key, Dialect dialect) {
  const size_t dot = key.find('.');
  const std::string_view schema = key.substr(0, dot);
  const std::string_view name = dot == std::string_view::npos ? key : key.substr(dot + 1);
  const bool is_default = schema == (dialect == Dialect::SQLite ? "main" : "public") || schema == "pg_temp" ||
                          schema == "temp" || dot == std::string_view::npos;
  return is_default ? quote_identifier(name, dialect)
                    : quote_name({std::string(schema), std::string(name), {}}, dialect);
}

std::string sql_list(const std::vector<std::string>& names, Dialect dialect) {
  std::string list;
  for (const std::string& name : names) {
    if (!list.empty()) list += ", ";
    list += quote_identifier(name, dialect);
  }
  return list;
}

std::string trigger_definition(const std::string& definition, const std::string& name, const std::string& table,
                               const std::string& function) {
  const std::vector<Word> list = words(definition, Dialect::PostgreSQL);
  const auto next = [&](size_t from, std::string_view text) {
    while (from < list.size() && !(list[from].kind == Word::Kind::Name && list[from].name == text)) ++from;
    return from;
  };
  /// A name, with its schema if that is written.
  const auto name_at = [&](size_t i) {
    const bool qualified = i + 2 < list.size() && slice(definition, list[i + 1].span) == ".";
    return Span{list[i].span.begin, list[qualified ? i + 2 : i].span.end};
  };
  const size_t named = next(0, "trigger") + 1;
  const size_t on = next(named + 1, "on") + 1;
  const size_t called = next(on, "execute") + 2;
  if (called >= list.size()) return definition;
  std::string text = definition;
  // The last place first: those before it keep their positions.
  const auto put = [&](Span place, const std::string& words_there) {
    if (!words_there.empty()) text.replace(place.begin, place.size(), words_there);
  };
  put(name_at(called), function);
  put(name_at(on), table);
  put(list[named].span, name.empty() ? std::string() : quote_identifier(name, Dialect::PostgreSQL));
  return text;
}

namespace {

/// "a, b WITHOUT OVERLAPS", "a, PERIOD b".
std::string key_columns(const CatalogConstraint& constraint, std::vector<std::string> columns, Dialect dialect) {
  std::string last;
  if (constraint.period && constraint.kind == ConstraintKind::ForeignKey && columns.size() > 1) {
    last = ", PERIOD " + quote_identifier(columns.back(), dialect);
    columns.pop_back();
  }
  const bool key = constraint.period && constraint.kind != ConstraintKind::ForeignKey;
  return sql_list(columns, dialect) + (key ? " WITHOUT OVERLAPS" : last);
}

}  // namespace

std::string constraint_definition(const CatalogConstraint& constraint, Dialect dialect) {
  std::string text;
  switch (constraint.kind) {
    case ConstraintKind::Check:
      text = "CHECK (" + constraint.expression + ")";
      if (constraint.no_inherit) text += " NO INHERIT";
      break;
    case ConstraintKind::Unique:
    case ConstraintKind::PrimaryKey:
      text = constraint.kind == ConstraintKind::Unique ? "UNIQUE " : "PRIMARY KEY ";
      if (constraint.nulls_not_distinct) text += "NULLS NOT DISTINCT ";
      text += "(" + key_columns(constraint, constraint.columns, dialect) + ")";
      if (!constraint.include.empty()) text += " INCLUDE (" + sql_list(constraint.include, dialect) + ")";
      break;
    case ConstraintKind::ForeignKey:
      text = "FOREIGN KEY (" + key_columns(constraint, constraint.columns, dialect) + ") REFERENCES " +
             sql_name(constraint.referenced, dialect);
      if (!constraint.referenced_columns.empty()) {
        text += "(" + key_columns(constraint, constraint.referenced_columns, dialect) + ")";
      }
      if (!constraint.match.empty()) text += " MATCH " + constraint.match;
      if (!constraint.on_update.empty()) text += " ON UPDATE " + constraint.on_update;
      if (!constraint.on_delete.empty()) text += " ON DELETE " + constraint.on_delete;
      break;
    case ConstraintKind::NotNull:
      text = "NOT NULL " + sql_list(constraint.columns, dialect);
      break;
    default:
      return constraint.definition;
  }
  text += deferred_words(constraint.deferrable, constraint.initially_deferred);
  if (!constraint.enforced) {
    text += " NOT ENFORCED";
  } else if (!constraint.validated) {
    text += " NOT VALID";
  }
  return text;
}

std::string deferred_words(bool deferrable, bool initially_deferred) {
  return std::string(deferrable ? " DEFERRABLE" : "") + (initially_deferred ? " INITIALLY DEFERRED" : "");
}

std::string index_definition(const CatalogRelation& table, const CatalogIndex& index, Dialect dialect) {
  std::string text = index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
  text += quote_identifier(index.name, dialect) + " ON ";
  if (dialect == Dialect::SQLite) {
    text += quote_identifier(table.name, dialect) + " (";
  } else {
    if (index.on_only) text += "ONLY ";
    text += quote_name({table.schema, table.name, {}}, dialect) + " USING " + index.method + " (";
  }
  bool first = true;
  for (const CatalogIndexElement& element : index.elements) {
    if (!first) text += ", ";
    first = false;
    text += element.column.empty() ? "(" + element.expression + ")" : quote_identifier(element.column, dialect);
    if (!element.collation.empty()) text += " COLLATE " + element.collation;
    if (!element.operator_class.empty()) text += " " + element.operator_class;
    if (element.descending) text += " DESC";
    if (element.nulls_first != element.descending && dialect == Dialect::PostgreSQL) {
      text += element.nulls_first ? " NULLS FIRST" : " NULLS LAST";
    }
  }
  text += ")";
  if (!index.include.empty()) text += " INCLUDE (" + sql_list(index.include, dialect) + ")";
  if (index.nulls_not_distinct) text += " NULLS NOT DISTINCT";
  if (!index.options.empty()) text += " WITH (" + join(index.options, ", ") + ")";
  if (!index.predicate.empty()) text += " WHERE " + index.predicate;
  return text;
}

std::string view_definition(const CatalogRelation& view, bool replace, Dialect dialect) {
  if (dialect == Dialect::SQLite && !view.definition.empty()) return view.definition;
  const bool materialized = view.kind == CatalogRelationKind::MaterializedView;
  std::vector<std::string> columns;
  for (const CatalogColumn& column : view.columns) columns.push_back(column.name);
  std::string text = materialized ? "CREATE MATERIALIZED VIEW " : replace ? "CREATE OR REPLACE VIEW " : "CREATE VIEW ";
  text += sql_name(relation_key(view), dialect);
  if (!columns.empty() && !view.partial) text += " (" + sql_list(columns, dialect) + ")";
  if (!view.options.empty()) text += " WITH (" + join(view.options, ", ") + ")";
  std::string query(trim(view.view_query));
  if (query.ends_with(';')) query.pop_back();
  return text + " AS " + query + (materialized && !view.populated ? " WITH NO DATA" : "");
}

std::vector<std::string> view_statements(const CatalogRelation& view, Dialect dialect) {
  std::vector<std::string> out{view_definition(view, false, dialect)};
  const std::string kind = view.kind == CatalogRelationKind::MaterializedView ? "MATERIALIZED VIEW " : "VIEW ";
  const std::string name = sql_name(relation_key(view), dialect);
  for (const CatalogIndex& index : view.indexes) out.push_back(index.definition);
  if (!view.clustered_on.empty()) {
    out.push_back("ALTER " + kind + name + " CLUSTER ON " + quote_identifier(view.clustered_on, dialect));
  }
  if (!view.owner.empty()) {
    out.push_back("ALTER " + kind + name + " OWNER TO " + quote_identifier(view.owner, dialect));
  }
  if (!view.comment.empty()) out.push_back("COMMENT ON " + kind + name + " IS " + quote_literal(view.comment));
  for (const CatalogColumn& column : view.columns) {
    const std::string column_name = quote_identifier(column.name, dialect);
    if (!column.default_expression.empty()) {
      out.push_back("ALTER VIEW " + name + " ALTER COLUMN " + column_name + " SET DEFAULT " +
                    column.default_expression);
    }
    if (column.statistics >= 0) {
      out.push_back("ALTER " + kind + name + " ALTER COLUMN " + column_name + " SET STATISTICS " +
                    std::to_string(column.statistics));
    }
    if (!column.comment.empty()) {
      out.push_back("COMMENT ON COLUMN " + name + "." + column_name + " IS " + quote_literal(column.comment));
    }
  }
  for (std::string& grant : grant_statements(view, name)) out.push_back(std::move(grant));
  for (const CatalogRule& rule : view.rules) out.push_back(rule.definition);
  for (const CatalogTrigger& trigger : view.triggers) out.push_back(trigger.definition);
  return out;
}

std::string statistics_definition(const CatalogStatistics& statistics) {
  const std::string kinds = statistics.kinds.empty() ? "" : " (" + join(statistics.kinds, ", ") + ")";
  return "CREATE STATISTICS " + quote_name({statistics.schema, statistics.name, {}}, Dialect::PostgreSQL) + kinds +
         " ON " + statistics.elements + " FROM " + sql_name(statistics.table, Dialect::PostgreSQL);
}

void refresh_definitions(CatalogRelation& relation, Dialect dialect) {
  for (CatalogConstraint& constraint : relation.constraints) {
    constraint.definition = constraint_definition(constraint, dialect);
  }
  for (CatalogIndex& index : relation.indexes) {
    // SQLite keeps the words of the statement, and has none for the indexes of constraints.
    if (dialect == Dialect::PostgreSQL) index.definition = index_definition(relation, index, dialect);
  }
}

}  // namespace lockstep
