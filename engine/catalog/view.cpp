// CREATE VIEW and CREATE MATERIALIZED VIEW.
#include <algorithm>

#include "base/text.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/names.h"
#include "engine/catalog/query_checks.h"
#include "engine/catalog/table.h"
#include "engine/catalog/words.h"

namespace lockstep {
namespace {

bool is_word(const Word& word, std::string_view text) {
  return word.kind == Word::Kind::Name && equals_ignoring_case(word.name, text);
}

/// The output columns of a query, by name; a type only where the item is a plain column of a known relation.
/// `complete` becomes false where a * covers a relation that is not known.
class OutputColumns {
 public:
  OutputColumns(const Draft& draft, const std::string& query, const std::vector<std::string>& reads)
      : draft_(draft), text_(query), list_(words(query, draft.dialect())) {
    for (const std::string& key : reads) {
      if (const CatalogRelation* relation = draft.find(key)) sources_.push_back(relation);
    }
    unknown_source_ = sources_.size() != reads.size() ||
                      std::any_of(sources_.begin(), sources_.end(), [](const auto* source) { return source->partial; });
    run();
  }
  std::vector<CatalogColumn> columns;
  bool complete = true;

 private:
  [[nodiscard]] bool mark(size_t i, std::string_view text) const {
    return i < list_.size() && list_[i].kind == Word::Kind::Mark && slice(text_, list_[i].span) == text;
  }

  void run() {
    size_t at = 0;
    for (int depth = 0; at < list_.size(); ++at) {
      if (mark(at, "(")) ++depth;
      if (mark(at, ")")) --depth;
      if (depth == 0 && is_word(list_[at], "select")) break;
    }
    if (at >= list_.size()) {
      complete = false;
      return;
    }
    ++at;
    if (at < list_.size() && is_word(list_[at], "all")) ++at;
    if (at < list_.size() && is_word(list_[at], "distinct")) {
      ++at;
      if (at < list_.size() && is_word(list_[at], "on")) at = behind_parentheses(at + 1);
    }
    for (size_t begin = at; begin < list_.size();) {
      size_t end = begin;
      for (int depth = 0; end < list_.size(); ++end) {
        if (mark(end, "(") || mark(end, "[")) ++depth;
        if (mark(end, ")") || mark(end, "]")) --depth;
        if (depth < 0 || (depth == 0 && (mark(end, ",") || ends_list(list_[end])))) break;
      }
      if (end > begin) add(begin, end);
      if (end >= list_.size() || !mark(end, ",")) break;
      begin = end + 1;
    }
  }

  [[nodiscard]] static bool ends_list(const Word& word) {
    constexpr std::string_view enders[] = {"into",   "from",  "where", "group",  "having", "union", "intersect",
                                           "except", "order", "limit", "offset", "fetch",  "window"};
    return std::any_of(std::begin(enders), std::end(enders), [&](std::string_view end) { return is_word(word, end); });
  }

  [[nodiscard]] size_t behind_parentheses(size_t at) const {
    int depth = 0;
    for (; at < list_.size(); ++at) {
      if (mark(at, "(")) ++depth;
      if (mark(at, ")") && --depth == 0) return at + 1;
    }
    return at;
  }

  void add(size_t begin, size_t end) {
    if (mark(end - 1, "*")) {
      expand(begin + 1 < end ? list_[begin].name : std::string());
      return;
    }
    CatalogColumn column;
    const Word& last = list_[end - 1];
    const bool is_name = last.kind == Word::Kind::Name || last.kind == Word::Kind::QuotedName;
    size_t value_end = end;
    if (is_name && end - begin >= 2) {
      const Word& before = list_[end - 2];
      const bool after_as = is_word(before, "as");
      const bool bare = !after_as && !is_word(last, "end") &&
                        (before.kind != Word::Kind::Mark || mark(end - 2, ")") || mark(end - 2, "]")) &&
                        !is_word(before, "collate") && !is_word(before, "not") && !is_word(before, "is");
      if (after_as || bare) {
        column.name = last.name;
        value_end = after_as ? end - 2 : end - 1;
      }
    }
    const std::string_view value =
        std::string_view(text_).substr(list_[begin].span.begin, list_[value_end - 1].span.end - list_[begin].span.begin);
    if (column.name.empty()) column.name = figure_name(value, draft_.dialect());
    if (column.name.empty()) column.name = draft_.dialect() == Dialect::SQLite ? std::string(value) : "?column?";
    const bool plain = value_end - begin == 1 || (value_end - begin == 3 && mark(begin + 1, "."));
    if (plain) column.type = type_of(list_[value_end - 1].name, value_end - begin == 3 ? list_[begin].name : std::string());
    if (is_count(begin, value_end)) column.type = "bigint";
    columns.push_back(std::move(column));
  }

