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
  OptionList options;          ///< WITH (...); OPTIONS (...) of a foreign table
  OptionList clauses;             ///< what stands beside them: "using" (access method or module), "on commit",
                                  ///< "tablespace", "server"
  std::vector<std::string> module_arguments;  ///< SQLite: of the module, as written
};

/// RenameTable is RENAME TO, SetOptions is SET, of whatever object.
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
  SetOptions, ResetOptions, Inherit, NoInherit, OfType, NotOf, OwnerTo, ReplicaIdentity, DependsOnExtension,
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
  Rare<QualifiedName> owned_by_table;  ///< ALTER SEQUENCE ... OWNED BY table.column; NONE: `words` hold it alone
  RareText owned_by_column;
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
  OptionList options;      ///< WITH (...)
  std::string tablespace;
};

// ---- Objects of any kind -------------------------------------------------------------------------------------------

struct DropStatement {
  ObjectKind kind = ObjectKind::Other;
  std::vector<QualifiedName> names;
  std::vector<Signature> signatures;  ///< one for each name of routines, aggregates, operators; the types of a cast
                                      ///< (which has no name) or a transform (whose name is its language)
  QualifiedName table;        ///< DROP TRIGGER / RULE / POLICY name ON table
  std::string access_method;  ///< DROP OPERATOR CLASS / FAMILY
  std::string role;           ///< DROP USER MAPPING FOR role SERVER name
  bool if_exists = false;
  bool concurrently = false;
  bool cascade = false;
};

struct CommentOn {
  ObjectKind kind = ObjectKind::Other;
  std::string kind_words;   ///< "TABLE", "MATERIALIZED VIEW" ...
  QualifiedName name;       ///< of a COLUMN, CONSTRAINT, TRIGGER, POLICY, RULE: the relation
  std::string member;       ///< the column, constraint, trigger ...
  Signature signature;      ///< of routines, aggregates, operators; the types of a cast or a transform
  std::string access_method;  ///< of operator classes and families
  std::optional<std::string> text;  ///< nothing for NULL
};

/// SECURITY LABEL.
struct SecurityLabel {
  ObjectName object;
  std::string provider;
  std::optional<std::string> label;  ///< nothing for NULL
};

/// ALTER of everything that is no relation; AlterType tells its own forms. The subcommands are told as those of ALTER
/// TABLE: RENAME TO, OWNER TO, SET SCHEMA and the extension of DEPENDS ON in `new_name`, a domain's constraint in
/// `constraint`, names and values in `options`. `words` tells all forms apart.
struct AlterObject {
  ObjectName object;
  bool if_exists = false;
  std::vector<AlterTableSubcommand> subcommands;
  std::vector<ObjectName> members;  ///< ALTER EXTENSION ... ADD, DROP: one
};

/// A routine or an operator that an object is made of.
struct NamedRoutine {
  std::string role;  ///< "FUNCTION", "HANDLER", "VALIDATOR", "INLINE", "FROM SQL", "TO SQL", "OPERATOR 1" ...
  QualifiedName name;
  Signature signature;
};

/// CREATE of every object that has no value of its own here.
struct CreateObject {
  ObjectName object;
  bool or_replace = false;
  bool if_not_exists = false;
  OptionList options;   ///< (name = value), OPTIONS (...) and the command's own words, lower case; CREATE USER begins
                     ///< with "login"
  std::vector<NamedRoutine> routines;
};

/// CREATE and ALTER POLICY.
struct Policy {
  std::string name;
  QualifiedName table;
  bool alter = false;
  bool if_exists = false;
  bool restrictive = false;
  std::string command;  ///< "ALL" (also if not written), "SELECT", "INSERT", "UPDATE", "DELETE"; empty for ALTER
  std::vector<std::string> roles;
  std::optional<Expression> using_expression;
  std::optional<Expression> with_check;
};

/// CREATE RULE; the actions are the inner statements.
struct CreateRule {
  std::string name;
  QualifiedName table;
  bool or_replace = false;
  bool instead = false;
  bool nothing = false;  ///< DO NOTHING
  std::string event;     ///< "SELECT", "INSERT", "UPDATE", "DELETE"
  std::optional<Expression> where;
};

struct PublishedTable {
  QualifiedName name;
  bool only = false;
  std::vector<std::string> columns;  ///< empty: all
  std::optional<Expression> where;
};

/// CREATE and ALTER PUBLICATION.
struct Publication {
  std::string name;
  std::string action;  ///< "CREATE", "ADD", "SET", "DROP"
  bool all_tables = false;
  std::vector<PublishedTable> tables;
  std::vector<std::string> schemas;  ///< "current_schema" for CURRENT_SCHEMA
  OptionList options;
};

