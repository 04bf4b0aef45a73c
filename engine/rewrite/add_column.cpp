// ADD COLUMN that is not harmless as written: NOT NULL with a value for existing rows, and volatile defaults.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/catalog/draft.h"
#include "engine/catalog/type_change.h"
#include "engine/rewrite/rewrite.h"
#include "engine/rewrite/sync.h"
#include "engine/rewrite/table_rebuild.h"

namespace lockstep {
namespace {

const Constraint* constraint_of(const ColumnDefinition& column, ConstraintKind kind) {
  const auto found = std::find_if(column.constraints.begin(), column.constraints.end(),
                                  [&](const Constraint& c) { return c.kind == kind; });
  return found == column.constraints.end() ? nullptr : &*found;
}

bool is_not_null(const ColumnDefinition& column) {
  return constraint_of(column, ConstraintKind::NotNull) != nullptr ||
         constraint_of(column, ConstraintKind::PrimaryKey) != nullptr;
}

/// Constraints other than NOT NULL, NULL, DEFAULT and COLLATE, which a column that is filled later cannot carry yet.
bool has_other_constraints(const ColumnDefinition& column) {
  return std::any_of(column.constraints.begin(), column.constraints.end(), [](const Constraint& c) {
    return c.kind != ConstraintKind::NotNull && c.kind != ConstraintKind::Null && c.kind != ConstraintKind::Default &&
           c.kind != ConstraintKind::Collate;
  });
}

std::string bare_column(const RewriteInput& input, const ColumnDefinition& column) {
  std::string sql = input.quote(column.name);
  if (column.type) sql += " " + column.type->text;
  if (const Constraint* collate = constraint_of(column, ConstraintKind::Collate)) sql += " COLLATE " + collate->collation;
  return sql;
}

Step add_bare_column(const RewriteInput& input, const CatalogRelation& table, const ColumnDefinition& column,
                     const std::string& how) {
  const std::string name = input.table_sql(table);
  return sql_step(Phase::Expand, fmt::format("add column {}.{}, {}", table.name, column.name, how),
                  {fmt::format("ALTER TABLE {} ADD COLUMN {}", name, bare_column(input, column))},
                  {fmt::format("ALTER TABLE {} DROP COLUMN {}", name, input.quote(column.name))});
}

/// The ADD COLUMN ... `using` statements of the file for the same table, as (index, item).
std::vector<std::pair<size_t, const MigrationStatement*>> group_of(const RewriteInput& input,
                                                                   const QualifiedName& table) {
  std::vector<std::pair<size_t, const MigrationStatement*>> group;
  for (size_t i = 0; i < input.migration.statements.size(); ++i) {
    const MigrationStatement& item = input.migration.statements[i];
    const auto* alter = item.statement.as<AlterTable>();
    if (alter == nullptr || !(alter->name == table) || !item.directives.using_expression) continue;
    if (subcommand(item.statement, AlterTableAction::AddColumn) != nullptr) group.emplace_back(i, &item);
  }
  return group;
}

std::optional<Rewritten> check_value(const Expression& value, const CatalogRelation& table, const std::string& column) {
  if (value.has_subquery) {
    return refuse_rewrite(
        fmt::format("`using` of {} holds a subquery, which a sync trigger cannot keep up to date", column),
        "add the column without NOT NULL, fill it by an UPDATE, and SET NOT NULL by a third statement");
  }
  for (const std::string& input : columns_of(value)) {
    const CatalogColumn* found = table.column(input);
    if (found == nullptr) {
      return refuse_rewrite(fmt::format("`using` of {} reads column {}, which {} does not have", column, input, table.name),
                    "name a column of the same table");
    }
    if (found->generated != 0) {
      return refuse_rewrite(fmt::format("`using` of {} reads the generated column {}, which is not known yet in a trigger",
                                column, input),
                    "use the expression that generates it");
    }
  }
  return std::nullopt;
}

/// The sync that the group asks for. A plain copy is its own reverse.
ColumnSync sync_of(const RewriteInput& input, const CatalogRelation& table,
                   const std::vector<std::pair<size_t, const MigrationStatement*>>& group) {
  ColumnSync sync;
  sync.id = fmt::format("{}_{}", safe_id(input.migration), group.front().first + 1);
  sync.table = &table;
  for (const auto& [index, item] : group) {
    const ColumnDefinition& column = *subcommand(item->statement, AlterTableAction::AddColumn)->column;
    sync.added.push_back({column.name, *item->directives.using_expression});
    sync.added_types.push_back(column.type ? format_type(*column.type, input.options.dialect) : "");
    if (item->directives.reverse_expression) sync.reverse = item->directives.reverse_expression;
  }
  const std::vector<std::string> inputs = columns_of(sync.added.front().value);
  if (inputs.size() != 1) return sync;
  if (sync.reverse) {
    sync.reversed_column = inputs.front();
  } else if (sync.added.size() == 1 && trim(sync.added[0].value.text) == input.quote(inputs.front())) {
    sync.reversed_column = inputs.front();
    sync.reverse = column_expression(sync.added[0].name, input.options.dialect);
  }
  return sync;
}

/// Everything after the plain ADD COLUMN of the last column of a group: sync, fill, contract.
std::optional<Rewritten> finish_group(const RewriteInput& input, const CatalogRelation& table,
                                      const std::vector<std::pair<size_t, const MigrationStatement*>>& group,
                                      Rewritten& out) {
  const ColumnSync sync = sync_of(input, table, group);
  std::vector<std::string> assignments, nothing_yet;
  for (const auto& [name, value] : sync.added) {
    if (auto refused = check_value(value, table, name)) return refused;
    const std::string quoted = input.quote(name);
    assignments.push_back(fmt::format("{} = {}", quoted, value.text));
    nothing_yet.push_back(quoted + " IS NULL");
  }
  const std::vector<std::string> inputs = columns_of(sync.added.front().value);
  if (sync.reverse) {
    for (const SyncedColumn& column : sync.added) {
      if (columns_of(column.value) != inputs || inputs.size() != 1) {
        return refuse_rewrite("`reverse` gives the value of one old column, but `using` reads another or several",
                      "let every `using` of this table read the same one column, or leave `reverse` out");
      }
    }
  }
  std::vector<KeyColumn> key = walking_key(input, table);
  if (key.empty()) {
    return refuse_without_key(table);
  }
  if (!sync.reverse) {
    out.notes.push_back(fmt::format("the sync of {} is one way: the previous version does not see what the new one "
                                    "writes there; add `-- lockstep: reverse=<expression>` to keep both equal",
                                    table.name));
  }

  const std::string name = input.table_sql(table);
  const CatalogColumn* old = sync.reversed_column.empty() ? nullptr : table.column(sync.reversed_column);
  if (!input.postgresql() && old != nullptr && old->not_null && old->default_expression.empty()) {
    // AFTER triggers come too late for a NOT NULL that the new version's INSERT leaves out.
    out.steps.push_back(rebuild_step(Phase::Expand, table,
                                     fmt::format("allow NULL in {}.{} while the new version does not write it",
                                                 table.name, old->name),
                                     {{TableEdit::Kind::DropNotNull, old->name, {}}},
                                     {{TableEdit::Kind::SetNotNull, old->name, {}}}));
    out.notes.push_back(fmt::format("{} is rebuilt once in expand, because SQLite has no other way to allow NULL in "
                                    "{}: writes stop for that time",
                                    table.name, old->name));
  }
  Step installed = sql_step(Phase::Expand, fmt::format("keep {} in step with the new columns", table.name),
                            install(sync, input.options.dialect), remove(sync, input.options.dialect));
  if (!sync.reverse) {
    installed = no_undo(
        std::move(installed), Reversible::Lossy,
        fmt::format("what the new version writes to {} is not in the columns that the previous one reads", table.name));
  }
  out.steps.push_back(std::move(installed));
  for (std::string& note : sync_notes(sync, input.options.dialect)) out.notes.push_back(std::move(note));

  Step fill = fill_step(input, table, std::move(key), fmt::format("fill the new columns of {}", table.name),
                        join(assignments, ", "), join(nothing_yet, " AND "));
  fill.backfill->filling = sync.id;
  fill.backfill->remaining =
      fmt::format("SELECT count(*) FROM {} WHERE {}", name, not_filled(sync, input.options.dialect));
  out.steps.push_back(std::move(fill));

  std::vector<std::string> removed = remove(sync, input.options.dialect);
  std::vector<std::string> installed_again = install(sync, input.options.dialect);
  bool dropped = false;
  if (!sync.reversed_column.empty() && sync_until_drop(input, table, sync.reversed_column)) {
    removed.clear();
    installed_again.clear();
    dropped = true;
  }
  std::vector<TableEdit> sqlite_edits, sqlite_undo;
  for (const auto& [index, item] : group) {
    const ColumnDefinition& column = *subcommand(item->statement, AlterTableAction::AddColumn)->column;
    const bool last = item == group.back().second;
    const Constraint* value = constraint_of(column, ConstraintKind::Default);
    if (!input.postgresql()) {
      if (is_not_null(column)) {
        sqlite_edits.push_back({TableEdit::Kind::SetNotNull, column.name, {}});
        sqlite_undo.push_back({TableEdit::Kind::DropNotNull, column.name, {}});
      }
      if (value != nullptr) {
        sqlite_edits.push_back({TableEdit::Kind::SetDefault, column.name, value->expression->text});
        sqlite_undo.push_back({TableEdit::Kind::DropDefault, column.name, {}});
      }
      continue;
    }
    std::vector<std::string> sql, undo;
    if (value != nullptr) {
      sql.push_back(fmt::format("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}", name, input.quote(column.name),
                                value->expression->text));
      undo.push_back(fmt::format("ALTER TABLE {} ALTER COLUMN {} DROP DEFAULT", name, input.quote(column.name)));
    }
    if (last && !dropped) {
      sql.insert(sql.end(), removed.begin(), removed.end());
      undo.insert(undo.begin(), installed_again.begin(), installed_again.end());
      dropped = true;
    }
    if (is_not_null(column)) {
      for (Step& step : not_null_steps(input, table, column.name, sql, undo)) out.steps.push_back(std::move(step));
    } else if (!sql.empty()) {
      out.steps.push_back(sql_step(Phase::Contract, fmt::format("settle {}.{}", table.name, column.name), sql, undo));
    }
  }
  if (!input.postgresql()) {
    if (old != nullptr && old->not_null && old->default_expression.empty()) {
      sqlite_edits.push_back({TableEdit::Kind::SetNotNull, old->name, {}});
      sqlite_undo.push_back({TableEdit::Kind::DropNotNull, old->name, {}});
    }
    out.steps.push_back(sql_step(Phase::Contract, fmt::format("end the sync of {}", table.name), removed,
                                 installed_again));
    dropped = true;
    if (!sqlite_edits.empty()) {
      out.steps.push_back(rebuild_step(Phase::Contract, table,
                                       fmt::format("rebuild {} with its new constraints", table.name), sqlite_edits,
                                       sqlite_undo));
    }
  }
  if (!dropped) {
    out.steps.push_back(sql_step(Phase::Contract, fmt::format("end the sync of {}", table.name), removed,
                                 installed_again));
  }
  for (Step& step : out.steps) {
    if (sync.reverse && !removed.empty() && contains(step.sql, removed.front())) {
      step = no_undo(std::move(step), Reversible::Lossy,
                     fmt::format("what is written to {} after contract is not in {}", sync.added.front().name,
                                 sync.reversed_column));
    }
  }
  out.readable_after = "backfill";
  return std::nullopt;
}

}  // namespace

std::optional<ColumnSync> sync_until_drop(const RewriteInput& input, const CatalogRelation& table,
                                          const std::string& old_column) {
  const CatalogColumn* old = table.column(old_column);
  if (!input.postgresql() || table.kind != CatalogRelationKind::Table || old == nullptr || old->generated != 0)
    return {};
  const std::vector<MigrationStatement>& all = input.migration.statements;
  const auto drops = [&](const MigrationStatement& item) {
    const auto* alter = item.statement.as<AlterTable>();
    if (alter == nullptr || item.directives.as_written || input.catalog.key(alter->name) != relation_key(table)) {
      return false;
    }
    return std::any_of(alter->subcommands.begin(), alter->subcommands.end(), [&](const AlterTableSubcommand& sub) {
      return sub.action == AlterTableAction::DropColumn && sub.name == old_column;
    });
  };
  const auto dropped = std::find_if(all.begin(), all.end(), drops);
  if (dropped == all.end()) return {};
  const auto at = static_cast<size_t>(dropped - all.begin());
  if (!keeps_dropped({input.migration, at, *dropped, input.catalog, input.pending, input.options})) return {};
  const auto group = group_of(input, dropped->statement.as<AlterTable>()->name);
  if (group.empty() || group.back().first >= at) return {};
  ColumnSync sync = sync_of(input, table, group);
  if (sync.reversed_column != old_column) return {};
  return sync;
}

std::optional<Rewritten> add_column_using(const RewriteInput& input) {
  const AlterTableSubcommand* add = subcommand(input.statement(), AlterTableAction::AddColumn);
  if (add == nullptr || !input.item.directives.using_expression) return std::nullopt;
  const QualifiedName& target = input.statement().as<AlterTable>()->name;
  const CatalogRelation* table = input.catalog.find(target);
  if (table == nullptr) return std::nullopt;
  const ColumnDefinition& column = *add->column;
  if (has_other_constraints(column)) {
    return refuse_rewrite(fmt::format("{}.{} has `using` and a constraint that can only be checked when it is filled",
                              table->name, column.name),
                  "add the constraint by a statement of its own after this one");
  }
  const bool reversed = input.item.directives.reverse_expression.has_value();
  if (!is_not_null(column) && !reversed && !input.item.directives.using_expression->columns.empty()) {
    const bool copy = input.item.directives.using_expression->columns.size() == 1 &&
                      trim(input.item.directives.using_expression->text) ==
                          input.quote(input.item.directives.using_expression->columns[0].name);
    if (!copy) {
      return refuse_rewrite(fmt::format("{}.{} may be NULL, so a row that is not filled yet cannot be told from one that the "
                                "new version set to NULL",
                                table->name, column.name),
                    "declare it NOT NULL, or add `-- lockstep: reverse=<expression>`, or fill it by an UPDATE");
    }
  }
  Rewritten out;
  out.name = "add-column-using";
  out.steps.push_back(add_bare_column(input, *table, column, "filled from other columns"));
  const auto group = group_of(input, target);
  if (!group.empty() && group.back().first == input.index) {
    if (auto refused = finish_group(input, *table, group, out)) return refused;
  }
  return out;
}

std::optional<Rewritten> add_column_volatile_default(const RewriteInput& input) {
  const AlterTableSubcommand* add = subcommand(input.statement(), AlterTableAction::AddColumn);
  if (add == nullptr || !input.postgresql()) return std::nullopt;
  const QualifiedName& target = input.statement().as<AlterTable>()->name;
  const CatalogRelation* table = input.catalog.find(target);
  const ColumnDefinition& column = *add->column;
  const Constraint* value = constraint_of(column, ConstraintKind::Default);
  if (table == nullptr || value == nullptr || input.is_new(input.catalog.key(target))) return std::nullopt;
  const Effect effect = effect_of(input.statement(), input.catalog, input.options.server_version);
  if (effect.rewrites.empty()) return std::nullopt;  // evaluated once and kept in the catalog (manual, ALTER TABLE, notes)
  if (has_other_constraints(column)) return std::nullopt;
  std::vector<KeyColumn> key = walking_key(input, *table);
  if (key.empty()) {
    return refuse_without_key(*table, accept_copy);
  }
  const std::string name = input.table_sql(*table);
  const std::string quoted = input.quote(column.name);
  Rewritten out;
  out.name = "add-column-volatile-default";
  Step added = add_bare_column(input, *table, column, "without rewriting the table");
  added.sql.push_back(fmt::format("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}", name, quoted,
                                  value->expression->text));
  out.steps.push_back(std::move(added));
  out.steps.push_back(fill_step(input, *table, std::move(key), fmt::format("fill {}.{}", table->name, column.name),
                                fmt::format("{} = {}", quoted, value->expression->text), quoted + " IS NULL"));
  if (is_not_null(column)) {
    for (Step& step : not_null_steps(input, *table, column.name, {}, {})) out.steps.push_back(std::move(step));
  }
  out.readable_after = "backfill";
  return out;
}

std::optional<Rewritten> add_column_refused(const RewriteInput& input) {
  const AlterTableSubcommand* add = subcommand(input.statement(), AlterTableAction::AddColumn);
  if (add == nullptr || input.is_new(input.catalog.key(input.statement().as<AlterTable>()->name))) return std::nullopt;
  const ColumnDefinition& column = *add->column;
  const CatalogRelation* table = input.catalog.find(input.statement().as<AlterTable>()->name);
  if (table != nullptr && input.postgresql() && table->column(column.name) == nullptr) {
    const Constraint* generated = constraint_of(column, ConstraintKind::Generated);
    if (generated != nullptr && !generated->generated_virtual) {
      return refuse_rewrite(
          fmt::format("the stored generated column {}.{} would be computed for all rows at once, while "
                      "nobody can use the table",
                      table->name, column.name),
          "leave GENERATED out and let lockstep fill and keep the column:\n"
          "  -- lockstep: using=<the expression>\n"
          "or from PostgreSQL 18 on declare it VIRTUAL, which stores nothing");
    }
    const std::string type = column.type ? format_type(*column.type, input.options.dialect) : std::string();
    if (is_constrained_domain(input.catalog, type)) {
      return refuse_rewrite(
          fmt::format("{}.{} is of the domain {}, whose rule would be tested for all rows at once, while "
                      "nobody can use the table",
                      table->name, column.name, type),
          fmt::format("give it the type {} and a CHECK of its own", base_of_domain(input.catalog, type)));
    }
  }
  const bool given = constraint_of(column, ConstraintKind::Default) != nullptr ||
                     constraint_of(column, ConstraintKind::Generated) != nullptr ||
                     constraint_of(column, ConstraintKind::Identity) != nullptr ||
                     (column.type && column.type->name.find("serial") != std::string::npos);
  if (!is_not_null(column) || given) return std::nullopt;
  return refuse_rewrite(fmt::format("column {} is NOT NULL without a value for existing rows, and the previous version's "
                            "INSERTs do not give one",
                            column.name),
                fmt::format("say how it is computed, above the statement:\n"
                            "  -- lockstep: using=<expression over other columns>\n"
                            "or give it a DEFAULT"));
}

}  // namespace lockstep