  /// Whether the item is one call of count() and nothing else.
  [[nodiscard]] bool is_count(size_t begin, size_t end) const {
    if (draft_.dialect() != Dialect::PostgreSQL || !is_word(list_[begin], "count") || !mark(begin + 1, "("))
      return false;
    int depth = 0;
    for (size_t i = begin + 1; i < end; ++i) {
      if (mark(i, "(")) ++depth;
      if (mark(i, ")") && --depth == 0) return i + 1 == end;
    }
    return false;
  }

  [[nodiscard]] std::string type_of(const std::string& name, const std::string& qualifier = {}) const {
    const CatalogColumn* origin = nullptr;
    for (const CatalogRelation* source : sources_) {
      const bool meant = qualifier.empty() || same_name(qualifier, source->name, draft_.dialect()) ||
                         is_alias(qualifier, source->name);
      if (!meant) continue;
      const CatalogColumn* candidate = source->column(name);
      if (candidate != nullptr && origin != nullptr && candidate->type != origin->type) return {};
      if (candidate != nullptr) origin = candidate;
    }
    return origin == nullptr ? std::string() : origin->type;
  }

  /// * or alias.*: all columns of the relation that the alias stands for.
  void expand(const std::string& alias) {
    if (unknown_source_) complete = false;
    // JOIN ... USING shows its columns once, before all others.
    const std::vector<std::string> joined = alias.empty() ? joined_columns() : std::vector<std::string>();
    for (const std::string& name : joined) {
      CatalogColumn column;
      column.name = name;
      column.type = type_of(name);
      columns.push_back(std::move(column));
    }
    for (const CatalogRelation* source : sources_) {
      if (!stands_outside(source->name)) continue;
      if (!alias.empty() && !same_name(alias, source->name, draft_.dialect()) && !is_alias(alias, source->name)) continue;
      for (const CatalogColumn& column : source->columns) {
        if (contains(joined, column.name)) continue;
        CatalogColumn copy;
        copy.name = column.name;
        copy.type = column.type;
        columns.push_back(std::move(copy));
      }
    }
  }

  /// Those that JOIN ... USING (...) names; NATURAL leaves the columns untold.
  [[nodiscard]] std::vector<std::string> joined_columns() {
    std::vector<std::string> found;
    for (size_t i = 0; i + 1 < list_.size(); ++i) {
      if (is_word(list_[i], "natural")) complete = false;
      if (!is_word(list_[i], "using") || !mark(i + 1, "(")) continue;
      for (size_t at = i + 2; at < list_.size() && !mark(at, ")"); ++at) {
        if (!mark(at, ",") && !contains(found, list_[at].name)) found.push_back(list_[at].name);
      }
    }
    return found;
  }

  /// Whether the relation is named outside of parentheses: what only a subquery reads, * does not show.
  [[nodiscard]] bool stands_outside(const std::string& relation) const {
    const bool in_from =
        std::any_of(list_.begin(), list_.end(), [](const Word& word) { return is_word(word, "where"); });
    if (!in_from) return true;
    int depth = 0;
    for (size_t i = 0; i < list_.size(); ++i) {
      if (mark(i, "(")) ++depth;
      if (mark(i, ")")) --depth;
      if (depth == 0 && same_name(list_[i].name, relation, draft_.dialect())) return true;
    }
    return false;
  }

  /// "orders AS o" or "orders o" somewhere in the query.
  [[nodiscard]] bool is_alias(const std::string& alias, const std::string& relation) const {
    for (size_t i = 0; i + 1 < list_.size(); ++i) {
      if (!same_name(list_[i].name, relation, draft_.dialect())) continue;
      const size_t next = is_word(list_[i + 1], "as") ? i + 2 : i + 1;
      if (next < list_.size() && same_name(list_[next].name, alias, draft_.dialect())) return true;
    }
    return false;
  }

