#include "engine/catalog/type_change.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "base/text.h"
#include "engine/catalog/words.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

struct Cast {
  std::string_view source, target;
  char method, context;
};
constexpr Cast casts[] = {
#define LOCKSTEP_CAST(source, target, method, context) {source, target, method, context},
#include "engine/catalog/casts.inc"
#undef LOCKSTEP_CAST
};

const Cast* find_cast(std::string_view source, std::string_view target) {
  const auto* found = std::find_if(std::begin(casts), std::end(casts),
                                   [&](const Cast& cast) { return cast.source == source && cast.target == target; });
  return found == std::end(casts) ? nullptr : found;
}

/// "character varying(20)" taken apart.
struct Parts {
  std::string name;
  std::vector<int> modifiers;
  bool array = false;
};

Parts parts_of(std::string_view type) {
  Parts parts;
  if (type.ends_with("[]")) {
    parts.array = true;
    type.remove_suffix(2);
  }
  const size_t open = type.find('(');
  if (open == std::string_view::npos) {
    parts.name = type;
    return parts;
  }
  const size_t close = type.find(')', open);
  parts.name = std::string(type.substr(0, open)) + std::string(type.substr(close + 1));
  for (const std::string& word : split(type.substr(open + 1, close - open - 1), ',')) {
    int value = 0;
    const std::string_view digits = trim(word);
    if (std::from_chars(digits.data(), digits.data() + digits.size(), value).ec == std::errc()) {
      parts.modifiers.push_back(value);
    }
  }
  return parts;
}

bool is_text(std::string_view name) {
  return name == "text" || name == "character varying";
}
bool is_character(std::string_view name) {
  return is_text(name) || name == "character" || name == "bpchar";
}

/// Whether the length or precision of `to` holds everything of `from`, so that the server's planner support functions
/// drop the coercion (varchar_support, numeric_support, varbit_support, timestamp_support ...).
bool modifiers_widen(const Parts& from, const Parts& to) {
  if (to.modifiers.empty()) return true;
  const std::string& name = to.name;
  if (name == "numeric") {
    if (from.modifiers.size() != 2 || to.modifiers.size() != 2) return false;
    return from.modifiers[1] == to.modifiers[1] && to.modifiers[0] >= from.modifiers[0];
  }
  const bool has_precision = name.starts_with("timestamp") || name.starts_with("time ") || name == "interval";
  if (has_precision) {
    const int from_precision = from.modifiers.empty() ? 6 : from.modifiers[0];
    return to.modifiers[0] >= from_precision;
  }
  if (name == "character varying" || name == "bit varying") {
    return !from.modifiers.empty() && from.name == to.name && to.modifiers[0] >= from.modifiers[0];
  }
  return from.modifiers == to.modifiers && from.name == to.name;
}

const CatalogType* as_domain(const Catalog& catalog, std::string_view type) {
  const CatalogType* found = catalog.find_type(type);
  return found != nullptr && found->form == CreateType::Form::Domain ? found : nullptr;
}

/// USING column, USING column::type and USING CAST(column AS type) say no more than leaving USING out; Casts: one cast
/// behind the other.
enum class Using : uint8_t { None, SameColumn, Cast, Casts, Other };

Using classify(std::string_view text, std::string_view column, std::vector<std::string>& types) {
  if (text.empty()) return Using::None;
  std::string_view inner = strip_parentheses(text, Dialect::PostgreSQL);
  std::vector<Word> list = words(inner, Dialect::PostgreSQL);
  const auto mark = [&](size_t i) { return i < list.size() ? slice(inner, list[i].span) : std::string_view(); };
  if (list.size() == 1 && list[0].name == column) return Using::SameColumn;
  if (list.size() >= 3 && list[0].name == column && mark(1) == "::") {
    for (size_t i = 1; i < list.size();) {
      const size_t begin = ++i;
      while (i < list.size() && mark(i) != "::") {
        constexpr std::string_view others[] = {"+", "-", "*", "/", "|"};
        const bool other = list[i].kind == Word::Kind::String || list[i].name == "at" || list[i].name == "collate" ||
                           std::find(std::begin(others), std::end(others), mark(i)) != std::end(others);
        if (other) return Using::Other;
        ++i;
      }
      if (begin >= i) return Using::Other;
      types.emplace_back(inner.substr(list[begin].span.begin, list[i - 1].span.end - list[begin].span.begin));
    }
    return types.size() == 1 ? Using::Cast : Using::Casts;
  }
  if (list.size() >= 6 && list[0].name == "cast" && list[2].name == column && list[3].name == "as") {
    types.emplace_back(inner.substr(list[4].span.begin, list.back().span.begin - list[4].span.begin));
    return Using::Cast;
  }
  return Using::Other;
}

