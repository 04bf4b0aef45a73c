// Indexes on tables in use: CONCURRENTLY, and leaf by leaf on partitioned tables (manual, CREATE INDEX, "Building
// Indexes Concurrently").
#include <fmt/format.h>

#include "base/text.h"
#include "engine/rewrite/partitioned.h"
#include "engine/rewrite/rewrite.h"

namespace lockstep {
namespace {

/// The name that the server gives the index: the one that appears when the statement is folded.
std::string index_name(const RewriteInput& input, const CreateIndex& create) {
  if (!create.name.empty()) return create.name;
  const auto table = relation_after(input.catalog, input.statement(), create.table);
  return !table || table->indexes.empty() ? std::string() : table->indexes.back().name;
}

/// "(a, b) INCLUDE (c) WHERE ..." of the statement: what follows the table's name.
std::string after_table(const Statement& statement, const CreateIndex& create) {
  return statement.text.substr(create.table.span.end - statement.span.begin);
}

}  // namespace

std::optional<Rewritten> create_index(const RewriteInput& input) {
  const auto* create = input.statement().as<CreateIndex>();
  if (create == nullptr || !input.postgresql() || create->only) return std::nullopt;
  const CatalogRelation* table = input.catalog.find(create->table);
  if (table == nullptr || input.is_new(input.catalog.key(create->table))) return std::nullopt;
  if (create->if_not_exists && !create->name.empty() && table->index(create->name) != nullptr &&
      table->index(create->name)->valid) {
    return std::nullopt;  // there is nothing to build
  }
  // A unique index over columns that the same pending migrations add is judged by phase_of; here only the way counts.
  PhaseDecision decision = phase_of(input.statement(), input.catalog, input.pending);
  const Phase phase = decision.phase;
  const std::string name = index_name(input, *create);
  const std::string quoted = input.quote(name);
  const std::string table_sql = input.table_sql(*table);
  const std::string tail = after_table(input.statement(), *create);
  const std::string unique = create->unique ? "UNIQUE " : "";
  Rewritten out;
  out.name = "create-index-concurrently";
  if (table->kind != CatalogRelationKind::PartitionedTable) {
    out.steps.push_back(index_step(phase, *table, name,
                                   fmt::format("CREATE {}INDEX CONCURRENTLY {} ON {}{}", unique, quoted, table_sql,
                                               tail)));
    return out;
  }
  return index_of_partitions(input, *table, phase, name, create->unique, tail);
}

std::optional<Rewritten> drop_index(const RewriteInput& input) {
  const auto* drop = input.statement().as<DropStatement>();
  if (drop == nullptr || drop->kind != ObjectKind::Index || !input.postgresql() || drop->cascade) return std::nullopt;
  Rewritten out;
  out.name = "drop-index-concurrently";
  for (const QualifiedName& name : drop->names) {
    const CatalogRelation* table = input.catalog.table_of_index(name);
    const CatalogIndex* index = table == nullptr ? nullptr : table->index(name.name);
    if (index == nullptr || !index->constraint.empty() || table->kind == CatalogRelationKind::PartitionedTable ||
        input.is_new(input.catalog.key({table->schema, table->name, {}}))) {
      return std::nullopt;
    }
    const PhaseDecision decision = phase_of(input.statement(), input.catalog, input.pending);
    out.steps.push_back(drop_index_step(decision.phase, *table, *index));
  }
  if (out.steps.empty()) return std::nullopt;
  return out;
}

}  // namespace lockstep