/// CREATE and ALTER SUBSCRIPTION.
struct Subscription {
  std::string name;
  std::string action;  ///< "CREATE", "CONNECTION", "SET PUBLICATION", "ENABLE", "SKIP" ...
  std::string connection;
  std::vector<std::string> publications;
  OptionList options;
};

struct CreateStatistics {
  QualifiedName name;  ///< empty when the server will choose one
  bool if_not_exists = false;
  std::vector<std::string> kinds;      ///< "ndistinct" ...; empty: all
  std::vector<IndexElement> elements;  ///< columns and expressions
  QualifiedName table;
};

/// DROP OWNED is a DropStatement.
struct ReassignOwned {
  std::vector<std::string> owners;
  std::string new_owner;
};

struct ImportForeignSchema {
  std::string remote_schema;
  std::string server;
  std::string into;
  std::string limit;  ///< "LIMIT TO", "EXCEPT" or empty
  std::vector<QualifiedName> tables;
  OptionList options;
};

struct Grant {
  bool revoke = false;
  bool grant_option = false;  ///< WITH GRANT OPTION, or GRANT OPTION FOR
  bool role_membership = false;
  std::vector<std::string> privileges;
  ObjectKind kind = ObjectKind::Table;
  bool all_in_schema = false;
  std::vector<QualifiedName> names;
  std::vector<Signature> signatures;  ///< one for each name of routines
  std::vector<std::string> roles;
  std::string granted_by;
  bool cascade = false;
};

/// ALTER DEFAULT PRIVILEGES. `grant` names no object.
struct DefaultPrivileges {
  std::vector<std::string> owners;   ///< FOR ROLE; empty: the current one
  std::vector<std::string> schemas;  ///< empty: everywhere
  Grant grant;
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
  std::vector<FunctionCall> functions;  ///< of the query
  Rare<PlainSelect> plain;              ///< of the query, if it is a plain one
  OptionList options;                   ///< WITH (...)
  std::string check_option;             ///< "LOCAL", "CASCADED" (also if not written which) or empty
  std::string access_method, tablespace;
};

struct CreateType {
  enum class Form : uint8_t { Enum, Composite, Range, Base, Shell, Domain };
  QualifiedName name;
  Form form = Form::Enum;
  std::vector<std::string> labels;          ///< Enum
  std::vector<ColumnDefinition> attributes; ///< Composite
  Rare<TypeName> base;             ///< Domain
  std::vector<Constraint> constraints;      ///< Domain
  OptionList options;                       ///< Range, Base
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

/// The elements are the inner statements.
struct CreateSchema {
  std::string name;  ///< empty: that of the role
  bool if_not_exists = false;
  std::string authorization;

  [[nodiscard]] const std::string& called() const { return name.empty() ? authorization : name; }
};
struct CreateSequence {
  QualifiedName name;
  bool if_not_exists = false;
  bool temporary = false;
  bool unlogged = false;
  std::string type;      ///< AS type
  QualifiedName owned_by_table;
  std::string owned_by_column;
  OptionList options;    ///< the others: "increment by", "start with", "no cycle" ...
};
struct CreateExtension {
  std::string name;
  bool if_not_exists = false;
  std::string schema, version;
  bool cascade = false;
};

/// The statements of a BEGIN ATOMIC body are the inner statements.
struct CreateFunction {
  QualifiedName name;
  bool or_replace = false;
  bool procedure = false;
  std::string language;    ///< lower case; "sql" for BEGIN ATOMIC bodies
  std::string volatility;  ///< "volatile" (default), "stable", "immutable"
  bool security_definer = false;
  std::string arguments;   ///< the text between the parentheses
  std::vector<std::string> argument_types;  ///< IN and INOUT arguments, as written
  std::vector<RoutineArgument> parameters;
  std::string returns;
  std::string body;        ///< contents of the string, or the BEGIN ATOMIC text
  bool sets_search_path = false;
  bool strict = false;     ///< also RETURNS NULL ON NULL INPUT
  bool leakproof = false;
  bool window = false;
  OptionList options;  ///< "cost", "rows", "parallel", "support"; SET name TO value as "set name"
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
  std::optional<Expression> when;
  QualifiedName function;     ///< PostgreSQL
  std::vector<std::string> arguments;  ///< of the function, as written
  OptionList transitions;     ///< REFERENCING: ("new table", name)
  bool deferrable = false;
  bool initially_deferred = false;
  bool temporary = false;      ///< SQLite
  bool if_not_exists = false;  ///< SQLite
  std::string body;            ///< SQLite: BEGIN ... END; its statements are the inner statements
};

}  // namespace lockstep
