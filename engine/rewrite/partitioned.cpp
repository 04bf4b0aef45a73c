// Source: manual, 5.11.2.2 (Partition Maintenance) and ALTER TABLE; src/backend/commands/tablecmds.c for what an ATTACH
// and a foreign key find on a partition already.
#include "engine/rewrite/partitioned.h"

#include <algorithm>
#include <iterator>
#include <map>

#include <fmt/format.h>

#include "engine/catalog/definition.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/table.h"

namespace lockstep {
namespace {

bool is_partitioned(const CatalogRelation& table) {
  return table.kind == CatalogRelationKind::PartitionedTable;
}

/// What the statement makes of `table`.
const CatalogRelation& after_of(const Folding& folding, const CatalogRelation& table) {
  const CatalogRelation* after = folding.status ? folding.draft.find(relation_key(table)) : nullptr;
  return after == nullptr ? table : *after;
}

/// The name of the index that the statement makes on `partition`; with `reused` one that was there and serves as well.
/// Empty when an index of the parent may have taken that one already: which is attached to which is not known here.
std::string new_index(const Folding& folding, const CatalogRelation& parent, const CatalogRelation& partition,
                      const CatalogIndex& wanted, bool& reused) {
  const CatalogRelation& after = after_of(folding, partition);
  reused = after.indexes.size() == partition.indexes.size();
  if (!reused) return after.indexes.back().name;
  const auto there = like_indexes(partition, wanted);
  return there.empty() || !like_indexes(parent, wanted).empty() ? std::string() : there.front()->name;
}

/// The last one makes the index of the parent valid, as the server does for the whole tree.
Step attach_step(const RewriteInput& input, Phase phase, const CatalogRelation& parent, const std::string& parent_index,
                 const CatalogRelation& partition, const std::string& index, std::vector<std::string> undo) {
  return sql_step(phase, fmt::format("attach the index of {}", partition.name),
                  {fmt::format("ALTER INDEX {} ATTACH PARTITION {}", input.beside(parent, parent_index),
                               input.beside(partition, index))},
                  std::move(undo));
}

}  // namespace

void for_each_partition(
    const Catalog& catalog, const CatalogRelation& table,
    const std::function<void(const CatalogRelation& parent, const CatalogRelation& partition)>& visit) {
  for (const CatalogRelation* partition : catalog.partitions(catalog.key({table.schema, table.name, {}}))) {
    visit(table, *partition);
    if (is_partitioned(*partition)) for_each_partition(catalog, *partition, visit);
  }
}

Rewritten index_of_partitions(const RewriteInput& input, const CatalogRelation& table, Phase phase,
                              const std::string& name, bool unique, const std::string& tail) {
  Rewritten out;
  out.name = "create-index-per-partition";
  const std::string create = unique ? "CREATE UNIQUE INDEX" : "CREATE INDEX";
  const Folding folding = fold_on(input.catalog, input.statement());
  const CatalogIndex& wanted = after_of(folding, table).indexes.back();
  // An attached index goes with the one that it is attached to.
  const std::vector<std::string> drop_all{fmt::format("DROP INDEX IF EXISTS {}", input.beside(table, name))};
  std::vector<std::string> declared{
      fmt::format("{} {} ON ONLY {}{}", create, input.quote(name), input.table_sql(table), tail)};
  std::vector<Step> leaves;
  std::map<std::string, std::string> names{{relation_key(table), name}};
  std::string missing;
  for_each_partition(input.catalog, table, [&](const CatalogRelation& parent, const CatalogRelation& partition) {
    bool reused = false;
    const std::string index = new_index(folding, parent, partition, wanted, reused);
    if (index.empty()) missing = partition.name;
    names[relation_key(partition)] = index;
    const std::string& above = names[relation_key(parent)];
    if (is_partitioned(partition)) {
      if (!reused) {
        declared.push_back(
            fmt::format("{} {} ON ONLY {}{}", create, input.quote(index), input.table_sql(partition), tail));
      }
      declared.push_back(fmt::format("ALTER INDEX {} ATTACH PARTITION {}", input.beside(parent, above),
                                     input.beside(partition, index)));
      return;
    }
    if (!reused) {
      leaves.push_back(index_step(
          phase, partition, index,
          fmt::format("{} CONCURRENTLY {} ON {}{}", create, input.quote(index), input.table_sql(partition), tail)));
    }
    leaves.push_back(attach_step(input, phase, parent, above, partition, index, drop_all));
    if (const CatalogIndex* own = partition.index(index); reused && own != nullptr) {
      // It goes with the index that it is attached to, and was there before.
      std::string again = concurrently(index_definition(partition, *own, Dialect::PostgreSQL));
      again.insert(again.find("CONCURRENTLY ") + 13, "IF NOT EXISTS ");
      leaves.back().undo.push_back(std::move(again));
      leaves.back().undo_transactional = false;
    }
  });
  if (!missing.empty()) {
    return refuse_rewrite(
        fmt::format("{} has several indexes like {}, and which of them is free is not known", missing, name),
        fmt::format("drop those of {} that serve nothing first", missing));
  }
  out.steps.push_back(sql_step(phase, fmt::format("declare index {} on the partitioned {}", name, table.name),
                               std::move(declared), drop_all));
  std::move(leaves.begin(), leaves.end(), std::back_inserter(out.steps));
  return out;
}

void key_of_partitions(const RewriteInput& input, const CatalogRelation& table, Phase phase, const PartitionedKey& key,
                       Rewritten& out) {
  const Folding folding = fold_on(input.catalog, input.statement());
  const auto declare = [&](const CatalogRelation& of, const std::string& name) {
    return fmt::format("ALTER TABLE ONLY {} ADD CONSTRAINT {} {}{} {}{}", input.table_sql(of), input.quote(name),
                       key.primary ? "PRIMARY KEY" : "UNIQUE", key.nulls, key.columns, key.deferred);
  };
  // Without its partitions the key is declared, but not valid until all of them have theirs; they go with it.
  std::vector<std::string> declared{declare(table, key.name)};
  const std::vector<std::string> drop_all{
      fmt::format("ALTER TABLE {} DROP CONSTRAINT IF EXISTS {}", input.table_sql(table), input.quote(key.name))};
  std::vector<Step> leaves;
  std::map<std::string, std::string> names{{relation_key(table), key.name}};
  for_each_partition(input.catalog, table, [&](const CatalogRelation& parent, const CatalogRelation& partition) {
    const CatalogRelation& after = after_of(folding, partition);
    const std::string own = after.constraints.empty() ? key.name : after.constraints.back().name;
    names[relation_key(partition)] = own;
    const std::string attach =
        fmt::format("ALTER INDEX {} ATTACH PARTITION {}", input.beside(parent, names[relation_key(parent)]),
                    input.beside(partition, own));
    if (is_partitioned(partition)) {
      declared.push_back(declare(partition, own));
      declared.push_back(attach);
      return;
    }
    const std::string sql = input.table_sql(partition);
    const std::string quoted = input.quote(own);
    leaves.push_back(
        index_step(phase, partition, own,
                   fmt::format("CREATE UNIQUE INDEX CONCURRENTLY {} ON {} {}{}", quoted, sql, key.columns, key.nulls)));
    leaves.push_back(sql_step(phase, fmt::format("make index {} a part of {}", own, key.name),
                              {key_using_index(sql, quoted, key.primary, quoted, key.deferred), attach}, drop_all));
  });
  out.steps.push_back(sql_step(phase, fmt::format("declare {} on the partitioned {}", key.name, table.name),
                               std::move(declared), drop_all));
  std::move(leaves.begin(), leaves.end(), std::back_inserter(out.steps));
}

void foreign_key_of_partitions(const RewriteInput& input, const CatalogRelation& table, Phase phase,
                               const std::string& name, const std::string& definition, Rewritten& out) {
  const std::string quoted = input.quote(name);
  for_each_partition(input.catalog, table, [&](const CatalogRelation&, const CatalogRelation& partition) {
    if (is_partitioned(partition)) return;
    add_proven(input, phase, partition, name, fmt::format("CONSTRAINT {} {}", quoted, definition),
               "DROP CONSTRAINT IF EXISTS", out);
  });
  const std::string sql = input.table_sql(table);
  out.steps.push_back(sql_step(phase, fmt::format("make {} one constraint of {}", name, table.name),
                               {fmt::format("ALTER TABLE {} ADD CONSTRAINT {} {}", sql, quoted, definition)},
                               {fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", sql, quoted)}));
}

}  // namespace lockstep
