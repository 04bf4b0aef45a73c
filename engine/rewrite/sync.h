// The SQL that keeps old and new columns of one table equal while both are in use (docs/sync.md): BEFORE ROW triggers
// on PostgreSQL, AFTER triggers with a flag row on SQLite, which cannot assign NEW.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/rewrite/rewrite.h"
#include "parser/parse.h"

namespace lockstep {

struct SyncedColumn {
  std::string name;
  Expression value;  ///< over the table's old columns
};

/// Old columns -> new columns by the values' expressions; back by `reverse`, if it is known.
struct ColumnSync {
  std::string id;  ///< "0007_1": unique in the database
  const CatalogRelation* table = nullptr;  ///< before the new columns were added
  /// PostgreSQL: those that have the columns from it by INHERITS, where its triggers do not fire.
  std::vector<const CatalogRelation*> heirs;
  std::vector<SyncedColumn> added;
  std::vector<std::string> added_types;    ///< a type for each of `added`
  std::string reversed_column;             ///< the old column that `reverse` computes; empty for a one-way sync
  std::optional<Expression> reverse;       ///< over the new columns
};

/// PostgreSQL: an old column that contract has put aside goes on being filled, so that undo finds what was written
/// since. It stays NULL where the new value cannot be told by it; no write ever fails for it.
struct KeptColumn {
  std::string id;  ///< of the sync that it was kept in step by
  const CatalogRelation* table = nullptr;
  std::vector<const CatalogRelation*> heirs;  ///< as those of ColumnSync
  std::string name;                           ///< under which it is kept
  Expression value;                           ///< over the columns that there are after contract
  std::vector<std::string> value_types;       ///< of columns_of(value)
  std::string disagrees;                      ///< condition over NEW: it cannot be told; may be empty
};
[[nodiscard]] std::vector<std::string> install(const KeptColumn& kept);
[[nodiscard]] std::vector<std::string> remove(const KeptColumn& kept);
/// The same when quarantine ends: later migrations may have given the tables other names.
[[nodiscard]] std::vector<std::string> remove_for_good(const KeptColumn& kept);

/// PostgreSQL: the two-way sync of the file that computes `old_column` back from new columns and that DROP COLUMN of
/// it, later in the file, ends; nothing if there is none. `table` has the new columns, or has not yet.
[[nodiscard]] std::optional<ColumnSync> sync_until_drop(const RewriteInput& input, const CatalogRelation& table,
                                                        const std::string& old_column);

/// Statements that install the sync; they may share a transaction.
[[nodiscard]] std::vector<std::string> install(const ColumnSync& sync, Dialect dialect);
[[nodiscard]] std::vector<std::string> remove(const ColumnSync& sync, Dialect dialect);
/// Condition of rows that have nothing in the new columns, though they should.
[[nodiscard]] std::string not_filled(const ColumnSync& sync, Dialect dialect);
/// What others notice of it.
[[nodiscard]] std::vector<std::string> sync_notes(const ColumnSync& sync, Dialect dialect);

/// `expression` with every column of `table` written as `prefix` + column: "price * 2" -> "NEW.price * 2". Edits by
/// span, never by text.
[[nodiscard]] std::string with_prefix(const Expression& expression, std::string_view prefix, Dialect dialect);

/// `expression` over columns of which one has another name.
[[nodiscard]] Expression with_renamed(const Expression& expression, const std::string& column, const std::string& name,
                                      Dialect dialect);

/// The expression that is just a column.
[[nodiscard]] Expression column_expression(const std::string& column, Dialect dialect);

/// "a IS DISTINCT FROM b" of values of that type, which need not have an equality.
[[nodiscard]] std::string distinct(const std::string& a, const std::string& b, const std::string& type,
                                   Dialect dialect);
/// "OLD.c IS DISTINCT FROM NEW.c", for types without equality as text.
[[nodiscard]] std::string changed(const CatalogColumn& column, Dialect dialect);

/// Columns that `expression` reads, each once, in order.
[[nodiscard]] std::vector<std::string> columns_of(const Expression& expression);

/// SQLite: the table of flag rows that triggers look at.
inline constexpr const char* create_flag_table =
    "CREATE TABLE IF NOT EXISTS lockstep_flag (sync TEXT PRIMARY KEY) WITHOUT ROWID";

/// Condition that is false for the rows of lockstep's own backfill. After SET LOCAL a setting reads '' and not NULL.
[[nodiscard]] std::string not_filling(const std::string& id, Dialect dialect);

}  // namespace lockstep
