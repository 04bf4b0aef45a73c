// What a statement says, as plain values. The parser makes these; the catalog, the effects and the planner read
// them. No value here refers to the parser's syntax tree or to the source text: a Statement may outlive both.
//
// Words are those of the PostgreSQL manual, part VI (SQL Commands). Names are folded as the dialect folds them
// (PostgreSQL: unquoted names to lower case; SQLite: as written, compared without case by whoever compares).
// Spans are bytes in the source text that was parsed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/source.h"

namespace lockstep {

enum class Dialect : uint8_t { PostgreSQL, SQLite };

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

/// One column or expression of an index, an exclusion constraint or a partition key.
struct IndexElement {
  std::string column;                    ///< empty for an expression
  std::optional<Expression> expression;
  std::string collation, operator_class; ///< as written, may be qualified
  bool descending = false;
  std::optional<bool> nulls_first;
  std::string exclude_operator;  ///< WITH operator, in EXCLUDE only
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
  std::optional<Expression> expression;  ///< CHECK, DEFAULT, GENERATED AS (...)
  std::vector<IndexElement> elements;    ///< EXCLUDE
  std::string access_method;             ///< EXCLUDE USING method
  std::vector<std::string> include;
  std::optional<Expression> predicate;   ///< EXCLUDE ... WHERE
  std::string using_index;
  bool nulls_not_distinct = false;
  bool without_overlaps = false;
  QualifiedName referenced;                    ///< FOREIGN KEY
  std::vector<std::string> referenced_columns; ///< empty: the primary key
  std::string match, on_delete, on_update;     ///< "CASCADE", "SET NULL" ...; empty when not written
  bool deferrable = false;
  bool initially_deferred = false;
  bool not_valid = false;
  bool no_inherit = false;
  bool not_enforced = false;
  bool generated_always = false;  ///< Identity: ALWAYS, else BY DEFAULT
  bool generated_virtual = false; ///< Generated: VIRTUAL, else STORED
  std::string collation;          ///< Collate
  std::string conflict_clause;    ///< SQLite: ON CONFLICT ...
  bool autoincrement = false;     ///< SQLite: PRIMARY KEY AUTOINCREMENT
};

struct ColumnDefinition {
  std::string name;
  Span span;  ///< the whole definition
  Span name_span;
  std::optional<TypeName> type;  ///< SQLite allows none
  std::vector<Constraint> constraints;
  std::string storage, compression;
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

struct CreateTable {
  QualifiedName name;
  bool if_not_exists = false;
  bool temporary = false;
  bool unlogged = false;
  std::vector<ColumnDefinition> columns;
  std::vector<Constraint> constraints;
  std::vector<LikeClause> likes;
  std::vector<QualifiedName> inherits;
  std::optional<PartitionBy> partition_by;
  std::optional<QualifiedName> partition_of;
  std::optional<PartitionBound> bound;
  bool as_query = false;  ///< CREATE TABLE AS / SELECT INTO: `columns` hold names only
  bool with_no_data = false;
  std::string of_type;            ///< CREATE TABLE name OF type
  bool without_rowid = false;     ///< SQLite
  bool strict = false;            ///< SQLite
  bool is_virtual = false;        ///< SQLite: CREATE VIRTUAL TABLE
  bool foreign = false;           ///< CREATE FOREIGN TABLE
};

enum class AlterTableAction : uint8_t {
  AddColumn, DropColumn, RenameColumn, RenameTable, SetSchema,
  AlterColumnType, SetDefault, DropDefault, SetNotNull, DropNotNull,
  SetExpression, DropExpression, AddIdentity, AlterIdentity, DropIdentity,
  SetStatistics, SetStorage, SetCompression, SetColumnOptions,
  AddConstraint, AlterConstraint, ValidateConstraint, DropConstraint, RenameConstraint,
  AttachPartition, DetachPartition,
  EnableTrigger, DisableTrigger, EnableRule, DisableRule,
  EnableRowSecurity, DisableRowSecurity, ForceRowSecurity, NoForceRowSecurity,
  ClusterOn, SetWithoutCluster, SetWithoutOids, SetAccessMethod, SetTablespace, SetLogged, SetUnlogged,
  SetOptions, ResetOptions, Inherit, NoInherit, OfType, NotOf, OwnerTo, ReplicaIdentity,
  AttributeOptions,  ///< FDW OPTIONS (...)
  Other,
};

struct AlterTableSubcommand {
  AlterTableAction action = AlterTableAction::Other;
  std::string words;  ///< the manual's words: "ADD COLUMN", "ALTER COLUMN TYPE" ... (docs: parse --format json)
  Span span;
  std::string name;      ///< the column, constraint, trigger, rule or index acted on
  Span name_span;
  std::string new_name;  ///< RENAME, SET SCHEMA, OWNER TO
  std::optional<ColumnDefinition> column;     ///< ADD COLUMN
  std::optional<Constraint> constraint;       ///< ADD CONSTRAINT, ALTER CONSTRAINT, ADD IDENTITY
  std::optional<TypeName> type;               ///< ALTER COLUMN TYPE
  std::string collation;                      ///< ALTER COLUMN TYPE ... COLLATE
  std::optional<Expression> expression;       ///< SET DEFAULT, TYPE ... USING, SET EXPRESSION
  std::optional<QualifiedName> partition;     ///< ATTACH, DETACH; INHERIT parent
  std::optional<PartitionBound> bound;        ///< ATTACH
  std::vector<std::pair<std::string, std::string>> options;  ///< SET (name = value); RESET leaves values empty
  bool if_exists = false;
  bool if_not_exists = false;
  bool cascade = false;
  bool concurrently = false;  ///< DETACH
  bool finalize = false;      ///< DETACH
};

/// What ALTER TABLE and its relatives act on; the command tag is "ALTER " + the words.
enum class RelationKind : uint8_t { Table, Index, View, MaterializedView, Sequence, ForeignTable, Type, Unknown };

/// ALTER TABLE, and ALTER INDEX / VIEW / MATERIALIZED VIEW / SEQUENCE / FOREIGN TABLE, whose subcommands are alike.
/// ALTER SEQUENCE's own options appear as one subcommand Other.
struct AlterTable {
  RelationKind kind = RelationKind::Table;
  QualifiedName name;
  bool if_exists = false;
  bool only = false;
  std::vector<AlterTableSubcommand> subcommands;
};

struct CreateIndex {
  std::string name;    ///< empty when the server will choose one
  std::string schema;  ///< SQLite allows schema.index
  QualifiedName table;
  bool unique = false;
  bool concurrently = false;
  bool if_not_exists = false;
  bool only = false;
  std::string method;  ///< "btree" when not written
  std::vector<IndexElement> elements;
  std::vector<std::string> include;
  std::optional<Expression> predicate;
  bool nulls_not_distinct = false;
};

/// What DROP, COMMENT ON, GRANT and friends name.
enum class ObjectKind : uint8_t {
  Table, Index, View, MaterializedView, Sequence, Schema, Type, Domain, Function, Procedure, Routine, Aggregate,
  Trigger, Rule, Policy, Extension, Constraint, Column, ForeignTable, Publication, Subscription, Statistics,
  Database, Role, Collation, Operator, Other,
};

struct DropStatement {
  ObjectKind kind = ObjectKind::Other;
  std::vector<QualifiedName> names;
  QualifiedName table;  ///< DROP TRIGGER / RULE / POLICY name ON table
  bool if_exists = false;
  bool concurrently = false;
  bool cascade = false;
};

struct CreateView {
  QualifiedName name;
  bool or_replace = false;
  bool materialized = false;
  bool temporary = false;
  bool if_not_exists = false;
  bool recursive = false;
  bool with_no_data = false;
  std::vector<std::string> columns;
  std::string query;                    ///< as written
  std::vector<QualifiedName> reads;     ///< relations of the query
};

struct CreateType {
  enum class Form : uint8_t { Enum, Composite, Range, Base, Shell, Domain };
  QualifiedName name;
  Form form = Form::Enum;
  std::vector<std::string> labels;          ///< Enum
  std::vector<ColumnDefinition> attributes; ///< Composite
  std::optional<TypeName> base;             ///< Domain
  std::vector<Constraint> constraints;      ///< Domain
};

/// ALTER TYPE, for enums; other forms leave `added` and `renamed` empty.
struct AlterType {
  QualifiedName name;
  std::string added;  ///< ADD VALUE
  bool if_not_exists = false;
  std::string before, after;
  std::string renamed, renamed_to;  ///< RENAME VALUE
  std::string rename_type_to, set_schema, owner_to;
};

struct CreateSchema {
  std::string name;
  bool if_not_exists = false;
};
struct CreateSequence {
  QualifiedName name;
  bool if_not_exists = false;
  bool temporary = false;
  std::string type;      ///< AS type
  QualifiedName owned_by_table;
  std::string owned_by_column;
};
struct CreateExtension {
  std::string name;
  bool if_not_exists = false;
};

struct CreateFunction {
  QualifiedName name;
  bool or_replace = false;
  bool procedure = false;
  std::string language;    ///< lower case; "sql" for BEGIN ATOMIC bodies
  std::string volatility;  ///< "volatile" (default), "stable", "immutable"
  bool security_definer = false;
  std::string arguments;   ///< the text between the parentheses
  std::vector<std::string> argument_types;  ///< IN and INOUT arguments, as written
  std::string returns;
  std::string body;        ///< contents of the string, or the BEGIN ATOMIC text
  bool sets_search_path = false;
};

struct CreateTrigger {
  std::string name;
  QualifiedName table;
  bool or_replace = false;
  bool constraint = false;
  std::string timing;               ///< "BEFORE", "AFTER", "INSTEAD OF"
  std::vector<std::string> events;  ///< "INSERT", "UPDATE", "DELETE", "TRUNCATE"
  std::vector<std::string> update_of;
  bool for_each_row = false;
  QualifiedName function;     ///< PostgreSQL
  std::string body;           ///< SQLite: BEGIN ... END
};

struct CommentOn {
  ObjectKind kind = ObjectKind::Other;
  std::string kind_words;   ///< "TABLE", "MATERIALIZED VIEW" ...
  QualifiedName name;       ///< of a COLUMN, CONSTRAINT, TRIGGER, POLICY, RULE: the relation
  std::string member;       ///< the column, constraint, trigger ...
  std::optional<std::string> text;  ///< nothing for NULL
};

struct Grant {
  bool revoke = false;
  bool grant_option = false;  ///< WITH GRANT OPTION, or GRANT OPTION FOR
  bool role_membership = false;
  std::vector<std::string> privileges;
  ObjectKind kind = ObjectKind::Table;
  bool all_in_schema = false;
  std::vector<QualifiedName> names;
  std::vector<std::string> roles;
  bool cascade = false;
};

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
  std::optional<Expression> select_where;
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
  std::optional<Expression> where;
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

struct TransactionControl {
  enum class Kind : uint8_t { Begin, Start, Commit, End, Rollback, Savepoint, Release, RollbackTo, Prepare, Other };
  Kind kind = Kind::Begin;
};

/// SET, RESET, SET ROLE and the like. `value` is as written.
struct SetVariable {
  std::string name;   ///< lower case: "lock_timeout", "role", "session authorization", "time zone", "constraints"
  std::string value;
  bool local = false;
  bool reset = false;
};

/// DO [LANGUAGE lang] body.
struct DoBlock {
  std::string language;
  std::string body;
};

/// TRUNCATE, LOCK, VACUUM, ANALYZE, CLUSTER, REINDEX, REFRESH: commands over relations, told apart by their tag.
struct Maintenance {
  std::vector<QualifiedName> names;
  bool concurrently = false;
  bool full = false;       ///< VACUUM FULL
  bool cascade = false;    ///< TRUNCATE ... CASCADE
  bool with_no_data = false;
  std::string target;      ///< REINDEX: "INDEX", "TABLE", "SCHEMA", "DATABASE", "SYSTEM"
  std::string mode;        ///< LOCK: "ACCESS EXCLUSIVE" ...
};

/// SQLite's PRAGMA.
struct Pragma {
  std::string name;
  std::string value;
};

/// Recognised by its command tag, its structure not understood: the engine treats it as unknown, never as safe.
struct Opaque {};

using StatementBody =
    std::variant<Opaque, CreateTable, AlterTable, CreateIndex, DropStatement, CreateView, CreateType, AlterType,
                 CreateSchema, CreateSequence, CreateExtension, CreateFunction, CreateTrigger, CommentOn, Grant, Select,
                 Insert, Update, TransactionControl, SetVariable, DoBlock, Maintenance, Pragma>;

/// One statement of a file.
struct Statement {
  Span span;          ///< from the first token to the last, without the semicolon
  std::string tag;    ///< the server's command tag: "ALTER TABLE", "CREATE INDEX", "SELECT" ...
  std::string text;   ///< the source text of `span`
  StatementBody body;
  std::vector<QualifiedName> relations;  ///< all relations the statement names, each once, in order (see `parse`)
  uint32_t preamble = 0;  ///< byte where the comments that precede the statement begin

  template <typename T>
  [[nodiscard]] const T* as() const { return std::get_if<T>(&body); }
};

}  // namespace lockstep
