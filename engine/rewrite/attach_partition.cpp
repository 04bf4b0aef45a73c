// ATTACH PARTITION of a table in use: what the server would look for under ACCESS EXCLUSIVE is proven or built before
// (manual, 5.11.2.2 and ALTER TABLE).
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/catalog/bounds.h"
#include "engine/catalog/definition.h"
#include "engine/rewrite/rewrite.h"

namespace lockstep {
namespace {

struct Proof {
  std::string table, name;  ///< as SQL
};

/// A CHECK that is tested beside the traffic, and that goes with the statement.
Proof prove(const RewriteInput& input, Phase phase, const CatalogRelation& table, const std::string& condition,
            Rewritten& out) {
  Proof proof{input.table_sql(table), input.quote(own_name(input.migration, table.name + "_bound"))};
  out.steps.push_back(sql_step(
      phase, fmt::format("demand of new rows of {} that they fit", table.name),
      {fmt::format("ALTER TABLE {} ADD CONSTRAINT {} CHECK ({}) NOT VALID", proof.table, proof.name, condition)},
      {fmt::format("ALTER TABLE {} DROP CONSTRAINT IF EXISTS {}", proof.table, proof.name)}));
  out.steps.push_back(sql_step(phase, fmt::format("prove that the rows of {} fit", table.name),
                               {fmt::format("ALTER TABLE {} VALIDATE CONSTRAINT {}", proof.table, proof.name)}, {}));
  return proof;
}

/// The indexes and keys that the partitioned table has and the new partition has not, beside the traffic.
void build_indexes(const RewriteInput& input, Phase phase, const CatalogRelation& partition,
                   const CatalogRelation& after, Rewritten& out) {
  const std::string sql = input.table_sql(partition);
  for (size_t i = partition.indexes.size(); i < after.indexes.size(); ++i) {
    const CatalogIndex& index = after.indexes[i];
    CatalogIndex plain = index;
    plain.constraint.clear();
    out.steps.push_back(index_step(phase, partition, index.name,
                                   concurrently(index_definition(partition, plain, Dialect::PostgreSQL))));
    if (index.constraint.empty()) continue;
    const CatalogConstraint* key = after.constraint(index.constraint);
    if (key == nullptr) continue;
    const std::string quoted = input.quote(index.name);
    const std::string use = key_using_index(sql, quoted, key->kind == ConstraintKind::PrimaryKey, quoted,
                                            deferred_words(key->deferrable, key->initially_deferred));
    out.steps.push_back(sql_step(phase, fmt::format("make index {} the constraint", index.name), {use},
                                 {fmt::format("ALTER TABLE {} DROP CONSTRAINT IF EXISTS {}", sql, quoted)}));
  }
}

void prove_foreign_keys(const RewriteInput& input, Phase phase, const CatalogRelation& partition,
                        const CatalogRelation& after, Rewritten& out) {
  for (const CatalogConstraint& constraint : after.constraints) {
    if (constraint.kind != ConstraintKind::ForeignKey || partition.constraint(constraint.name) != nullptr) continue;
    add_proven(input, phase, partition, constraint.name,
               fmt::format("CONSTRAINT {} {}", input.quote(constraint.name),
                           constraint_definition(constraint, Dialect::PostgreSQL)),
               "DROP CONSTRAINT IF EXISTS", out);
  }
}

}  // namespace

std::optional<Rewritten> attach_partition(const RewriteInput& input) {
  const AlterTableSubcommand* attach = subcommand(input.statement(), AlterTableAction::AttachPartition);
  if (attach == nullptr || !input.postgresql() || !attach->partition || !attach->bound) return std::nullopt;
  const QualifiedName& target = input.statement().as<AlterTable>()->name;
  const CatalogRelation* parent = input.catalog.find(target);
  const CatalogRelation* partition = input.catalog.find(*attach->partition);
  if (parent == nullptr || partition == nullptr || partition->kind != CatalogRelationKind::Table) return std::nullopt;
  const Effect effect = effect_of(input.statement(), input.catalog, input.options.server_version);
  if (effect.fails && effect.fails->certainty == Failure::Certainty::Always) return std::nullopt;
  const auto after = relation_after(input.catalog, input.statement(), *attach->partition);
  const std::string key = input.catalog.key(*attach->partition);
  const bool in_use = !input.is_new(key);
  const bool work = !effect.scans.empty() || !effect.index_builds.empty();
  if (!after || !work) return std::nullopt;

  const Phase phase = phase_of(input.statement(), input.catalog, input.pending).phase;
  Rewritten out;
  out.name = "attach-partition";
  std::vector<Proof> proofs;
  for (const std::string& scanned : effect.scans) {
    const CatalogRelation* table = input.catalog.find(std::string_view(scanned));
    if (table == nullptr || (table == partition && !in_use)) continue;
    const std::string condition = bound_condition(*parent, attach->bound->text);
    if (condition.empty() || (table != partition && table->parent != input.catalog.key(target))) {
      return refuse_rewrite(
          fmt::format("ATTACH PARTITION would read all of {} while nobody can use it, and its bounds are "
                      "none that a CHECK of one column says",
                      table->name),
          "prove them by a CHECK of your own that is valid before this statement, or accept the lock: "
          "-- lockstep: as-written");
    }
    proofs.push_back(prove(input, phase, *table, table == partition ? condition : "NOT (" + condition + ")", out));
  }
  if (in_use) {
    build_indexes(input, phase, *partition, *after, out);
    prove_foreign_keys(input, phase, *partition, *after, out);
  }
  std::vector<std::string> sql{input.statement().text};
  for (const Proof& proof : proofs) {
    sql.push_back(fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", proof.table, proof.name));
  }
  out.steps.push_back(sql_step(
      phase, fmt::format("attach {} to {}", partition->name, parent->name), std::move(sql),
      {fmt::format("ALTER TABLE {} DETACH PARTITION {}", input.table_sql(*parent), input.table_sql(*partition))}));
  return out;
}

}  // namespace lockstep
