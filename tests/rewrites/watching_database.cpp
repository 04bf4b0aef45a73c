#include "watching_database.h"

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "base/text.h"

namespace lockstep {

WatchingDatabase::Relations WatchingDatabase::look() {
  // A scan of an index counts for the index, one of a table for the table. What is empty costs nothing.
  const auto rows = inner_.query(
      "SELECT c.oid::int8, n.nspname || '.' || c.relname, c.relkind::text, coalesce(i.indrelid, 0)::int8, "
      "CASE WHEN pg_relation_size(coalesce(i.indrelid, c.oid)) > 0 THEN c.relfilenode ELSE 0 END::int8, "
      "CASE WHEN pg_relation_size(c.oid) > 0 THEN coalesce(pg_stat_get_xact_numscans(c.oid), 0) ELSE 0 END FROM "
      "pg_catalog.pg_class c JOIN "
      "pg_catalog.pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid "
      "WHERE "
      "n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'lockstep') AND c.relkind IN ('r', 'm', 'i')");
  if (!rows) FAIL(rows.error().message);
  Relations relations;
  for (const auto& row : rows->rows) {
    relations[integer(row[0])] = {text(row[1]), text(row[2])[0], integer(row[3]), integer(row[4]), integer(row[5])};
  }
  return relations;
}

Result<Rows> WatchingDatabase::query(std::string_view sql, const std::vector<Value>& parameters) {
  if (inner_.in_transaction()) sql_.emplace_back(sql);
  return inner_.query(sql, parameters);
}

Status WatchingDatabase::begin(const Limits& limits) {
  LOCKSTEP_CHECK(inner_.begin(limits));
  sql_.clear();
  if (dialect() != Dialect::PostgreSQL) return {};
  const bool first = before_.empty();
  before_ = look();
  if (first) {
    for (const auto& [oid, relation] : before_) in_use_.insert(oid);
  }
  return {};
}

Status WatchingDatabase::commit() {
  if (dialect() == Dialect::PostgreSQL) {
    const auto locks = inner_.query(
        "SELECT DISTINCT relation::int8 FROM pg_catalog.pg_locks WHERE pid = pg_backend_pid() AND locktype = "
        "'relation' "
        "AND granted AND mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')",
        {});
    if (!locks) FAIL(locks.error().message);
    std::set<int64_t> locked, files;
    for (const auto& row : locks->rows) locked.insert(integer(row[0]));
    for (const auto& [oid, relation] : before_) files.insert(relation.file);
    for (const auto& [oid, relation] : look()) {
      const auto old = before_.find(oid);
      const int64_t table = relation.kind == 'i' ? relation.table : oid;
      if (in_use_.count(table) == 0 || locked.count(table) == 0) continue;  // nobody is held up
      const bool copied = relation.file != 0 && files.count(relation.file) == 0;
      const bool read = relation.kind != 'i' && old != before_.end() && relation.scans > old->second.scans;
      if (!copied && !read) continue;
      stalls_.push_back(fmt::format("{} {} under a strong lock by\n    {}",
                                    !copied                ? "read"
                                    : relation.kind == 'i' ? "built"
                                                           : "copied",
                                    relation.name, join(sql_, "\n    ")));
    }
  }
  return inner_.commit();
}

}  // namespace lockstep
