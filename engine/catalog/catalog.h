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

#include "engine/catalog/relations.h"
#include "parser/statement.h"

namespace lockstep {

/// Major versions of PostgreSQL that lockstep knows.
inline constexpr int newest_server_version = 18;
inline constexpr int oldest_server_version = 14;

struct CatalogType {
  std::string schema, name;
  CreateType::Form form = CreateType::Form::Enum;
  std::vector<std::string> labels;
  std::string base;            ///< domains
  bool constrained = false;    ///< domains: CHECK or NOT NULL
  bool not_null = false;       ///< domains
  std::string not_null_name;   ///< domains: PostgreSQL 17 and later, where not "domain_not_null"
  std::string default_expression;        ///< domains: as SQL
  std::vector<std::string> checks;       ///< domains: names
  std::vector<std::string> unvalidated;  ///< domains: those of `checks` that are NOT VALID
  [[nodiscard]] bool operator==(const CatalogType&) const = default;
};

struct CatalogFunction {
  std::string schema, name;
  std::string arguments;           ///< what stands between the parentheses
  std::vector<std::string> types;  ///< of the arguments that a call gives, as format_type() writes them
  size_t defaults = 0;             ///< how many of the last may be left out
  bool variadic = false;           ///< the last may be given any number of times
  std::string language, volatility;
  std::string definition;      ///< CREATE OR REPLACE FUNCTION ... that makes it again
  [[nodiscard]] bool operator==(const CatalogFunction&) const = default;
};
[[nodiscard]] bool is_procedure(const CatalogFunction& function);

/// Extended statistics.
struct CatalogStatistics {
  std::string schema, name;
  std::string table;                 ///< key
  std::vector<std::string> columns;  ///< in order of their names, those of expressions included
  std::vector<std::string> kinds;    ///< "ndistinct", "dependencies", "mcv"; empty: all that there are
  std::string elements;              ///< what they are about, as SQL: "a, (b + 1)"
  [[nodiscard]] bool operator==(const CatalogStatistics&) const = default;
};

struct CatalogPublication {
  std::string name;
  bool all_tables = false;
  std::vector<std::string> tables;   ///< keys, in order
  std::vector<std::string> schemas;  ///< in order
  bool inserts_only = false;         ///< publish = '...' without update and delete
  [[nodiscard]] bool operator==(const CatalogPublication&) const = default;
};

/// One privilege that ALTER DEFAULT PRIVILEGES gives on relations which are made later.
struct CatalogDefaultGrant {
  std::string maker;   ///< the role that makes them; empty: who runs the migrations
  std::string schema;  ///< empty: wherever they are made
  bool sequences = false;
  CatalogGrant grant;
  [[nodiscard]] auto operator<=>(const CatalogDefaultGrant&) const = default;
};

/// What publish = '...' of the statement says of UPDATE and DELETE; nothing where it does not stand.
[[nodiscard]] std::optional<bool> publishes_inserts_only(const Publication& publication);
/// Whether the publication tells the changes of the table's rows.
[[nodiscard]] bool publishes_changes(const CatalogPublication& publication, const CatalogRelation& table);
/// Whether its replica identity tells the table's rows apart; without, UPDATE and DELETE of a published table fail.
[[nodiscard]] bool identifies_rows(const CatalogRelation& table);

/// What SET and PREPARE leave behind for later statements of the same session.
struct CatalogSession {
  std::vector<std::string> search_path;  ///< schemas; empty: the default, which is public
  std::string time_zone;                 ///< empty: the server's
  bool in_transaction = false;
  /// What the end of the transaction brings back of SET LOCAL.
  std::optional<std::vector<std::string>> search_path_after;
  std::optional<std::string> time_zone_after;
  std::map<std::string, std::vector<Statement>> prepared;  ///< by name; one statement each
};

struct Catalog {
  Dialect dialect = Dialect::PostgreSQL;
  Relations relations;
  std::map<std::string, CatalogType, std::less<>> types;
  std::multimap<std::string, CatalogFunction, std::less<>> functions;
  std::map<std::string, CatalogStatistics, std::less<>> statistics;
  std::map<std::string, CatalogPublication, std::less<>> publications;
  std::vector<CatalogDefaultGrant> default_grants;  ///< in order
  std::set<std::string, std::less<>> schemas;
  /// Those of the schemas that the history made itself, so that it knows all that stands in them.
  std::set<std::string, std::less<>> made_schemas;
  std::set<std::string, std::less<>> extensions;
  /// What is not listed does not exist: true when read from a server. A fold does not know whether its history begins
  /// at zero, so a relation that it has not seen may exist.
  bool complete = false;
  CatalogSession session;
  /// What the fold could not know ("DO block at 0007_x.sql:3 runs SQL that cannot be read"), in order.
  std::vector<std::string> unknowns;

