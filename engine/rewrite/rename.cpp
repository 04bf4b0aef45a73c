// RENAME: a helper column under the new name kept in step until contract, then one short rename of the old column, whose
// position, indexes, constraints and statistics stay.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/table.h"
#include "engine/rewrite/partitioned.h"
#include "engine/rewrite/rewrite.h"
#include "engine/rewrite/sync.h"
#include "engine/rewrite/table_rebuild.h"

namespace lockstep {
namespace {

/// Indexes of the old column, built beside on the helper, so that the new version's queries are served until contract.
std::vector<Step> helper_indexes(const RewriteInput& input, const CatalogRelation& table, const std::string& old_name,
                                 const std::string& new_name) {
  std::vector<Step> steps;
  for (const CatalogIndex& index : table.indexes) {
    if (!index_uses(index, old_name, input.options.dialect)) continue;
    const std::string name = own_name(input.migration, index.name);
    const std::string create = index_definition(
        table, index_on_helper(index, name, old_name, new_name, input.options.dialect), input.options.dialect);
    if (input.postgresql()) {
      steps.push_back(index_step(Phase::Backfill, table, name, concurrently(create)));
    } else {
      steps.push_back(sql_step(Phase::Backfill, fmt::format("build index {} on {}", name, table.name), {create},
                               {fmt::format("DROP INDEX IF EXISTS {}", input.quote(name))}));
    }
  }
  return steps;
}

bool is_partition_column(const CatalogRelation& table, const std::string& column) {
  return std::find(table.partition_columns.begin(), table.partition_columns.end(), column) !=
         table.partition_columns.end();
}

}  // namespace

std::optional<Rewritten> rename_column(const RewriteInput& input) {
  const AlterTableSubcommand* renamed = subcommand(input.statement(), AlterTableAction::RenameColumn);
  if (renamed == nullptr || input.item.directives.cutover) return std::nullopt;
  const QualifiedName& target = input.statement().as<AlterTable>()->name;
  const CatalogRelation* table = input.catalog.find(target);
  if (table == nullptr) return std::nullopt;
  const std::string key = input.catalog.key(target);
  if (!table->is_table() || input.is_new(key) || input.is_new(key + "." + renamed->name)) return std::nullopt;
  const CatalogColumn* old = table->column(renamed->name);
  if (old == nullptr) return std::nullopt;
  if (is_partition_column(*table, old->name)) {
    return refuse_rewrite(fmt::format("{}.{} is part of the partition key: rows are routed before a trigger could fill it",
                              table->name, old->name),
                  "accept that both versions cannot run at once: -- lockstep: cutover");
  }
  if (old->generated != 0 || old->identity == 'a') {
    return refuse_rewrite(fmt::format("{}.{} is {}, which a trigger cannot assign", table->name, old->name,
                              old->generated != 0 ? "a generated column" : "GENERATED ALWAYS AS IDENTITY"),
                  "accept that both versions cannot run at once: -- lockstep: cutover");
  }
  if (table->without_rowid && contains(table->primary_key(), old->name)) {
    return refuse_rewrite(
        fmt::format("{}.{} is part of the key that SQLite finds the rows of {} by, and demands it before a "
                    "trigger could fill it",
                    table->name, old->name, table->name),
        "accept that both versions cannot run at once: -- lockstep: cutover");
  }
  std::vector<KeyColumn> walk = walking_key(input, *table);
  if (walk.empty()) {
    return refuse_without_key(*table, "accept that both versions cannot run at once: -- lockstep: cutover");
  }
  const std::string name = input.table_sql(*table);
  const std::string from = input.quote(old->name);
  const std::string to = input.quote(renamed->new_name);
  const Dialect dialect = input.options.dialect;
  Rewritten out;
  out.name = "rename-column";
  out.helpers.push_back(key + "." + renamed->new_name);
  out.readable_after = "backfill";

  std::string collation = old->collation.empty() ? "" : " COLLATE " + old->collation;
  const std::string add_helper = fmt::format("ALTER TABLE {} ADD COLUMN {} {}{}", name, to, old->type, collation);
  const std::string drop_helper = fmt::format("ALTER TABLE {} DROP COLUMN {}", name, to);
  ColumnSync sync;
  sync.id = fmt::format("{}_{}", safe_id(input.migration), input.index + 1);
  sync.table = table;
  sync.added.push_back({renamed->new_name, column_expression(old->name, dialect)});
  sync.added_types.push_back(old->type);
  sync.reversed_column = old->name;
  sync.reverse = column_expression(renamed->new_name, dialect);

  if (!input.postgresql()) {
    for (const CatalogRelation* view : input.catalog.views_over(key)) {
      out.notes.push_back(
          fmt::format("SQLite gives the column of view {} its new name, if it has one, with the rename in "
                      "contract",
                      view->name));
    }
  }
  const bool bare_not_null = !input.postgresql() && old->not_null && old->default_expression.empty();
  if (bare_not_null) {
    out.steps.push_back(rebuild_step(
        Phase::Expand, *table,
        fmt::format("allow NULL in {}.{} while the new version does not write it", table->name, old->name),
        {{TableEdit::Kind::DropNotNull, old->name, {}}}, {{TableEdit::Kind::SetNotNull, old->name, {}}}));
    out.notes.push_back(fmt::format("{} is rebuilt in expand and in contract, because SQLite has no other way to change "
                                    "NOT NULL of {}: writes stop for that time",
                                    table->name, old->name));
  }
  out.steps.push_back(sql_step(Phase::Expand, fmt::format("add {}.{} beside {}", table->name, renamed->new_name,
                                                          old->name),
                               {add_helper}, {drop_helper}));
  out.steps.push_back(sql_step(Phase::Expand, fmt::format("keep {}.{} and {} equal", table->name, old->name,
                                                          renamed->new_name),
                               install(sync, dialect), remove(sync, dialect)));
  for (std::string& note : sync_notes(sync, dialect)) out.notes.push_back(std::move(note));
  // Both functions of the sync map NULL to NULL and nothing else to it, so NULL beside a value means: not done.
  const std::string not_done = fmt::format("{} IS NULL AND {} IS NOT NULL", to, from);
  Step fill = fill_step(input, *table, std::move(walk),
                        fmt::format("copy {}.{} to {}", table->name, old->name, renamed->new_name),
                        fmt::format("{} = {}", to, from), not_done);
  fill.backfill->filling = sync.id;
  fill.backfill->remaining = fmt::format("SELECT count(*) FROM {} WHERE {}", name, not_done);
  out.steps.push_back(std::move(fill));
  const auto index_helper = [&](const CatalogRelation& on) {
    if (on.kind != CatalogRelationKind::Table) return;
    for (Step& step : helper_indexes(input, on, old->name, renamed->new_name)) out.steps.push_back(std::move(step));
  };
  index_helper(*table);
  for_each_partition(input.catalog, *table,
                     [&](const CatalogRelation&, const CatalogRelation& partition) { index_helper(partition); });

  std::vector<std::string> swap = remove(sync, dialect);
  if (!input.postgresql()) {
    // SQLite refuses to drop a column that an index names; PostgreSQL drops the index with it.
    for (const Step& step : out.steps) {
      if (step.phase == Phase::Backfill && step.kind == StepKind::Sql) {
        swap.insert(swap.end(), step.undo.begin(), step.undo.end());
      }
    }
  }
  swap.push_back(drop_helper);
  swap.push_back(fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {}", name, from, to));
  std::vector<std::string> back{fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {}", name, to, from), add_helper};
  for (const std::string& sql : install(sync, dialect)) back.push_back(sql);
  out.steps.push_back(sql_step(Phase::Contract, fmt::format("rename {}.{} to {}", table->name, old->name,
                                                            renamed->new_name),
                               std::move(swap), std::move(back)));
  if (bare_not_null) {
    out.steps.push_back(rebuild_step(Phase::Contract, *table,
                                     fmt::format("demand NOT NULL of {}.{} again", table->name, renamed->new_name),
                                     {{TableEdit::Kind::SetNotNull, renamed->new_name, {}}},
                                     {{TableEdit::Kind::DropNotNull, renamed->new_name, {}}}));
  }
  return out;
}

/// All, without those of lockstep's, which go when their time has come.
static std::string columns_to_show(const RewriteInput& input, const CatalogRelation& table) {
  std::vector<std::string> names;
  for (const CatalogColumn& column : table.columns) {
    if (!column.name.starts_with("_lockstep_")) names.push_back(input.quote(column.name));
  }
  return table.partial || names.size() == table.columns.size() ? "*" : join(names, ", ");
}

std::optional<Rewritten> rename_table(const RewriteInput& input) {
  const AlterTableSubcommand* renamed = subcommand(input.statement(), AlterTableAction::RenameTable);
  if (renamed == nullptr || input.item.directives.cutover) return std::nullopt;
  const QualifiedName& target = input.statement().as<AlterTable>()->name;
  const CatalogRelation* table = input.catalog.find(target);
  if (table == nullptr || input.is_new(input.catalog.key(target))) return std::nullopt;
  if (!table->is_table()) return std::nullopt;
  if (!input.postgresql()) {
    return refuse_rewrite(fmt::format("SQLite's views cannot be written through, so {} cannot have two names at once",
                              table->name),
                  "accept that both versions cannot run at once: -- lockstep: cutover");
  }
  const std::string name = input.table_sql(*table);
  const std::string to = input.quote(renamed->new_name);
  const std::string view = fmt::format("{}.{}", input.quote(table->schema), to);
  const std::string make_view = fmt::format("CREATE VIEW {} {}AS SELECT {} FROM {}", view,
                                            input.options.server_version >= 15 ? "WITH (security_invoker = true) " : "",
                                            columns_to_show(input, *table), name);
  std::vector<std::string> make{make_view};
  for (std::string& grant : grant_statements(*table, view)) make.push_back(std::move(grant));
  Rewritten out;
  out.name = "rename-table";
  out.helpers.push_back(table->schema + "." + renamed->new_name);
  out.steps.push_back(sql_step(Phase::Expand, fmt::format("give {} the name {} too, as a view", table->name,
                                                          renamed->new_name),
                               make, {fmt::format("DROP VIEW IF EXISTS {}", view)}));
  std::vector<std::string> back{fmt::format("ALTER TABLE {} RENAME TO {}", view, input.quote(table->name))};
  back.insert(back.end(), make.begin(), make.end());
  out.steps.push_back(sql_step(Phase::Contract, fmt::format("rename {} to {}", table->name, renamed->new_name),
                               {fmt::format("DROP VIEW {}", view), fmt::format("ALTER TABLE {} RENAME TO {}", name, to)},
                               std::move(back)));
  out.notes.push_back(fmt::format("until contract {} is a view: the new version can read and write through it, but not "
                                  "COPY into it, use ctid or xmin, or name its constraints in ON CONFLICT",
                                  renamed->new_name));
  if (input.options.server_version < 15) {
    out.notes.push_back("before PostgreSQL 15 the view runs with its owner's rights: row security of the table is not "
                        "applied to who reads through it");
  }
  return out;
}

}  // namespace lockstep
