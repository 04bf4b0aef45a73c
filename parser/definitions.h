// Statements that define, change, drop, describe and grant objects. See statement.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "parser/values.h"

namespace lockstep {

// ---- Tables and indexes --------------------------------------------------------------------------------------------

struct CreateTable {
  QualifiedName name;
  bool if_not_exists = false;
  bool temporary = false;
  bool unlogged = false;
  std::vector<ColumnDefinition> columns;
  std::vector<Constraint> constraints;
  std::vector<LikeClause> likes;
  std::vector<QualifiedName> inherits;
  Rare<PartitionBy> partition_by;
  Rare<QualifiedName> partition_of;
  Rare<PartitionBound> bound;
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
  Rare<ColumnDefinition> column;     ///< ADD COLUMN
  Rare<Constraint> constraint;       ///< ADD CONSTRAINT, ALTER CONSTRAINT, ADD IDENTITY
  Rare<TypeName> type;               ///< ALTER COLUMN TYPE
  RareText collation;                         ///< ALTER COLUMN TYPE ... COLLATE
  Rare<Expression> expression;       ///< SET DEFAULT, TYPE ... USING, SET EXPRESSION
  Rare<QualifiedName> partition;     ///< ATTACH, DETACH; INHERIT parent
  Rare<PartitionBound> bound;        ///< ATTACH
  OptionList options;  ///< SET (name = value); RESET leaves values empty
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
  Rare<Expression> predicate;
  bool nulls_not_distinct = false;
};

// ---- Objects of any kind -------------------------------------------------------------------------------------------

struct DropStatement {
  ObjectKind kind = ObjectKind::Other;
  std::vector<QualifiedName> names;
  QualifiedName table;  ///< DROP TRIGGER / RULE / POLICY name ON table
  bool if_exists = false;
  bool concurrently = false;
  bool cascade = false;
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

// ---- Views, types, routines, triggers ------------------------------------------------------------------------------

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
  Rare<TypeName> base;             ///< Domain
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

}  // namespace lockstep
