#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/plans/script.h"

namespace lockstep {
namespace {

constexpr int rows_a_chunk = 1000;  // larger ones met deadlocks with applications in stress runs

/// The names and lists that the loop is made of.
struct Loop {
  const Backfill& work;
  std::string columns;  ///< "q.a, q.b"
  std::string key;      ///< "(q.a, q.b)", for comparisons
  std::string from;     ///< "FROM t AS q"

  explicit Loop(const Backfill& backfill) : work(backfill), columns(list("")) {
    key = work.key.size() == 1 ? columns : fmt::format("({})", columns);
    from = fmt::format("FROM {} AS {}", work.table_sql, work.qualifier);
  }
  [[nodiscard]] std::string list(std::string_view direction) const {
    std::vector<std::string> parts;
    for (const KeyColumn& column : work.key) {
      parts.push_back(
          fmt::format("{}.{}{}", work.qualifier, quote_identifier(column.name, Dialect::PostgreSQL), direction));
    }
    return join(parts, ", ");
  }
  /// The variables that hold a key: "lockstep_first_1, lockstep_first_2".
  [[nodiscard]] std::string variables(std::string_view name) const {
    std::vector<std::string> parts;
    for (size_t i = 1; i <= work.key.size(); ++i) parts.push_back(fmt::format("lockstep_{}_{}", name, i));
    return join(parts, ", ");
  }
  [[nodiscard]] std::string value(std::string_view name) const {
    return work.key.size() == 1 ? variables(name) : fmt::format("({})", variables(name));
  }
  /// `name` as the variables are declared, or as columns of a table.
  [[nodiscard]] std::string declarations(std::string_view name, std::string_view between) const {
    std::vector<std::string> parts;
    for (size_t i = 0; i < work.key.size(); ++i) {
      parts.push_back(fmt::format("lockstep_{}_{} {}", name, i + 1, work.key[i].type));
    }
    return join(parts, between);
  }
};

std::string statement_over(const Backfill& work, const std::string& condition, std::string_view bound) {
  std::string sql = fmt::format("{}{}{}", work.head, condition, work.tail);
  std::vector<std::string> values = work.bound;
  for (size_t i = 0; i < values.size() && !bound.empty(); ++i) values[i] = fmt::format("{}{}", bound, i + 1);
  return with_bound(std::move(sql), values);
}

/// Running it twice over a row would do harm, so the position commits with each chunk, and an interrupted script goes
/// on from there.
std::string position_table(const Plan& plan, const Step& step) {
  return quote_identifier(fmt::format("script_{}_{}", plan.migration, step.ordinal), Dialect::PostgreSQL);
}

std::string chunk_loop(const Backfill& work, const std::string& position) {
  const Loop loop(work);
  const bool kept = !position.empty();
  std::string out = fmt::format(
      "#variable_conflict use_column\nDECLARE\n  {};\n  {};\n  {};\n  lockstep_failures integer := 0;\n",
      loop.declarations("first", ";\n  "), loop.declarations("through", ";\n  "), loop.declarations("upper", ";\n  "));
  if (!work.bound.empty()) out += "  lockstep_bound record;\n";
  out += "BEGIN\n";
  if (!work.bound.empty()) {
    std::vector<std::string> bound;
    for (size_t i = 0; i < work.bound.size(); ++i)
      bound.push_back(fmt::format("({}) AS bound_{}", work.bound[i], i + 1));
    out += fmt::format("  SELECT {} INTO lockstep_bound;\n", join(bound, ", "));
  }
  const std::string ends =
      fmt::format("  SELECT {0} INTO {1} {2} ORDER BY {0} LIMIT 1;\n  SELECT {0} INTO {3} {2} ORDER BY {4} LIMIT 1;\n",
                  loop.columns, loop.variables("first"), loop.from, loop.variables("upper"), loop.list(" DESC"));
  if (kept) {
    out += fmt::format(
        "  SELECT p.* INTO {0}, {1} FROM lockstep.{2} AS p;\n  IF NOT FOUND THEN\n{3}"
        "  INSERT INTO lockstep.{2} VALUES ({0}, {1});\n  END IF;\n",
        loop.variables("first"), loop.variables("upper"), position, ends);
  } else {
    out += ends;
  }
  out += fmt::format(
      "  WHILE lockstep_first_1 IS NOT NULL LOOP\n"
      "    SELECT {columns} INTO {through_list} {from} WHERE {key} >= {first} AND {key} <= {upper}\n"
      "      ORDER BY {columns} LIMIT 1 OFFSET {offset};\n"
      "    IF NOT FOUND THEN\n      SELECT {upper_list} INTO {through_list};\n    END IF;\n"
      "    BEGIN\n",
      fmt::arg("columns", loop.columns), fmt::arg("through_list", loop.variables("through")),
      fmt::arg("from", loop.from), fmt::arg("key", loop.key), fmt::arg("first", loop.value("first")),
      fmt::arg("upper", loop.value("upper")), fmt::arg("upper_list", loop.variables("upper")),
      fmt::arg("offset", (work.chunk_rows > 0 ? work.chunk_rows : rows_a_chunk) - 1));
  const std::string range =
      fmt::format("{0} >= {1} AND {0} <= {2}", loop.key, loop.value("first"), loop.value("through"));
  out += terminated(statement_over(work, range, "lockstep_bound.bound_")) + "\n";
  out += fmt::format(
      "    EXCEPTION WHEN deadlock_detected OR lock_not_available OR serialization_failure THEN\n"
      "      lockstep_failures := lockstep_failures + 1;\n"
      "      IF lockstep_failures > 100 THEN\n        RAISE;\n      END IF;\n"
      "      PERFORM pg_sleep(0.1);\n      CONTINUE;\n    END;\n"
      "    SELECT {0} INTO {1} {2} WHERE {3} > {4} AND {3} <= {5} ORDER BY {0} LIMIT 1;\n",
      loop.columns, loop.variables("first"), loop.from, loop.key, loop.value("through"), loop.value("upper"));
  if (kept) {
    out += fmt::format("    UPDATE lockstep.{} SET ({}) = ROW({});\n", position,
                       replace_all(loop.variables("first"), "lockstep_", ""), loop.variables("first"));
  }
  return out + "    COMMIT;\n  END LOOP;\nEND";
}

std::string on_postgresql(const Plan& plan, const Step& step) {
  const Backfill& work = *step.backfill;
  const std::string position = work.idempotent ? "" : position_table(plan, step);
  std::string out = "SET lock_timeout = '2s';\n";
  if (!position.empty()) {
    const Loop loop(work);
    out += sql_comment("Running this twice over a row would do harm, so where it stands is kept until it is done.") +
           fmt::format("CREATE SCHEMA IF NOT EXISTS lockstep;\nCREATE TABLE IF NOT EXISTS lockstep.{} ({}, {});\n",
                       position, replace_all(loop.declarations("first", ", "), "lockstep_", ""),
                       replace_all(loop.declarations("upper", ", "), "lockstep_", ""));
  }
  const std::string filling = quote_literal(work.filling);
  if (!work.filling.empty()) out += fmt::format("SET lockstep.filling = {};\n", filling);
  out += fmt::format("DO {};\n", dollar_quoted(chunk_loop(work, position)));
  if (!work.filling.empty()) out += "RESET lockstep.filling;\n";
  if (!position.empty()) out += fmt::format("DROP TABLE lockstep.{};\n", position);
  return out + "RESET lock_timeout;\n";
}

std::string on_sqlite(const Backfill& work) {
  const std::string filling = quote_literal(work.filling);
  std::string out = "BEGIN IMMEDIATE;\n";
  if (!work.filling.empty()) out += fmt::format("INSERT OR REPLACE INTO lockstep_flag (sync) VALUES ({});\n", filling);
  out += terminated(statement_over(work, "true", "")) + "\n";
  if (!work.filling.empty()) out += fmt::format("DELETE FROM lockstep_flag WHERE sync = {};\n", filling);
  return out + "COMMIT;\n";
}

}  // namespace

std::string backfill_script(const Plan& plan, const Step& step) {
  const Backfill& work = *step.backfill;
  const bool postgresql = plan.dialect == Dialect::PostgreSQL;
  std::string out = postgresql ? on_postgresql(plan, step) : on_sqlite(work);
  if (!work.remaining.empty()) {
    out += check_script(plan.dialect, work.remaining, "rows are left unfilled; run this step again");
  }
  return out;
}

}  // namespace lockstep