/// A written type as format_type() shows it.
std::string shown(std::string_view written) {
  const std::string sql = "ALTER TABLE t ALTER COLUMN c TYPE " + std::string(written);
  const ParsedFile file = parse(sql, Dialect::PostgreSQL);
  const auto* alter = file.statements.size() == 1 ? file.statements.front().as<AlterTable>() : nullptr;
  if (alter == nullptr || alter->subcommands.size() != 1 || !alter->subcommands.front().type) return {};
  return format_type(*alter->subcommands.front().type, Dialect::PostgreSQL);
}

/// Whether the server knows the type by itself: it is in one of its casts.
bool is_built_in(std::string_view name) {
  return name == "uuid" || is_character(name) || std::any_of(std::begin(casts), std::end(casts), [&](const Cast& cast) {
           return cast.source == name || cast.target == name;
         });
}

}  // namespace

std::string base_of_domain(const Catalog& catalog, std::string_view type) {
  std::string base(type);
  for (int depth = 0; depth < 16; ++depth) {
    const CatalogType* found = as_domain(catalog, base);
    if (found == nullptr) break;
    base = found->base;
  }
  return base;
}

std::string type_family(const Catalog& catalog, std::string_view type) {
  const std::string base = base_of_domain(catalog, type);
  if (base.ends_with("[]")) return "array";
  const Parts parts = parts_of(base);
  const std::string& name = parts.name;
  constexpr std::string_view numbers[] = {"smallint", "integer", "bigint", "numeric", "real", "double precision"};
  if (std::find(std::begin(numbers), std::end(numbers), name) != std::end(numbers)) return "number";
  if (is_character(name) || name == "name") return "text";
  if (name == "date" || name.starts_with("timestamp ")) return "moment";
  if (name.starts_with("time ")) return "time";
  if (name == "inet" || name == "cidr") return "network";
  constexpr std::string_view alone[] = {"uuid",        "boolean", "bytea", "json", "jsonb", "bit",
                                        "bit varying", "money",   "oid",   "xml",  "point", "interval"};
  if (std::find(std::begin(alone), std::end(alone), name) != std::end(alone)) return name;
  const CatalogRelation* row = catalog.find(type_key(name));
  if (row != nullptr && row->kind == CatalogRelationKind::CompositeType) return "composite";
  const CatalogType* known = catalog.find_type(name);
  return known != nullptr && known->form == CreateType::Form::Enum ? "enum " + name : std::string();
}

bool is_assignable(const Catalog& catalog, std::string_view from, std::string_view to) {
  const TypeChange change = type_change(catalog, from, to, {}, {}, newest_server_version);
  return change.possible || !change.known;
}

int integer_width(std::string_view type) {
  if (type == "smallint") return 2;
  if (type == "integer") return 4;
  return type == "bigint" ? 8 : 0;
}

bool is_constrained_domain(const Catalog& catalog, std::string_view type) {
  std::string name(type);
  if (name.ends_with("[]")) name.resize(name.size() - 2);
  for (int depth = 0; depth < 16; ++depth) {
    const CatalogType* found = as_domain(catalog, name);
    if (found == nullptr) return false;
    if (found->constrained) return true;
    name = found->base;
  }
  return false;
}

