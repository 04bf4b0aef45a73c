// When a statement may run: the question of compatibility with the previous application version, which names its
// columns and runs while the schema changes under it. One function for each family, each with a reason in words.
#include <algorithm>
#include <string>

#include "base/text.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/table.h"
#include "engine/catalog/type_change.h"
#include "engine/catalog/unjudged.h"
#include "engine/catalog/volatility.h"
#include "engine/effects/decide.h"
#include "engine/effects/satisfied.h"

namespace lockstep {
namespace {

using namespace decision;

struct Decide : Deciding {
  PhaseDecision operator()(const CreateTable&) const { return expand("a new table is in nobody's way"); }
  PhaseDecision operator()(const CreateType&) const { return expand("a new type is in nobody's way"); }
  PhaseDecision operator()(const CreateSchema&) const { return expand("a new schema is in nobody's way"); }
  PhaseDecision operator()(const CreateSequence&) const { return expand("a new sequence is in nobody's way"); }
  PhaseDecision operator()(const CreateExtension&) const { return expand("an extension only adds objects"); }
  PhaseDecision operator()(const CommentOn&) const { return expand("comments do not change what statements do"); }
  PhaseDecision operator()(const SetVariable&) const { return expand("it sets up the session for what follows"); }
  PhaseDecision operator()(const Pragma&) const { return expand("it sets up the connection for what follows"); }
  PhaseDecision operator()(const TransactionControl&) const { return expand("it groups the statements around it"); }

  PhaseDecision operator()(const CreateView& create) const {
    const CatalogRelation* existing = before.find(create.name);
    if (existing != nullptr && create.or_replace && !is_new(create.name)) {
      return noticed("the view " + create.name.name + " gets another definition, which the previous version reads, too");
    }
    return expand("a new view is in nobody's way");
  }

  PhaseDecision operator()(const CreateFunction& create) const {
    const std::string key = before.key(create.name);
    if (create.or_replace && before.functions.find(key) != before.functions.end() && !is_new(key)) {
      return noticed("the function " + create.name.name +
                     " gets another body, which the previous version calls, too");
    }
    return expand("a new function is in nobody's way");
  }

  PhaseDecision operator()(const CreateTrigger& create) const {
    if (is_new(create.table)) return expand("the table is new with this migration");
    return noticed("the trigger fires for writes of the previous version, too");
  }

  PhaseDecision operator()(const Insert& insert) const {
    if (is_new(insert.table)) return expand("the table is new with this migration");
    if (insert.modifying_with) return backfill("the statement changes rows of existing tables");
    if (insert.values || insert.reads.empty()) {
      return expand("the rows are given, and the new version may need them");
    }
    return backfill("rows are copied into " + insert.table.name + ", as many as the query finds");
  }

  PhaseDecision operator()(const Update& update) const {
    if (is_new(update.table) && !update.modifying_with) return expand("the table is new with this migration");
    return backfill(std::string(update.is_delete ? "rows of " : "existing rows of ") + update.table.name +
                    (update.is_delete ? " are deleted" : " are changed"));
  }

  PhaseDecision operator()(const Maintenance& command) const {
    if (statement.tag.starts_with("TRUNCATE")) {
      if (are_new(command.names)) return expand("the table is new with this migration");
      return contract("the rows are gone, and the previous version may still need them");
    }
    return expand("it changes how rows are stored or found, not what statements give");
  }

  PhaseDecision operator()(const Merge& merge) const {
    if (is_new(merge.table) && !merge.modifying_with) return expand("the table is new with this migration");
    return backfill("rows of " + merge.table.name + " are changed, as many as the source finds");
  }

  PhaseDecision operator()(const SecurityLabel&) const { return noticed("the label may change what is allowed"); }

  template <Unjudged Body>
  PhaseDecision operator()(const Body&) const {
    return unknown(statement.tag.empty() ? std::string("the statement is not analysed")
                                         : statement.tag + " is not analysed");
  }
  /// The families of the other files.
  template <typename Body>
  PhaseDecision operator()(const Body& body) const {
    return decide(*this, body);
  }

