// Constraints on tables in use: proven or built beside, so that only short locks are taken (manual, ALTER TABLE).
#include <fmt/format.h>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/rewrite/partitioned.h"
#include "engine/rewrite/rewrite.h"

namespace lockstep {
namespace {

struct Target {
  const CatalogRelation* table = nullptr;
  const Constraint* constraint = nullptr;
};

std::optional<Target> added_constraint(const RewriteInput& input) {
  const AlterTableSubcommand* add = subcommand(input.statement(), AlterTableAction::AddConstraint);
  if (add == nullptr || !add->constraint || !input.postgresql()) return std::nullopt;
  const QualifiedName& target = input.statement().as<AlterTable>()->name;
  const CatalogRelation* table = input.catalog.find(target);
  if (table == nullptr || input.is_new(input.catalog.key(target))) return std::nullopt;
  return Target{table, &*add->constraint};
}

/// The name that the server would choose: the one that appears when the statement is folded.
std::string constraint_name(const RewriteInput& input, const Target& target) {
  if (!target.constraint->name.empty()) return target.constraint->name;
  const auto table = relation_after(input.catalog, input.statement(), input.statement().as<AlterTable>()->name);
  return !table || table->constraints.empty() ? std::string() : table->constraints.back().name;
}

std::vector<std::string> quote_all(const RewriteInput& input, const std::vector<std::string>& names) {
  std::vector<std::string> out;
  for (const std::string& name : names) out.push_back(input.quote(name));
  return out;
}

}  // namespace

std::optional<Rewritten> add_check_or_foreign_key(const RewriteInput& input) {
  const std::optional<Target> target = added_constraint(input);
  if (!target || target->constraint->not_valid || target->constraint->not_enforced) return std::nullopt;
  const Constraint& constraint = *target->constraint;
  if (constraint.kind != ConstraintKind::Check && constraint.kind != ConstraintKind::ForeignKey) return std::nullopt;
  const CatalogRelation& table = *target->table;
  const std::string name = constraint_name(input, *target);
  // The statement's own words, with the name that the server would choose and NOT VALID.
  const std::string& text = input.statement().text;
  const uint32_t base = input.statement().span.begin;
  std::string body = text.substr(constraint.span.begin - base, constraint.span.size());
  if (constraint.name.empty()) body = fmt::format("CONSTRAINT {} {}", input.quote(name), body);
  const Phase phase = phase_of(input.statement(), input.catalog, input.pending).phase;
  Rewritten out;
  out.name = constraint.kind == ConstraintKind::Check ? "add-check" : "add-foreign-key";
  if (constraint.kind == ConstraintKind::ForeignKey && table.kind == CatalogRelationKind::PartitionedTable &&
      input.options.server_version < 18) {
    const std::string definition = body.substr(to_lower(body).find("foreign key"));
    foreign_key_of_partitions(input, table, phase, name, definition, out);
    return out;
  }
  add_proven(input, phase, table, name, body, "DROP CONSTRAINT", out);
  if (constraint.kind == ConstraintKind::ForeignKey) {
    CatalogConstraint key;
    key.name = name;
    key.kind = constraint.kind;
    key.columns = constraint.columns;
    key.referenced = input.catalog.key(constraint.referenced);
    for (Step& step : settle_foreign_key(input, phase, table, key)) out.steps.push_back(std::move(step));
  }
  return out;
}

std::optional<Rewritten> add_unique_or_primary_key(const RewriteInput& input) {
  const std::optional<Target> target = added_constraint(input);
  if (!target || !target->constraint->using_index.empty()) return std::nullopt;
  const Constraint& constraint = *target->constraint;
  const bool primary = constraint.kind == ConstraintKind::PrimaryKey;
  if (!primary && constraint.kind != ConstraintKind::Unique) return std::nullopt;
  const CatalogRelation& table = *target->table;
  if (constraint.without_overlaps) {
    return refuse_rewrite(fmt::format("{} WITHOUT OVERLAPS cannot be made of an index that is built beside the traffic",
                                      primary ? "PRIMARY KEY" : "UNIQUE"),
                          "build it in a copy of the table with `-- lockstep: mirror`, or accept the lock: "
                          "-- lockstep: as-written");
  }
  const std::string name = constraint_name(input, *target);
  const std::string quoted = input.quote(name);
  const std::string table_sql = input.table_sql(table);
  const std::string columns = join(quote_all(input, constraint.columns), ", ");
  const Phase phase = phase_of(input.statement(), input.catalog, input.pending).phase;
  Rewritten out;
  out.name = primary ? "add-primary-key" : "add-unique";
  std::vector<std::string> not_null;
  if (!primary) {
    for (const std::string& column : constraint.columns) not_null.push_back(input.quote(column) + " IS NOT NULL");
  }
  const std::string only =
      primary || constraint.nulls_not_distinct ? "" : " WHERE " + join(not_null, " AND ");
  out.steps.push_back(check_step(
      phase, fmt::format("count duplicates of ({}) in {}", join(constraint.columns, ", "), table.name),
      fmt::format("SELECT count(*) FROM (SELECT 1 FROM {}{} GROUP BY {} HAVING count(*) > 1) AS duplicates", table_sql,
                  only, columns),
      fmt::format("values of ({}) in {} that occur more than once", join(constraint.columns, ", "), table.name)));
  if (primary) {
    for (const std::string& column : constraint.columns) {
      const CatalogColumn* found = table.column(column);
      if (found == nullptr || found->not_null) continue;
      for (Step& step : not_null_steps(input, table, column, {}, {})) out.steps.push_back(std::move(step));
    }
  }
  std::string definition = fmt::format("({})", columns);
  if (!constraint.include.empty()) {
    definition += fmt::format(" INCLUDE ({})", join(quote_all(input, constraint.include), ", "));
  }
  const std::string nulls = constraint.nulls_not_distinct ? " NULLS NOT DISTINCT" : "";
  const std::string deferred = deferred_words(constraint.deferrable, constraint.initially_deferred);
  if (table.kind == CatalogRelationKind::PartitionedTable) {
    key_of_partitions(input, table, phase, {name, primary, nulls, definition, deferred}, out);
    return out;
  }
  out.steps.push_back(
      index_step(phase, table, name,
                 fmt::format("CREATE UNIQUE INDEX CONCURRENTLY {} ON {} {}{}", quoted, table_sql, definition, nulls)));
  out.steps.push_back(sql_step(phase, fmt::format("make index {} the constraint", name),
                               {key_using_index(table_sql, quoted, primary, quoted, deferred)},
                               {fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", table_sql, quoted)}));
  return out;
}

}  // namespace lockstep
