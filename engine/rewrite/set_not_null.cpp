// SET NOT NULL without the scan under ACCESS EXCLUSIVE (manual, ALTER TABLE: "if a valid CHECK constraint is found which
// proves no NULL can exist, then the table scan is skipped", PostgreSQL 12 and later).
#include <fmt/format.h>

#include "engine/rewrite/rewrite.h"

namespace lockstep {

std::optional<Rewritten> set_not_null(const RewriteInput& input) {
  const AlterTableSubcommand* set = subcommand(input.statement(), AlterTableAction::SetNotNull);
  if (set == nullptr || !input.postgresql()) return std::nullopt;
  const QualifiedName& target = input.statement().as<AlterTable>()->name;
  const CatalogRelation* table = input.catalog.find(target);
  if (table == nullptr || input.is_new(input.catalog.key(target))) return std::nullopt;
  const CatalogColumn* column = table->column(set->name);
  if (column == nullptr || column->not_null) return std::nullopt;
  Rewritten out;
  out.name = "set-not-null";
  const std::string name = input.table_sql(*table);
  const std::string quoted = input.quote(set->name);
  if (input.item.directives.using_expression) {
    std::vector<KeyColumn> key = walking_key(input, *table);
    if (key.empty()) {
      return refuse_without_key(*table);
    }
    Step fill = fill_step(input, *table, std::move(key), fmt::format("fill NULLs of {}.{}", table->name, set->name),
                          fmt::format("{} = {}", quoted, input.item.directives.using_expression->text),
                          quoted + " IS NULL");
    fill.reversible = Reversible::Lossy;
    fill.undo_reason = fmt::format("which rows of {}.{} were NULL is not kept", table->name, set->name);
    out.steps.push_back(std::move(fill));
  }
  out.steps.push_back(check_step(Phase::Contract, fmt::format("count NULLs in {}.{}", table->name, set->name),
                                 fmt::format("SELECT count(*) FROM {} WHERE {} IS NULL", name, quoted),
                                 fmt::format("rows of {} whose {} is NULL", table->name, set->name)));
  for (Step& step : not_null_steps(input, *table, set->name, {}, {})) out.steps.push_back(std::move(step));
  return out;
}

}  // namespace lockstep
