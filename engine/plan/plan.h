// A plan: the steps that bring a database from before a migration to after it, as a value. Deterministic,
// serialisable (plan/serialize.h), and written whole into the journal before its first step runs, so that resume,
// contract and rollback need neither the file nor the lockstep that made it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "engine/catalog/description.h"
#include "engine/effects/effects.h"
#include "migrations/migration.h"

namespace lockstep {

enum class StepKind : uint8_t {
  Sql,       ///< statements, in one transaction where the database allows
  Backfill,  ///< a statement repeated over key ranges, a small transaction each
  Check,     ///< a query that counts what stands in the way; the plan goes on at 0
  Rebuild,   ///< SQLite: the table is built anew from the definition that it has by then
};
[[nodiscard]] std::string_view to_string(StepKind kind);  ///< "sql", "backfill", "check", "rebuild"

/// One change to a table's definition.
struct TableEdit {
  enum class Kind : uint8_t { SetNotNull, DropNotNull, SetDefault, DropDefault, DropForeignKeys, Definition };
  Kind kind = Kind::SetNotNull;
  std::string column;      ///< empty for DropForeignKeys and Definition
  std::string expression;  ///< SetDefault: the default; Definition: the CREATE TABLE statement to go back to
};
[[nodiscard]] std::string_view to_string(TableEdit::Kind kind);  ///< "set not null" ...

/// A rebuild reads the table's definition when it runs, so that what other migrations changed meanwhile stays.
struct Rebuild {
  std::string table;  ///< catalog key
  std::vector<TableEdit> edits, undo;
};

/// A column of the key by which a backfill walks its table. `type` is what parameters are cast to.
struct KeyColumn {
  std::string name;
  std::string type;
};

/// A statement that runs once per key range: `head` + a condition on the key + `tail` is one SQL statement. The
/// condition names the key columns as `qualifier`.column.
struct Backfill {
  std::string table;      ///< catalog key of the table that is walked
  std::string table_sql;  ///< the same, quoted
  std::string qualifier;  ///< quoted name or alias of that table within the statement
  std::vector<KeyColumn> key;
  std::string head;
  std::string tail;
  std::string changes;    ///< catalog key of the table that is written
  bool idempotent = false;  ///< running it twice over a row does no harm
  int chunk_rows = 0;       ///< 0: the controller decides
  std::string filling;      ///< id of the sync whose triggers must not fire for this session's own rows; may be empty
  std::string remaining;    ///< query that counts rows left to do; empty when it cannot be told from the rows
  /// Expressions such as now() that are evaluated once, when the backfill begins: in `head` and `tail` stands
  /// bound_placeholder() for each.
  std::vector<std::string> bound;
};

/// One action of a plan.
struct Step {
  int ordinal = 0;  ///< from 1, in the order in which the steps run
  Phase phase = Phase::Expand;
  bool purge = false;  ///< runs only when quarantine ends (contract --purge)
  StepKind kind = StepKind::Sql;
  std::string title;   ///< "add column orders.shipping_zone": for people
  std::string reason;  ///< why this phase, why in this form
  int statement = -1;  ///< index of the migration's statement that this step comes from; -1: none of them
  std::vector<std::string> session;  ///< SET ... of the file, replayed before `sql`
  std::vector<std::string> before;   ///< run outside the transaction, before it (SQLite: PRAGMA foreign_keys = OFF)
  std::vector<std::string> sql;
  std::vector<std::string> after;    ///< the counterpart of `before`
  bool transactional = true;
  std::vector<RelationLock> locks;   ///< strongest mode per relation
  std::vector<std::string> rewrites, scans;

  std::string check;                 ///< Check: a query of one number; Sql: asked before the commit
  std::string check_message;         ///< what it means when that is not 0

  /// What takes long of the undo: run before it, each statement in a transaction of its own; may run twice.
  std::vector<std::string> undo_before;
  std::vector<std::string> undo;     ///< runs in this order; empty with Lossless: nothing to undo
  /// What proves again what the undo left unproven: run behind it in the same way; may find that it is done already.
  std::vector<std::string> undo_after;
  bool undo_transactional = true;
  Reversible reversible = Reversible::Lossless;
  std::string undo_reason;           ///< what is lost, or why there is no way back

  std::string probe;                 ///< not transactional: query giving 'done', 'half' or 'none'
  std::vector<std::string> repair;   ///< not transactional: makes 'half' into 'none'

  std::optional<Backfill> backfill;
  std::optional<Rebuild> rebuild;
};

/// All statements of the undo, in order.
[[nodiscard]] std::vector<std::string> undo_statements(const Step& step);

/// A statement of the migration, with what was decided about it.
struct PlannedStatement {
  std::string sql;
  uint32_t line = 1;
  Phase phase = Phase::Expand;  ///< the latest phase in which one of its steps runs
  std::string reason;
  std::string rewrite;          ///< name of the rewrite; empty: runs as written
  /// Statements that leave the same schema, where the one that was written would be refused; else empty.
  std::vector<std::string> equivalent;
};

/// The grade of going back from the end of a phase to before the migration.
struct PhaseGrade {
  Phase phase = Phase::Expand;
  Reversible grade = Reversible::Lossless;
  std::vector<std::string> reasons;
};

/// What may be lost by Plan::written_undo.
inline constexpr std::string_view written_undo_loses =
    "the file's own undo runs, which is checked for the schema it leaves, and not for the rows";

struct Plan {
  int version = 1;
  std::string migration;  ///< id
  std::string name;
  Checksum checksum;
  Dialect dialect = Dialect::PostgreSQL;
  std::string lockstep;   ///< version of the program that made it
  bool fresh = false;     ///< a database without an older release: all phases at once, as written
  std::vector<PlannedStatement> statements;
  std::vector<Step> steps;
  std::vector<PhaseGrade> grades;       ///< expand, backfill, contract
  std::string readable_after = "expand";  ///< from when the new version may read what it needs
  std::map<std::string, std::string> gates;
  std::vector<std::string> waits_for;   ///< ids whose contract must be done before this one's contract
  std::vector<std::string> notes;       ///< what the reader of the plan should know, one sentence each
  /// Objects that exist only until contract (catalog keys of columns, tables, views): not part of the end state.
  std::vector<std::string> helpers;
  /// Columns whose position differs from the plain SQL's end state ("public.orders.id").
  std::vector<std::string> moved_columns;
  /// The undo that the file brings along; runs in the place of the steps' own, in one transaction, once all of them are
  /// done. Empty: it is not used.
  std::vector<std::string> written_undo;
  /// The fingerprint of the schema that the plan was made for: what the database had of the objects that the plan is
  /// about, no lines of those that it did not have. Empty: planned without a database.
  CatalogDescription assumes;
  /// What later migrations must wait for: (object key, phase after which it is settled).
  std::vector<std::pair<std::string, Phase>> unsettled;

  [[nodiscard]] bool has(Phase phase) const;  ///< a step of that phase that is not a purge
};

/// Whether a SET of a file is about a timeout that whoever runs the steps sets for each of them: it does not reach
/// them.
[[nodiscard]] bool sets_timeout(const std::string& sql);

/// What stands for the value of the `number`-th (from 1) of Backfill::bound in its statement: "@lockstep_bound_1@".
[[nodiscard]] std::string bound_placeholder(size_t number);
/// The statement with values in the place of the placeholders.
[[nodiscard]] std::string with_bound(std::string sql, const std::vector<std::string>& values);

/// SHA-256 over the serialised plan, without the version of lockstep: what `approve` approves.
[[nodiscard]] std::string digest(const Plan& plan);

}  // namespace lockstep
