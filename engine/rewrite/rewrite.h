// A rewrite replaces one statement by steps that reach the same end state without the risk. One rewrite per .cpp, one
// line in rewrites.def. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/effects/effects.h"
#include "engine/plan/make_plan.h"
#include "engine/plan/plan.h"
#include "migrations/migration.h"

namespace lockstep {

/// What a rewrite may look at. Borrows everything.
struct RewriteInput {
  const Migration& migration;
  size_t index;                   ///< of the statement in the migration
  const MigrationStatement& item; ///< the statement; an ALTER TABLE holds one subcommand
  const Catalog& catalog;         ///< before the statement, as if all earlier ones had run
  const PendingObjects& pending;
  const PlanOptions& options;

  [[nodiscard]] const Statement& statement() const { return item.statement; }
  [[nodiscard]] bool postgresql() const { return options.dialect == Dialect::PostgreSQL; }
  /// True when a statement of this or another pending migration made the object: nobody uses it yet.
  [[nodiscard]] bool is_new(const std::string& key) const;
  [[nodiscard]] std::string quote(std::string_view name) const { return quote_identifier(name, options.dialect); }
  /// The table as SQL, from its catalog key: "public.orders" is written `public.orders`, SQLite's without schema.
  [[nodiscard]] std::string table_sql(const CatalogRelation& table) const;
  /// An index, sequence or view beside the table, as SQL.
  [[nodiscard]] std::string beside(const CatalogRelation& table, std::string_view name) const {
    return quote(table.schema) + "." + quote(name);
  }
};

struct Rewritten {
  std::string name;
  std::vector<Step> steps;
  std::vector<std::string> notes, helpers, moved_columns;
  std::string readable_after = "expand";
  /// Statements that leave the same schema, where the one that was written would be refused; else empty.
  std::vector<std::string> equivalent;
  std::optional<Refusal> refusal;
};

/// Nothing when the statement is not its business.
using Rewrite = std::optional<Rewritten> (*)(const RewriteInput&);

/// The first rewrite that takes the statement.
[[nodiscard]] std::optional<Rewritten> rewrite(const RewriteInput& input);

/// A way to the schema that a statement asks for which the server would refuse as it is written.
[[nodiscard]] std::optional<Rewritten> rewrite_refused(const RewriteInput& input);

[[nodiscard]] Rewritten refuse_rewrite(std::string reason, std::string way_out);

// Pieces that several rewrites build with.

/// Adds statements behind those that are there.
void append(std::vector<std::string>& to, std::vector<std::string> more);

[[nodiscard]] Step sql_step(Phase phase, std::string title, std::vector<std::string> sql,
                            std::vector<std::string> undo);
/// A step that cannot run in a transaction.
[[nodiscard]] Step lone_step(Phase phase, std::string title, std::string sql, std::string undo);
[[nodiscard]] Step no_undo(Step step, Reversible grade, std::string reason);
[[nodiscard]] Step check_step(Phase phase, std::string title, std::string query, std::string message);

/// The only subcommand of an ALTER TABLE if it has that action, else nullptr.
[[nodiscard]] const AlterTableSubcommand* subcommand(const Statement& statement, AlterTableAction action);

/// "_lockstep_0007_status": names of what lockstep keeps for itself, at most 63 bytes.
[[nodiscard]] std::string own_name(const Migration& migration, std::string_view name);
/// The migration's id with everything but letters and digits replaced by "_".
[[nodiscard]] std::string safe_id(const Migration& migration);

/// False with `quarantine=0`: what is dropped goes at contract, for good.
[[nodiscard]] bool keeps_dropped(const RewriteInput& input);

/// A CHECK or FOREIGN KEY `name`, demanded of new rows and then proven for old ones, without a long lock. `added` is
/// what follows ADD, `drop` the words that take it back.
void add_proven(const RewriteInput& input, Phase phase, const CatalogRelation& table, const std::string& name,
                const std::string& added, std::string_view drop, Rewritten& out);

/// ADD CONSTRAINT name PRIMARY KEY or UNIQUE USING INDEX; names as SQL, `deferred` of deferred_words().
[[nodiscard]] std::string key_using_index(const std::string& table, const std::string& name, bool primary,
                                          const std::string& index, const std::string& deferred);

/// CREATE UNIQUE INDEX CONCURRENTLY for a PRIMARY KEY or UNIQUE, under lockstep's name for it, over `helper` in the
/// place of `column`.
[[nodiscard]] std::string index_for_key(const RewriteInput& input, const CatalogRelation& table,
                                        const CatalogConstraint& key, const std::string& column,
                                        const std::string& helper);
[[nodiscard]] bool is_key(const CatalogConstraint& constraint);  ///< PRIMARY KEY or UNIQUE

/// The first two steps of that which follows: a CHECK that proves it, by the name not_null_proof().
[[nodiscard]] std::vector<Step> prove_not_null(const RewriteInput& input, const CatalogRelation& table,
                                               const std::string& column);
[[nodiscard]] std::string not_null_proof(const RewriteInput& input, const std::string& column);  ///< as SQL

/// NOT NULL by the way that does not scan under a strong lock: CHECK NOT VALID, VALIDATE, SET NOT NULL, DROP CHECK.
/// `last` is added to the transaction of the last two.
[[nodiscard]] std::vector<Step> not_null_steps(const RewriteInput& input, const CatalogRelation& table,
                                               const std::string& column, std::vector<std::string> last,
                                               std::vector<std::string> last_undo);

/// The key by which a backfill walks `table`: the directive's, the primary key, or a unique index over NOT NULL
/// columns. Empty when there is none.
[[nodiscard]] std::vector<KeyColumn> walking_key(const RewriteInput& input, const CatalogRelation& table);

/// Another way out where rows of a table without a key would be given values.
inline constexpr const char* accept_copy =
    "accept that the table is copied while nobody can use it: -- lockstep: as-written";

/// Says that `table` has no such key.
[[nodiscard]] Rewritten refuse_without_key(const CatalogRelation& table, std::string_view other_way = {});

/// A step that runs UPDATE table SET `assignments` WHERE (`condition`) by key ranges. Doing it twice does no harm. With
/// `only` the rows of tables that inherit are left out.
[[nodiscard]] Step fill_step(const RewriteInput& input, const CatalogRelation& table, std::vector<KeyColumn> key,
                             std::string title, const std::string& assignments, const std::string& condition,
                             bool only = false);

/// CREATE INDEX CONCURRENTLY with its probe and its clean-up.
[[nodiscard]] Step index_step(Phase phase, const CatalogRelation& table, const std::string& index,
                              const std::string& create_sql);
/// `index` under another name, over `helper` in the place of `column`.
[[nodiscard]] CatalogIndex index_on_helper(const CatalogIndex& index, std::string name, const std::string& column,
                                           const std::string& helper, Dialect dialect);

/// A CREATE INDEX statement, so that writes go on meanwhile.
[[nodiscard]] std::string concurrently(std::string create_index);

/// DROP INDEX CONCURRENTLY with its probe; undone by building the index again, CONCURRENTLY too.
[[nodiscard]] Step drop_index_step(Phase phase, const CatalogRelation& table, const CatalogIndex& index);

}  // namespace lockstep
