#include "engine/effects/insert_keys.h"

#include <algorithm>
#include <vector>

#include "engine/catalog/definition.h"
#include "engine/catalog/table.h"
#include "engine/catalog/words.h"

namespace lockstep {
std::vector<ValuesRow> values_of(std::string_view text, Dialect dialect) {
  const std::vector<Word> list = words(text, dialect);
  const auto mark = [&](size_t i, std::string_view wanted) {
    return i < list.size() && list[i].kind == Word::Kind::Mark && slice(text, list[i].span) == wanted;
  };
  size_t at = 0;
  int depth = 0;
  for (; at < list.size(); ++at) {
    if (mark(at, "(")) ++depth;
    if (mark(at, ")")) --depth;
    if (depth == 0 && (list[at].name == "values" || list[at].name == "VALUES")) break;
  }
  std::vector<ValuesRow> rows;
  ++at;
  while (mark(at, "(")) {
    ValuesRow row;
    size_t first = at + 1;  // of the value's words
    const auto take = [&](size_t end) {
      row.push_back(first == end
                        ? std::string_view()
                        : text.substr(list[first].span.begin, list[end - 1].span.end - list[first].span.begin));
      first = end + 1;
    };
    depth = 1;
    for (++at; at < list.size(); ++at) {
      if (mark(at, "(")) ++depth;
      if (mark(at, ")") && --depth == 0) break;
      if (depth == 1 && mark(at, ",")) take(at);
    }
    take(at);
    rows.push_back(std::move(row));
    if (!mark(at + 1, ",")) return at + 1 >= list.size() ? rows : std::vector<ValuesRow>();
    at += 2;
  }
  return {};
}

std::string delete_by_key(const Insert& insert, std::string_view text, const Catalog& before) {
  if (!insert.values || insert.on_conflict || insert.has_with || insert.returning) return {};
  const CatalogRelation* table = before.find(insert.table);
  if (table == nullptr || table->partial) return {};
  const std::vector<Word> head = words(text.substr(0, 64), before.dialect);
  if (head.size() > 1 && (same_name(head[1].name, "or", Dialect::SQLite) ||
                          same_name(head[0].name, "replace", Dialect::SQLite))) {
    return {};  // INSERT OR IGNORE, INSERT OR REPLACE, REPLACE
  }
  const std::vector<std::string> key = table->primary_key();
  if (key.empty()) return {};
  std::vector<std::string> columns = insert.columns;
  if (columns.empty()) {
    for (const CatalogColumn& column : table->columns) columns.push_back(column.name);
  }
  std::vector<size_t> places;
  for (const std::string& part : key) {
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const std::string& column) {
      return same_name(column, part, before.dialect);
    });
    if (found == columns.end()) return {};
    places.push_back(static_cast<size_t>(found - columns.begin()));
  }
  const std::vector<ValuesRow> rows = values_of(text, before.dialect);
  if (rows.empty() || rows.size() != insert.rows) return {};
  std::string list;
  for (const ValuesRow& row : rows) {
    std::string tuple;
    for (const size_t place : places) {
      if (place >= row.size()) return {};
      const std::vector<Word> value = words(row[place], before.dialect);
      const bool negative =
          value.size() == 2 && slice(row[place], value[0].span) == "-" && value[1].kind == Word::Kind::Number;
      const bool literal = value.size() == 1 &&
                           (value[0].kind == Word::Kind::Number || value[0].kind == Word::Kind::String);
      if (!literal && !negative) return {};
      if (!tuple.empty()) tuple += ", ";
      tuple += row[place];
    }
    if (!list.empty()) list += ", ";
    list += places.size() == 1 ? tuple : "(" + tuple + ")";
  }
  const std::string names = sql_list(key, before.dialect);
  return "DELETE FROM " + sql_name(before.key(insert.table), before.dialect) + " WHERE " +
         (places.size() == 1 ? names : "(" + names + ")") + " IN (" +
         (places.size() > 1 && before.dialect == Dialect::SQLite ? "VALUES " : "") + list + ")";
}

}  // namespace lockstep
