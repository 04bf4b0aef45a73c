#include "engine/rewrite/kept_column.h"

#include <fmt/format.h>

#include "base/text.h"
#include "engine/catalog/draft.h"

namespace lockstep {
namespace {

std::string mark(const RewriteInput& input, const CatalogRelation& table, const CatalogColumn& column) {
  return quote_literal(fmt::format("lockstep keeps this of {}.{} for the undo of {}", relation_key(table), column.name,
                                   input.migration.id));
}

}  // namespace

std::string mark_kept(const RewriteInput& input, const CatalogRelation& table, const CatalogColumn& column,
                      const std::string& kept_name) {
  return fmt::format("COMMENT ON COLUMN {}.{} IS {}", input.table_sql(table), input.quote(kept_name),
                     mark(input, table, column));
}

std::string unmark_kept(const RewriteInput& input, const CatalogRelation& table, const CatalogColumn& column) {
  return fmt::format("COMMENT ON COLUMN {}.{} IS {}", input.table_sql(table), input.quote(column.name),
                     column.comment.empty() ? "NULL" : quote_literal(column.comment));
}

std::vector<std::string> drop_kept(const RewriteInput& input, const CatalogRelation& table, const CatalogColumn& column,
                                   const std::string& kept_name) {
  const std::string kept = input.quote(kept_name);
  return {
      fmt::format("ALTER TABLE IF EXISTS {} DROP COLUMN IF EXISTS {}", input.table_sql(table), kept),
      fmt::format("DO $lockstep$ DECLARE kept_in regclass; BEGIN FOR kept_in IN SELECT attrelid FROM "
                  "pg_catalog.pg_attribute WHERE attname = {} AND pg_catalog.col_description(attrelid, attnum) = {} "
                  "LOOP EXECUTE format('ALTER TABLE %s DROP COLUMN %I', kept_in, {}); END LOOP; END $lockstep$",
                  quote_literal(kept_name), mark(input, table, column), quote_literal(kept_name))};
}

}  // namespace lockstep
