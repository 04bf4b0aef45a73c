// Catalog values as SQL: what makes a constraint or an index again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/catalog.h"

namespace lockstep {

/// The one statement that a definition of the catalog consists of; nothing if it is none that can be read.
[[nodiscard]] std::optional<Statement> statement_of(const std::string& definition, Dialect dialect);

/// The query of CREATE TABLE AS or SELECT INTO, without WITH [NO] DATA; empty for EXECUTE.
[[nodiscard]] std::string query_of_table(const std::string& text);

/// " DEFERRABLE INITIALLY DEFERRED", as far as it is either.
[[nodiscard]] std::string deferred_words(bool deferrable, bool initially_deferred);
/// What follows ADD CONSTRAINT name. EXCLUDE keeps the words it was written with.
[[nodiscard]] std::string constraint_definition(const CatalogConstraint& constraint, Dialect dialect);
/// The CREATE INDEX statement, as pg_get_indexdef() writes it.
[[nodiscard]] std::string index_definition(const CatalogRelation& table, const CatalogIndex& index, Dialect dialect);

/// CREATE VIEW or CREATE MATERIALIZED VIEW, with OR REPLACE where that is asked for and there is such a thing.
[[nodiscard]] std::string view_definition(const CatalogRelation& view, bool replace, Dialect dialect);
/// The same of a view that was dropped, and what makes the rest again: indexes, owner, defaults of columns, comments,
/// privileges, rules and triggers.
[[nodiscard]] std::vector<std::string> view_statements(const CatalogRelation& view, Dialect dialect);
/// CREATE STATISTICS.
[[nodiscard]] std::string statistics_definition(const CatalogStatistics& statistics);

/// GRANT statements that give again what the roles other than the owner have; `name` is the relation's as SQL.
[[nodiscard]] std::vector<std::string> grant_statements(const CatalogRelation& relation, const std::string& name);

/// The CREATE TRIGGER statement for a trigger of another name, on another table, or of another function, the latter two
/// as SQL; what is empty stays.
[[nodiscard]] std::string trigger_definition(const std::string& definition, const std::string& name,
                                             const std::string& table, const std::string& function = {});

/// A key ("schema.name") as SQL, without the default schema.
[[nodiscard]] std::string sql_name(std::string_view key, Dialect dialect);
/// "a, b" with quotes where needed.
[[nodiscard]] std::string sql_list(const std::vector<std::string>& names, Dialect dialect);

/// Writes the definitions of all constraints and indexes of `relation` anew.
void refresh_definitions(CatalogRelation& relation, Dialect dialect);

}  // namespace lockstep
