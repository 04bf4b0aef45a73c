// DROP COLUMN and DROP TABLE: out of the application's reach at contract, gone for good only when quarantine ends.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/table.h"
#include "engine/rewrite/kept_column.h"
#include "engine/rewrite/sync.h"
#include "engine/rewrite/table_rebuild.h"

namespace lockstep {
namespace {

bool mentions(const CatalogConstraint& constraint, const std::string& column) {
  return std::find(constraint.columns.begin(), constraint.columns.end(), column) != constraint.columns.end();
}

/// "view v, foreign key c of t": what hangs on the table.
std::string dependants_on(const RewriteInput& input, const std::string& key, bool with_keys) {
  std::vector<std::string> names;
  for (const CatalogRelation* view : input.catalog.views_over(key)) names.push_back("view " + view->name);
  if (with_keys) {
    for (const auto& [table, constraint] : input.catalog.referencing(key)) {
      names.push_back(fmt::format("foreign key {} of {}", constraint->name, table->name));
    }
  }
  return join(names, ", ");
}

/// A constraint's definition for adding it again without a scan where that is possible.
std::string without_scan(const CatalogConstraint& constraint) {
  const bool can = constraint.kind == ConstraintKind::Check || constraint.kind == ConstraintKind::ForeignKey;
  const bool has = constraint.definition.find("NOT VALID") != std::string::npos;
  return constraint.definition + (can && !has ? " NOT VALID" : "");
}

Rewritten as_written_at_contract(const RewriteInput& input, const std::string& title, const std::string& why) {
  Rewritten out;
  out.name = "drop-at-contract";
  out.steps.push_back(no_undo(sql_step(Phase::Contract, title, {input.statement().text}, {}), Reversible::No, why));
  return out;
}

void allow_null(const RewriteInput& input, const CatalogRelation& table, const CatalogColumn& column, Rewritten& out) {
  if (!column.not_null || !column.default_expression.empty() || column.generated != 0 || column.identity != 0) return;
  if (contains(table.primary_key(), column.name)) {
    out.readable_after = "contract";  // a key allows no NULL, and the new version gives no value
    return;
  }
  const std::string title =
      fmt::format("allow NULL in {}.{}, which the new version does not write", table.name, column.name);
  const std::string loses =
      fmt::format("rows that the new version wrote have no {}.{}, so NOT NULL may not come back", table.name,
                  column.name);
  if (input.postgresql()) {
    const std::string alter =
        fmt::format("ALTER TABLE {} ALTER COLUMN {}", input.table_sql(table), input.quote(column.name));
    out.steps.push_back(no_undo(sql_step(Phase::Expand, title, {alter + " DROP NOT NULL"}, {alter + " SET NOT NULL"}),
                                Reversible::Lossy, loses));
  } else {
    out.steps.push_back(no_undo(rebuild_step(Phase::Expand, table, title,
                                             {{TableEdit::Kind::DropNotNull, column.name, {}}},
                                             {{TableEdit::Kind::SetNotNull, column.name, {}}}),
                                Reversible::Lossy, loses));
    out.notes.push_back(fmt::format("{} is rebuilt in expand, because SQLite has no other way to allow NULL in {}: "
                                    "writes stop for that time",
                                    table.name, column.name));
  }
  out.notes.push_back(fmt::format("readers of the previous version may meet NULL in {}.{} once the new version writes",
                                  table.name, column.name));
}

/// The column in quarantine is computed back from the new ones as before, so that undo loses nothing. Gives what ends
/// that.
std::vector<std::string> go_on_filling(const RewriteInput& input, const CatalogRelation& table,
                                       const CatalogColumn& column, const ColumnSync& sync,
                                       const std::string& kept_name, Step& step) {
  KeptColumn kept{sync.id, &table, {}, kept_name, *sync.reverse, {}, {}};
  for (const std::string& read : columns_of(*sync.reverse)) {
    const CatalogColumn* known = table.column(read);
    kept.value_types.push_back(known == nullptr ? std::string() : known->type);
  }
  std::vector<std::string> sql = remove(sync, Dialect::PostgreSQL);
  append(sql, std::move(step.sql));
  append(sql, install(kept));
  step.sql = std::move(sql);
  std::vector<std::string> undo = remove(kept);
  append(undo, std::move(step.undo));
  append(undo, install(sync, Dialect::PostgreSQL));
  step.undo = std::move(undo);
  if (column.not_null) {
    const std::vector<Step> proof = prove_not_null(input, table, kept_name);
    const std::string name = input.table_sql(table);
    append(step.undo_before, proof.front().undo);
    for (const Step& one : proof) append(step.undo_before, one.sql);
    step.undo.push_back(fmt::format("ALTER TABLE {} ALTER COLUMN {} SET NOT NULL", name, input.quote(column.name)));
    step.undo.push_back(fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", name, not_null_proof(input, kept_name)));
  }
  return remove_for_good(kept);
}

}  // namespace

std::optional<Rewritten> drop_column(const RewriteInput& input) {
  const AlterTableSubcommand* drop = subcommand(input.statement(), AlterTableAction::DropColumn);
  if (drop == nullptr) return std::nullopt;
  const QualifiedName& target = input.statement().as<AlterTable>()->name;
  const CatalogRelation* table = input.catalog.find(target);
  const CatalogColumn* column = table == nullptr ? nullptr : table->column(drop->name);
  const std::string key = input.catalog.key(target);
  if (column == nullptr || input.is_new(key) || input.is_new(key + "." + column->name)) return std::nullopt;
  if (table->kind != CatalogRelationKind::Table && table->kind != CatalogRelationKind::PartitionedTable) {
    return std::nullopt;
  }
  if (drop->cascade && !input.catalog.views_over(key).empty()) {
    return refuse_rewrite(fmt::format("CASCADE may drop what it does not name: {}", dependants_on(input, key, false)),
                          "drop it by statements of its own first");
  }
  const std::string title = fmt::format("drop column {}.{}", table->name, column->name);
  if (!keeps_dropped(input) || table->kind == CatalogRelationKind::PartitionedTable || column->generated != 0) {
    Rewritten gone =
        as_written_at_contract(input, title, fmt::format("the values of {}.{} are gone", table->name, column->name));
    allow_null(input, *table, *column, gone);
    return gone;
  }
  Rewritten out;
  out.name = "quarantine-column";
  const std::optional<ColumnSync> sync = sync_until_drop(input, *table, column->name);
  if (!sync) allow_null(input, *table, *column, out);
  const std::string name = input.table_sql(*table);
  const std::string quoted = input.quote(column->name);
  const std::string kept_name = own_name(input.migration, column->name);
  const std::string kept = input.quote(kept_name);
  std::vector<std::string> sql, undo, undo_before, validate;
  for (const CatalogIndex& index : table->indexes) {
    if (!index.constraint.empty() || !index_uses(index, column->name, input.options.dialect) ||
        index.definition.empty())
      continue;
    if (input.postgresql()) {
      out.steps.push_back(drop_index_step(Phase::Contract, *table, index));
    } else {
      sql.push_back(fmt::format("DROP INDEX IF EXISTS {}", input.quote(index.name)));
      undo.push_back(index.definition);
    }
  }
  if (input.postgresql()) {
    for (const CatalogConstraint& constraint : table->constraints) {
      if (!mentions(constraint, column->name)) continue;
      sql.push_back(fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", name, input.quote(constraint.name)));
      const std::string quoted_name = input.quote(constraint.name);
      if (is_key(constraint)) {
        const std::string index = own_name(input.migration, constraint.name);
        undo_before.push_back(fmt::format("DROP INDEX CONCURRENTLY IF EXISTS {}", input.beside(*table, index)));
        undo_before.push_back(index_for_key(input, *table, constraint, column->name, kept_name));
        undo.push_back(key_using_index(name, quoted_name, constraint.kind == ConstraintKind::PrimaryKey,
                                       input.quote(index),
                                       deferred_words(constraint.deferrable, constraint.initially_deferred)));
        continue;
      }
      undo.push_back(fmt::format("ALTER TABLE {} ADD CONSTRAINT {} {}", name, quoted_name, without_scan(constraint)));
      if (constraint.validated && constraint.enforced && constraint.kind != ConstraintKind::Exclude) {
        validate.push_back(fmt::format("ALTER TABLE {} VALIDATE CONSTRAINT {}", name, quoted_name));
      }
    }
    if (!column->default_expression.empty()) {
      sql.push_back(fmt::format("ALTER TABLE {} ALTER COLUMN {} DROP DEFAULT", name, quoted));
      undo.push_back(fmt::format("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}", name, quoted,
                                 column->default_expression));
    }
    const bool key_column = contains(table->primary_key(), column->name);
    if (column->not_null && (sync || !column->default_expression.empty() || key_column)) {
      sql.push_back(fmt::format("ALTER TABLE {} ALTER COLUMN {} DROP NOT NULL", name, quoted));
    }
  }
  sql.push_back(fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {}", name, quoted, kept));
  undo.insert(undo.begin(), fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {}", name, kept, quoted));
  if (input.postgresql()) {
    sql.push_back(mark_kept(input, *table, *column, kept_name));
    undo.push_back(unmark_kept(input, *table, *column));
  }
  Step keep = sql_step(Phase::Contract, fmt::format("put column {}.{} into quarantine", table->name, column->name),
                       std::move(sql), std::move(undo));
  keep.undo_before = std::move(undo_before);
  std::vector<std::string> gone;
  if (sync) {
    Step filled = check_step(
        Phase::Contract, fmt::format("count rows of {} that are not filled", table->name),
        fmt::format("SELECT count(*) FROM {} WHERE {}", name, not_filled(*sync, Dialect::PostgreSQL)),
        fmt::format("rows of {} were written past the triggers and have no value in the new columns; their number",
                    table->name));
    keep.undo_after = std::move(validate);
    out.steps.push_back(std::move(filled));
    gone = go_on_filling(input, *table, *column, *sync, kept_name, keep);
  } else {
    keep = no_undo(std::move(keep), Reversible::Lossy,
                   fmt::format("rows written after contract have no {}.{}", table->name, column->name));
  }
  out.steps.push_back(std::move(keep));
  if (input.postgresql()) {
    append(gone, drop_kept(input, *table, *column, kept_name));
  } else {
    gone.push_back(fmt::format("ALTER TABLE {} DROP COLUMN {}", name, kept));
  }
  Step purge = no_undo(sql_step(Phase::Contract, title, std::move(gone), {}), Reversible::No,
                       fmt::format("the values of {}.{} are gone", table->name, column->name));
  purge.purge = true;
  out.steps.push_back(std::move(purge));
  return out;
}

std::optional<Rewritten> drop_table(const RewriteInput& input) {
  const auto* drop = input.statement().as<DropStatement>();
  if (drop == nullptr || drop->kind != ObjectKind::Table) return std::nullopt;
  Rewritten out;
  out.name = "quarantine-table";
  for (const QualifiedName& target : drop->names) {
    const CatalogRelation* table = input.catalog.find(target);
    const std::string key = input.catalog.key(target);
    if (table == nullptr || input.is_new(key)) return std::nullopt;
    if (drop->cascade && (!input.catalog.views_over(key).empty() || !input.catalog.referencing(key).empty())) {
      return refuse_rewrite(
          fmt::format("CASCADE would drop what it does not name: {}", dependants_on(input, key, true)),
          "drop it by statements of its own first");
    }
    if (!keeps_dropped(input) || table->kind != CatalogRelationKind::Table || !table->parent.empty()) {
      return as_written_at_contract(input, fmt::format("drop table {}", table->name), "the rows are gone");
    }
    const std::string name = input.table_sql(*table);
    const std::string kept_name = own_name(input.migration, table->name);
    const std::string kept = input.quote(kept_name);
    const std::string loses = fmt::format("writes that went elsewhere after contract are not in {}", table->name);
    std::string purge_sql;
    if (input.postgresql()) {
      std::vector<std::string> sql{"CREATE SCHEMA IF NOT EXISTS lockstep_quarantine"};
      std::vector<std::string> undo{
          fmt::format("ALTER TABLE lockstep_quarantine.{} SET SCHEMA {}", kept, input.quote(table->schema)),
          fmt::format("ALTER TABLE {}.{} RENAME TO {}", input.quote(table->schema), kept, input.quote(table->name))};
      for (const CatalogConstraint& constraint : table->constraints) {
        if (constraint.kind != ConstraintKind::ForeignKey) continue;  // a kept cascade could empty it
        sql.push_back(fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", name, input.quote(constraint.name)));
        undo.push_back(fmt::format("ALTER TABLE {} ADD CONSTRAINT {} {}", name, input.quote(constraint.name),
                                   without_scan(constraint)));
      }
      sql.push_back(fmt::format("ALTER TABLE {} RENAME TO {}", name, kept));
      sql.push_back(fmt::format("ALTER TABLE {}.{} SET SCHEMA lockstep_quarantine", input.quote(table->schema), kept));
      out.steps.push_back(no_undo(sql_step(Phase::Contract, fmt::format("put table {} into quarantine", table->name),
                                           std::move(sql), std::move(undo)),
                                  Reversible::Lossy, loses));
      purge_sql = fmt::format("DROP TABLE lockstep_quarantine.{}", kept);
    } else {
      const bool has_keys = std::any_of(table->constraints.begin(), table->constraints.end(), [](const auto& c) {
        return c.kind == ConstraintKind::ForeignKey;
      });
      if (has_keys) {
        out.steps.push_back(rebuild_step(
            Phase::Contract, *table, fmt::format("take the foreign keys of {} away, so that no cascade empties it",
                                                 table->name),
            {{TableEdit::Kind::DropForeignKeys, {}, {}}}, {{TableEdit::Kind::Definition, {}, table->definition}}));
      }
      std::vector<std::string> sql;
      std::vector<std::string> undo{fmt::format("ALTER TABLE {} RENAME TO {}", kept, name)};
      for (const CatalogTrigger& trigger : table->triggers) {
        sql.push_back(fmt::format("DROP TRIGGER IF EXISTS {}", input.quote(trigger.name)));
        undo.push_back(trigger.definition);
      }
      for (const CatalogIndex& index : table->indexes) {
        if (index.definition.empty() || !index.constraint.empty()) continue;
        sql.push_back(fmt::format("DROP INDEX IF EXISTS {}", input.quote(index.name)));
        undo.push_back(index.definition);
      }
      sql.push_back(fmt::format("ALTER TABLE {} RENAME TO {}", name, kept));
      Step step = no_undo(sql_step(Phase::Contract, fmt::format("put table {} into quarantine", table->name),
                                   std::move(sql), std::move(undo)),
                          Reversible::Lossy, loses);
      step.before = {"PRAGMA foreign_keys = OFF", "PRAGMA legacy_alter_table = ON"};
      step.after = {"PRAGMA legacy_alter_table = OFF", "PRAGMA foreign_keys = ON"};
      out.steps.push_back(std::move(step));
      purge_sql = fmt::format("DROP TABLE {}", kept);
    }
    Step purge = no_undo(sql_step(Phase::Contract, fmt::format("drop table {}", table->name), {purge_sql}, {}),
                         Reversible::No, fmt::format("the rows of {} are gone", table->name));
    purge.purge = true;
    out.steps.push_back(std::move(purge));
  }
  if (out.steps.empty()) return std::nullopt;
  return out;
}

}  // namespace lockstep