  /// Where an unqualified name is made: "public" or "main", or what search_path begins with.
  [[nodiscard]] std::string_view default_schema() const;
  /// The schema that the name is about: as written, or the default.
  [[nodiscard]] std::string schema_of(const QualifiedName& name) const;
  [[nodiscard]] std::string key(const QualifiedName& name) const;
  /// Whether what the name stands for would be listed if it existed: the catalog is complete, or the history made the
  /// schema that is written, and nothing in it is hidden.
  [[nodiscard]] bool knows_all(const QualifiedName& name) const;
  [[nodiscard]] const CatalogRelation* find(const QualifiedName& name) const;
  [[nodiscard]] const CatalogRelation* find(std::string_view key) const;
  /// The type that format_type() shows as `shown`, or nullptr.
  [[nodiscard]] const CatalogType* find_type(std::string_view shown) const;
  /// The table that has the index, or nullptr. An unqualified name is looked up along the search path.
  [[nodiscard]] const CatalogRelation* table_of_index(const QualifiedName& index) const;
  /// Direct partitions (not deeper ones), in key order.
  [[nodiscard]] std::vector<const CatalogRelation*> partitions(std::string_view key) const;
  /// Direct partitions and inheriting tables.
  [[nodiscard]] std::vector<const CatalogRelation*> children(std::string_view key) const;
  /// All foreign keys that reference `key`: (referencing relation, constraint).
  [[nodiscard]] std::vector<std::pair<const CatalogRelation*, const CatalogConstraint*>> referencing(
      std::string_view key) const;
  /// Views and materialized views that read `key`, directly.
  [[nodiscard]] std::vector<const CatalogRelation*> views_over(std::string_view key) const;
  /// Keys of the sequences that the column, or any column of the table (`column` empty), owns.
  [[nodiscard]] std::vector<std::string> owned_sequences(std::string_view table, std::string_view column = {}) const;

 private:
  template <typename Matches>
  [[nodiscard]] std::vector<const CatalogRelation*> mentioning(Tie how, std::string_view term,
                                                               const Matches& matches) const;
};

/// Makes of `catalog` what it is after `statement` ran successfully. A statement that would fail leaves it unchanged;
/// one that is not understood adds a line to `unknowns`. Gives the keys of the relations that it changed, those of
/// removed ones included.
std::vector<std::string> apply_to(Catalog& catalog, const Statement& statement,
                                  int server_version = newest_server_version);

/// A new session, as every migration begins with: settings and prepared statements are gone, and so are temporary
/// objects.
void begin_session(Catalog& catalog);

/// The relation as `statement` leaves it; nothing if it is gone, or unknown.
[[nodiscard]] std::optional<CatalogRelation> relation_after(const Catalog& before, const Statement& statement,
                                                            const QualifiedName& name);

/// The key of a type that format_type() shows as `shown`: those of public stand without their schema.
[[nodiscard]] std::string type_key(std::string_view shown);

/// A written type as format_type() shows it: "int8" -> "bigint", varchar(20) -> "character varying(20)".
[[nodiscard]] std::string format_type(const TypeName& type, Dialect dialect);

}  // namespace lockstep
