// The parts that statements are made of: names, types, expressions, columns, constraints, signatures. See statement.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/source.h"
#include "parser/rare.h"

namespace lockstep {

enum class Dialect : uint8_t { PostgreSQL, SQLite };
/// The name of the database, for people.
[[nodiscard]] constexpr std::string_view database_name(Dialect dialect) {
  return dialect == Dialect::SQLite ? "SQLite" : "PostgreSQL";
}

/// An object's name as written: `schema` is empty when the statement does not give one. A catalog (database)
/// name before the schema is dropped.
struct QualifiedName {
  std::string schema;
  std::string name;
  Span span;

  /// Equality of what is named, wherever it stands.
  [[nodiscard]] bool operator==(const QualifiedName& other) const {
    return schema == other.schema && name == other.name;
  }
};

/// A type as written. `name` is the name in pg_type where SQL has a spelling of its own ("int" and "integer" are
/// int4, "character varying" is varchar, "timestamp with time zone" is timestamptz, "decimal" is numeric,
/// "double precision" is float8, "char" is bpchar); other names are folded only. serial types keep their name.
/// For SQLite it is the declared type as written.
struct TypeName {
  std::string schema;
  std::string name;
  std::vector<std::string> modifiers;  ///< "10", "2" of numeric(10,2); interval fields count as modifiers
  int array_dimensions = 0;
  std::string text;  ///< as written, comments removed
  Span span;
};

/// A column that an expression reads. `span` covers the last part only (`c` of `t.c`), so that an edit there
/// renames the column; `qualifier` is the part before it, folded, or empty.
struct ColumnReference {
  std::string qualifier;
  std::string name;
  Span span;             ///< in the source text
  Span qualifier_span;   ///< empty without a qualifier
};

struct FunctionCall {
  std::string schema;
  std::string name;
  int arguments = 0;
  Span span;  ///< the name only
};

/// An expression, summarised for those who ask about it. `text` is as written, and the spans of `columns` count
/// from the start of the file, so that (span.begin - this->span.begin) indexes `text`.
struct Expression {
  std::string text;
  Span span;
  std::vector<ColumnReference> columns;    ///< in order; not those inside subqueries that name their own FROM
  std::vector<FunctionCall> functions;     ///< in order, subqueries included; now()-like keywords such as
                                           ///< CURRENT_TIMESTAMP appear under their lower-case name
  std::vector<QualifiedName> relations;    ///< relations read by subqueries
  bool has_subquery = false;
  bool has_parameter = false;
  bool is_constant = false;  ///< made of literals, casts and operators over them only
  bool is_null = false;      ///< the literal NULL, casts aside
};

/// What a query says that is one plain SELECT: no WITH, set operation, DISTINCT, aggregate, GROUP BY, HAVING, window,
/// ORDER BY, LIMIT or locking clause.
struct PlainSelect {
  bool plain_select = false;  ///< only then are the fields below filled
  QualifiedName source;       ///< the first relation of its FROM; a plain_select has one
  std::string source_alias;
  bool source_joined = false;  ///< FROM holds more than that relation
  std::vector<Expression> select_items;
  Rare<Expression> select_where;
  Span select_where_keyword;  ///< the word WHERE, or empty at the place where it would stand
};

/// One column or expression of an index, an exclusion constraint or a partition key.
struct IndexElement {
  std::string column;                    ///< empty for an expression
  Rare<Expression> expression;
  RareText collation, operator_class; ///< as written, may be qualified
  bool descending = false;
  std::optional<bool> nulls_first;
  RareText exclude_operator;  ///< WITH operator, in EXCLUDE only
};

enum class ConstraintKind : uint8_t {
  NotNull, Null, Check, Default, Generated, Identity, Unique, PrimaryKey, ForeignKey, Exclude, Collate,
};

/// A column or table constraint. Column constraints leave `columns` empty.
struct Constraint {
  ConstraintKind kind = ConstraintKind::Check;
  std::string name;  ///< empty when the server will choose one
  Span span;
  std::vector<std::string> columns;
  Rare<Expression> expression;  ///< CHECK, DEFAULT, GENERATED AS (...)
  std::vector<IndexElement> elements;    ///< EXCLUDE
  RareText access_method;                ///< EXCLUDE USING method
  std::vector<std::string> include;
  Rare<Expression> predicate;   ///< EXCLUDE ... WHERE
  RareText using_index;
  bool nulls_not_distinct = false;
  bool without_overlaps = false;
  QualifiedName referenced;                    ///< FOREIGN KEY
  std::vector<std::string> referenced_columns; ///< empty: the primary key
  RareText match, on_delete, on_update;        ///< "CASCADE", "SET NULL" ...; empty when not written
  bool deferrable = false;
  bool initially_deferred = false;
  bool not_valid = false;
  bool no_inherit = false;
  bool not_enforced = false;
  bool enforcement = false;       ///< ENFORCED or NOT ENFORCED is written
  bool generated_always = false;  ///< Identity: ALWAYS, else BY DEFAULT
  bool generated_virtual = false; ///< Generated: VIRTUAL, else STORED
  RareText collation;             ///< Collate
  RareText sequence;              ///< Identity: SEQUENCE NAME, "schema.name" or "name"
  RareText conflict_clause;       ///< SQLite: ON CONFLICT ...
  bool autoincrement = false;     ///< SQLite: PRIMARY KEY AUTOINCREMENT
};

struct ColumnDefinition {
  std::string name;
  Span span;  ///< the whole definition
  Span name_span;
  Rare<TypeName> type;  ///< SQLite allows none
  std::vector<Constraint> constraints;
  RareText storage, compression;
};

/// LIKE source [ INCLUDING ... ], options as written in order ("INCLUDING ALL", "EXCLUDING INDEXES").
struct LikeClause {
  QualifiedName source;
  std::vector<std::string> options;
};

/// PARTITION BY strategy (...).
struct PartitionBy {
  std::string strategy;  ///< "RANGE", "LIST", "HASH"
  std::vector<IndexElement> elements;
};

/// FOR VALUES ... or DEFAULT.
struct PartitionBound {
  bool is_default = false;
  std::string text;  ///< "FOR VALUES FROM (1) TO (10)" as written
};

/// Names and values in the order of a list: WITH (name = value), OPTIONS (name 'value'), or the words that a command
/// has instead of a list ("connection limit", "-1"). Names are folded, values as written, empty without one.
using OptionList = std::vector<std::pair<std::string, std::string>>;

/// What DROP, COMMENT ON, GRANT and friends name. `Role` is also what USER and GROUP name.
enum class ObjectKind : uint8_t {
#define LOCKSTEP_OBJECT(kind, words) kind,
#include "parser/objects.def"
#undef LOCKSTEP_OBJECT
};

/// The manual's words: "MATERIALIZED VIEW".
[[nodiscard]] std::string_view to_string(ObjectKind kind);

/// An argument of a routine or an aggregate, or an operand.
struct RoutineArgument {
  std::string mode;  ///< "IN" (also if not written), "OUT", "INOUT", "VARIADIC"
  std::string name;
  TypeName type;  ///< without a name for the operand NONE
  Rare<Expression> default_value;
};

/// What tells routines, aggregates and operators of one name apart.
struct Signature {
  bool written = false;  ///< else the name alone is given and must be unique
  std::vector<RoutineArgument> arguments;
  std::optional<size_t> direct;  ///< of an ordered-set aggregate: how many arguments stand before ORDER BY
};

/// An object that a statement is about. What a kind does not have stays empty.
struct ObjectName {
  ObjectKind kind = ObjectKind::Other;
  QualifiedName name;         ///< of a transform its language, of a user mapping its server; none for a cast
  Signature signature;        ///< of a cast its two types, of a transform its one
  QualifiedName relation;     ///< of a column, constraint, trigger, rule, policy; of a domain constraint the domain
  std::string access_method;  ///< of an operator class or family
  std::string role;           ///< of a user mapping
};

}  // namespace lockstep
