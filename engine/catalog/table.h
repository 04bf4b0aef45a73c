// Parts of a table, as CREATE TABLE and ALTER TABLE both make and unmake them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/catalog/draft.h"

namespace lockstep {

/// The column that `definition` makes, without its constraints; NOT NULL, DEFAULT, GENERATED, IDENTITY, COLLATE and
/// serial types included. `table` names it for messages and sequences.
[[nodiscard]] Result<CatalogColumn> make_column(const Draft& draft, const CatalogRelation& table,
                                                const ColumnDefinition& definition);

/// Adds the sequence that a serial or identity column of that table owns, under the name that is `written` or the one
/// that the server chooses.
void add_owned_sequence(Draft& draft, const CatalogRelation& table, std::string_view column,
                        const std::string& written = {});
/// SEQUENCE NAME of an identity column's definition, or empty.
[[nodiscard]] std::string identity_sequence(const ColumnDefinition& definition);

[[nodiscard]] bool is_serial(const TypeName& type);

/// The constraints of a column definition that tables keep on their own (CHECK, UNIQUE, PRIMARY KEY, FOREIGN KEY), as
/// table constraints over that column.
[[nodiscard]] std::vector<Constraint> table_constraints(const ColumnDefinition& definition);

/// Adds a constraint with its index, its name chosen if it has none, and to all partitions (a CHECK also to inheriting
/// tables).
[[nodiscard]] Status add_constraint(Draft& draft, const std::string& table, const Constraint& constraint,
                                    bool only = false);

/// The constraints in the order in which CREATE TABLE makes them: checks, the primary key, other indexes, foreign keys.
/// An index constraint without a name that repeats another one is left out, as the server does.
[[nodiscard]] std::vector<Constraint> in_order_of_creation(const std::vector<Constraint>& constraints);

/// Whether a valid unique constraint or unique index covers exactly those columns.
[[nodiscard]] bool is_unique_key(const CatalogRelation& table, const std::vector<std::string>& columns);

/// Drops a constraint with its index, from partitions too; with `cascade` also the foreign keys that need it.
[[nodiscard]] Status drop_constraint(Draft& draft, const std::string& table, const std::string& name, bool cascade);

/// Adds an index to a table, and to the partitions below unless `only`.
void add_index(Draft& draft, const std::string& table, CatalogIndex index, bool only);
/// The valid ones of `table` that do the same as `wanted`, whatever their names.
[[nodiscard]] std::vector<const CatalogIndex*> like_indexes(const CatalogRelation& table, const CatalogIndex& wanted);

/// Drops tables, views and sequences together with what goes along by itself (own sequences, partitions); with
/// `cascade` also foreign keys and inheriting tables that need them and views over them, without it those are refused.
[[nodiscard]] Status drop_relations(Draft& draft, const std::vector<std::string>& keys, bool cascade);

/// Drops a column with its indexes, constraints and sequences; `cascade` takes views and foreign keys along.
/// With `only` it stays in inheriting tables, as a column of their own.
[[nodiscard]] Status drop_column(Draft& draft, const std::string& table, const std::string& column, bool cascade,
                                 bool only = false);

/// The columns that the query gives; none where that cannot be told. Types are those of plain columns only.
[[nodiscard]] std::vector<CatalogColumn> output_columns(const Draft& draft, const std::string& query,
                                                        const std::vector<std::string>& reads);

/// Names of the table's triggers that name the column, in UPDATE OF or WHEN.
[[nodiscard]] std::vector<std::string> triggers_that_use(const Draft& draft, const std::string& table,
                                                         const std::string& column);
/// Whether the rule reads the column of OLD or NEW.
[[nodiscard]] bool rule_uses(const CatalogRule& rule, std::string_view column);

/// Whether the trigger runs for every row: then partitions have clones of it.
[[nodiscard]] bool fires_for_each_row(const CatalogTrigger& trigger);
/// Whether the index is over the column, be it in an expression, its predicate or INCLUDE.
[[nodiscard]] bool index_uses(const CatalogIndex& index, std::string_view column, Dialect dialect);

/// Views that read the column, or all columns, of the relation.
[[nodiscard]] std::vector<std::string> views_that_use(const Draft& draft, const std::string& relation,
                                                      std::string_view column);

/// The words of CREATE ... as SQLite keeps them in sqlite_schema: `head`, then the text from the object's own name on.
[[nodiscard]] std::string sqlite_definition(std::string_view head, const Statement& statement, Span name);

/// A new name or schema for a relation, known to all that refer to it.
[[nodiscard]] Status rename_relation(Draft& draft, const std::string& key, const std::string& schema,
                                     const std::string& name);
[[nodiscard]] Status rename_column(Draft& draft, const std::string& key, const std::string& from,
                                   const std::string& to);

/// Keys of the tables that it is a partition of, or inherits from.
[[nodiscard]] std::vector<std::string> parents_of(const CatalogRelation& table);
/// Whether a parent of the table, partitioned or inherited from, has the column.
[[nodiscard]] bool is_inherited(const Draft& draft, const CatalogRelation& table, std::string_view column);
/// Refuses to put `child` below `parent` where that is below it already.
[[nodiscard]] Status refuse_circle(const Draft& draft, const std::string& parent, const std::string& child);
/// Whether `child` has what a table needs to inherit from `parent`: its columns, NOT NULLs and CHECKs.
[[nodiscard]] Status check_child(const CatalogRelation& parent, const CatalogRelation& child);

/// Makes `partition` part of `parent`: columns, constraints, indexes and triggers that it lacks are added.
[[nodiscard]] Status attach(Draft& draft, const std::string& parent, const std::string& partition,
                            const PartitionBound& bound);

/// The relation, made up as a partial one if the fold has not met it; nullptr only if it is known not to exist.
[[nodiscard]] CatalogRelation* edit_or_assume(Draft& draft, const QualifiedName& name, CatalogRelationKind kind);

/// The name of a domain's CHECK: as written, or as the server chooses it.
[[nodiscard]] std::string domain_check_name(const CatalogType& domain, const std::string& written);
/// That of its NOT NULL on PostgreSQL 17 and later, and the form in which CatalogType keeps it.
[[nodiscard]] std::string not_null_name(const CatalogType& domain);
void set_not_null_name(CatalogType& domain, const std::string& name);

/// A written type as format_type() shows it: one of the user's in a schema other than public comes with its schema.
[[nodiscard]] std::string resolved_type(const Catalog& catalog, const TypeName& type);
/// The types of the arguments that a call of a routine gives, without their modifiers, which routines do not keep.
[[nodiscard]] std::vector<std::string> input_types(const Catalog& catalog,
                                                   const std::vector<RoutineArgument>& arguments);

/// What DROP and COMMENT ON of each kind accept. Naming one kind where another stands is an error (42809).
[[nodiscard]] bool kind_fits(ObjectKind wanted, const CatalogRelation& relation);

/// LIKE ... INCLUDING STATISTICS.
void copy_statistics(Draft& draft, const CatalogRelation& source, const CatalogRelation& table);

/// What statistics and publications keep of a relation, or with `column` of one of its columns, goes with it.
void forget_attached(Draft& draft, const std::string& key, const std::string& column = {});
/// ... and follows to its new key.
void move_attached(Draft& draft, const std::string& from, const std::string& to);
void rename_attached(Draft& draft, const std::string& key, const std::string& from, const std::string& to);
/// ALTER STATISTICS and PUBLICATION: new names and schemas.
[[nodiscard]] Status alter_attached(Draft& draft, const AlterObject& alter);

/// DROP POLICY, RULE, STATISTICS and PUBLICATION.
[[nodiscard]] Status drop_from_table(Draft& draft, const DropStatement& drop);
[[nodiscard]] Status drop_statistics(Draft& draft, const DropStatement& drop);
[[nodiscard]] Status drop_publications(Draft& draft, const DropStatement& drop);

/// What ALTER TABLE t ... says about a column that is not there.
[[nodiscard]] tl::unexpected<Error> no_such_column(const CatalogRelation& table, std::string_view column);
[[nodiscard]] tl::unexpected<Error> no_such_relation(std::string_view name);

/// SET (name = value), or RESET (name), of what reloptions keeps as "name=value".
void set_storage(std::vector<std::string>& kept, const OptionList& options, bool reset = false);
/// The elements of an index as the catalog keeps them.
[[nodiscard]] std::vector<CatalogIndexElement> index_elements(const std::vector<IndexElement>& written, Dialect dialect);
/// What stands between the table's name and "idx" in a name chosen for an index over the elements.
[[nodiscard]] std::vector<std::string> index_column_names(const std::vector<CatalogIndexElement>& elements,
                                                          const std::vector<std::string>& include, Dialect dialect);
/// Equality of names by the dialect's case rule.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b, Dialect dialect);

}  // namespace lockstep
