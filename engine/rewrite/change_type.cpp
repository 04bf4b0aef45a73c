// ALTER COLUMN TYPE that rewrites the table: a column of the new type beside the old one, kept in step, filled, and
// swapped in one short transaction. The new type has its name only after contract.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/draft.h"
#include "engine/rewrite/enum_labels.h"
#include "engine/rewrite/kept_column.h"
#include "engine/rewrite/swap_back.h"
#include "engine/rewrite/views_again.h"

namespace lockstep {
namespace {

/// True when every literal of the one type is one of the other, values being in range: both versions can share the name.
bool share_literals(const std::string& from, const std::string& to) {
  static const std::set<std::string, std::less<>> numbers{"smallint", "integer", "bigint", "numeric", "real",
                                                          "double precision"};
  static const std::set<std::string, std::less<>> texts{"text", "character varying", "character"};
  const auto base = [](const std::string& type) { return type.substr(0, type.find('(')); };
  return (numbers.count(base(from)) > 0 && numbers.count(base(to)) > 0) ||
         (texts.count(base(from)) > 0 && texts.count(base(to)) > 0);
}

/// Values that are no label of the new type have NULL beside them. From contract on nobody may write more of them, and
/// there must be none left. NOT NULL of the helper demands that, too.
void demand_labels(const RewriteInput& input, const CatalogRelation& table, const CatalogColumn& column,
                   const std::string& helper, const std::string& type, Rewritten& out) {
  const std::string name = fits_check(input, column.name);
  const std::string lost = fmt::format("{} IS NULL AND {} IS NOT NULL", input.quote(helper), input.quote(column.name));
  out.steps.push_back(check_step(
      Phase::Contract, fmt::format("count values of {}.{} that are none of {}", table.name, column.name, type),
      fmt::format("SELECT count(*) FROM {} WHERE {}", input.table_sql(table), lost),
      fmt::format("rows of {} whose {} is no value of {}: change them first", table.name, column.name, type)));
  if (column.not_null) return;
  add_proven(input, Phase::Contract, table, name,
             fmt::format("CONSTRAINT {} CHECK (NOT ({}))", input.quote(name), lost), "DROP CONSTRAINT IF EXISTS", out);
}

/// Whether an earlier statement of the file changes the type of the same column.
bool changed_before(const RewriteInput& input, const std::string& table, const std::string& column) {
  for (size_t i = 0; i < input.index; ++i) {
    const auto* alter = input.migration.statements[i].statement.as<AlterTable>();
    if (alter == nullptr || input.catalog.key(alter->name) != table) continue;
    for (const AlterTableSubcommand& sub : alter->subcommands) {
      if (sub.action == AlterTableAction::AlterColumnType && sub.name == column) return true;
    }
  }
  return false;
}

/// The statement itself is refused for views that read the column, which are made again here.
Catalog catalog_without(const RewriteInput& input, const std::vector<const CatalogRelation*>& views) {
  Catalog catalog = input.catalog;
  for (const CatalogRelation* view : views) catalog.relations.erase(relation_key(*view));
  return catalog;
}

/// A change that touches no rows: all there is to do is to take the views off for a moment.
Rewritten change_under_views(const RewriteInput& input, const std::vector<const CatalogRelation*>& views) {
  const Catalog without = catalog_without(input, views);
  Rewritten out;
  out.name = "change-type";
  out.equivalent = with_views_made_again(input, views, {input.statement().text});
  const Inverse inverse = inverse_of(input.statement(), without);
  const auto on_server = [&](const std::vector<std::string>& between) {
    std::vector<std::string> sql = with_views_made_again(input, views, between);
    sql.insert(sql.begin() + static_cast<ptrdiff_t>(views.size() + between.size()), search_path_of_catalog);
    return sql;
  };
  Step step = sql_step(phase_of(input.statement(), without, input.pending).phase,
                       "change the type, and make again the views that read the column",
                       on_server({input.statement().text}), on_server(inverse.sql));
  if (inverse.grade != Reversible::Lossless) step = no_undo(std::move(step), inverse.grade, inverse.reason);
  out.steps.push_back(std::move(step));
  return out;
}

/// How the old column, kept as `name`, is filled from the new one, whose value is `value` over the old one; nothing if
/// that is not known. An assignment of PL/pgSQL casts to the type that the column has, by whatever name it goes then.
std::optional<KeptColumn> kept_column(const RewriteInput& input, const AlterTableSubcommand& change,
                                      const ColumnSync& sync, const CatalogColumn& column, const std::string& name,
                                      const Expression& value, bool labelled) {
  const bool told = input.item.directives.using_expression.has_value();
  if (told ? !input.item.directives.reverse_expression : change.expression && !labelled) return std::nullopt;
  KeptColumn kept{sync.id, sync.table, sync.heirs, name, column_expression(column.name, Dialect::PostgreSQL), {}, {}};
  if (told) kept.value = *input.item.directives.reverse_expression;
  if (labelled) kept.value.text += "::text";
  kept.value.span.end = static_cast<uint32_t>(kept.value.text.size()) + kept.value.span.begin;
  const std::string& type = sync.added_types.front();
  for (const std::string& read : columns_of(kept.value)) {
    const CatalogColumn* known = sync.table->column(read);
    kept.value_types.push_back(read == column.name || known == nullptr ? type : known->type);
  }
  const std::string now = "NEW." + input.quote(column.name);
  const std::string again =
      with_prefix(with_renamed(value, column.name, name, Dialect::PostgreSQL), "NEW.", Dialect::PostgreSQL);
  kept.disagrees =
      labelled ? distinct(fmt::format("NEW.{}::text", input.quote(name)), now + "::text", "text", Dialect::PostgreSQL)
               : distinct(again, now, type, Dialect::PostgreSQL);
  return kept;
}

bool reads_materialized(const ColumnTree& tree) {
  return std::any_of(tree.views.begin(), tree.views.end(),
                     [](const CatalogRelation* view) { return is_materialized(*view); });
}

/// Why there can be no column of the new type beside the old one that both versions live with.
std::optional<Rewritten> refuse_beside(const RewriteInput& input, const ColumnTree& tree, const std::string& type,
                                       bool labelled) {
  const CatalogRelation* table = tree.root().table;
  const CatalogColumn* column = tree.root().column;
  const bool told = input.item.directives.using_expression && input.item.directives.reverse_expression;
  if (!share_literals(column->type, type) && !labelled && !told) {
    return refuse_rewrite(fmt::format("{}.{} as {} and as {} cannot be served under one name to both versions", table->name,
                              column->name, column->type, type),
                  "add a new column with `-- lockstep: using=...` and drop the old one later, or accept the lock "
                  "and the cut: -- lockstep: as-written");
  }
  if (column->generated != 0) {
    return refuse_rewrite(
        fmt::format("{}.{} is generated, and no trigger can read what it will be", table->name, column->name),
        "add a column of that type with `-- lockstep: using=<its expression>` and drop this one "
        "later, or accept the lock: -- lockstep: as-written");
  }
  if (changed_before(input, relation_key(*table), column->name)) {
    return refuse_rewrite(fmt::format("the type of {}.{} is changed twice by one migration", table->name, column->name),
                          "write the last type only, or put the second change into a migration of its own");
  }
  if (!tree.trouble.empty()) {
    return refuse_rewrite(
        fmt::format("the type of {}.{} cannot be changed beside it: {}", table->name, column->name, tree.trouble),
        tree.way_out);
  }
  return std::nullopt;
}

/// A column of the new type beside the old one, in step with it and filled.
struct Beside {
  const ColumnTree& tree;
  const std::string& type;
  const Expression& value;  ///< of the new one, over the old one
  bool labelled;            ///< it is NULL for what is no label of the new type
  const std::string& helper_name;
  const ColumnSync& sync;
  const std::string& not_done;  ///< condition of rows that are not filled
};

/// All from the fill on: what the new column needs, the swap with its way back, and the end of the old column.
void swap_and_keep(const RewriteInput& input, const AlterTableSubcommand& change, const Beside& beside,
                   Rewritten& out) {
  const auto& [tree, type, value, labelled, helper_name, sync, not_done] = beside;
  const CatalogRelation* table = tree.root().table;
  const CatalogColumn* column = tree.root().column;
  const std::string name = input.table_sql(*table);
  const std::string helper = input.quote(helper_name);
  const std::string kept_name = own_name(input.migration, column->name + "_old");
  const std::string kept = input.quote(kept_name);
  const bool any_materialized = reads_materialized(tree);

  // What is built beside comes after the fill, so that its updates stay cheap.
  ColumnSwap swap{tree, column->name, type, helper_name, kept_name, remove(sync, Dialect::PostgreSQL), {}};
  if (labelled) demand_labels(input, *table, *column, helper_name, type, out);
  for (Step& step : prepare_swap(input, swap)) out.steps.push_back(std::move(step));
  Step copied = check_step(
      Phase::Contract, fmt::format("count rows of {} whose {} is not copied", table->name, column->name),
      fmt::format("SELECT count(*) FROM {} WHERE {}", name, not_done),
      fmt::format("rows of {} were written past the triggers; UPDATE {} SET {} = {} WHERE {} copies them; their number",
                  table->name, name, helper, value.text, not_done));
  std::optional<KeptColumn> old;
  if (!any_materialized && keeps_dropped(input)) {
    old = kept_column(input, change, sync, *column, kept_name, value, labelled);
  }
  if (old) swap.last = install(*old);
  swap.last.push_back(mark_kept(input, *table, *column, kept_name));
  std::vector<Step> steps = swap_steps(input, swap, fmt::format("swap {}.{} to {}", table->name, column->name, type));
  if (labelled && !column->not_null) {
    std::vector<std::string>& sql = steps.front().sql;
    sql.insert(sql.begin(),
               fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", name, input.quote(fits_check(input, column->name))));
  }
  if (old) {
    SwapBack back = swap_back(input, swap, *old, value);
    steps.front().undo_before = std::move(back.before);
    steps.front().undo = std::move(back.undo);
    steps.front().undo_after = std::move(back.after);
    out.notes.push_back(fmt::format("undo after contract stops while there is a row of {} whose {} {} cannot hold",
                                    table->name, column->name, column->type));
  } else {
    const std::string reason =
        any_materialized ? "materialized views over it were filled anew"
                         : fmt::format("values written as {} after the swap may not fit {}", type, column->type);
    steps.front() = no_undo(std::move(steps.front()), Reversible::No, reason);
  }
  // Before anything is proven of the new column.
  const auto first_of_contract =
      std::find_if(out.steps.begin(), out.steps.end(), [](const Step& step) { return step.phase == Phase::Contract; });
  out.steps.insert(first_of_contract, std::move(copied));
  for (Step& step : steps) out.steps.push_back(std::move(step));
  for (const CatalogRelation* view : tree.views) {
    if (!is_materialized(*view)) continue;
    out.notes.push_back(
        fmt::format("contract fills {} anew when the columns are swapped; a REFRESH in between would "
                    "show no {} of rows written since the swap",
                    view->name, column->name));
  }
  std::vector<std::string> drop;
  if (old) drop = remove_for_good(*old);
  append(drop, drop_kept(input, *table, *column, kept_name));
  for (const CatalogRelation* heir : tree.heirs()) {
    // One that declared the column itself, too, keeps it.
    drop.push_back(fmt::format("ALTER TABLE IF EXISTS {} DROP COLUMN IF EXISTS {}", input.table_sql(*heir), kept));
  }
  Step purge = no_undo(
      sql_step(Phase::Contract, fmt::format("drop the old {}.{}", table->name, column->name), std::move(drop), {}),
      Reversible::No, "the old values are gone");
  purge.purge = keeps_dropped(input);
  out.steps.push_back(std::move(purge));
}

}  // namespace

std::optional<Rewritten> change_type(const RewriteInput& input) {
  const AlterTableSubcommand* change = subcommand(input.statement(), AlterTableAction::AlterColumnType);
  if (change == nullptr || !input.postgresql() || !change->type) return std::nullopt;
  const QualifiedName& target = input.statement().as<AlterTable>()->name;
  const CatalogRelation* table = input.catalog.find(target);
  if (table == nullptr || input.is_new(input.catalog.key(target))) return std::nullopt;
  const CatalogColumn* column = table->column(change->name);
  if (column == nullptr) return std::nullopt;
  const ColumnTree tree = column_tree(input, *table, *column);
  const std::optional<Catalog> bare =
      tree.views.empty() ? std::nullopt : std::optional(catalog_without(input, tree.views));
  const Effect effect = effect_of(input.statement(), bare ? *bare : input.catalog, input.options.server_version);
  if (effect.fails && effect.fails->certainty == Failure::Certainty::Always) return std::nullopt;
  // A materialized view would have to be filled again while all wait.
  if (!reads_materialized(tree) && effect.rewrites.empty() && effect.scans.empty() && effect.index_builds.empty()) {
    if (tree.views.empty() || !tree.trouble.empty()) return std::nullopt;
    return change_under_views(input, tree.views);
  }
  const std::string type = format_type(*change->type, Dialect::PostgreSQL);
  const std::optional<Expression> labelled =
      change->expression ? as_label(input.catalog, type, column->name, *change->expression) : std::nullopt;
  if (auto refused = refuse_beside(input, tree, type, labelled.has_value())) return refused;
  // Each table that inherits has rows and a key of its own; a partitioned table is walked as one.
  std::vector<std::pair<const CatalogRelation*, std::vector<KeyColumn>>> filled{{table, walking_key(input, *table)}};
  for (const CatalogRelation* heir : tree.heirs()) filled.emplace_back(heir, walking_key(input, *heir));
  for (const auto& [each, walk] : filled) {
    if (walk.empty()) return refuse_without_key(*each);
  }
  const std::string name = input.table_sql(*table);
  const std::string helper_name = own_name(input.migration, column->name + "_new");
  const std::string helper = input.quote(helper_name);

  ColumnSync sync;
  sync.id = fmt::format("{}_{}", safe_id(input.migration), input.index + 1);
  if (const auto* written = input.migration.statements[input.index].statement.as<AlterTable>();
      written != nullptr && written->subcommands.size() > 1) {
    sync.id += fmt::format("_{}", column - table->columns.data() + 1);  // another one may change another column
  }
  sync.table = table;
  sync.heirs = tree.heirs();
  Expression value = column_expression(column->name, Dialect::PostgreSQL);
  if (change->expression) value = labelled ? *labelled : *change->expression;
  if (input.item.directives.using_expression) value = *input.item.directives.using_expression;
  const bool plain = !change->expression && !input.item.directives.using_expression;
  if (plain) value.text += "::" + type;
  sync.added.push_back({helper_name, value});
  sync.added_types.push_back(type);

  Rewritten out;
  out.name = "change-type";
  out.readable_after = "contract";
  for (const ColumnTree::Member& member : tree.members) {
    out.helpers.push_back(relation_key(*member.table) + "." + helper_name);
    out.moved_columns.push_back(relation_key(*member.table) + "." + column->name);
  }
  out.steps.push_back(sql_step(Phase::Expand,
                               fmt::format("add {} {} beside {}.{}", helper_name, type, table->name, column->name),
                               {fmt::format("ALTER TABLE {} ADD COLUMN {} {}", name, helper, type)},
                               {fmt::format("ALTER TABLE {} DROP COLUMN {}", name, helper)}));
  out.steps.push_back(sql_step(Phase::Expand,
                               fmt::format("keep {}.{} equal to {}", table->name, helper_name, column->name),
                               install(sync, Dialect::PostgreSQL), remove(sync, Dialect::PostgreSQL)));
  const std::string not_done = fmt::format("{} IS NULL AND ({}) IS NOT NULL", helper, value.text);
  for (const auto& [each, walk] : filled) {
    const bool only = filled.size() > 1;
    Step fill = fill_step(input, *each, walk, fmt::format("copy {}.{} as {}", each->name, column->name, type),
                          fmt::format("{} = {}", helper, value.text), not_done, only);
    fill.backfill->filling = sync.id;
    fill.backfill->remaining =
        fmt::format("SELECT count(*) FROM {}{} WHERE {}", only ? "ONLY " : "", input.table_sql(*each), not_done);
    out.steps.push_back(std::move(fill));
  }

  swap_and_keep(input, *change, {tree, type, value, labelled.has_value(), helper_name, sync, not_done}, out);
  if (!tree.views.empty()) out.equivalent = with_views_made_again(input, tree.views, {input.statement().text});
  return out;
}

}  // namespace lockstep
