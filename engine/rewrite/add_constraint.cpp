// Constraints on tables in use: proven or built beside, so that only short locks are taken (manual, ALTER TABLE).
#include <fmt/format.h>

#include "base/text.h"
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
  if (constraint.kind == ConstraintKind::ForeignKey && table.kind == CatalogRelationKind::PartitionedTable &&
      input.options.server_version < 18) {
    return refuse_rewrite(fmt::format("{} is partitioned, and before PostgreSQL 18 a foreign key on it cannot be NOT VALID",
                              table.name),
                  "add it to each partition NOT VALID, validate those, then add it to the parent as-written");
  }
  const std::string name = constraint_name(input, *target);
  const std::string quoted = input.quote(name);
  const std::string table_sql = input.table_sql(table);
  // The statement's own words, with the name that the server would choose and NOT VALID.
  const std::string& text = input.statement().text;
  const uint32_t base = input.statement().span.begin;
  std::string body = text.substr(constraint.span.begin - base, constraint.span.size());
  if (constraint.name.empty()) body = fmt::format("CONSTRAINT {} {}", quoted, body);
  Rewritten out;
  out.name = constraint.kind == ConstraintKind::Check ? "add-check" : "add-foreign-key";
  out.steps.push_back(sql_step(Phase::Contract, fmt::format("demand {} of new rows of {}", name, table.name),
                               {fmt::format("ALTER TABLE {} ADD {} NOT VALID", table_sql, body)},
                               {fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", table_sql, quoted)}));
  out.steps.push_back(sql_step(Phase::Contract, fmt::format("prove {} for old rows of {}", name, table.name),
                               {fmt::format("ALTER TABLE {} VALIDATE CONSTRAINT {}", table_sql, quoted)}, {}));
  return out;
}

std::optional<Rewritten> add_unique_or_primary_key(const RewriteInput& input) {
  const std::optional<Target> target = added_constraint(input);
  if (!target || !target->constraint->using_index.empty()) return std::nullopt;
  const Constraint& constraint = *target->constraint;
  const bool primary = constraint.kind == ConstraintKind::PrimaryKey;
  if (!primary && constraint.kind != ConstraintKind::Unique) return std::nullopt;
  const CatalogRelation& table = *target->table;
  if (table.kind == CatalogRelationKind::PartitionedTable || constraint.without_overlaps) {
    return refuse_rewrite(fmt::format("{} on {} cannot be built beside it yet", primary ? "a primary key" : "UNIQUE", table.name),
                  "build the index on each partition, or accept the lock: -- lockstep: as-written");
  }
  const std::string name = constraint_name(input, *target);
  const std::string quoted = input.quote(name);
  const std::string table_sql = input.table_sql(table);
  const std::string columns = join(quote_all(input, constraint.columns), ", ");
  Rewritten out;
  out.name = primary ? "add-primary-key" : "add-unique";
  std::vector<std::string> not_null;
  if (!primary) {
    for (const std::string& column : constraint.columns) not_null.push_back(input.quote(column) + " IS NOT NULL");
  }
  const std::string only =
      primary || constraint.nulls_not_distinct ? "" : " WHERE " + join(not_null, " AND ");
  out.steps.push_back(check_step(
      Phase::Contract, fmt::format("count duplicates of ({}) in {}", join(constraint.columns, ", "), table.name),
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
  std::string create = fmt::format("CREATE UNIQUE INDEX CONCURRENTLY {} ON {} ({})", quoted, table_sql, columns);
  if (!constraint.include.empty()) {
    create += fmt::format(" INCLUDE ({})", join(quote_all(input, constraint.include), ", "));
  }
  if (constraint.nulls_not_distinct) create += " NULLS NOT DISTINCT";
  out.steps.push_back(index_step(Phase::Contract, table, name, create));
  std::string use = fmt::format("ALTER TABLE {} ADD CONSTRAINT {} {} USING INDEX {}", table_sql, quoted,
                                primary ? "PRIMARY KEY" : "UNIQUE", quoted);
  if (constraint.deferrable) use += " DEFERRABLE";
  if (constraint.initially_deferred) use += " INITIALLY DEFERRED";
  out.steps.push_back(sql_step(Phase::Contract, fmt::format("make index {} the constraint", name), {use},
                               {fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", table_sql, quoted)}));
  return out;
}

}  // namespace lockstep
