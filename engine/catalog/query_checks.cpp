#include "engine/catalog/query_checks.h"

#include <algorithm>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/name_table.h"
#include "engine/catalog/table.h"
#include "engine/catalog/type_change.h"
#include "engine/catalog/volatility.h"
#include "engine/catalog/words.h"

namespace lockstep {
namespace {

/// The numbers of arguments that the built-in functions of the name take, as digits; empty where that is not known.
std::string_view built_in_arguments(std::string_view name) {
  static const NameTable table = [] {
    NameTable made;
#define LOCKSTEP_ARGUMENTS(numbers, names) add_names(made, numbers, names);
#include "engine/catalog/builtin_arguments.inc"
#undef LOCKSTEP_ARGUMENTS
    return made;
  }();
  return value_of(table, name);
}

bool takes(std::string_view numbers, int given) {
  return given < 9 ? numbers.find(static_cast<char>('0' + given)) != std::string_view::npos || numbers.ends_with('9')
                   : numbers.ends_with('9');
}

}  // namespace

Status check_calls(const Draft& draft, const std::vector<FunctionCall>& calls) {
  if (draft.dialect() != Dialect::PostgreSQL) return {};
  for (const FunctionCall& call : calls) {
    const Catalog& catalog = draft.base();
    const bool maybe_built_in = call.schema.empty() || call.schema == "pg_catalog";
    const std::string_view numbers = maybe_built_in ? built_in_arguments(call.name) : std::string_view();
    if (!numbers.empty() && takes(numbers, call.arguments)) continue;
    const std::string schema = call.schema.empty() ? std::string(catalog.default_schema()) : call.schema;
    const std::vector<const CatalogFunction*> own = candidates(catalog, schema, call);
    const bool fits =
        std::any_of(own.begin(), own.end(), [&](const CatalogFunction* function) { return takes(*function, call); });
    const bool known = !numbers.empty() || !own.empty();
    if (!known || fits || (own.empty() && !catalog.extensions.empty())) continue;
    return refuse("42883",
                  "function " + call.name + " with " + std::to_string(call.arguments) + " arguments does not exist");
  }
  return {};
}

Status check_columns(const CatalogRelation& table, std::string_view alias, const Expression& expression) {
  if (table.partial) return {};
  constexpr std::string_view system[] = {"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid", "oid"};
  constexpr std::string_view sequence[] = {"last_value", "log_cnt", "is_called"};
  const std::string_view shown = alias.empty() ? std::string_view(table.name) : alias;
  for (const ColumnReference& reference : expression.columns) {
    const std::string& name = reference.name;
    if (name == "*" || name == shown || name == "excluded" ||
        (!reference.qualifier.empty() && reference.qualifier != shown))
      continue;
    if (table.column(name) != nullptr || std::find(std::begin(system), std::end(system), name) != std::end(system))
      continue;
    const bool of_sequence = std::find(std::begin(sequence), std::end(sequence), name) != std::end(sequence);
    if (of_sequence && table.kind == CatalogRelationKind::Sequence) continue;
    return refuse("42703", "column \"" + name + "\" does not exist");
  }
  return {};
}

namespace {

/// The branches of a query with set operations at its top, and the word between the first two; none without one, and
/// none where a branch has a query inside.
std::vector<std::string> branches_of(const std::string& query, const std::vector<Word>& list, std::string& operation) {
  std::vector<std::string> branches;
  int depth = 0;
  size_t selects = 0;
  uint32_t begin = 0;
  for (size_t i = 0; i < list.size(); ++i) {
    if (list[i].kind == Word::Kind::Mark) {
      const char mark = query[list[i].span.begin];
      depth += mark == '(' ? 1 : mark == ')' ? -1 : 0;
    }
    if (list[i].kind != Word::Kind::Name) continue;
    const std::string& word = list[i].name;
    if (word == "with" || (word == "select" && ++selects > branches.size() + 1)) return {};
    if (depth != 0 || (word != "union" && word != "intersect" && word != "except")) continue;
    if (operation.empty()) operation = to_upper(word);
    branches.push_back(query.substr(begin, list[i].span.begin - begin));
    if (i + 1 < list.size() && (list[i + 1].name == "all" || list[i + 1].name == "distinct")) ++i;
    begin = list[i].span.end;
  }
  if (branches.empty()) return {};
  branches.push_back(query.substr(begin));
  return branches;
}

/// What a branch gives; empty where that cannot be told.
std::vector<CatalogColumn> columns_of_branch(const Draft& draft, const std::string& branch,
                                             const std::vector<QualifiedName>& reads) {
  std::vector<std::string> keys;
  const std::vector<Word> list = words(branch, Dialect::PostgreSQL);
  for (const QualifiedName& read : reads) {
    const bool named = std::any_of(list.begin(), list.end(), [&](const Word& word) { return word.name == read.name; });
    if (named) keys.push_back(draft.key(read));
  }
  return output_columns(draft, branch, keys);
}

/// select_common_type() and coerce_to_common_type() in src/backend/parser/parse_coerce.c, as far as families tell.
Status check_common_type(const Draft& draft, const std::string& operation, const std::string& a, const std::string& b) {
  std::string left = type_family(draft.base(), a);
  std::string right = type_family(draft.base(), b);
  if (left.empty() || right.empty() || left == right) return {};
  // The servers' categories are wider: within one, there may be no cast.
  const auto category = [](const std::string& family) -> std::string {
    constexpr std::string_view user[] = {"uuid", "json", "jsonb", "xml", "bytea"};
    if (std::find(std::begin(user), std::end(user), family) != std::end(user)) return "user";
    if (family == "time" || family == "moment") return "date and time";
    if (family.starts_with("enum ")) return "enum";
    if (family.starts_with("bit")) return "bits";
    return family == "money" || family == "oid" ? "number" : family;
  };
  if (category(left) != category(right)) {
    return refuse("42804", operation + " types " + a + " and " + b + " cannot be matched");
  }
  if (category(left) == "number" || category(left) == "bits") return {};
  return refuse("42846", operation + " could not convert type " + b + " to " + a);
}

/// The type of a column that is written with the name or alias of one of the relations; empty where that is not told.
std::string type_of_qualified(const Draft& draft, const std::string& query, const std::vector<Word>& list,
                              const std::vector<QualifiedName>& reads, const Word& qualifier, const Word& column) {
  std::string type;
  for (const QualifiedName& read : reads) {
    bool meant = qualifier.name == read.name;
    for (size_t i = 0; i + 1 < list.size() && !meant; ++i) {
      const size_t next = list[i + 1].name == "as" ? i + 2 : i + 1;
      meant = list[i].name == read.name && next < list.size() && list[next].name == qualifier.name &&
              slice(query, list[next].span) != ".";
    }
    const CatalogRelation* relation = meant ? draft.find(read) : nullptr;
    const CatalogColumn* found = relation == nullptr ? nullptr : relation->column(column.name);
    if (!meant) continue;
    if (found == nullptr || !type.empty()) return {};
    type = found->type;
  }
  return type;
}

/// a.column = b.column of types that have no such operator (42883).
Status check_comparisons(const Draft& draft, const std::string& query, const std::vector<Word>& list,
                         const std::vector<QualifiedName>& reads) {
  const auto mark = [&](size_t i) { return i < list.size() ? slice(query, list[i].span) : std::string_view(); };
  const auto begins = [&](size_t i) {
    return i == 0 || (list[i - 1].kind == Word::Kind::Name && list[i - 1].name != "collate") || mark(i - 1) == "(";
  };
  const auto ends = [&](size_t i) {
    return i >= list.size() || list[i].kind == Word::Kind::Name || mark(i) == ")" || mark(i) == ";";
  };
  for (size_t i = 0; i + 6 < list.size(); ++i) {
    if (query[list[i + 3].span.begin] != '=') continue;
    const bool equals = mark(i + 1) == "." && mark(i + 3) == "=" && mark(i + 5) == "." && begins(i) && ends(i + 7);
    if (!equals) continue;
    const std::string left = type_of_qualified(draft, query, list, reads, list[i], list[i + 2]);
    const std::string right = type_of_qualified(draft, query, list, reads, list[i + 4], list[i + 6]);
    const std::string a = type_family(draft.base(), left);
    const std::string b = type_family(draft.base(), right);
    const auto told = [](const std::string& family) {
      return !family.empty() && family != "oid" && family != "money" && !family.starts_with("bit");
    };
    if (left.empty() || right.empty() || !told(a) || !told(b) || a == b) continue;
    return refuse("42883", "operator does not exist: " + left + " = " + right);
  }
  return {};
}

Status check_set_operations(const Draft& draft, const std::string& query, const std::vector<Word>& list,
                            const std::vector<QualifiedName>& reads) {
  std::string operation;
  const std::vector<std::string> branches = branches_of(query, list, operation);
  if (branches.empty()) return {};
  const std::vector<CatalogColumn> first = columns_of_branch(draft, branches.front(), reads);
  for (size_t i = 1; i < branches.size() && !first.empty(); ++i) {
    const std::vector<CatalogColumn> other = columns_of_branch(draft, branches[i], reads);
    if (other.empty()) continue;
    if (other.size() != first.size()) {
      return refuse("42601", "each " + operation + " query must have the same number of columns");
    }
    for (size_t at = 0; at < first.size(); ++at) {
      if (first[at].type.empty() || other[at].type.empty()) continue;
      LOCKSTEP_CHECK(check_common_type(draft, operation, first[at].type, other[at].type));
    }
  }
  return {};
}

}  // namespace

Status check_query(const Draft& draft, const ParsedQuery& query) {
  if (draft.dialect() != Dialect::PostgreSQL) return {};
  LOCKSTEP_CHECK(check_calls(draft, query.functions));
  const std::vector<Word> list = words(query.text, Dialect::PostgreSQL);
  LOCKSTEP_CHECK(check_set_operations(draft, query.text, list, query.reads));
  LOCKSTEP_CHECK(check_comparisons(draft, query.text, list, query.reads));
  if (query.plain == nullptr || query.plain->source_joined || query.plain->source.name.empty()) return {};
  const PlainSelect& plain = *query.plain;
  const CatalogRelation* source = draft.find(plain.source);
  if (source == nullptr) return {};
  for (const Expression& item : plain.select_items) LOCKSTEP_CHECK(check_columns(*source, plain.source_alias, item));
  return plain.select_where ? check_columns(*source, plain.source_alias, *plain.select_where) : Status{};
}

Status check_query(const Draft& draft, const std::string& query) {
  if (draft.dialect() != Dialect::PostgreSQL) return {};
  // The parser takes the query of an INSERT apart.
  const std::optional<Statement> made = statement_of("INSERT INTO t " + query, Dialect::PostgreSQL);
  const auto* insert = made ? made->as<Insert>() : nullptr;
  if (insert == nullptr) return {};
  const bool plain = insert->plain_select && !insert->has_with;
  return check_query(draft, {query, insert->reads, insert->functions, plain ? insert : nullptr});
}

bool may_take_null(const Catalog& catalog, const CatalogRelation& table, const std::string& column) {
  if (!table.rules.empty()) return true;
  std::vector<const CatalogRelation*> tree = {&table};
  for (size_t i = 0; i < tree.size(); ++i) {
    const bool filled =
        std::any_of(tree[i]->triggers.begin(), tree[i]->triggers.end(), [](const CatalogTrigger& trigger) {
          const std::string definition = to_lower(trigger.definition);
          return definition.find("before") != std::string::npos && definition.find("insert") != std::string::npos;
        });
    if (filled) return true;
    const std::vector<const CatalogRelation*> partitions = catalog.partitions(relation_key(*tree[i]));
    const bool routed = contains(tree[i]->partition_columns, column);
    if (routed && std::none_of(partitions.begin(), partitions.end(),
                               [](const CatalogRelation* partition) { return partition->bound == "DEFAULT"; })) {
      return true;
    }
    tree.insert(tree.end(), partitions.begin(), partitions.end());
  }
  return false;
}

Status check_assigned(const Draft& draft, const CatalogRelation& table, const std::vector<std::string>& columns,
                      const std::string& query, const std::vector<QualifiedName>& reads) {
  const std::vector<Word> list = words(query, Dialect::PostgreSQL);
  const auto selects = std::count_if(list.begin(), list.end(), [](const Word& word) { return word.name == "select"; });
  if (selects != 1) return {};
  const std::vector<CatalogColumn> given = columns_of_branch(draft, query, reads);
  for (size_t i = 0; i < given.size(); ++i) {
    if (columns.empty() ? i >= table.columns.size() : i >= columns.size()) break;
    const CatalogColumn* column = columns.empty() ? &table.columns[i] : table.column(columns[i]);
    if (column == nullptr || column->type.empty() || given[i].type.empty()) continue;
    const bool text = type_family(draft.base(), column->type) == "text";
    if (text || is_assignable(draft.base(), given[i].type, column->type)) continue;
    return refuse("42804", "column \"" + column->name + "\" is of type " + column->type + " but expression is of type " +
                               given[i].type);
  }
  return {};
}

Status check_output_names(const std::vector<CatalogColumn>& columns) {
  for (size_t i = 0; i < columns.size(); ++i) {
    const auto end = columns.begin() + static_cast<ptrdiff_t>(i);
    if (std::none_of(columns.begin(), end, [&](const CatalogColumn& other) { return other.name == columns[i].name; })) {
      continue;
    }
    return refuse("42701", "column \"" + columns[i].name + "\" specified more than once");
  }
  return {};
}

}  // namespace lockstep
