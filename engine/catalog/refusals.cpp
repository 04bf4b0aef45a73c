#include "engine/catalog/refusals.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "engine/catalog/type_change.h"
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
    if (partitioned && toast) continue;  // taken for a TOAST table that is not there
    if (partitioned) {
      return refuse(draft.server_version() >= 16 ? "42809" : "22023",
                    "cannot specify storage parameters for a partitioned table");
    }
    if (toast) name.remove_prefix(6);
    if (!name.starts_with("autovacuum_") && !one_of(name, known)) {
      return refuse("22023", "unrecognized parameter \"" + written + "\"");
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
  if (one_of(method, own)) {
    if (create.unique) return cannot("unique indexes");
    if (!create.include.empty() && method != "gist" && method != "spgist") return cannot("included columns");
    if (create.elements.size() > 1 && (method == "hash" || method == "spgist")) return cannot("multicolumn indexes");
  }
  for (const IndexElement& element : create.elements) {
    const CatalogColumn* column = element.column.empty() ? nullptr : table.column(element.column);
    if (column == nullptr && element.expression) {
      for (const ColumnReference& reference : element.expression->columns) {
        const CatalogColumn* read = table.column(reference.name);
        if (read == nullptr) continue;
        CatalogColumn as_text = *read;
        as_text.type = "text";
        LOCKSTEP_CHECK(check_operators(draft, element.expression->text, as_text, read->type));
      }
    }
    if (column == nullptr) continue;
    LOCKSTEP_CHECK(check_operator_class(draft, method, column->type, std::string_view(element.operator_class)));
  }
  return {};
}

namespace {

constexpr std::string_view plain_types[] = {"smallint",
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
                                            "inet",
                                            "cidr",
                                            "bit",
                                            "bit varying",
                                            "timestamp without time zone",
                                            "timestamp with time zone",
                                            "interval",
                                            "json"};

/// Whether a type that comes with the server, or an enum, lacks a default operator class for the method.
bool lacks_operator_class(const Draft& draft, std::string_view method, std::string_view type, bool is_enum) {
  constexpr std::string_view unordered[] = {"json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle"};
  if (method == "btree" || method == "hash") return one_of(type, unordered);
  const auto installed = [&](std::string_view name) { return draft.base().extensions.count(std::string(name)) != 0; };
  if ((method == "gin" && installed("btree_gin")) || (method == "gist" && installed("btree_gist"))) return false;
  if (method == "gin" || method == "gist") {
    return is_enum || one_of(type, plain_types) || (method == "gist" && type == "jsonb");
  }
  if (method == "spgist") {
    return is_enum || type == "jsonb" ||
           (one_of(type, plain_types) && type != "text" && type != "character varying" && type != "inet" &&
            type != "cidr");
  }
  return method == "brin" && (type == "json" || type == "jsonb" || type == "boolean" || is_enum);
}

}  // namespace

Status check_operator_class(const Draft& draft, std::string_view method, std::string_view written,
                            std::string_view operator_class) {
  const std::string base = base_of_domain(draft.base(), written);
  if (base.ends_with("[]")) return {};
  const std::string type =
      base.substr(0, base.find('(')) + (base.find(')') == std::string::npos ? "" : base.substr(base.find(')') + 1));
  if (!operator_class.empty()) {
    constexpr std::string_view of_text[] = {"text_pattern_ops", "varchar_pattern_ops", "text_ops",
                                            "varchar_ops",      "gin_trgm_ops",        "gist_trgm_ops"};
    const bool is_text = type == "text" || type == "character varying" || type == "character";
    if (!one_of(operator_class, of_text) || is_text || !one_of(type, plain_types)) return {};
    return refuse("42804", "operator class \"" + std::string(operator_class) + "\" does not accept data type " +
                               std::string(written));
  }
  const CatalogType* known = draft.base().find_type(base);
  const bool is_enum = known != nullptr && known->form == CreateType::Form::Enum;
  if (!lacks_operator_class(draft, method, type, is_enum)) return {};
  return refuse("42704", "data type " + std::string(written) + " has no default operator class for access method \"" +
                             std::string(method) + "\"");
}

Status check_operators(const Draft& draft, std::string_view expression, const CatalogColumn& changed,
                       std::string_view type) {
  const std::string& column = changed.name;
  if (expression.empty()) return {};
  const std::string base = base_of_domain(draft.base(), type);
  const std::string name = base.substr(0, base.find('('));
  constexpr std::string_view no_numbers[] = {
      "text", "character varying", "character", "boolean", "uuid", "json", "jsonb", "inet", "cidr", "bytea"};
  const std::string family = type_family(draft.base(), type);
  const bool no_text = !family.empty() && family != "text" && family != "bytea" && !family.starts_with("bit");
  constexpr std::string_view signs[] = {"<", ">", "=", "+", "-", "*", "/", "%"};
  constexpr std::string_view of_text[] = {"lower", "upper", "length", "char_length", "btrim", "trim", "initcap"};
  const std::vector<Word> list = words(expression, sql);
  const auto mark = [&](size_t i) { return i < list.size() ? slice(expression, list[i].span) : std::string_view(); };
  const auto is_number = [&](size_t i) { return i < list.size() && list[i].kind == Word::Kind::Number; };
  const auto unknown = [&](const std::string& what) { return refuse("42883", what + " does not exist"); };
  for (size_t i = 0; i < list.size(); ++i) {
    if (list[i].name != column || list[i].kind == Word::Kind::String) continue;
    // Of another type than text the stored expression holds a cast to text, which stays.
    if (changed.type == "text" && i >= 2 && mark(i - 1) == "(" && one_of(list[i - 2].name, of_text) &&
        mark(i + 1) == ")" && no_text) {
      return unknown("function " + list[i - 2].name + "(" + name + ")");
    }
    size_t after = i + 1;
    while (one_of(mark(after), signs)) ++after;
    size_t before = i;
    while (before > 0 && one_of(mark(before - 1), signs)) --before;
    const bool with_number = (after > i + 1 && is_number(after)) || (before < i && before > 0 && is_number(before - 1));
    if (with_number && one_of(name, no_numbers)) return unknown("operator: " + name + " and a number");
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
