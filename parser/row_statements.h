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
  Rare<PlainSelect> plain;      ///< of a statement that is a query, if it is a plain one
  bool into = false;            ///< SELECT INTO
  bool for_update = false;      ///< any locking clause
  bool values_only = false;     ///< VALUES or a SELECT without FROM
  bool modifying_with = false;  ///< a CTE with INSERT, UPDATE, DELETE or MERGE
};

/// What it inherits is about the query of INSERT ... SELECT.
struct Insert : PlainSelect {
  QualifiedName table;
  std::vector<std::string> columns;  ///< empty when not written
  std::vector<bool> parts;           ///< of each column: whether only a field or an element of it is given
  bool values = false;               ///< VALUES lists or DEFAULT VALUES, no query over tables
  bool default_values = false;       ///< DEFAULT VALUES
  size_t rows = 0;                   ///< of VALUES
  bool on_conflict = false;
  bool returning = false;
  std::string query;                 ///< INSERT ... SELECT: the query, as written
  Span query_span;
  std::vector<QualifiedName> reads;  ///< all relations read
  std::vector<FunctionCall> functions;
  bool has_with = false;
  bool modifying_with = false;  ///< a CTE with INSERT, UPDATE or DELETE
};

struct Assignment {
  std::vector<std::string> columns;  ///< one, or several for (a, b) = (...)
  Expression value;
  std::vector<bool> parts;  ///< of each column: whether only a field or an element of it is assigned
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
  Span with_span;      ///< WITH and its tables as written; empty when absent
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

/// One WHEN of MERGE.
struct MergeWhen {
  bool matched = false;
  bool by_source = false;   ///< NOT MATCHED BY SOURCE
  std::optional<Expression> condition;
  std::string action;       ///< "UPDATE", "DELETE", "INSERT", "DO NOTHING"
  std::vector<Assignment> assignments;  ///< UPDATE
  std::vector<std::string> columns;     ///< INSERT, as far as written
  std::vector<Expression> values;       ///< INSERT; none for DEFAULT VALUES
};

struct Merge {
  QualifiedName table;
  std::string alias;
  bool only = false;
  QualifiedName source;      ///< empty for a query or a join
  Span source_span;          ///< what stands behind USING
  std::optional<Expression> on;
  std::vector<MergeWhen> when;
  std::vector<QualifiedName> reads;  ///< besides the target, as of Update
  std::vector<FunctionCall> functions;
  bool returning = false;
  bool has_with = false;
  bool modifying_with = false;
};

/// COPY. The query of COPY (query) TO is the inner statement.
struct Copy {
  QualifiedName table;               ///< empty for a query
  std::vector<std::string> columns;  ///< empty when not written
  bool from = false;                 ///< FROM, else TO
  bool program = false;
  std::string file;                  ///< of the server, or the program; empty for STDIN and STDOUT
  OptionList options;                   ///< names in lower case, the old spellings included
  std::optional<Expression> where;
};

}  // namespace lockstep
