// ALTER COLUMN TYPE that rewrites the table: a column of the new type beside the old one, kept in step, filled, and
// swapped in one short transaction. The new type has its name only after contract.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/rewrite/rewrite.h"
#include "engine/rewrite/sync.h"

namespace lockstep {
namespace {

/// True when every literal of the one type is one of the other, values being in range: both versions can share the name.
bool share_literals(const std::string& from, const std::string& to) {
  static const std::set<std::string, std::less<>> numbers{"smallint", "integer", "bigint", "numeric", "real",
                                                          "double precision"};
  static const std::set<std::string, std::less<>> texts{"text", "character varying", "character"};
  const auto base = [](const std::string& type) { return type.substr(0, type.find('(')); };
  return (numbers.count(base(from)) > 0 && numbers.count(base(to)) > 0) ||
         (texts.count(base(from)) > 0 && texts.count(base(to)) > 0);
}

bool uses(const std::vector<std::string>& columns, const std::string& column) {
  return std::find(columns.begin(), columns.end(), column) != columns.end();
}

bool in_expression(const std::string& expression, const std::string& column) {
  if (expression.empty()) return false;
  const ParsedFile parsed = parse("CREATE INDEX ON t ((" + expression + "))", Dialect::PostgreSQL);
  const auto* index = parsed.statements.empty() ? nullptr : parsed.statements[0].as<CreateIndex>();
  if (index == nullptr || index->elements.empty() || !index->elements[0].expression) return true;  // not understood
  return uses(columns_of(*index->elements[0].expression), column);
}

/// Everything that hangs on the old column and has to hang on the new one after the swap.
struct Dependants {
  std::vector<const CatalogIndex*> indexes;            ///< plain ones
  std::vector<const CatalogConstraint*> keys;          ///< PRIMARY KEY and UNIQUE
  std::vector<const CatalogConstraint*> own;           ///< CHECK and FOREIGN KEY of the table
  std::vector<std::pair<const CatalogRelation*, const CatalogConstraint*>> inbound;
  std::string trouble;                                 ///< what cannot be carried over; empty for nothing
};

Dependants dependants_of(const RewriteInput& input, const CatalogRelation& table, const std::string& column) {
  Dependants out;
  const std::string key = input.catalog.key({table.schema, table.name, {}});
  for (const CatalogIndex& index : table.indexes) {
    if (!index.constraint.empty()) continue;
    const bool named = std::any_of(index.elements.begin(), index.elements.end(),
                                   [&](const auto& element) { return element.column == column; }) ||
                       uses(index.include, column);
    const bool inside = in_expression(index.predicate, column) ||
                        std::any_of(index.elements.begin(), index.elements.end(), [&](const auto& element) {
                          return in_expression(element.expression, column);
                        });
    if (inside) out.trouble = fmt::format("index {} uses {} in an expression", index.name, column);
    if (named && !inside) out.indexes.push_back(&index);
  }
  for (const CatalogConstraint& constraint : table.constraints) {
    if (!uses(constraint.columns, column)) continue;
    if (constraint.kind == ConstraintKind::PrimaryKey || constraint.kind == ConstraintKind::Unique) {
      out.keys.push_back(&constraint);
    } else if (constraint.kind == ConstraintKind::Exclude) {
      out.trouble = fmt::format("exclusion constraint {} cannot be built beside it", constraint.name);
    } else {
      out.own.push_back(&constraint);
    }
  }
  for (const auto& [relation, constraint] : input.catalog.referencing(key)) {
    const bool own = relation == &table && uses(constraint->columns, column);  // already among its own
    if (uses(constraint->referenced_columns, column) && !own) out.inbound.emplace_back(relation, constraint);
  }
  for (const auto& [name, statistics] : input.catalog.statistics) {
    if (statistics.table == key && uses(statistics.columns, column)) {
      out.trouble = fmt::format("extended statistics {} are over {}", statistics.name, column);
    }
  }
  if (!input.catalog.views_over(key).empty()) {
    out.trouble = fmt::format("view {} reads the table", input.catalog.views_over(key).front()->name);
  }
  return out;
}

/// Whether an earlier statement of the file changes the type of the same column.
bool changed_before(const RewriteInput& input, const std::string& table, const std::string& column) {
  for (size_t i = 0; i < input.index; ++i) {
    const auto* alter = input.migration.statements[i].statement.as<AlterTable>();
    if (alter == nullptr || input.catalog.key(alter->name) != table) continue;
    for (const AlterTableSubcommand& sub : alter->subcommands) {
      if (sub.action == AlterTableAction::AlterColumnType && sub.name == column) return true;
    }
  }
  return false;
}

std::string on_helper(const RewriteInput& input, const std::vector<std::string>& columns, const std::string& column,
                      const std::string& helper) {
  std::vector<std::string> parts;
  for (const std::string& name : columns) parts.push_back(input.quote(name == column ? helper : name));
  return join(parts, ", ");
}

}  // namespace

std::optional<Rewritten> change_type(const RewriteInput& input) {
  const AlterTableSubcommand* change = subcommand(input.statement(), AlterTableAction::AlterColumnType);
  if (change == nullptr || !input.postgresql() || !change->type) return std::nullopt;
  const QualifiedName& target = input.statement().as<AlterTable>()->name;
  const CatalogRelation* table = input.catalog.find(target);
  const std::string table_key = input.catalog.key(target);
  if (table == nullptr || input.is_new(table_key)) return std::nullopt;
  const CatalogColumn* column = table->column(change->name);
  if (column == nullptr) return std::nullopt;
  const Effect effect = effect_of(input.statement(), input.catalog, input.options.server_version);
  if (effect.rewrites.empty() && effect.scans.empty() && effect.index_builds.empty()) return std::nullopt;
  if (effect.fails && effect.fails->certainty == Failure::Certainty::Always) return std::nullopt;
  const std::string type = format_type(*change->type, Dialect::PostgreSQL);
  if (table->kind != CatalogRelationKind::Table || !table->parent.empty()) {
    return refuse_rewrite(fmt::format("{} is partitioned, and its type changes are not planned yet", table->name),
                  "change it in a copy of the table with `-- lockstep: mirror`, or accept the lock: as-written");
  }
  const bool told = input.item.directives.using_expression && input.item.directives.reverse_expression;
  if (!share_literals(column->type, type) && !told) {
    return refuse_rewrite(fmt::format("{}.{} as {} and as {} cannot be served under one name to both versions", table->name,
                              column->name, column->type, type),
                  "add a new column with `-- lockstep: using=...` and drop the old one later, or accept the lock "
                  "and the cut: -- lockstep: as-written");
  }
  if (changed_before(input, table_key, column->name)) {
    return refuse_rewrite(fmt::format("the type of {}.{} is changed twice by one migration", table->name, column->name),
                          "write the last type only, or put the second change into a migration of its own");
  }
  const Dependants dependants = dependants_of(input, *table, column->name);
  if (!dependants.trouble.empty()) {
    return refuse_rewrite(fmt::format("the type of {}.{} cannot be changed beside it: {}", table->name, column->name,
                              dependants.trouble),
                  "drop and re-create that object in migrations before and after this one");
  }
  std::vector<KeyColumn> walk = walking_key(input, *table);
  if (walk.empty()) {
    return refuse_without_key(*table);
  }
  const std::string name = input.table_sql(*table);
  const std::string old = input.quote(column->name);
  const std::string helper_name = own_name(input.migration, column->name + "_new");
  const std::string helper = input.quote(helper_name);
  const std::string kept_name = own_name(input.migration, column->name + "_old");
  const std::string kept = input.quote(kept_name);

  ColumnSync sync;
  sync.id = fmt::format("{}_{}", safe_id(input.migration), input.index + 1);
  sync.table = table;
  Expression value = column_expression(column->name, Dialect::PostgreSQL);
  if (change->expression) value = *change->expression;
  if (input.item.directives.using_expression) value = *input.item.directives.using_expression;
  const bool plain = !change->expression && !input.item.directives.using_expression;
  if (plain) value.text += "::" + type;
  sync.added.push_back({helper_name, value});
  sync.added_types.push_back(type);

  Rewritten out;
  out.name = "change-type";
  out.readable_after = "contract";
  out.helpers.push_back(table_key + "." + helper_name);
  out.moved_columns.push_back(table_key + "." + column->name);
  out.steps.push_back(sql_step(Phase::Expand, fmt::format("add {} {} beside {}.{}", helper_name, type, table->name,
                                                          column->name),
                               {fmt::format("ALTER TABLE {} ADD COLUMN {} {}", name, helper, type)},
                               {fmt::format("ALTER TABLE {} DROP COLUMN {}", name, helper)}));
  out.steps.push_back(sql_step(Phase::Expand, fmt::format("keep {}.{} equal to {}", table->name, helper_name,
                                                          column->name),
                               install(sync, Dialect::PostgreSQL), remove(sync, Dialect::PostgreSQL)));
  const std::string not_done = fmt::format("{} IS NULL AND ({}) IS NOT NULL", helper, value.text);
  Step fill = fill_step(input, *table, std::move(walk),
                        fmt::format("copy {}.{} as {}", table->name, column->name, type),
                        fmt::format("{} = {}", helper, value.text), not_done);
  fill.backfill->filling = sync.id;
  fill.backfill->remaining = fmt::format("SELECT count(*) FROM {} WHERE {}", name, not_done);
  out.steps.push_back(std::move(fill));

  // Indexes beside the old ones, after the fill, so that its updates stay cheap.
  std::vector<std::string> drop_old, use_new;
  for (const CatalogIndex* index : dependants.indexes) {
    const std::string beside = own_name(input.migration, index->name);
    CatalogIndex on_helper_index = index_on_helper(*index, beside, column->name, helper_name);
    for (CatalogIndexElement& element : on_helper_index.elements) {
      if (element.column == helper_name) element.operator_class.clear();  // the new type has a default of its own
    }
    const std::string create = concurrently(index_definition(*table, on_helper_index, Dialect::PostgreSQL));
    out.steps.push_back(index_step(Phase::Backfill, *table, beside, create));
    drop_old.push_back("DROP INDEX " + input.beside(*table, index->name));
    use_new.push_back(
        fmt::format("ALTER INDEX {} RENAME TO {}", input.beside(*table, beside), input.quote(index->name)));
  }
  for (const CatalogConstraint* key : dependants.keys) {
    const std::string beside = own_name(input.migration, key->name);
    std::string create = fmt::format("CREATE UNIQUE INDEX CONCURRENTLY {} ON {} ({})", input.quote(beside), name,
                                     on_helper(input, key->columns, column->name, helper_name));
    if (!key->include.empty()) create += fmt::format(" INCLUDE ({})", on_helper(input, key->include, column->name, helper_name));
    if (key->nulls_not_distinct) create += " NULLS NOT DISTINCT";
    out.steps.push_back(index_step(Phase::Backfill, *table, beside, create));
  }
  if (column->not_null) {
    for (Step& step : prove_not_null(input, *table, helper_name)) out.steps.push_back(std::move(step));
  }

  // The swap: catalog changes only. Foreign keys come back NOT VALID and are proven afterwards.
  std::vector<std::string> swap = remove(sync, Dialect::PostgreSQL);
  std::vector<std::pair<std::string, std::string>> to_validate;  // table, constraint
  const std::string sequence_key = table->name + "_" + column->name + "_seq";
  for (const auto& [relation, constraint] : dependants.inbound) {
    swap.push_back(fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", input.table_sql(*relation),
                               input.quote(constraint->name)));
  }
  for (const CatalogConstraint* constraint : dependants.own) {
    swap.push_back(fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", name, input.quote(constraint->name)));
  }
  for (const CatalogConstraint* key : dependants.keys) {
    swap.push_back(fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", name, input.quote(key->name)));
  }
  swap.insert(swap.end(), drop_old.begin(), drop_old.end());
  std::string sequence;
  if (column->identity != 0) {
    sequence = input.beside(*table, sequence_key);
    swap.push_back(fmt::format("CREATE TEMPORARY TABLE lockstep_identity ON COMMIT DROP AS SELECT last_value, is_called "
                               "FROM {}",
                               sequence));
    swap.push_back(fmt::format("ALTER TABLE {} ALTER COLUMN {} DROP IDENTITY", name, old));
  } else if (!column->default_expression.empty()) {
    swap.push_back(fmt::format("ALTER TABLE {} ALTER COLUMN {} DROP DEFAULT", name, old));
  }
  if (column->not_null) swap.push_back(fmt::format("ALTER TABLE {} ALTER COLUMN {} DROP NOT NULL", name, old));
  swap.push_back(fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {}", name, old, kept));
  swap.push_back(fmt::format("ALTER TABLE {} RENAME COLUMN {} TO {}", name, helper, old));
  if (column->not_null) {
    // Under its own name, of which PostgreSQL 18 makes that of the constraint.
    swap.push_back(fmt::format("ALTER TABLE {} ALTER COLUMN {} SET NOT NULL", name, old));
    swap.push_back(fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", name, not_null_proof(input, helper_name)));
  }
  if (column->identity != 0) {
    swap.push_back(fmt::format("ALTER TABLE {} ALTER COLUMN {} ADD GENERATED {} AS IDENTITY", name, old,
                               column->identity == 'a' ? "ALWAYS" : "BY DEFAULT"));
    swap.push_back(fmt::format("SELECT setval({}, last_value, is_called) FROM lockstep_identity",
                               quote_literal(sequence)));
  } else if (!column->default_expression.empty()) {
    swap.push_back(fmt::format("ALTER TABLE {} ALTER COLUMN {} SET DEFAULT {}", name, old, column->default_expression));
  }
  for (const auto& [relation_key, relation] : input.catalog.relations) {
    if (relation.kind == CatalogRelationKind::Sequence && relation.owned_by == table_key + "." + column->name &&
        column->identity == 0) {
      swap.push_back(fmt::format("ALTER SEQUENCE {} OWNED BY {}.{}", input.table_sql(relation), name, old));
    }
  }
  swap.insert(swap.end(), use_new.begin(), use_new.end());
  for (const CatalogConstraint* key : dependants.keys) {
    swap.push_back(key_using_index(name, input.quote(key->name), key->kind == ConstraintKind::PrimaryKey,
                                   input.quote(own_name(input.migration, key->name)),
                                   deferred_words(key->deferrable, key->initially_deferred)));
  }
  const auto add_again = [&](const std::string& owner, const CatalogConstraint& constraint) {
    const bool valid = constraint.validated && constraint.definition.find("NOT VALID") == std::string::npos;
    swap.push_back(fmt::format("ALTER TABLE {} ADD CONSTRAINT {} {}{}", owner, input.quote(constraint.name),
                               constraint.definition, valid ? " NOT VALID" : ""));
    if (valid) to_validate.emplace_back(owner, constraint.name);
  };
  for (const CatalogConstraint* constraint : dependants.own) add_again(name, *constraint);
  for (const auto& [relation, constraint] : dependants.inbound) add_again(input.table_sql(*relation), *constraint);
  if (!column->comment.empty()) {
    swap.push_back(fmt::format("COMMENT ON COLUMN {}.{} IS {}", name, old, quote_literal(column->comment)));
  }
  CatalogRelation of_column = *table;
  std::erase_if(of_column.grants, [&](const CatalogGrant& grant) { return grant.column != column->name; });
  for (std::string& grant : grant_statements(of_column, name)) swap.push_back(std::move(grant));
  out.steps.push_back(no_undo(sql_step(Phase::Contract, fmt::format("swap {}.{} to {}", table->name, column->name, type),
                                       std::move(swap), {}),
                              Reversible::No,
                              fmt::format("values written as {} after the swap may not fit {}", type, column->type)));
  for (const auto& [owner, constraint] : to_validate) {
    out.steps.push_back(sql_step(Phase::Contract, fmt::format("prove {} again", constraint),
                                 {fmt::format("ALTER TABLE {} VALIDATE CONSTRAINT {}", owner, input.quote(constraint))},
                                 {}));
  }
  Step purge = no_undo(sql_step(Phase::Contract, fmt::format("drop the old {}.{}", table->name, column->name),
                                {fmt::format("ALTER TABLE {} DROP COLUMN {}", name, kept)}, {}),
                       Reversible::No, "the old values are gone");
  purge.purge = true;
  out.steps.push_back(std::move(purge));
  return out;
}

}  // namespace lockstep