  const Draft& draft_;
  const std::string& text_;
  std::vector<Word> list_;
  std::vector<const CatalogRelation*> sources_;
  bool unknown_source_ = false;
};

}  // namespace

std::vector<CatalogColumn> output_columns(const Draft& draft, const std::string& query,
                                          const std::vector<std::string>& reads) {
  OutputColumns output(draft, query, reads);
  return output.complete ? std::move(output.columns) : std::vector<CatalogColumn>();
}

Status fold(Draft& draft, const CreateView& create, const Statement& statement) {
  const bool sqlite = draft.dialect() == Dialect::SQLite;
  for (size_t i = 0; i < create.columns.size() && !sqlite; ++i) {
    const auto again =
        std::find(create.columns.begin(), create.columns.begin() + static_cast<ptrdiff_t>(i), create.columns[i]);
    if (again == create.columns.begin() + static_cast<ptrdiff_t>(i)) continue;
    return refuse("42701", "column \"" + create.columns[i] + "\" specified more than once");
  }
  CatalogRelation view;
  view.name = sqlite ? create.name.name : create.name.name.substr(0, longest_name);
  view.schema = draft.schema_of(create.name);
  if (create.temporary) view.schema = sqlite ? "temp" : "pg_temp";
  view.temporary = create.temporary;
  view.kind = create.materialized ? CatalogRelationKind::MaterializedView : CatalogRelationKind::View;
  view.populated = !create.with_no_data;
  view.view_query = create.query;
  set_storage(view.options, create.options);
  if (!create.check_option.empty()) view.options.push_back("check_option=" + to_lower(create.check_option));
  std::sort(view.options.begin(), view.options.end());
  if (sqlite) view.definition = statement.text;
  std::string key = relation_key(view);
  if (sqlite) key = to_lower(key);
  for (const QualifiedName& name : create.reads) {
    std::string read = draft.key(name);
    if (draft.find(read) == nullptr && draft.base().knows_all(name) && !sqlite) return no_such_relation(name.name);
    if (read != key && std::find(view.reads.begin(), view.reads.end(), read) == view.reads.end()) {
      view.reads.push_back(std::move(read));
    }
  }
  OutputColumns output(draft, view.view_query, view.reads);
  view.columns = std::move(output.columns);
  view.partial = !output.complete;
  for (size_t i = 0; i < create.columns.size(); ++i) {
    if (i < view.columns.size()) {
      view.columns[i].name = create.columns[i];
    } else if (!output.complete || create.recursive) {
      view.columns.push_back({});
      view.columns.back().name = create.columns[i];
    }
  }

  if (!sqlite) {
    const PlainSelect* plain = create.plain ? &*create.plain : nullptr;
    // What a recursive view reads of itself is not among its relations.
    LOCKSTEP_CHECK(create.recursive ? check_query(draft, create.query)
                                    : check_query(draft, {create.query, create.reads, create.functions, plain}));
    if (!view.partial) LOCKSTEP_CHECK(check_output_names(view.columns));
  }

  const CatalogRelation* existing = draft.find(key);
  if (existing != nullptr && create.if_not_exists && !existing->view_query.empty()) return {};
  if (existing != nullptr && !existing->partial) {
    if (create.if_not_exists) return {};
    if (!create.or_replace) return refuse("42P07", "relation \"" + view.name + "\" already exists");
    if (existing->kind != CatalogRelationKind::View) {
      return refuse("42809", "\"" + view.name + "\" is not a view");
    }
    if (!view.partial) {
      if (view.columns.size() < existing->columns.size()) return refuse("42P16", "cannot drop columns from view");
      for (size_t i = 0; i < existing->columns.size(); ++i) {
        if (view.columns[i].name != existing->columns[i].name) {
          return refuse("42P16", "cannot change name of view column \"" + existing->columns[i].name + "\" to \"" +
                                     view.columns[i].name + "\"");
        }
        if (!view.columns[i].type.empty() && !existing->columns[i].type.empty() &&
            view.columns[i].type != existing->columns[i].type) {
          return refuse("42P16", "cannot change data type of view column \"" + existing->columns[i].name + "\" from " +
                                     existing->columns[i].type + " to " + view.columns[i].type);
        }
      }
    }
    view.comment = existing->comment;
    for (CatalogColumn& column : view.columns) {
      if (const CatalogColumn* same = existing->column(column.name)) column.comment = same->comment;
    }
    view.triggers = existing->triggers;
    view.owner = existing->owner;
    view.grants = existing->grants;
  } else if (existing == nullptr && !sqlite && !draft.table_of_index(view.schema, view.name).empty()) {
    return refuse("42P07", "relation \"" + view.name + "\" already exists");
  }
  draft.add(std::move(view));
  return {};
}

}  // namespace lockstep