TypeChange type_change(const Catalog& catalog, std::string_view from, std::string_view to, std::string_view column,
                       std::string_view using_expression, TargetVersion server_version) {
  (void)server_version;  // the rules are the same from 14 to 18
  TypeChange change;
  std::vector<std::string> types;
  const Using use = classify(using_expression, column, types);
  if (use == Using::Other) return change;
  if (use == Using::Casts || (use == Using::Cast && shown(types.front()) != to)) {
    // A cast that changes nothing is none; what remains then is the last one.
    std::string at(from);
    for (const std::string& written : types) {
      const std::string next = shown(written);
      if (next.empty()) return change;
      const TypeChange step = type_change(catalog, at, next, "c", "c::" + written, server_version);
      if (step.rewrite || step.depends_on_zone) {
        change.possible = step.possible;
        change.known = step.known;
        return change;
      }
      at = next;
    }
    TypeChange last = type_change(catalog, at, to, "c", {}, server_version);
    last.keeps_indexes = last.keeps_indexes && type_change(catalog, from, to, "c", {}, server_version).keeps_indexes;
    return last;
  }
  const bool explicit_cast = use == Using::Cast;

  const std::string from_base = base_of_domain(catalog, from);
  const std::string to_base = base_of_domain(catalog, to);
  Parts a = parts_of(from_base);
  Parts b = parts_of(to_base);
  // The server does not look at the length or precision that a domain gives to its base.
  if (from_base != from) a.modifiers.clear();
  for (Parts* parts : {&a, &b}) {
    if (parts->name == "bpchar") parts->name = "character";
  }
  const bool into_constraint = is_constrained_domain(catalog, to) && from != to;

  if (a.array != b.array) {
    change.possible = (explicit_cast && is_character(a.name) && !a.array) || (!b.array && is_character(b.name));
    return change;
  }
  if (a.name == b.name) {
    const bool same = a.modifiers == b.modifiers;
    bool cheap = same || modifiers_widen(a, b);
    // bpchar has no support function: any other length is a new value.
    if ((b.name == "character" || b.name == "bit") && !same && !b.modifiers.empty()) cheap = false;
    if (b.array && !same) cheap = to_base.find('(') == std::string::npos;
    change.rewrite = !cheap || into_constraint;
    change.keeps_indexes = cheap;
    change.widening = cheap && !into_constraint;
    // A wider character(n) or bit(n) is refused nothing, but its values are blank-padded anew.
    return change;
  }
  if (a.array) {
    // Arrays of a domain and of its base are coerced one element after the other.
    if (base_of_domain(catalog, a.name) == base_of_domain(catalog, b.name)) return change;
    const Cast* cast = find_cast(a.name, b.name);
    change.possible = explicit_cast || is_character(b.name) || (cast != nullptr && cast->context != 'e');
    return change;  // the elements are coerced one by one, even where that does nothing
  }
  const bool timestamps = (a.name == "timestamp without time zone" && b.name == "timestamp with time zone") ||
                          (b.name == "timestamp without time zone" && a.name == "timestamp with time zone");
  if (timestamps) {
    const bool precision = modifiers_widen(a, b);
    change.rewrite = !precision || into_constraint;
    change.depends_on_zone = !change.rewrite;
    return change;
  }
  const Cast* cast = find_cast(a.name, b.name);
  if (cast == nullptr) {
    const auto is_known = [&](const std::string& name) {
      return is_built_in(name) || catalog.find_type(name) != nullptr || catalog.find(type_key(name)) != nullptr;
    };
    change.known = is_known(a.name) && is_known(b.name);
    // Every type turns into text by itself; the other way round it takes USING.
    change.possible = is_character(b.name) || (explicit_cast && is_character(a.name));
    return change;
  }
  change.possible = explicit_cast || cast->context != 'e';
  if (cast->method == 'b') {
    // Unlimited to limited text: the length is checked row by row.
    const bool length_checked = !b.modifiers.empty() && !(is_text(a.name) && is_text(b.name) && modifiers_widen(a, b));
    change.rewrite = length_checked || into_constraint;
    change.keeps_indexes =
        !change.rewrite && ((is_text(a.name) && is_text(b.name)) || (a.name == "cidr" && b.name == "inet"));
    change.widening = !change.rewrite && !((b.name == "citext") || (a.name == "citext")) && b.name != "xml";
  }
  return change;
}

}  // namespace lockstep
