// The schema at a point, as a value. Folded from statements (offline) or read from a server (Database::read_catalog):
// both give the same value for the same schema, so that lint, plan and tests ask one thing.
//
// Keys are "schema.name" without quotes, folded ("public.orders"; SQLite: "main.orders", lower-cased). Types are
// written as PostgreSQL's format_type() writes them ("integer", "character varying(20)"), for SQLite as declared.
// lockstep's own objects (schema lockstep, tables lockstep_*) are never in a Catalog; helper and quarantined columns
// and tables (names that start with "_lockstep_") are.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "parser/statement.h"

namespace lockstep {

/// Major versions of PostgreSQL that lockstep knows.
inline constexpr int newest_server_version = 18;
inline constexpr int oldest_server_version = 14;

struct CatalogColumn {
  std::string name;
  std::string type;
  bool not_null = false;
  std::string default_expression;    ///< as SQL; empty for none
  bool default_volatile = false;     ///< the default holds a volatile function call
  char identity = 0;                 ///< 'a' ALWAYS, 'd' BY DEFAULT, 0 none (as attidentity)
  char generated = 0;                ///< 's' STORED, 'v' VIRTUAL, 0 none (as attgenerated)
  std::string generated_expression;
  std::string collation;             ///< empty for the type's default
  std::string comment;
  [[nodiscard]] bool operator==(const CatalogColumn&) const = default;
};

struct CatalogConstraint {
  std::string name;
  ConstraintKind kind = ConstraintKind::Check;  ///< Check, Unique, PrimaryKey, ForeignKey, Exclude (NotNull: column)
  std::vector<std::string> columns;
  std::string expression;               ///< Check, as SQL
  std::string referenced;               ///< ForeignKey: key of the referenced table
  std::vector<std::string> referenced_columns;
  std::string on_delete, on_update;     ///< "" for NO ACTION
  std::string match;                    ///< "" for SIMPLE
  bool deferrable = false;
  bool initially_deferred = false;
  bool validated = true;
  bool enforced = true;
  bool no_inherit = false;
  bool nulls_not_distinct = false;
  std::vector<std::string> include;
  std::string definition;               ///< what follows ADD CONSTRAINT name
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
  bool on_only = false;       ///< made with ON ONLY, no partition attached
  std::string method = "btree";
  std::vector<CatalogIndexElement> elements;
  std::vector<std::string> include;
  std::string predicate;
  bool nulls_not_distinct = false;
  std::string constraint;     ///< the constraint it belongs to; empty for a plain index
  std::string definition;     ///< CREATE INDEX statement that makes it again
  std::string comment;
  [[nodiscard]] bool operator==(const CatalogIndex&) const = default;
};

struct CatalogTrigger {
  std::string name;
  std::string function;        ///< key of the function; empty for SQLite
  std::string definition;      ///< CREATE TRIGGER statement
  char enabled = 'O';          ///< as tgenabled
  [[nodiscard]] bool operator==(const CatalogTrigger&) const = default;
};

enum class CatalogRelationKind : uint8_t {
  Table, PartitionedTable, ForeignTable, View, MaterializedView, Sequence, CompositeType, VirtualTable,
};

struct CatalogRelation {
  std::string schema;
  std::string name;
  CatalogRelationKind kind = CatalogRelationKind::Table;
  std::vector<CatalogColumn> columns;           ///< in order
  std::vector<CatalogConstraint> constraints;   ///< in order of creation
  std::vector<CatalogIndex> indexes;            ///< in order of creation
  std::vector<CatalogTrigger> triggers;
  std::string partition_strategy;               ///< "RANGE" ... for a partitioned table
  std::vector<std::string> partition_columns;
  std::string parent;                           ///< key of the partitioned table this is a partition of
  std::string bound;                            ///< "FOR VALUES ...", "DEFAULT"
  std::vector<std::string> inherits;            ///< keys, plain inheritance
  std::string view_query;                       ///< views: the query as SQL
  std::vector<std::string> reads;               ///< views: keys of the relations that the query reads
  std::string owned_by;                         ///< sequences: "schema.table.column"
  bool row_security = false;
  bool without_rowid = false;                   ///< SQLite
  bool strict = false;                          ///< SQLite
  bool autoincrement = false;                   ///< SQLite
  bool unlogged = false;
  std::string comment;
  std::string owner;                            ///< only read from a server
  std::vector<std::string> grants;              ///< only read from a server: "GRANT SELECT ON ... TO ..."
  std::string definition;                       ///< SQLite: the CREATE statement of sqlite_master
  std::optional<double> rows;                   ///< only read from a server: its estimate
  std::optional<int64_t> bytes;                 ///< only read from a server
  bool temporary = false;
  /// The fold met the relation without having seen its creation: it has more columns, constraints and indexes than
  /// are listed here. Nothing may be concluded from what is missing.
  bool partial = false;
  bool operator==(const CatalogRelation&) const = default;

