// One relation of a catalog: what is known of a table, view or sequence and of what belongs to it, as values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parser/statement.h"

namespace lockstep {

struct CatalogColumn {
  std::string name;
  std::string type;
  bool not_null = false;
  /// PostgreSQL 18: of the NOT NULL constraint, where that is not "table_column_not_null", which older servers' columns
  /// count as having.
  std::string not_null_name;
  bool not_null_no_inherit = false;
  std::string default_expression;  ///< as SQL; empty for none
  bool default_volatile = false;   ///< the default holds a volatile function call
  char identity = 0;               ///< 'a' ALWAYS, 'd' BY DEFAULT, 0 none (as attidentity)
  char generated = 0;              ///< 's' STORED, 'v' VIRTUAL, 0 none (as attgenerated)
  std::string generated_expression;
  std::string collation;  ///< empty for the type's default
  int statistics = -1;    ///< the target of ALTER COLUMN SET STATISTICS; -1: the server's default
  std::string comment;
  [[nodiscard]] bool operator==(const CatalogColumn&) const = default;
};

struct CatalogConstraint {
  std::string name;
  ConstraintKind kind = ConstraintKind::Check;  ///< NotNull: one that is not validated, see CatalogColumn
  std::vector<std::string> columns;
  std::string expression;  ///< Check, as SQL
  std::string referenced;  ///< ForeignKey: key of the referenced table
  std::vector<std::string> referenced_columns;
  std::string on_delete, on_update;  ///< "" for NO ACTION
  std::string match;                 ///< "" for SIMPLE
  bool deferrable = false;
  bool initially_deferred = false;
  bool validated = true;
  bool enforced = true;
  bool no_inherit = false;
  bool nulls_not_distinct = false;
  bool period = false;  ///< the last column: WITHOUT OVERLAPS of a key, PERIOD of a foreign key
  std::vector<std::string> include;
  std::string definition;  ///< what follows ADD CONSTRAINT name
  std::string comment;
  [[nodiscard]] bool operator==(const CatalogConstraint&) const = default;
};

struct CatalogIndexElement {
  std::string column;      ///< empty for an expression
  std::string expression;  ///< as SQL
  std::string collation, operator_class;
  bool descending = false;
  bool nulls_first = false;  ///< as stored: DESC implies it unless written otherwise
  [[nodiscard]] bool operator==(const CatalogIndexElement&) const = default;
};

struct CatalogIndex {
  std::string name;
  bool unique = false;
  bool valid = true;
  bool on_only = false;  ///< made with ON ONLY, no partition attached
  std::string method = "btree";
  std::vector<CatalogIndexElement> elements;
  std::vector<std::string> include;
  std::string predicate;
  bool nulls_not_distinct = false;
  std::vector<std::string> options;  ///< storage parameters: "fillfactor=70"
  std::string constraint;  ///< the constraint it belongs to; empty for a plain index
  std::string definition;  ///< CREATE INDEX statement that makes it again
  std::string comment;
  [[nodiscard]] bool operator==(const CatalogIndex&) const = default;
};

struct CatalogTrigger {
  std::string name;
  std::string function;    ///< key of the function; empty for SQLite
  std::string definition;  ///< CREATE TRIGGER statement
  char enabled = 'O';      ///< as tgenabled
  [[nodiscard]] bool operator==(const CatalogTrigger&) const = default;
};

struct CatalogRule {
  std::string name;
  std::string event;  ///< "INSERT", "UPDATE", "DELETE"
  bool instead = false;
  std::string definition;  ///< CREATE RULE statement
  char enabled = 'O';      ///< as ev_enabled
  [[nodiscard]] bool operator==(const CatalogRule&) const = default;
};

struct CatalogPolicy {
  std::string name;
  std::string command;  ///< "ALL", "SELECT", "INSERT", "UPDATE", "DELETE"
  /// What follows its table in CREATE POLICY, if that is known: a fold loses it when the policy is altered.
  std::string definition;
  [[nodiscard]] bool operator==(const CatalogPolicy&) const = default;
};

/// One privilege that a role other than the owner has.
struct CatalogGrant {
  std::string role;       ///< as SQL: quoted where needed, or PUBLIC
  std::string privilege;  ///< "SELECT"
  std::string column;     ///< empty: all of the relation
  bool grantable = false;
  [[nodiscard]] auto operator<=>(const CatalogGrant&) const = default;
};

enum class CatalogRelationKind : uint8_t {
  Table,
  PartitionedTable,
  ForeignTable,
  View,
  MaterializedView,
  Sequence,
  CompositeType,
  VirtualTable,
};

struct CatalogRelation {
  std::string schema;
  std::string name;
  CatalogRelationKind kind = CatalogRelationKind::Table;
  std::vector<CatalogColumn> columns;          ///< in order
  std::vector<CatalogConstraint> constraints;  ///< in order of creation
  std::vector<CatalogIndex> indexes;           ///< in order of creation
  std::vector<CatalogTrigger> triggers;
  std::vector<CatalogRule> rules;     ///< but a view's own
  std::vector<CatalogPolicy> policies;
  std::string of_type;                ///< key of the type of a typed table
  std::string clustered_on;           ///< the index that CLUSTER without USING takes
  std::string replica_identity;       ///< "FULL", "NOTHING", an index, or empty for the primary key
  bool populated = true;              ///< materialized views: false after WITH NO DATA
  std::string partition_strategy;  ///< "RANGE" ... for a partitioned table
  std::vector<std::string> partition_columns;
  std::string parent;                 ///< key of the partitioned table this is a partition of
  std::string bound;                  ///< "FOR VALUES ...", "DEFAULT"
  std::vector<std::string> inherits;  ///< keys, plain inheritance
  std::string view_query;             ///< views: the query as SQL
  std::vector<std::string> reads;     ///< views: keys of the relations that the query reads
  std::vector<std::string> options;   ///< views: "security_barrier=true", "check_option=local", in order of the text
  std::string owned_by;               ///< sequences: "schema.table.column"
  bool row_security = false;
  bool without_rowid = false;  ///< SQLite
  bool strict = false;         ///< SQLite
  bool autoincrement = false;  ///< SQLite
  bool unlogged = false;
  std::string comment;
  std::string owner;                 ///< a fold knows it after OWNER TO only: who runs the migrations is not said
  std::vector<CatalogGrant> grants;  ///< in order; a fold follows GRANT, REVOKE and default privileges
  std::string definition;           ///< SQLite: the CREATE statement of sqlite_master
  std::optional<double> rows;       ///< only read from a server: its estimate
  std::optional<int64_t> bytes;     ///< only read from a server
  bool temporary = false;
  /// The fold met the relation without having seen its creation: it has more columns, constraints and indexes than
  /// are listed here. Nothing may be concluded from what is missing.
  bool partial = false;
  bool operator==(const CatalogRelation&) const = default;

  [[nodiscard]] const CatalogColumn* column(std::string_view column_name) const;
  [[nodiscard]] CatalogColumn* column(std::string_view column_name);
  [[nodiscard]] const CatalogConstraint* constraint(std::string_view constraint_name) const;
  [[nodiscard]] const CatalogIndex* index(std::string_view index_name) const;
  [[nodiscard]] const CatalogPolicy* policy(std::string_view policy_name) const;
  /// The primary key's columns, in key order; empty without one. SQLite: {"rowid"} is never given.
  [[nodiscard]] std::vector<std::string> primary_key() const;
  /// Ordinary or partitioned.
  [[nodiscard]] bool is_table() const {
    return kind == CatalogRelationKind::Table || kind == CatalogRelationKind::PartitionedTable;
  }
};

}  // namespace lockstep
