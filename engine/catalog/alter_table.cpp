// ALTER TABLE and its relatives, one function for each kind of subcommand.
#include <algorithm>

#include "base/text.h"
#include "engine/catalog/alter_checks.h"
#include "engine/catalog/alter_parts.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/names.h"
#include "engine/catalog/query_checks.h"
#include "engine/catalog/refusals.h"
#include "engine/catalog/table.h"
#include "engine/catalog/type_change.h"
#include "engine/catalog/volatility.h"
#include "engine/catalog/words.h"

namespace lockstep {
namespace {

using Action = AlterTableAction;

/// The order in which the server works off the subcommands of one ALTER TABLE, whatever their order in the statement
/// (AlterTablePass in src/backend/commands/tablecmds.c).
int pass(const AlterTableSubcommand& sub) {
  switch (sub.action) {
    case Action::DropNotNull:
    case Action::DropExpression:
    case Action::DropIdentity:
    case Action::DropColumn:
    case Action::DropConstraint:
      return 0;
    case Action::AlterColumnType:
      return 1;
    case Action::AddColumn:
      return 2;
    case Action::SetNotNull:
    case Action::SetDefault:
    case Action::DropDefault:
    case Action::SetExpression:
      return 3;
    case Action::AddConstraint:
      if (!sub.constraint) return 5;
      return sub.constraint->kind == ConstraintKind::ForeignKey ? 6 : sub.constraint->kind == ConstraintKind::Check ? 5 : 4;
    case Action::AddIdentity:
      return 5;
    default:
      return 7;
  }
}

/// SQLite keeps the statement that made the table: ADD COLUMN is written into it before the last parenthesis.
void add_to_definition(CatalogRelation& table, std::string_view column) {
  const size_t end = table.definition.rfind(')');
  if (end != std::string::npos) table.definition.insert(end, ", " + std::string(column));
}

Status add_column(Draft& draft, const std::string& key, const AlterTable& alter, const AlterTableSubcommand& sub,
                  const Statement& statement) {
  if (!sub.column) return {};
  const ColumnDefinition& definition = *sub.column;
  const bool postgresql = draft.dialect() == Dialect::PostgreSQL;
  CatalogRelation* table = draft.edit(key);
  if (!table->parent.empty()) return refuse("42809", "cannot add column to a partition");
  if (table->column(definition.name) != nullptr) {
    if (sub.if_not_exists) return {};
    return refuse("42701", "column \"" + definition.name + "\" of relation \"" + table->name + "\" already exists");
  }
  if (alter.only && !draft.children(key).empty()) {
    return refuse("42P16", "column must be added to child tables too");
  }
  LOCKSTEP_TRY(CatalogColumn column, make_column(draft, *table, definition));
  for (const Constraint& constraint : definition.constraints) {
    if (constraint.kind != ConstraintKind::Generated || !constraint.expression) continue;
    LOCKSTEP_CHECK(check_generated(draft, *table, definition.name, *constraint.expression));
  }
  const bool owns_sequence =
      column.identity != 0 || (postgresql && definition.type && is_serial(*definition.type));
  const CatalogColumn copy = column;
  table->columns.push_back(std::move(column));
  if (!postgresql) {
    const size_t from = definition.span.begin - statement.span.begin;
    if (from < statement.text.size()) {
      add_to_definition(*table, std::string_view(statement.text).substr(from, definition.span.size()));
    }
  }
  if (owns_sequence) add_owned_sequence(draft, *table, copy.name, identity_sequence(definition));
  std::vector<std::string> below = draft.children(key);
  for (size_t i = 0; i < below.size(); ++i) {
    CatalogRelation* child = draft.edit(below[i]);
    // A column that is there already is taken as inherited, and nothing changes below it.
    if (child->column(copy.name) != nullptr) continue;
    child->columns.push_back(copy);
    if (copy.not_null && names_not_null(draft)) {
      set_not_null_name(*child, child->columns.back(), not_null_name(*draft.find(key), copy));
    }
    for (const std::string& deeper : draft.children(below[i])) below.push_back(deeper);
  }
  std::vector<Constraint> constraints = table_constraints(definition);
  if (postgresql) constraints = in_order_of_creation(constraints);
  for (const Constraint& constraint : constraints) {
    LOCKSTEP_CHECK(add_constraint(draft, key, constraint));
  }
  return {};
}

/// Foreign keys over the column, and those that reference it, are made again for the new type.
Status check_keys_of_type(const Draft& draft, const std::string& key, const std::string& column,
                          const std::string& type) {
  const auto look = [&](const CatalogRelation& table, const CatalogConstraint& constraint) -> Status {
    const CatalogRelation* referenced = draft.find(constraint.referenced);
    if (constraint.kind != ConstraintKind::ForeignKey || referenced == nullptr) return {};
    for (size_t i = 0; i < constraint.columns.size() && i < constraint.referenced_columns.size(); ++i) {
      const CatalogColumn* here = table.column(constraint.columns[i]);
      const CatalogColumn* there = referenced->column(constraint.referenced_columns[i]);
      if (here == nullptr || there == nullptr) continue;
      const bool is_here = relation_key(table) == key && here->name == column;
      const bool is_there = constraint.referenced == key && there->name == column;
      if (!is_here && !is_there) continue;
      if (fits_key(draft.base(), is_here ? type : here->type, is_there ? type : there->type)) continue;
      return refuse("42804", "foreign key constraint \"" + constraint.name + "\" cannot be implemented");
    }
    return {};
  };
  for (const CatalogConstraint& constraint : draft.find(key)->constraints) {
    LOCKSTEP_CHECK(look(*draft.find(key), constraint));
  }
  for (const std::string& other : draft.referencing(key)) {
    for (const CatalogConstraint& constraint : draft.find(other)->constraints) {
      LOCKSTEP_CHECK(look(*draft.find(other), constraint));
    }
  }
  return {};
}

/// Triggers and rules of the table that name the column: their stored form holds its type.
std::vector<std::string> dependents_of_type(const Draft& draft, const std::string& key, const std::string& column) {
  std::vector<std::string> found;
  for (const std::string& trigger : triggers_that_use(draft, key, column)) found.push_back("trigger " + trigger);
  for (const CatalogRule& rule : draft.find(key)->rules) {
    if (rule_uses(rule, column)) found.push_back("rule " + rule.name);
  }
  return found;
}

/// Indexes and checks over the column are made again for the new type.
Status check_remade(const Draft& draft, const CatalogRelation& table, const CatalogColumn& column,
                    const std::string& type) {
  for (const CatalogIndex& index : table.indexes) {
    for (const CatalogIndexElement& element : index.elements) {
      if (element.column == column.name) {
        LOCKSTEP_CHECK(check_operator_class(draft, index.method, type, element.operator_class));
      } else if (element.column.empty()) {
        LOCKSTEP_CHECK(check_operators(draft, element.expression, column, type));
      }
    }
    LOCKSTEP_CHECK(check_operators(draft, index.predicate, column, type));
  }
  for (const CatalogConstraint& constraint : table.constraints) {
    if (constraint.kind != ConstraintKind::Check) continue;
    LOCKSTEP_CHECK(check_operators(draft, constraint.expression, column, type));
  }
  return {};
}

/// Whether the column of this one relation, of the table or below it, can be made again with the type.
Status check_type_of(const Draft& draft, const CatalogRelation& table, const std::string& root,
                     const CatalogColumn& column, const std::string& type) {
  const std::string key = relation_key(table);
  if (!column.default_expression.empty() && column.generated == 0) {
    const TypeChange of_default = type_change(draft.base(), column.type, type, column.name, {}, draft.server_version());
    if (!of_default.possible && of_default.known) {
      return refuse("42804", "default for column \"" + column.name + "\" cannot be cast automatically to type " + type);
    }
  }
  if (const std::vector<std::string> users = dependents_of_type(draft, key, column.name); !users.empty()) {
    return refuse("0A000", "cannot alter type of a column used in the definition of " + users.front());
  }
  if (const std::vector<std::string> views = views_that_use(draft, key, column.name); !views.empty()) {
    return refuse("0A000", "cannot alter type of a column used by a view or rule: view " + views.front() +
                               " depends on column \"" + column.name + "\"");
  }
  for (const CatalogColumn& other : table.columns) {
    if (other.generated != 0 && other.name != column.name &&
        mentions(other.generated_expression, column.name, Dialect::PostgreSQL)) {
      return refuse(draft.server_version() >= 15 ? "0A000" : "42601",
                    "cannot alter type of a column used by a generated column: column \"" + column.name +
                        "\" is used by generated column \"" + other.name + "\"");
    }
  }
  LOCKSTEP_CHECK(check_remade(draft, table, column, type));
  // A partition's keys are those of the table above it.
  return key == root || table.parent.empty() ? check_keys_of_type(draft, key, column.name, type) : Status{};
}

Status alter_type(Draft& draft, const std::string& key, const AlterTable& alter, const AlterTableSubcommand& sub) {
  CatalogRelation* table = draft.edit(key);
  LOCKSTEP_TRY(const CatalogColumn* column, column_of(*table, sub));
  if (column == nullptr || !sub.type) return {};
  const std::string type = format_type(*sub.type, Dialect::PostgreSQL);
  const auto times =
      std::count_if(alter.subcommands.begin(), alter.subcommands.end(), [&](const AlterTableSubcommand& other) {
        return other.action == Action::AlterColumnType && other.name == sub.name;
      });
  if (times > 1) return refuse("0A000", "cannot alter type of column \"" + sub.name + "\" twice");
  LOCKSTEP_CHECK(in_tree(draft, key, alter.only, [&](const CatalogRelation& relation) -> Status {
    const CatalogColumn* known = relation.column(sub.name);
    return known == nullptr ? Status{} : check_type_of(draft, relation, key, *known, type);
  }));
  return in_tree(draft, key, alter.only, [&](CatalogRelation& relation) -> Status {
    CatalogColumn* known = relation.column(sub.name);
    if (known == nullptr) return {};
    known->type = type;
    known->collation = sub.collation;
    return {};
  });
}

/// Those of other relations say nothing that anyone asks the catalog for.
Status set_view_options(Draft& draft, const std::string& key, const AlterTableSubcommand& sub) {
  const CatalogRelationKind kind = draft.find(key)->kind;
  if (kind != CatalogRelationKind::View && kind != CatalogRelationKind::MaterializedView) return {};
  CatalogRelation* view = draft.edit(key);
  set_storage(view->options, sub.options, sub.action == Action::ResetOptions);
  std::sort(view->options.begin(), view->options.end());
  return {};
}

Status set_statistics(Draft& draft, const std::string& key, const AlterTable& alter, const AlterTableSubcommand& sub) {
  constexpr int most = 10000;  // MAX_STATISTICS_TARGET in src/include/statistics/statistics.h
  const int target = std::clamp(std::atoi(sub.new_name.c_str()), -1, most);
  return in_tree(draft, key, alter.only, [&](CatalogRelation& relation) -> Status {
    CatalogColumn* column = relation.column(sub.name);
    if (column != nullptr) column->statistics = to_upper(sub.new_name) == "DEFAULT" ? -1 : target;
    return {};
  });
}

Status set_default(Draft& draft, const std::string& key, const AlterTable& alter, const AlterTableSubcommand& sub) {
  LOCKSTEP_TRY(const CatalogColumn* column, column_of(*draft.edit(key), sub));
  if (column == nullptr) return {};
  if (column->identity != 0) {
    return refuse("42601", "column \"" + sub.name + "\" of relation \"" + draft.find(key)->name +
                               "\" is an identity column");
  }
  if (column->generated != 0 && draft.dialect() == Dialect::PostgreSQL) {
    return refuse("42601", "column \"" + sub.name + "\" of relation \"" + draft.find(key)->name +
                               "\" is a generated column");
  }
  const bool set = sub.action == Action::SetDefault && sub.expression && !sub.expression->is_null;
  if (set && draft.dialect() == Dialect::PostgreSQL) {
    LOCKSTEP_CHECK(check_default(column->type, *sub.expression));
    LOCKSTEP_CHECK(check_calls(draft, sub.expression->functions));
  }
  const std::string text = set ? sub.expression->text : std::string();
  const bool varies = set && is_volatile(draft.base(), *sub.expression);
  return in_tree(draft, key, alter.only, [&](CatalogRelation& relation) -> Status {
    if (CatalogColumn* known = relation.column(sub.name)) {
      known->default_expression = text;
      known->default_volatile = varies;
    }
    return {};
  });
}

Status alter_identity(Draft& draft, const std::string& key, const AlterTableSubcommand& sub) {
  CatalogRelation* table = draft.edit(key);
  LOCKSTEP_TRY(CatalogColumn* column, column_of(*table, sub));
  if (column == nullptr) return {};
  const bool is_identity = column->identity != 0;
  if (sub.action == Action::AddIdentity) {
    if (column->type != "smallint" && column->type != "integer" && column->type != "bigint") {
      return refuse("22023", "identity column type must be smallint, integer, or bigint");
    }
    if (is_identity) {
      return refuse("55000", "column \"" + sub.name + "\" of relation \"" + table->name +
                                 "\" is already an identity column");
    }
    if (!column->not_null) {
      return refuse("55000", "column \"" + sub.name + "\" of relation \"" + table->name +
                                 "\" must be declared NOT NULL before identity can be added");
    }
    if (!column->default_expression.empty()) {
      return refuse("55000", "column \"" + sub.name + "\" of relation \"" + table->name +
                                 "\" already has a default value");
    }
    column->identity = sub.constraint && !sub.constraint->generated_always ? 'd' : 'a';
    add_owned_sequence(draft, *table, sub.name, sub.constraint ? std::string(sub.constraint->sequence) : std::string());
    return {};
  }
  if (!is_identity) {
    if (sub.if_exists) return {};
    return refuse("55000", "column \"" + sub.name + "\" of relation \"" + table->name + "\" is not an identity column");
  }
  if (sub.action == Action::DropIdentity) {
    column->identity = 0;
    const std::string owner = key + "." + sub.name;
    return drop_relations(draft,
                          draft.mentioning(Tie::OwnedBy, key,
                                           [&](const CatalogRelation& relation) { return relation.owned_by == owner; }),
                          true);
  }
  if (sub.constraint) column->identity = sub.constraint->generated_always ? 'a' : 'd';
  return {};
}

Status change_expression(Draft& draft, const std::string& key, const AlterTableSubcommand& sub) {
  CatalogRelation* table = draft.edit(key);
  LOCKSTEP_TRY(CatalogColumn* column, column_of(*table, sub));
  if (column == nullptr) return {};
  if (column->generated == 'v') {
    if (sub.action == Action::DropExpression) {
      return refuse("0A000", "ALTER TABLE / DROP EXPRESSION is not supported for virtual generated columns");
    }
    const bool checked = std::any_of(table->constraints.begin(), table->constraints.end(),
                                     [](const CatalogConstraint& c) { return c.kind == ConstraintKind::Check; });
    if (checked) {
      return refuse("0A000",
                    "ALTER TABLE / SET EXPRESSION is not supported for virtual generated columns in tables with "
                    "check constraints");
    }
  }
  if (column->generated == 0) {
    if (sub.if_exists) return {};
    return refuse("55000", "column \"" + sub.name + "\" of relation \"" + table->name +
                               "\" is not a stored generated column");
  }
  if (sub.action == Action::SetExpression && sub.expression) {
    column->generated_expression = std::string(strip_parentheses(sub.expression->text, Dialect::PostgreSQL));
  } else {
    column->generated = 0;
    column->generated_expression.clear();
  }
  return {};
}

Status detach(Draft& draft, const AlterTableSubcommand& sub) {
  if (!sub.partition) return {};
  CatalogRelation* partition = draft.edit(draft.key(*sub.partition));
  if (partition == nullptr) {
    return draft.base().knows_all(*sub.partition) ? no_such_relation(sub.partition->name) : Status{};
  }
  if (partition->parent.empty() && !partition->partial) {
    return refuse("42P01", "relation \"" + partition->name + "\" is not a partition");
  }
  std::vector<std::string> clones;
  if (const CatalogRelation* parent = draft.find(partition->parent)) {
    for (const CatalogTrigger& trigger : parent->triggers) {
      if (fires_for_each_row(trigger)) clones.push_back(trigger.name);
    }
  }
  partition->parent.clear();
  partition->bound.clear();
  return in_tree(draft, relation_key(*partition), false, [&](CatalogRelation& relation) -> Status {
    std::erase_if(relation.triggers, [&](const CatalogTrigger& trigger) { return contains(clones, trigger.name); });
    return {};
  });
}

/// As tgenabled and ev_enabled keep what ENABLE and DISABLE say.
char enabled_letter(const AlterTableSubcommand& sub) {
  if (sub.action == Action::DisableTrigger || sub.action == Action::DisableRule) return 'D';
  const std::string words = to_upper(sub.words);
  if (words.find("ALWAYS") != std::string::npos) return 'A';
  return words.find("REPLICA") != std::string::npos ? 'R' : 'O';
}

Status set_trigger(Draft& draft, const std::string& key, const AlterTableSubcommand& sub, bool only) {
  // ALL and USER stand in place of a name.
  const bool all = sub.name.empty();
  CatalogRelation* table = draft.edit(key);
  bool found = all;
  for (CatalogTrigger& trigger : table->triggers) {
    if (!all && trigger.name != sub.name) continue;
    found = true;
    trigger.enabled = enabled_letter(sub);
  }
  if (!found && !table->partial) {
    return refuse("42704", "trigger \"" + sub.name + "\" for table \"" + table->name + "\" does not exist");
  }
  if (only) return {};
  for (const std::string& partition : draft.partitions(key)) {
    (void)set_trigger(draft, partition, sub, false);  // a partition may lack the trigger
  }
  return {};
}

Status set_logged(Draft& draft, const std::string& key, bool unlogged) {
  CatalogRelation* table = draft.edit(key);
  if (table->kind == CatalogRelationKind::PartitionedTable) return {};  // it has no rows of its own, and stays as it is
  table->unlogged = unlogged;
  if (draft.server_version() < 15) return {};
  for (const std::string& sequence : draft.owned_sequences(key)) draft.edit(sequence)->unlogged = unlogged;
  return {};
}

/// process_owned_by() in src/backend/commands/sequence.c.
Status check_owner(const Draft& draft, const CatalogRelation& sequence, const AlterTableSubcommand& sub) {
  if (draft.dialect() != Dialect::PostgreSQL || sub.words.find("OWNED BY") == std::string::npos) return {};
  const size_t dot = sequence.owned_by.rfind('.');
  const CatalogRelation* owner =
      dot == std::string::npos ? nullptr : draft.find(std::string_view(sequence.owned_by).substr(0, dot));
  const CatalogColumn* owning = owner == nullptr ? nullptr : owner->column(sequence.owned_by.substr(dot + 1));
  const CatalogRelation* table = sub.owned_by_table ? draft.find(*sub.owned_by_table) : nullptr;
  if (table != nullptr && !table->partial) {
    if (table->schema != sequence.schema)
      return refuse("55000", "sequence must be in same schema as table it is linked to");
    if (table->column(std::string(sub.owned_by_column)) == nullptr) {
      return no_such_column(*table, std::string(sub.owned_by_column));
    }
  }
  if (owning != nullptr && owning->identity != 0)
    return refuse("0A000", "cannot change ownership of identity sequence");
  return {};
}

/// ALTER SEQUENCE ... OWNED BY table.column or NONE; its other options are not in the catalog.
void own_sequence(const Draft& draft, CatalogRelation& sequence, const AlterTableSubcommand& sub) {
  if (sub.words.find("OWNED BY") == std::string::npos) return;
  sequence.owned_by.clear();
  if (sub.owned_by_table) sequence.owned_by = draft.key(*sub.owned_by_table) + "." + std::string(sub.owned_by_column);
}

Status set_schema(Draft& draft, const std::string& key, const std::string& schema) {
  const CatalogRelation* relation = draft.find(key);
  if (relation->schema == schema) return {};
  const std::string name = relation->name;
  return rename_relation(draft, key, schema, name);
}

Status fold_subcommand(Draft& draft, const std::string& key, const AlterTable& alter, const AlterTableSubcommand& sub,
                       const Statement& statement) {
  switch (sub.action) {
    case Action::AddColumn:
      return add_column(draft, key, alter, sub, statement);
    case Action::DropColumn: {
      const CatalogRelation* table = draft.find(key);
      if (sub.if_exists && table->column(sub.name) == nullptr) return {};
      if (is_inherited(draft, *table, sub.name)) {
        return refuse("42P16", "cannot drop inherited column \"" + sub.name + "\"");
      }
      if (alter.only && !draft.partitions(key).empty()) {
        return refuse("42P16", "cannot drop column from only the partitioned table when partitions exist");
      }
      return drop_column(draft, key, sub.name, sub.cascade, alter.only);
    }
    case Action::RenameColumn:
      if (alter.only && draft.find(key)->kind == CatalogRelationKind::Table && !draft.children(key).empty()) {
        return refuse("42P16", "inherited column \"" + sub.name + "\" must be renamed in child tables too");
      }
      return rename_column(draft, key, sub.name, sub.new_name);
    case Action::RenameTable: {
      const std::string schema = draft.find(key)->schema;
      return rename_relation(draft, key, schema, sub.new_name);
    }
    case Action::SetSchema:
      return set_schema(draft, key, sub.new_name);
    case Action::AlterColumnType:
      return alter_type(draft, key, alter, sub);
    case Action::SetDefault:
    case Action::DropDefault:
      return set_default(draft, key, alter, sub);
    case Action::SetNotNull:
      return set_not_null(draft, key, alter, sub);
    case Action::DropNotNull:
      return drop_not_null(draft, key, alter, sub);
    case Action::SetExpression:
    case Action::DropExpression:
      return change_expression(draft, key, sub);
    case Action::AddIdentity:
    case Action::AlterIdentity:
    case Action::DropIdentity:
      return alter_identity(draft, key, sub);
    case Action::AddConstraint:
      return sub.constraint ? add_constraint(draft, key, *sub.constraint, alter.only) : Status{};
    case Action::AlterConstraint:
      return alter_constraint(draft, key, sub);
    case Action::ValidateConstraint:
      return validate_constraint(draft, key, sub);
    case Action::DropConstraint: {
      const CatalogRelation* table = draft.find(key);
      const CatalogColumn* column = column_of_not_null(draft, *table, sub.name);
      if (sub.if_exists && table->constraint(sub.name) == nullptr && column == nullptr) return {};
      if (column != nullptr && table->constraint(sub.name) == nullptr) {
        AlterTableSubcommand drop = sub;
        drop.name = column->name;
        return drop_not_null(draft, key, alter, drop);
      }
      return drop_constraint(draft, key, sub.name, sub.cascade);
    }
    case Action::RenameConstraint:
      return rename_constraint(draft, key, sub);
    case Action::AttachPartition: {
      if (!sub.partition) return {};
      CatalogRelation* partition = edit_or_assume(draft, *sub.partition, CatalogRelationKind::Table);
      if (partition == nullptr) return no_such_relation(sub.partition->name);
      return attach(draft, key, relation_key(*partition), sub.bound ? *sub.bound : PartitionBound{});
    }
    case Action::DetachPartition:
      return detach(draft, sub);
    case Action::EnableTrigger:
    case Action::DisableTrigger:
      return set_trigger(draft, key, sub, alter.only);
    case Action::EnableRule:
    case Action::DisableRule: {
      CatalogRelation* table = draft.edit(key);
      const auto rule = std::find_if(table->rules.begin(), table->rules.end(),
                                     [&](const CatalogRule& candidate) { return candidate.name == sub.name; });
      if (rule != table->rules.end()) {
        rule->enabled = enabled_letter(sub);
        return {};
      }
      if (table->partial || table->kind == CatalogRelationKind::View) return {};
      return refuse("42704", "rule \"" + sub.name + "\" for relation \"" + table->name + "\" does not exist");
    }
    case Action::ClusterOn: {
      CatalogRelation* table = draft.edit(key);
      if (table->index(sub.name) == nullptr && !table->partial) {
        return refuse("42704", "index \"" + sub.name + "\" for table \"" + table->name + "\" does not exist");
      }
      table->clustered_on = sub.name;
      return {};
    }
    case Action::SetWithoutCluster:
      draft.edit(key)->clustered_on.clear();
      return {};
    case Action::SetOptions:
      LOCKSTEP_CHECK(check_storage(draft, *draft.find(key), sub.options));
      return set_view_options(draft, key, sub);
    case Action::ResetOptions:
      return set_view_options(draft, key, sub);
    case Action::SetStatistics:
      return set_statistics(draft, key, alter, sub);
    case Action::OwnerTo:
      if (CatalogRelation* relation = draft.edit(key); draft.dialect() == Dialect::PostgreSQL) {
        give_to(*relation, sub.new_name);
      }
      return {};
    case Action::OfType:
      LOCKSTEP_CHECK(check_of_type(draft, *draft.find(key), sub));
      draft.edit(key)->of_type = draft.key(dotted_name(sub.new_name));
      return {};
    case Action::NotOf:
      draft.edit(key)->of_type.clear();
      return {};
    case Action::ReplicaIdentity: {
      LOCKSTEP_CHECK(check_replica_identity(draft, *draft.find(key), sub));
      // The name of an index, or FULL, NOTHING, DEFAULT.
      const std::string word = to_upper(sub.new_name);
      draft.edit(key)->replica_identity = !sub.name.empty() ? sub.name : word == "DEFAULT" ? "" : word;
      return {};
    }
    case Action::EnableRowSecurity:
      draft.edit(key)->row_security = true;
      return {};
    case Action::DisableRowSecurity:
      draft.edit(key)->row_security = false;
      return {};
    case Action::SetLogged:
    case Action::SetUnlogged:
      return set_logged(draft, key, sub.action == Action::SetUnlogged);
    case Action::Inherit:
    case Action::NoInherit:
      return inherit(draft, key, sub);
    case Action::Other:
      if (CatalogRelation* relation = draft.edit(key); relation->kind == CatalogRelationKind::Sequence) {
        LOCKSTEP_CHECK(check_owner(draft, *relation, sub));
        own_sequence(draft, *relation, sub);
      }
      return {};
    default:
      return {};  // nothing that the catalog holds
  }
}

CatalogRelationKind assumed_kind(RelationKind kind) {
  switch (kind) {
    case RelationKind::View: return CatalogRelationKind::View;
    case RelationKind::MaterializedView: return CatalogRelationKind::MaterializedView;
    case RelationKind::Sequence: return CatalogRelationKind::Sequence;
    case RelationKind::ForeignTable: return CatalogRelationKind::ForeignTable;
    case RelationKind::Type: return CatalogRelationKind::CompositeType;
    default: return CatalogRelationKind::Table;
  }
}

}  // namespace

namespace {

/// ALTER TYPE of a composite type: tables made OF it follow with CASCADE only, columns that hold it keep their rows.
Status fold_type(Draft& draft, const std::string& key, const AlterTable& alter, const Statement& statement) {
  const std::vector<std::string> typed =
      draft.keys([&](const CatalogRelation& relation) { return relation.of_type == key; });
  const std::string shown = sql_name(key, Dialect::PostgreSQL);
  const std::vector<std::string> users = draft.keys([&](const CatalogRelation& relation) {
    if (relation.kind == CatalogRelationKind::View || relation.kind == CatalogRelationKind::CompositeType) return false;
    return std::any_of(relation.columns.begin(), relation.columns.end(), [&](const CatalogColumn& column) {
      return column.type == shown || column.type == shown + "[]";
    });
  });
  for (const AlterTableSubcommand& sub : alter.subcommands) {
    const bool changes = sub.action == Action::AddColumn || sub.action == Action::DropColumn ||
                         sub.action == Action::AlterColumnType || sub.action == Action::RenameColumn;
    if (changes && !typed.empty() && !sub.cascade) {
      return refuse("2BP01", "cannot alter type \"" + alter.name.name + "\" because it is the type of a typed table");
    }
    if (sub.action == Action::AlterColumnType && !users.empty()) {
      return refuse("0A000",
                    "cannot alter type \"" + alter.name.name + "\" because a column of " + users.front() + " uses it");
    }
    LOCKSTEP_CHECK(fold_subcommand(draft, key, alter, sub, statement));
    for (const std::string& table : changes ? typed : std::vector<std::string>()) {
      LOCKSTEP_CHECK(fold_subcommand(draft, table, alter, sub, statement));
    }
  }
  return {};
}

}  // namespace

Status fold(Draft& draft, const AlterTable& alter, const Statement& statement) {
  const std::string key = draft.key(alter.name);
  const CatalogRelation* relation = draft.find(key);
  const bool is_index = alter.kind == RelationKind::Index ||
                        (relation == nullptr && alter.kind == RelationKind::Table &&
                         !draft
                              .table_of_index(alter.name.schema.empty() ? draft.base().default_schema()
                                                                        : std::string_view(alter.name.schema),
                                              alter.name.name)
                              .empty());
  const bool table_as_index = alter.kind == RelationKind::Index && relation != nullptr &&
                              alter.subcommands.size() == 1 && alter.subcommands.front().action == Action::RenameTable;
  if (is_index && !table_as_index) return alter_index(draft, alter);
  if (relation == nullptr && alter.if_exists && draft.base().knows_all(alter.name)) return {};
  if (relation == nullptr) relation = edit_or_assume(draft, alter.name, assumed_kind(alter.kind));
  if (relation == nullptr) return no_such_relation(alter.name.name);
  if (draft.dialect() == Dialect::PostgreSQL) LOCKSTEP_CHECK(check_kind(*relation, alter));
  std::vector<const AlterTableSubcommand*> ordered;
  for (const AlterTableSubcommand& sub : alter.subcommands) ordered.push_back(&sub);
  if (draft.dialect() == Dialect::PostgreSQL) {
    std::stable_sort(ordered.begin(), ordered.end(), [](const AlterTableSubcommand* a, const AlterTableSubcommand* b) {
      return pass(*a) < pass(*b);
    });
  }
  if (alter.kind == RelationKind::Type) return fold_type(draft, key, alter, statement);
  for (const AlterTableSubcommand& sub : alter.subcommands) {
    LOCKSTEP_CHECK(prepare_subcommand(draft, key, alter, sub));
  }
  for (const AlterTableSubcommand* sub : ordered) {
    LOCKSTEP_CHECK(check_subcommand(draft, key, alter, *sub));
    LOCKSTEP_CHECK(fold_subcommand(draft, key, alter, *sub, statement));
  }
  return {};
}

}  // namespace lockstep