  PhaseDecision operator()(const CreateIndex& create) const {
    if (!create.unique) return expand("an index that is not unique refuses no row");
    const std::string table = before.key(create.table);
    if (is_new(table)) return expand("the table is new with this migration");
    if (!create.nulls_not_distinct) {
      for (const IndexElement& element : create.elements) {
        if (element.column.empty() || !is_new(table + "." + element.column)) continue;
        const CatalogRelation* known = before.find(table);
        const CatalogColumn* column = known == nullptr ? nullptr : known->column(element.column);
        if (column != nullptr && column->default_expression.empty() && !column->not_null) {
          return expand("the previous version leaves " + element.column +
                        " NULL, and NULLs are never duplicates of each other");
        }
      }
    }
    return contract("a duplicate that the previous version writes would be refused");
  }

  PhaseDecision operator()(const DropStatement& drop) const;
  PhaseDecision operator()(const AlterTable& alter) const;

  PhaseDecision add_column(const std::string& table, const AlterTableSubcommand& sub) const;
  PhaseDecision add_constraint(const std::string& table, const Constraint& constraint) const;
  PhaseDecision drop_constraint(const std::string& table, const AlterTableSubcommand& sub) const;
  PhaseDecision change_type(const std::string& table, const AlterTableSubcommand& sub) const;
  PhaseDecision rename(const AlterTable& alter, const std::string& table, const AlterTableSubcommand& sub) const;
  PhaseDecision subcommand(const AlterTable& alter, const std::string& table, const AlterTableSubcommand& sub) const;
};

PhaseDecision Decide::operator()(const DropStatement& drop) const {
  if (drop.kind == ObjectKind::Index) {
    PhaseDecision whole;
    for (const QualifiedName& name : drop.names) {
      const CatalogRelation* table = before.table_of_index(name);
      const CatalogIndex* index = table == nullptr ? nullptr : table->index(name.name);
      if (table != nullptr && is_new(relation_key(*table))) {
        merge(whole, expand("the table is new with this migration"));
      } else if (index == nullptr && drop.if_exists) {
        merge(whole, contract("whether the index " + name.name + " exists and is unique is not known"));
      } else if (index == nullptr) {
        merge(whole, contract("whether the index " + name.name + " is unique is not known"));
      } else if (index->unique) {
        merge(whole, contract("ON CONFLICT of the previous version may need the unique index " + name.name));
      } else {
        merge(whole, expand("an index that is not unique is called by no statement"));
      }
    }
    return whole;
  }
  if (drop.kind == ObjectKind::Trigger || drop.kind == ObjectKind::Rule) {
    if (!drop.table.name.empty() && is_new(drop.table)) return expand("the table is new with this migration");
    const CatalogRelation* table = drop.table.name.empty() ? nullptr : before.find(drop.table);
    const bool absent = drop.if_exists && drop.kind == ObjectKind::Trigger && table != nullptr && !table->partial &&
                        std::none_of(table->triggers.begin(), table->triggers.end(), [&](const CatalogTrigger& trigger) {
                          return !drop.names.empty() && trigger.name == drop.names.front().name;
                        });
    if (absent) return expand("there is no such trigger");
    return noticed("writes of the previous version no longer fire it");
  }
  if (drop.kind == ObjectKind::Statistics) return expand("statistics are called by no statement");
  if (!drop.cascade && are_new(drop.names)) return expand("it is new with this migration");
  const bool nothing_there =
      drop.if_exists && before.complete && !drop.names.empty() &&
      (drop.kind == ObjectKind::Table || drop.kind == ObjectKind::View || drop.kind == ObjectKind::MaterializedView ||
       drop.kind == ObjectKind::Sequence) &&
      std::all_of(drop.names.begin(), drop.names.end(), [&](const QualifiedName& n) { return before.find(n) == nullptr; });
  if (nothing_there) return expand("there is no such object");
  if (drop.kind == ObjectKind::Policy) return contract("the previous version sees and writes rows through it");
  const std::string what = drop.names.empty() ? std::string("it") : drop.names.front().name;
  return contract("the previous version may still use " + what);
}

PhaseDecision Decide::add_constraint(const std::string& table, const Constraint& constraint) const {
  if (is_new(table)) return expand("the table is new with this migration");
  const CatalogRelation* known = before.find(table);
  const std::string satisfied = satisfied_by_absent_columns(before, known, table, pending, constraint);
  if (!satisfied.empty()) return expand(satisfied);
  switch (constraint.kind) {
    case ConstraintKind::Unique:
    case ConstraintKind::PrimaryKey:
      // An index that enforces it already changes nothing for writers; but ON CONSTRAINT and NOT NULL do.
      return contract("a duplicate that the previous version writes would be refused");
    case ConstraintKind::ForeignKey:
      return contract("a row of the previous version that references nothing would be refused");
    case ConstraintKind::NotNull:
      return contract("a NULL that the previous version writes would be refused");
    default:
      return contract("a row of the previous version that breaks the rule would be refused");
  }
}

PhaseDecision Decide::add_column(const std::string& table, const AlterTableSubcommand& sub) const {
  if (is_new(table)) return expand("the table is new with this migration");
  if (!sub.column) return unknown("the column is not analysed");
  const CatalogRelation* known = before.find(table);
  if (sub.if_not_exists && known != nullptr && known->column(sub.column->name) != nullptr) {
    return expand("the column is there already");
  }
  const auto has = [&](ConstraintKind kind) {
    return std::any_of(sub.column->constraints.begin(), sub.column->constraints.end(), [&](const Constraint& constraint) {
      return constraint.kind == kind &&
             !(kind == ConstraintKind::Default && constraint.expression && constraint.expression->is_null);
    });
  };
  const bool has_value = has(ConstraintKind::Default) || has(ConstraintKind::Identity) ||
                         has(ConstraintKind::Generated) || (sub.column->type && is_serial(*sub.column->type));
  if (has(ConstraintKind::PrimaryKey) && !has_value) {
    return contract("rows that the previous version inserts have no value for " + sub.column->name);
  }
  if (has(ConstraintKind::NotNull) && !has_value) {
    return contract("rows that the previous version inserts leave " + sub.column->name + " NULL, which is refused");
  }
  PhaseDecision whole = expand(has_value ? "the previous version does not name the column, and a value is filled in for it"
                                         : "the previous version does not name the column, which is NULL for its rows");
  // A key of serial, identity or generated values differs by itself; a constant one does not.
  const bool varies = has(ConstraintKind::Identity) || (sub.column->type && is_serial(*sub.column->type)) ||
                      (known != nullptr && std::any_of(sub.column->constraints.begin(), sub.column->constraints.end(),
                                                       [&](const Constraint& constraint) {
                                                         return constraint.kind == ConstraintKind::Default &&
                                                                constraint.expression &&
                                                                is_volatile(before, *constraint.expression);
                                                       }));
  if ((has(ConstraintKind::Unique) || has(ConstraintKind::PrimaryKey)) && has_value && !varies) {
    merge(whole, contract("every row of the previous version gets the same value of " + sub.column->name +
                          ", which must be unique"));
  }
  for (const Constraint& constraint : sub.column->constraints) {
    const bool tests = constraint.kind == ConstraintKind::Check || constraint.kind == ConstraintKind::ForeignKey;
    if (!tests) continue;
    if (!has_value && constraint.kind == ConstraintKind::Check && constraint.expression &&
        !null_satisfies(*constraint.expression)) {
      merge(whole, contract("rows of the previous version may break the rule for " + sub.column->name));
    } else if (varies) {
      merge(whole, contract("values filled in for the previous version may break the rule for " + sub.column->name));
    }
    // With a constant default the statement itself tests that very value on the rows that exist.
  }
  return whole;
}

PhaseDecision Decide::drop_constraint(const std::string& table, const AlterTableSubcommand& sub) const {
  if (is_new(table)) return expand("the table is new with this migration");
  const CatalogRelation* known = before.find(table);
  const CatalogConstraint* constraint = known == nullptr ? nullptr : known->constraint(sub.name);
  if (constraint == nullptr) {
    return contract("what kind of constraint " + sub.name + " is, is not known; ON CONFLICT may need it");
  }
  if (sub.cascade && (constraint->kind == ConstraintKind::Unique || constraint->kind == ConstraintKind::PrimaryKey)) {
    return contract("foreign keys of other tables go along");
  }
  if (constraint->kind == ConstraintKind::Unique || constraint->kind == ConstraintKind::PrimaryKey) {
    return contract("ON CONFLICT of the previous version may need the constraint " + sub.name);
  }
  return noticed("rows that the constraint " + sub.name + " refused are accepted from now on");
}

PhaseDecision Decide::change_type(const std::string& table, const AlterTableSubcommand& sub) const {
  if (is_new_column(table, sub.name)) return expand("the column is new with this migration");
  const CatalogRelation* known = before.find(table);
  const CatalogColumn* column = known == nullptr ? nullptr : known->column(sub.name);
  if (column != nullptr && sub.type) {
    const std::string to = format_type(*sub.type, before.dialect);
    const TypeChange change = type_change(before, column->type, to, sub.name,
                                          sub.expression ? sub.expression->text : std::string(), newest_server_version);
    if (change.widening && sub.collation.empty()) {
      return expand("every value of " + column->type + " is one of " + to + ", stored as it is");
    }
    return contract("the previous version reads and writes " + sub.name + " as " + column->type + ", not as " + to);
  }
  return contract("the previous version reads and writes " + sub.name + " with the type that it has now");
}

PhaseDecision Decide::rename(const AlterTable& alter, const std::string& table, const AlterTableSubcommand& sub) const {
  switch (sub.action) {
    case AlterTableAction::RenameColumn:
      if (is_new_column(table, sub.name)) return expand("the column is new with this migration");
      return contract("the previous version names the column " + sub.name);
    case AlterTableAction::RenameConstraint:
      if (is_new(table)) return expand("the table is new with this migration");
      return contract("ON CONFLICT and error handling of the previous version may name the constraint " + sub.name);
    case AlterTableAction::SetSchema:
      if (is_new(table)) return expand("it is new with this migration");
      return contract("the previous version looks for " + alter.name.name + " where it is now");
    default: {
      if (const CatalogRelation* owner = before.table_of_index(alter.name)) {
        const CatalogIndex* index = owner->index(alter.name.name);
        if (is_new(relation_key(*owner))) return expand("the table is new with this migration");
        if (index->constraint.empty()) return expand("statements do not name indexes");
        return contract("ON CONFLICT and error handling of the previous version may name the constraint " + index->name);
      }
      if (alter.kind == RelationKind::Index) return expand("statements do not name indexes");
      if (is_new(table)) return expand("it is new with this migration");
      return contract("the previous version names " + alter.name.name);
    }
  }
}

PhaseDecision Decide::subcommand(const AlterTable& alter, const std::string& table,
                                 const AlterTableSubcommand& sub) const {
  using Action = AlterTableAction;
  switch (sub.action) {
    case Action::AddColumn:
      return add_column(table, sub);
    case Action::AddConstraint:
      return sub.constraint ? add_constraint(table, *sub.constraint) : unknown("the constraint is not analysed");
    case Action::DropConstraint:
      return drop_constraint(table, sub);
    case Action::AlterColumnType:
      return change_type(table, sub);
    case Action::RenameColumn:
    case Action::RenameTable:
    case Action::RenameConstraint:
    case Action::SetSchema:
      return rename(alter, table, sub);
    default:
      break;
  }
  if (is_new_column(table, sub.name)) return expand("it is new with this migration");
  switch (sub.action) {
    case Action::DropColumn:
      return contract("the previous version may still name the column " + sub.name);
    case Action::SetNotNull: {
      const CatalogRelation* known = before.find(table);
      const CatalogColumn* column = known == nullptr ? nullptr : known->column(sub.name);
      if (column != nullptr && column->not_null) return expand("the column is NOT NULL already");
      return contract("a NULL that the previous version writes to " + sub.name + " would be refused");
    }
    case Action::DropNotNull:
      return noticed("the previous version may read NULL from " + sub.name + ", which it never did before");
    case Action::SetDefault:
      return expand("a default fills in only what is left out");
    case Action::DropDefault: {
      const CatalogRelation* known = before.find(table);
      const CatalogColumn* column = known == nullptr ? nullptr : known->column(sub.name);
      if (column != nullptr && column->default_expression.empty()) return expand("the column has no default");
      return contract("the previous version may leave out " + sub.name + " and rely on its default");
    }
    case Action::SetExpression:
    case Action::DropExpression:
      return contract("the previous version reads " + sub.name + " as it is computed now");
    case Action::AddIdentity:
      if (sub.constraint && sub.constraint->generated_always) {
        return contract("values that the previous version gives for " + sub.name + " would be refused");
      }
      return expand("values that are given for " + sub.name + " stay as they are");
    case Action::AlterIdentity:
      if (sub.constraint && sub.constraint->generated_always) {
        return contract("values that the previous version gives for " + sub.name + " may be refused");
      }
      return expand("it changes which number comes next");
    case Action::DropIdentity:
      return contract("the previous version may leave out " + sub.name + " and rely on its numbers");
    case Action::ValidateConstraint:
      return expand("new rows are tested already; only the old ones are read");
    case Action::AttachPartition:
      return expand("the rows of the partition show up in " + alter.name.name + ", none goes");
    case Action::DetachPartition:
      return contract("the rows of the partition disappear from " + alter.name.name);
    case Action::Inherit:
      return noticed("the rows of " + alter.name.name + " show up in its new parent");
    case Action::NoInherit:
      return contract("the rows of " + alter.name.name + " disappear from its parent");
    case Action::EnableTrigger:
    case Action::DisableTrigger:
    case Action::EnableRule:
    case Action::DisableRule:
      return noticed("writes of the previous version fire other code than before");
    case Action::EnableRowSecurity:
    case Action::ForceRowSecurity:
      return contract("rows may disappear for the previous version");
    case Action::DisableRowSecurity:
    case Action::NoForceRowSecurity:
      return noticed("the previous version may see rows that were hidden from it");
    case Action::AlterConstraint:
      return noticed("the constraint is tested at another moment");
    case Action::SetStatistics:
    case Action::SetStorage:
    case Action::SetCompression:
    case Action::SetColumnOptions:
    case Action::ClusterOn:
    case Action::SetWithoutCluster:
    case Action::SetWithoutOids:
    case Action::SetAccessMethod:
    case Action::SetTablespace:
    case Action::SetLogged:
    case Action::SetUnlogged:
    case Action::SetOptions:
    case Action::ResetOptions:
    case Action::ReplicaIdentity:
    case Action::OfType:
    case Action::NotOf:
    case Action::AttributeOptions:
      return expand("it changes how rows are stored, not what statements give");
    case Action::OwnerTo:
      return expand("the owner changes, not what statements do");
    default:
      if (alter.kind == RelationKind::Sequence) return expand("it changes which number comes next");
      return unknown("this form of " + statement.tag + " is not analysed");
  }
}

PhaseDecision Decide::operator()(const AlterTable& alter) const {
  PhaseDecision whole;
  const std::string table = before.key(alter.name);
  for (const AlterTableSubcommand& sub : alter.subcommands) merge(whole, subcommand(alter, table, sub));
  if (alter.subcommands.empty()) return unknown(statement.tag + " is not analysed");
  return whole;
}

}  // namespace

PhaseDecision decide_statement(const Deciding& input) {
  return visit(Decide{input}, input.statement.body);
}

PhaseDecision phase_of(const Statement& statement, const Catalog& before, const PendingObjects& pending) {
  return decide_statement({statement, before, pending});
}

std::vector<std::string> created_by(const Statement& statement, const Catalog& before) {
  return created_by(statement, fold_on(before, statement));
}

std::vector<std::string> created_by(const Statement& statement, const Folding& folding) {
  if (!folding.status) return {};
  const Draft& draft = folding.draft;
  const Catalog& before = draft.base();
  if (const auto* alter = statement.as<AlterTable>()) {
    // What gets a new name was in use under the old one.
    using Action = AlterTableAction;
    for (const AlterTableSubcommand& sub : alter->subcommands) {
      if (sub.action == Action::RenameColumn || sub.action == Action::RenameTable || sub.action == Action::SetSchema) {
        return {};
      }
    }
  }
  std::vector<std::string> keys;
  draft.each_change([&](const std::string& key, const CatalogRelation* old, const CatalogRelation* now) {
    if (now == nullptr) return;
    if (old == nullptr) {
      // A relation that the fold only had to assume was there before.
      if (now->partial && statement.as<CreateTable>() == nullptr && statement.as<CreateView>() == nullptr) {
        for (const CatalogColumn& column : now->columns) keys.push_back(key + "." + column.name);
      } else {
        keys.push_back(key);
      }
      return;
    }
    for (const CatalogColumn& column : now->columns) {
      if (old->column(column.name) == nullptr) keys.push_back(key + "." + column.name);
    }
  });
  if (const auto* function = statement.as<CreateFunction>()) {
    const std::string key = before.key(function->name);
    if (before.functions.find(key) == before.functions.end()) keys.push_back(key);
  }
  if (const auto* type = statement.as<CreateType>()) keys.push_back(before.key(type->name));
  return keys;
}

}  // namespace lockstep
