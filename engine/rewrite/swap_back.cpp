#include "engine/rewrite/swap_back.h"

#include <iterator>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/rewrite/kept_column.h"

namespace lockstep {
namespace {

/// Fails with the number of rows that cannot go back.
std::string guard(const RewriteInput& input, const ColumnSwap& swap, const std::string& type,
                  const Expression& old_value) {
  const CatalogRelation& table = *swap.tree.root().table;
  const std::string rest =
      fmt::format(" rows of {} whose {} {} cannot hold: change them first", table.name, swap.name, type);
  return fmt::format(
      "DO $lockstep$ DECLARE lockstep_rows bigint; BEGIN SELECT count(*) INTO lockstep_rows FROM {} WHERE {}; "
      "IF lockstep_rows > 0 THEN RAISE EXCEPTION USING MESSAGE = lockstep_rows || {}, "
      "ERRCODE = 'data_exception'; END IF; END $lockstep$",
      input.table_sql(table), distinct(old_value.text, input.quote(swap.name), swap.type, Dialect::PostgreSQL),
      quote_literal(rest));
}

}  // namespace

std::string fits_check(const RewriteInput& input, const std::string& column) {
  return own_name(input.migration, column + "_fits");
}

SwapBack swap_back(const RewriteInput& input, const ColumnSwap& swap, const KeptColumn& kept, const Expression& value) {
  const CatalogColumn& column = *swap.tree.root().column;
  const std::string table = input.table_sql(*swap.tree.root().table);
  ColumnSwap back{swap.tree,
                  swap.name,
                  column.type,
                  swap.kept,
                  swap.helper,
                  remove(kept),
                  {unmark_kept(input, *swap.tree.root().table, column)}};
  back.back = true;
  SwapBack out;
  out.before.push_back(
      guard(input, swap, column.type, with_renamed(value, column.name, swap.kept, Dialect::PostgreSQL)));
  const std::vector<Step> beside = prepare_swap(input, back);
  for (auto step = beside.rbegin(); step != beside.rend(); ++step) append(out.before, step->undo);
  if (!column.not_null) {
    const std::string name = input.quote(fits_check(input, column.name));
    append(out.before,
           {fmt::format("ALTER TABLE {} DROP CONSTRAINT IF EXISTS {}", table, name),
            fmt::format("ALTER TABLE {} ADD CONSTRAINT {} CHECK (NOT ({} IS NULL AND {} IS NOT NULL)) NOT VALID", table,
                        name, input.quote(swap.kept), input.quote(swap.name)),
            fmt::format("ALTER TABLE {} VALIDATE CONSTRAINT {}", table, name)});
    out.undo.push_back(fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", table, name));
  }
  for (const Step& step : beside) append(out.before, step.sql);
  const std::vector<Step> steps = swap_steps(input, back, {});
  append(out.undo, steps.front().sql);
  for (auto step = std::next(steps.begin()); step != steps.end(); ++step) append(out.after, step->sql);
  return out;
}

}  // namespace lockstep
