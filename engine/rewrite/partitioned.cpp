// Source: manual, 5.11.2.2 (Partition Maintenance) and ALTER TABLE; src/backend/commands/tablecmds.c for what an ATTACH
// and a foreign key find on a partition already.
#include "engine/rewrite/partitioned.h"

#include <algorithm>
#include <iterator>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
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
  const CatalogRelation* has_its_own = nullptr;
  for_each_partition(input.catalog, table, [&](const CatalogRelation& parent, const CatalogRelation& partition) {
    const CatalogRelation& after = after_of(folding, partition);
    if (folding.status && after.constraints.size() == partition.constraints.size()) has_its_own = &partition;
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
  if (has_its_own != nullptr) {
    out = refuse_rewrite(fmt::format("the key that {} has of its own would become a part of {}, and go with it when it "
                                     "is undone",
                                     has_its_own->name, key.name),
                         "accept that, at a quiet time: -- lockstep: as-written");
    return;
  }
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

bool same_foreign_key(const CatalogConstraint& a, const CatalogConstraint& b) {
  return b.kind == a.kind && a.columns == b.columns && a.referenced == b.referenced &&
         a.referenced_columns == b.referenced_columns && a.on_delete == b.on_delete && a.on_update == b.on_update &&
         a.match == b.match && a.deferrable == b.deferrable && a.initially_deferred == b.initially_deferred;
}

ForeignKeyAgain foreign_key_again(const RewriteInput& input, const CatalogRelation& table,
                                  const CatalogConstraint& constraint) {
  ForeignKeyAgain again;
  const bool proven = constraint.validated && constraint.enforced;
  // A partition may have been dropped since the plan was made.
  const auto altered = [&](const CatalogRelation& on) {
    return (on.parent.empty() ? "" : "IF EXISTS ") + input.table_sql(on);
  };
  const auto add = [&](const CatalogRelation& on, const std::string& name, bool later) {
    return fmt::format("ALTER TABLE {} ADD CONSTRAINT {} {}{}", altered(on), input.quote(name), constraint.definition,
                       later ? " NOT VALID" : "");
  };
  const auto prove = [&](const CatalogRelation& on, const std::string& name) {
    again.proofs.push_back(
        sql_step(Phase::Contract, fmt::format("prove {} of {} again", name, on.name),
                 {fmt::format("ALTER TABLE {} VALIDATE CONSTRAINT {}", altered(on), input.quote(name))}, {}));
  };
  std::vector<std::string> comment;
  if (!constraint.comment.empty()) {
    comment.push_back(fmt::format("COMMENT ON CONSTRAINT {} ON {} IS {}", input.quote(constraint.name),
                                  input.table_sql(table), quote_literal(constraint.comment)));
  }
  if (!is_partitioned(table) || input.options.server_version >= 18) {
    again.demanded.push_back(add(table, constraint.name, proven));
    again.demanded.insert(again.demanded.end(), comment.begin(), comment.end());
    if (!proven) return again;
    prove(table, constraint.name);
    for (Step& step : settle_foreign_key(input, Phase::Contract, table, constraint)) {
      again.proofs.push_back(std::move(step));
    }
    return again;
  }
  // From below, so that each one finds those that it is made of.
  std::vector<std::string> joined;
  for_each_partition(input.catalog, table, [&](const CatalogRelation&, const CatalogRelation& partition) {
    const auto part = std::find_if(partition.constraints.begin(), partition.constraints.end(),
                                   [&](const CatalogConstraint& own) { return same_foreign_key(constraint, own); });
    const std::string name = part == partition.constraints.end() ? constraint.name : part->name;
    if (is_partitioned(partition)) {
      joined.insert(joined.begin(), add(partition, name, false));
      return;
    }
    again.demanded.push_back(add(partition, name, true));
    prove(partition, name);
  });
  joined.push_back(add(table, constraint.name, false));
  joined.insert(joined.end(), comment.begin(), comment.end());
  again.proofs.push_back(sql_step(Phase::Contract,
                                  fmt::format("make {} one constraint of {}", constraint.name, table.name),
                                  std::move(joined), {}));
  return again;
}

namespace {

/// Whether the type of the column can be written once more at no cost: no row is read, and no index built.
bool can_be_written_again(const RewriteInput& input, const CatalogRelation& table, const CatalogColumn& column,
                          const std::string& sql) {
  const std::optional<Statement> statement = statement_of(sql, Dialect::PostgreSQL);
  if (!statement || !check(input.catalog, *statement, input.options.server_version)) return false;
  const bool checked = std::any_of(table.constraints.begin(), table.constraints.end(), [&](const auto& constraint) {
    return constraint.kind != ConstraintKind::ForeignKey && constraint.kind != ConstraintKind::PrimaryKey &&
           constraint.kind != ConstraintKind::Unique && contains(constraint.columns, column.name);
  });
  // Only an index of plain columns is taken over as it is (CheckIndexCompatible, src/backend/commands/indexcmds.c).
  return !checked && std::none_of(table.indexes.begin(), table.indexes.end(), [&](const CatalogIndex& index) {
    const bool plain = index.predicate.empty() &&
                       std::all_of(index.elements.begin(), index.elements.end(),
                                   [](const CatalogIndexElement& element) { return !element.column.empty(); });
    return !plain && index_uses(index, column.name, Dialect::PostgreSQL);
  });
}

}  // namespace

std::vector<Step> settle_foreign_key(const RewriteInput& input, Phase phase, const CatalogRelation& table,
                                     const CatalogConstraint& constraint) {
  const CatalogRelation* referenced = input.catalog.find(std::string_view(constraint.referenced));
  if (input.options.server_version >= 18 || referenced == nullptr || !is_partitioned(*referenced)) return {};
  if (is_partitioned(table)) return {};
  for (const std::string& name : constraint.columns) {
    const CatalogColumn* column = table.column(name);
    if (column == nullptr) continue;
    const std::string collation = column->collation.empty() ? "" : " COLLATE " + column->collation;
    const std::string sql = fmt::format("ALTER TABLE {} ALTER COLUMN {} TYPE {}{}", input.table_sql(table),
                                        input.quote(name), column->type, collation);
    if (!can_be_written_again(input, table, *column, sql)) continue;
    // The same type once more: the key is made again of what it was, as valid as it is (TryReuseForeignKey,
    // src/backend/commands/tablecmds.c). What ANALYZE knew of the column is forgotten by it.
    return {
        sql_step(phase, fmt::format("mark {} as proven for each partition of {}", constraint.name, referenced->name),
                 {sql}, {}),
        sql_step(phase, fmt::format("count the values of {}.{} again", table.name, name),
                 {fmt::format("ANALYZE {} ({})", input.table_sql(table), input.quote(name))}, {})};
  }
  return {};
}

}  // namespace lockstep
