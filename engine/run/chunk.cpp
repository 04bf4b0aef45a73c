#include "engine/run/chunk.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace lockstep {
namespace {

std::string quoted(const KeyColumn& column, Dialect dialect) { return quote_identifier(column.name, dialect); }

std::string column_list(const Backfill& work, Dialect dialect, std::string_view suffix) {
  std::vector<std::string> parts;
  for (const KeyColumn& column : work.key) {
    parts.push_back(fmt::format("{}.{}{}", work.qualifier, quoted(column, dialect), suffix));
  }
  return join(parts, ", ");
}

/// "q.a" or "(q.a, q.b)", for comparisons of whole keys.
std::string key_expression(const Backfill& work, Dialect dialect) {
  const std::string list = column_list(work, dialect, "");
  return work.key.size() == 1 ? list : "(" + list + ")";
}

/// The key as parameters, cast to the columns' types; appends the values.
std::string key_parameters(const Backfill& work, const std::vector<std::string>& key, Dialect dialect,
                           std::vector<Value>& parameters) {
  std::vector<std::string> parts;
  for (size_t i = 0; i < work.key.size(); ++i) {
    const std::string& type = work.key[i].type;
    parameters.emplace_back(i < key.size() ? key[i] : std::string());
    const std::string parameter = fmt::format("${}", parameters.size());
    if (dialect == Dialect::PostgreSQL) {
      parts.push_back(parameter + "::" + type);
    } else {
      parts.push_back(type.empty() ? parameter : fmt::format("CAST({} AS {})", parameter, type));
    }
  }
  return parts.size() == 1 ? parts[0] : "(" + join(parts, ", ") + ")";
}

std::string key_range(const Backfill& work, const std::optional<std::vector<std::string>>& after,
                      const std::optional<std::vector<std::string>>& through, Dialect dialect,
                      std::vector<Value>& parameters) {
  const std::string key = key_expression(work, dialect);
  std::string condition;
  if (after) condition = fmt::format("{} > {}", key, key_parameters(work, *after, dialect, parameters));
  if (through) {
    if (!condition.empty()) condition += " AND ";
    condition += fmt::format("{} <= {}", key, key_parameters(work, *through, dialect, parameters));
  }
  return condition.empty() ? "true" : condition;
}

std::optional<std::vector<std::string>> start_of(const RangeRecord& range) {
  return range.position ? range.position : range.lower;
}

/// `sql` with the values that were taken once when the backfill began.
std::string with_bound_values(std::string sql, const RangeRecord& range) {
  for (const auto& [name, literal] : range.bound) sql = replace_all(std::move(sql), name, literal);
  return sql;
}

/// Key columns as text, for the journal.
std::string text_columns(const Backfill& work, Dialect dialect) {
  if (dialect == Dialect::PostgreSQL) return column_list(work, dialect, "::text");
  std::vector<std::string> parts;
  for (const KeyColumn& column : work.key) {
    parts.push_back(fmt::format("CAST({}.{} AS TEXT)", work.qualifier, quoted(column, dialect)));
  }
  return join(parts, ", ");
}

std::string ordering(const Backfill& work, Dialect dialect, bool descending) {
  return column_list(work, dialect, descending ? " DESC" : "");
}

}  // namespace

Query greatest_key(const Backfill& work, Dialect dialect) {
  return {fmt::format("SELECT {} FROM {} AS {} ORDER BY {} LIMIT 1", text_columns(work, dialect), work.table_sql,
                      work.qualifier, ordering(work, dialect, true)),
          {}};
}

Query chunk_bound(const Backfill& work, const RangeRecord& range, int rows, Dialect dialect) {
  Query query;
  const std::string condition = key_range(work, start_of(range), range.upper, dialect, query.parameters);
  query.sql = fmt::format("SELECT {} FROM {} AS {} WHERE {} ORDER BY {} LIMIT 1 OFFSET {}",
                          text_columns(work, dialect), work.table_sql, work.qualifier, condition,
                          ordering(work, dialect, false), std::max(rows, 1) - 1);
  return query;
}

Query chunk_statement(const Backfill& work, const RangeRecord& range,
                      const std::optional<std::vector<std::string>>& bound, Dialect dialect) {
  Query query;
  const std::string condition = key_range(work, start_of(range), bound, dialect, query.parameters);
  query.sql = with_bound_values(work.head, range) + condition + with_bound_values(work.tail, range);
  return query;
}

Query fenced_chunk(const Backfill& work, const Journal& journal, const std::string& migration, int step, int64_t token,
                   const RangeRecord& range, const std::optional<std::vector<std::string>>& bound, int64_t walked,
                   bool last) {
  Query query;
  query.parameters = {journal.project(), migration, int64_t{step}, int64_t{range.number}, token,
                      range.position ? Value{key_to_json(*range.position)} : Value{},
                      bound ? Value{key_to_json(*bound)} : Value{}, walked, int64_t{last ? 1 : 0}};
  const std::string mine =
      "project = $1 AND migration = $2 AND step = $3 AND number = $4 AND token = $5 AND NOT done AND "
      "position IS NOT DISTINCT FROM $6";
  const std::string condition =
      key_range(work, start_of(range), bound, Dialect::PostgreSQL, query.parameters) + " AND EXISTS (SELECT FROM lockstep_fence)";
  query.sql = fmt::format(
      "WITH lockstep_fence AS MATERIALIZED (SELECT 1 FROM {0} WHERE {1} FOR UPDATE),\n"
      "lockstep_chunk AS ({2}{3}{4} RETURNING 1),\n"
      "lockstep_count AS (SELECT count(*) AS n FROM lockstep_chunk),\n"
      "lockstep_done AS (UPDATE {0} SET position = coalesce($7, position), rows = rows + (SELECT n FROM lockstep_count), "
      "walked = walked + $8, done = $9 WHERE {1} AND EXISTS (SELECT FROM lockstep_fence) RETURNING 1)\n"
      "SELECT (SELECT n FROM lockstep_count), (SELECT count(*) FROM lockstep_done)",
      journal.table("range"), mine, with_bound_values(work.head, range), condition,
      with_bound_values(work.tail, range));
  return query;
}

int ChunkSize::rows() const { return std::clamp(static_cast<int>(rows_), 1, most_); }

void ChunkSize::took(double milliseconds) {
  const double wanted = rows_ * std::clamp(target_ms_ / std::max(milliseconds, 0.05), 0.5, 2.0);
  rows_ = std::clamp((rows_ + wanted) / 2, static_cast<double>(least_), static_cast<double>(most_));
}

void ChunkSize::halve() { rows_ = std::max(rows_ / 2, 1.0); }

}  // namespace lockstep