  [[nodiscard]] const CatalogColumn* column(std::string_view column_name) const;
  [[nodiscard]] CatalogColumn* column(std::string_view column_name);
  [[nodiscard]] const CatalogConstraint* constraint(std::string_view constraint_name) const;
  [[nodiscard]] const CatalogIndex* index(std::string_view index_name) const;
  /// The primary key's columns, in key order; empty without one. SQLite: {"rowid"} is never given.
  [[nodiscard]] std::vector<std::string> primary_key() const;
};

struct CatalogType {
  std::string schema, name;
  CreateType::Form form = CreateType::Form::Enum;
  std::vector<std::string> labels;
  std::string base;            ///< domains
  bool constrained = false;    ///< domains: CHECK or NOT NULL
  [[nodiscard]] bool operator==(const CatalogType&) const = default;
};

struct CatalogFunction {
  std::string schema, name;
  std::string arguments;
  std::string language, volatility;
  std::string definition;      ///< CREATE OR REPLACE FUNCTION ... that makes it again
  [[nodiscard]] bool operator==(const CatalogFunction&) const = default;
};

struct Catalog {
  Dialect dialect = Dialect::PostgreSQL;
  std::map<std::string, CatalogRelation, std::less<>> relations;
  std::map<std::string, CatalogType, std::less<>> types;
  std::multimap<std::string, CatalogFunction, std::less<>> functions;
  std::set<std::string, std::less<>> schemas;
  std::set<std::string, std::less<>> extensions;
  /// What is not listed does not exist: true when read from a server. A fold does not know whether its history begins
  /// at zero, so a relation that it has not seen may exist.
  bool complete = false;
  /// What the fold could not know ("DO block at 0007_x.sql:3 runs SQL that cannot be read"), in order.
  std::vector<std::string> unknowns;

  /// "public" or "main".
  [[nodiscard]] std::string_view default_schema() const;
  [[nodiscard]] std::string key(const QualifiedName& name) const;
  [[nodiscard]] const CatalogRelation* find(const QualifiedName& name) const;
  [[nodiscard]] const CatalogRelation* find(std::string_view key) const;
  [[nodiscard]] CatalogRelation* find(std::string_view key);
  /// The table that has the index, or nullptr. An unqualified name is looked up in the default schema.
  [[nodiscard]] const CatalogRelation* table_of_index(const QualifiedName& index) const;
  /// Direct partitions (not deeper ones), in key order.
  [[nodiscard]] std::vector<const CatalogRelation*> partitions(std::string_view key) const;
  /// All foreign keys that reference `key`: (referencing relation, constraint).
  [[nodiscard]] std::vector<std::pair<const CatalogRelation*, const CatalogConstraint*>> referencing(
      std::string_view key) const;
  /// Views and materialized views that read `key`, directly.
  [[nodiscard]] std::vector<const CatalogRelation*> views_over(std::string_view key) const;
};

/// Makes of `catalog` what it is after `statement` ran successfully. A statement that would fail leaves it unchanged;
/// one that is not understood adds a line to `unknowns`. Gives the keys of the relations that it changed, those of
/// removed ones included.
std::vector<std::string> apply_to(Catalog& catalog, const Statement& statement);

/// The relation as `statement` leaves it; nothing if it is gone, or unknown.
[[nodiscard]] std::optional<CatalogRelation> relation_after(const Catalog& before, const Statement& statement,
                                                            const QualifiedName& name);

/// A written type as format_type() shows it: "int8" -> "bigint", varchar(20) -> "character varying(20)".
[[nodiscard]] std::string format_type(const TypeName& type, Dialect dialect);

}  // namespace lockstep
