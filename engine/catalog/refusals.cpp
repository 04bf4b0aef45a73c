#include "engine/catalog/refusals.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "engine/catalog/volatility.h"
#include "engine/catalog/words.h"

namespace lockstep {
namespace {

constexpr Dialect sql = Dialect::PostgreSQL;

template <size_t Size>
bool one_of(std::string_view word, const std::string_view (&list)[Size]) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

}  // namespace

Status check_column_name(const CatalogRelation& table, std::string_view name) {
  constexpr std::string_view system[] = {"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"};
  if (!one_of(name, system)) return {};
  return refuse("42701", "column name \"" + std::string(name) + "\" of \"" + table.name +
                             "\" conflicts with a system column name");
}

Status check_default(std::string_view type, const Expression& value) {
  if (value.has_subquery) return refuse("0A000", "cannot use subquery in DEFAULT expression");
  if (!value.columns.empty()) return refuse("0A000", "cannot use column reference in DEFAULT expression");
  const std::string_view text = trim(value.text);
  const std::vector<Word> list = words(text, sql);
  const bool number = type == "integer" || type == "bigint" || type == "smallint" || type == "numeric" ||
                      type == "real" || type == "double precision";
  if (!number || list.size() != 1 || list.front().kind != Word::Kind::String || text.size() < 2 || text[0] != '\'')
    return {};
  const std::string inner(trim(text.substr(1, text.size() - 2)));
  double parsed = 0;
  const auto end = std::from_chars(inner.data(), inner.data() + inner.size(), parsed);
  const bool word = to_lower(inner) == "nan" || to_lower(inner).find("infinity") != std::string::npos;
  if (end.ec == std::errc() || word || inner.starts_with('+')) return {};
  return refuse("22P02", "invalid input syntax for type " + std::string(type) + ": \"" + inner + "\"");
}

Status check_generated(const Draft& draft, const CatalogRelation& table, std::string_view name,
                       const Expression& expression) {
  if (draft.dialect() != Dialect::PostgreSQL) return {};
  if (expression.has_subquery) return refuse("0A000", "cannot use subquery in column generation expression");
  for (const ColumnReference& reference : expression.columns) {
    const CatalogColumn* column = table.column(reference.name);
    if (column == nullptr && reference.name != name && !table.partial && reference.qualifier.empty()) {
      return refuse("42703", "column \"" + reference.name + "\" does not exist");
    }
    if (reference.name == name || (column != nullptr && column->generated != 0)) {
      return refuse("42P17", "cannot use generated column \"" + reference.name + "\" in column generation expression");
    }
  }
  if (is_surely_mutable(draft.base(), expression)) return refuse("42P17", "generation expression is not immutable");
  return {};
}

Status check_storage(const Draft& draft, const CatalogRelation& table, const OptionList& options) {
  if (draft.dialect() != Dialect::PostgreSQL || table.partial) return {};
  const bool partitioned = table.kind == CatalogRelationKind::PartitionedTable;
  if (table.kind == CatalogRelationKind::View) {
    constexpr std::string_view of_views[] = {"security_barrier", "security_invoker", "check_option"};
    for (const auto& [name, value] : options) {
      if (!one_of(name, of_views)) return refuse("22023", "unrecognized parameter \"" + name + "\"");
    }
    return {};
  }
  if (!partitioned && table.kind != CatalogRelationKind::Table) return {};
  constexpr std::string_view known[] = {"fillfactor",
                                        "toast_tuple_target",
                                        "parallel_workers",
                                        "user_catalog_table",
                                        "vacuum_index_cleanup",
                                        "vacuum_truncate",
                                        "log_autovacuum_min_duration",
                                        "vacuum_max_eager_freeze_failure_rate",
                                        "oids"};
  for (const auto& [written, value] : options) {
    std::string_view name = written;
    const bool toast = name.starts_with("toast.");
    if (toast) name.remove_prefix(6);
    if (!name.starts_with("autovacuum_") && !one_of(name, known)) {
      return refuse("22023", "unrecognized parameter \"" + written + "\"");
    }
    if (partitioned && !toast) {
      return refuse(draft.server_version() >= 16 ? "42809" : "22023",
                    "cannot specify storage parameters for a partitioned table");
    }
    int number = 0;
    const std::string digits(trim(value));
    const bool is_number = std::from_chars(digits.data(), digits.data() + digits.size(), number).ec == std::errc();
    if (name == "fillfactor" && is_number && (number < 10 || number > 100)) {
      return refuse("22023", "value " + digits + " out of bounds for option \"fillfactor\"");
    }
  }
  return {};
}

Status check_index_method(const Draft& draft, const CatalogRelation& table, const CreateIndex& create) {
  if (draft.dialect() != Dialect::PostgreSQL) return {};
  const std::string method = create.method.empty() ? "btree" : create.method;
  const auto cannot = [&](std::string_view what) {
    return refuse("0A000", "access method \"" + method + "\" does not support " + std::string(what));
  };
  constexpr std::string_view own[] = {"hash", "gin", "gist", "spgist", "brin"};
  if (!one_of(method, own)) return {};
  if (create.unique) return cannot("unique indexes");
  if (!create.include.empty() && method != "gist" && method != "spgist") return cannot("included columns");
  if (create.elements.size() > 1 && (method == "hash" || method == "spgist")) return cannot("multicolumn indexes");
  if (method == "brin" || method == "hash") return {};
  // Types whose only operator classes are those of btree_gin and btree_gist.
  const auto installed = [&](std::string_view name) { return draft.base().extensions.count(std::string(name)) != 0; };
  if ((method == "gin" && installed("btree_gin")) || (method == "gist" && installed("btree_gist")) ||
      method == "spgist") {
    return {};
  }
  constexpr std::string_view plain[] = {"smallint",
                                        "integer",
                                        "bigint",
                                        "numeric",
                                        "real",
                                        "double precision",
                                        "text",
                                        "character varying",
                                        "character",
                                        "boolean",
                                        "date",
                                        "uuid",
                                        "bytea",
                                        "oid",
                                        "timestamp without time zone",
                                        "timestamp with time zone",
                                        "interval",
                                        "json"};
  for (const IndexElement& element : create.elements) {
    const CatalogColumn* column = element.column.empty() ? nullptr : table.column(element.column);
    if (column == nullptr || !std::string_view(element.operator_class).empty()) continue;
    const std::string type = column->type.substr(0, column->type.find('('));
    if (one_of(type, plain)) {
      return refuse(
          "42704", "data type " + column->type + " has no default operator class for access method \"" + method + "\"");
    }
  }
  return {};
}

bool casts_by_session(const CatalogRelation& table, std::string_view expression) {
  const std::vector<Word> list = words(expression, sql);
  constexpr std::string_view moments[] = {"date", "time", "timestamp", "timestamptz", "timetz", "interval"};
  for (size_t i = 0; i + 2 < list.size(); ++i) {
    if (slice(expression, list[i + 1].span) != "::" || !one_of(list[i + 2].name, moments)) continue;
    const CatalogColumn* column = table.column(list[i].name);
    if (column == nullptr || (i > 0 && slice(expression, list[i - 1].span) == "::")) continue;
    const bool text = column->type == "text" || column->type.starts_with("character varying");
    const bool zoned = column->type.starts_with("timestamp") && column->type.ends_with("with time zone");
    const bool unzoned = column->type.starts_with("timestamp") && column->type.ends_with("without time zone");
    if (text && list[i + 2].name != "interval") return true;
    if (zoned && list[i + 2].name != "timestamptz") return true;
    if (unzoned && list[i + 2].name == "timestamptz") return true;
  }
  return false;
}

}  // namespace lockstep
