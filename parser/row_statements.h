// Statements that read and change rows. See statement.h.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "parser/values.h"

namespace lockstep {

/// A query as far as the engine asks: what it reads.
struct Select {
  std::vector<QualifiedName> reads;
  std::vector<FunctionCall> functions;
  bool into = false;            ///< SELECT INTO
  bool for_update = false;      ///< any locking clause
  bool values_only = false;     ///< VALUES or a SELECT without FROM
};

struct Insert {
  QualifiedName table;
  std::vector<std::string> columns;  ///< empty when not written
  bool values = false;               ///< VALUES lists or DEFAULT VALUES, no query over tables
  size_t rows = 0;                   ///< of VALUES
  bool on_conflict = false;
  bool returning = false;
  std::string query;                 ///< INSERT ... SELECT: the query, as written
  Span query_span;
  std::vector<QualifiedName> reads;  ///< all relations read
  std::vector<FunctionCall> functions;
  bool has_with = false;
  bool modifying_with = false;       ///< a CTE with INSERT, UPDATE or DELETE

  /// INSERT ... SELECT whose query is one plain SELECT: no WITH, set operation, DISTINCT, aggregate, GROUP BY, HAVING,
  /// window, ORDER BY, LIMIT or locking clause. Only then are the fields below filled.
  bool plain_select = false;
  QualifiedName source;              ///< the first relation of its FROM; a plain_select has one
  std::string source_alias;
  bool source_joined = false;        ///< FROM holds more than that relation
  std::vector<Expression> select_items;
  Rare<Expression> select_where;
  Span select_where_keyword;         ///< the word WHERE, or empty at the place where it would stand
};

struct Assignment {
  std::vector<std::string> columns;  ///< one, or several for (a, b) = (...)
  Expression value;
};

/// UPDATE and DELETE.
struct Update {
  bool is_delete = false;
  QualifiedName table;
  std::string alias;   ///< empty: the table's own name is used
  bool only = false;
  std::vector<Assignment> assignments;
  Rare<Expression> where;
  Span where_keyword;  ///< the word WHERE, or empty at the place where it would stand
  Span from_span;      ///< FROM / USING list as written, without the keyword; empty when absent
  std::vector<QualifiedName> reads;   ///< relations read besides the target, subqueries and CTEs included
  bool reads_target_again = false;    ///< the target is also read in FROM, a subquery or a CTE
  std::vector<FunctionCall> functions;
  bool returning = false;
  bool has_with = false;
  bool modifying_with = false;
  bool order_or_limit = false;        ///< SQLite
  bool where_current_of = false;
};

}  // namespace lockstep
