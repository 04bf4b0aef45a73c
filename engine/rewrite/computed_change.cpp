#include "engine/rewrite/computed_change.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/catalog/draft.h"

namespace lockstep {
namespace {

/// Said in the chunk itself: a literal has no type of its own yet, and DEFAULT is no value.
bool is_said_again(const Assignment& assignment) {
  return assignment.value.is_constant || to_upper(assignment.value.text) == "DEFAULT";
}

/// Whether the value is made of what the row has in a column that is assigned: writes to it between the two moments
/// would be lost.
bool reads_what_is_assigned(const Update& update, const CatalogRelation& table) {
  const std::string& name = update.alias.empty() ? table.name : update.alias;
  const auto is_assigned = [&](const ColumnReference& reference) {
    if (!reference.qualifier.empty() && reference.qualifier != name) return false;
    return std::any_of(update.assignments.begin(), update.assignments.end(),
                       [&](const Assignment& each) { return contains(each.columns, reference.name); });
  };
  return std::any_of(update.assignments.begin(), update.assignments.end(), [&](const Assignment& each) {
    return std::any_of(each.value.columns.begin(), each.value.columns.end(), is_assigned);
  });
}

std::string trouble_with(const RewriteInput& input, const Update& update, const CatalogRelation& table) {
  if (!input.postgresql()) return "SQLite would let nobody write while that is computed";
  for (const Assignment& assignment : update.assignments) {
    const bool whole = std::none_of(assignment.parts.begin(), assignment.parts.end(), [](bool part) { return part; });
    if (assignment.columns.size() != 1 || !whole) return "it assigns several columns at once, or a part of one";
  }
  if (reads_what_is_assigned(update, table)) return "its values are made of what the same row has in the same column";
  return {};
}

}  // namespace

ComputedChange computed_change(const RewriteInput& input, const Update& update, const CatalogRelation& table,
                               const std::vector<KeyColumn>& walk) {
  ComputedChange out;
  out.trouble = trouble_with(input, update, table);
  if (!out.trouble.empty()) return out;
  const Statement& statement = input.statement();
  const auto written = [&](Span span) {
    return std::string(std::string_view(statement.text).substr(span.begin - statement.span.begin, span.size()));
  };
  const std::string target = (update.only ? "ONLY " : "") + input.table_sql(table);
  const std::string row = input.quote(update.alias.empty() ? table.name : update.alias);
  const std::string name = own_name(input.migration, fmt::format("{}_{}", table.name, input.index + 1));
  const std::string computed = input.beside(table, name);
  constexpr const char* computed_row = "lockstep_change";

  std::vector<std::string> keys, key_names, columns, sets, same;
  for (const KeyColumn& key : walk) {
    const std::string column = input.quote(key.name);
    keys.push_back(row + "." + column);
    key_names.push_back(column);
    columns.push_back(fmt::format("{}.{} AS {}", row, column, column));
    same.push_back(fmt::format("{}.{} = {}.{}", row, column, computed_row, column));
  }
  for (const Assignment& assignment : update.assignments) {
    const std::string column = input.quote(assignment.columns.front());
    if (is_said_again(assignment)) {
      sets.push_back(fmt::format("{} = {}", column, assignment.value.text));
    } else {
      columns.push_back(fmt::format("{} AS {}", assignment.value.text, column));
      sets.push_back(fmt::format("{} = {}.{}", column, computed_row, column));
    }
  }
  std::string query = update.with_span.empty() ? "SELECT " : written(update.with_span) + " SELECT ";
  // As an UPDATE does, one of the rows that a row is joined with is taken.
  if (!update.from_span.empty()) query += fmt::format("DISTINCT ON ({}) ", join(keys, ", "));
  query += fmt::format("{} FROM {} AS {}", join(columns, ", "), target, row);
  if (!update.from_span.empty()) query += ", " + written(update.from_span);
  if (update.where) query += " WHERE " + update.where->text;

  const char* word = update.is_delete ? "DELETE" : "UPDATE";
  out.table = table.schema + "." + name;
  out.compute = sql_step(Phase::Backfill, fmt::format("compute what the {} changes in {}", word, table.name),
                         {fmt::format("CREATE TABLE {} AS {}", computed, query),
                          fmt::format("ALTER TABLE {} ADD PRIMARY KEY ({})", computed, join(key_names, ", "))},
                         {fmt::format("DROP TABLE IF EXISTS {}", computed)});
  out.work.table = out.table;
  out.work.table_sql = computed;
  out.work.qualifier = computed_row;
  out.work.key = walk;
  out.work.head = update.is_delete ? fmt::format("DELETE FROM {} AS {} USING {} AS {} WHERE {} AND ", target, row,
                                                 computed, computed_row, join(same, " AND "))
                                   : fmt::format("UPDATE {} AS {} SET {} FROM {} AS {} WHERE {} AND ", target, row,
                                                 join(sets, ", "), computed, computed_row, join(same, " AND "));
  out.work.idempotent = true;
  out.drop = sql_step(Phase::Backfill, fmt::format("drop {}", name), {fmt::format("DROP TABLE {}", computed)}, {});
  return out;
}

}  // namespace lockstep
