// ALTER TABLE and its relatives.
#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/names.h"
#include "engine/catalog/table.h"
#include "engine/catalog/type_change.h"
#include "engine/catalog/volatility.h"
#include "engine/catalog/words.h"
#include "engine/effects/judge.h"
#include "engine/effects/proof.h"

namespace lockstep {
namespace {

using Action = AlterTableAction;

/// Subcommands that do nothing but change what the catalog of the server says: one lock, no row touched. Source: the
/// manual, ALTER TABLE, and AlterTableGetLockLevel() in src/backend/commands/tablecmds.c.
struct Plain {
  Action action;
  LockMode mode;
  bool tree;  ///< partitions and inheriting tables are locked, too
};
constexpr std::array plain_subcommands = {
    Plain{Action::RenameColumn, LockMode::AccessExclusive, true},
    Plain{Action::RenameTable, LockMode::AccessExclusive, false},
    Plain{Action::DropDefault, LockMode::AccessExclusive, true},
    Plain{Action::DropNotNull, LockMode::AccessExclusive, true},
    Plain{Action::DropExpression, LockMode::AccessExclusive, true},
    Plain{Action::SetStatistics, LockMode::ShareUpdateExclusive, true},
    Plain{Action::SetStorage, LockMode::AccessExclusive, true},
    Plain{Action::SetCompression, LockMode::AccessExclusive, false},
    Plain{Action::SetColumnOptions, LockMode::ShareUpdateExclusive, false},
    Plain{Action::EnableRule, LockMode::AccessExclusive, false},
    Plain{Action::DisableRule, LockMode::AccessExclusive, false},
    Plain{Action::EnableRowSecurity, LockMode::AccessExclusive, false},
    Plain{Action::DisableRowSecurity, LockMode::AccessExclusive, false},
    Plain{Action::ForceRowSecurity, LockMode::AccessExclusive, false},
    Plain{Action::NoForceRowSecurity, LockMode::AccessExclusive, false},
    Plain{Action::ClusterOn, LockMode::ShareUpdateExclusive, false},
    Plain{Action::SetWithoutCluster, LockMode::ShareUpdateExclusive, false},
    Plain{Action::SetWithoutOids, LockMode::AccessExclusive, false},
    Plain{Action::OfType, LockMode::AccessExclusive, false},
    Plain{Action::NotOf, LockMode::AccessExclusive, false},
    Plain{Action::ReplicaIdentity, LockMode::AccessExclusive, false},
    Plain{Action::AttributeOptions, LockMode::AccessExclusive, false},
};

/// Storage parameters that a change of needs no more than this (relopt_kind tables in
/// src/backend/access/common/reloptions.c); the others take ACCESS EXCLUSIVE.
bool is_gentle_option(std::string_view name) {
  if (name.starts_with("toast.")) name.remove_prefix(6);
  constexpr std::string_view gentle[] = {
      "fillfactor",      "toast_tuple_target",      "parallel_workers", "log_autovacuum_min_duration", "n_distinct",
      "vacuum_truncate", "vacuum_index_cleanup",    "n_distinct_inherited", "vacuum_max_eager_freeze_failure_rate"};
  return name.starts_with("autovacuum_") || std::find(std::begin(gentle), std::end(gentle), name) != std::end(gentle);
}

struct Altered {
  Judge& judge;
  const AlterTable& alter;
  std::string key;
  const CatalogRelation* table;  ///< nullptr when it is not known

  void operator()(const AlterTableSubcommand& sub) const;

 private:
  void add_column(const AlterTableSubcommand& sub) const;
  void change_type(const AlterTableSubcommand& sub) const;
  void set_not_null(const AlterTableSubcommand& sub) const;
  void attach(const AlterTableSubcommand& sub) const;
  void detach(const AlterTableSubcommand& sub) const;
  void validate(const AlterTableSubcommand& sub) const;
  void drop_constraint(const AlterTableSubcommand& sub) const;
  void set_trigger(const AlterTableSubcommand& sub) const;
  /// Sequences that the table's columns own, or one of them.
  void lock_sequences(LockMode mode, const std::string& column = {}) const;
  /// Tables whose foreign keys reference this one.
  void lock_referencing(LockMode mode) const;
  /// Whether the table is that role's already.
  [[nodiscard]] bool is_owner(const std::string& role) const {
    if (table == nullptr) return false;
    if (!table->owner.empty()) return role == table->owner;
    const std::string name = to_lower(role);
    return name == "postgres" || is_current_role(name);
  }
  void lock(bool tree) const {
    if (tree && !alter.only) {
      judge.lock_tree(key, LockMode::AccessExclusive);
    } else {
      judge.lock(key, LockMode::AccessExclusive);
    }
  }
};

void Altered::lock_sequences(LockMode mode, const std::string& column) const {
  for (const std::string& sequence : judge.catalog.owned_sequences(key, column)) judge.lock(sequence, mode);
}

void Altered::lock_referencing(LockMode mode) const {
  for (const auto& [other, constraint] : judge.referencing(key)) {
    if (other->parent.empty()) judge.lock_partitions(relation_key(*other), mode);
  }
}

void Altered::add_column(const AlterTableSubcommand& sub) const {
  judge.lock(key, LockMode::AccessExclusive);
  if (!sub.column) return;
  if (sub.if_not_exists && table != nullptr && table->column(sub.column->name) != nullptr) return;
  // What has the column already is visited, but nothing below it.
  std::vector<std::string> below = {key};
  for (size_t i = 0; i < below.size() && !alter.only; ++i) {
    const CatalogRelation* known = judge.catalog.find(below[i]);
    judge.lock(below[i], LockMode::AccessExclusive);
    if (i > 0 && known != nullptr && known->column(sub.column->name) != nullptr) continue;
    for (const CatalogRelation* child : judge.catalog.children(below[i])) below.push_back(relation_key(*child));
  }
  const ColumnDefinition& definition = *sub.column;

  const Constraint* default_value = nullptr;
  bool not_null = false;
  bool identity = false;
  bool stored = false;
  bool unique = false;
  bool primary_key = false;
  for (const Constraint& constraint : definition.constraints) {
    switch (constraint.kind) {
      case ConstraintKind::Default: default_value = &constraint; break;
      case ConstraintKind::NotNull: not_null = not_null || !constraint.not_valid; break;
      case ConstraintKind::Identity: identity = true; break;
      case ConstraintKind::Unique: unique = true; break;
      case ConstraintKind::PrimaryKey: primary_key = true; break;
      case ConstraintKind::Generated:
        if (constraint.generated_virtual && judge.version < 18) {
          judge.fail("42601", Failure::Certainty::Always,
                     "virtual generated columns are understood by PostgreSQL 18 and later");
        }
        stored = !constraint.generated_virtual;
        break;
      default: break;
    }
  }
  const bool serial = definition.type && is_serial(*definition.type);
  const std::string type = definition.type ? format_type(*definition.type, Dialect::PostgreSQL) : std::string();
  judge.lock_composite(type);
  const bool constrained = !type.ends_with("[]") && is_constrained_domain(judge.catalog, type);
  const bool varies = default_value != nullptr && default_value->expression &&
                      is_volatile_when_inlined(judge.catalog, *default_value->expression);
  const bool rewrites = serial || identity || stored || varies || constrained;
  if (rewrites) judge.rewrite_tree(key);
  if (default_value != nullptr && default_value->expression) {
    judge.lock_recorded_sequences(default_value->expression->text);
    if (rewrites) judge.lock_sequences_in(default_value->expression->text, LockMode::RowExclusive);
  }

  const bool computed = std::any_of(definition.constraints.begin(), definition.constraints.end(),
                                    [](const Constraint& c) { return c.kind == ConstraintKind::Generated; });
  // A virtual column has nothing to store, but NOT NULL is tested.
  if (computed && !stored && not_null) judge.scan_tree(key);
  const bool has_value = serial || identity || computed ||
                         (default_value != nullptr && default_value->expression && !default_value->expression->is_null);
  // A domain may bring a default of its own, which is not in the catalog, or NOT NULL.
  const CatalogType* known_type = judge.catalog.find_type(type);
  const bool is_domain = known_type != nullptr && known_type->form == CreateType::Form::Domain;
  if (is_domain && known_type->not_null && !has_value && default_value == nullptr) {
    judge.fail("23502", Failure::Certainty::IfRows, "domain " + type + " does not allow null values");
  } else if ((not_null || primary_key) && !has_value && !is_domain) {
    judge.fail("23502", Failure::Certainty::IfRows,
               "column \"" + definition.name + "\" of relation \"" + alter.name.name + "\" contains null values");
  } else if ((unique || primary_key) && default_value != nullptr && has_value && !varies && !serial && !identity) {
    judge.fail("23505", Failure::Certainty::IfRows,
               "could not create unique index: every row gets the same value of \"" + definition.name + "\"");
  }
  for (const Constraint& constraint : table_constraints(definition)) {
    judge_constraint(judge, key, constraint, alter.only, true);
    // The rows get the default, which has to be looked up in the referenced table.
    if (constraint.kind == ConstraintKind::ForeignKey && has_value) judge.scan(key);
  }
  judge_index_builds(judge);
}

/// Whether the zone is UTC all year round, as the server asks before it keeps timestamps as they are
/// (TimestampTimestampTzRequiresRewrite() in src/backend/utils/adt/timestamp.c). The server's own setting is taken to
/// be.
bool is_utc(std::string_view zone) {
  std::string name = to_lower(zone);
  if (name.starts_with("etc/")) name = name.substr(4);
  constexpr std::string_view zones[] = {"",          "utc", "gmt", "uct",  "zulu",  "universal",
                                        "greenwich", "0",   "+00", "gmt0", "gmt+0", "gmt-0"};
  return std::find(std::begin(zones), std::end(zones), name) != std::end(zones);
}

void Altered::change_type(const AlterTableSubcommand& sub) const {
  lock(true);
  if (!sub.type || table == nullptr) {
    judge.rewrite_tree(key);  // the old type is not known: the worst is assumed
    return;
  }
  const CatalogColumn* column = table->column(sub.name);
  if (column == nullptr) {
    if (table->partial) judge.rewrite_tree(key);
    return;
  }
  const std::string to = format_type(*sub.type, Dialect::PostgreSQL);
  const std::string using_text = sub.expression ? sub.expression->text : std::string();
  TypeChange change = type_change(judge.catalog, column->type, to, sub.name, using_text, judge.version);
  if (change.depends_on_zone && !is_utc(judge.catalog.session.time_zone)) change.rewrite = true;
  if (table->kind == CatalogRelationKind::CompositeType || column->generated == 'v') return;
  if (change.rewrite) judge.rewrite_tree(key);
  // The default is made anew for the new type, and so is what a sequence counts.
  judge.lock_recorded_sequences(column->default_expression);
  if (column->identity != 0) lock_sequences(LockMode::ShareRowExclusive, sub.name);
  const bool same_collation = sub.collation.empty() == column->collation.empty();
  for (const std::string& leaf : judge.leaves(key)) {
    const CatalogRelation* relation = judge.catalog.find(leaf);
    if (relation == nullptr) continue;
    for (const CatalogIndex& index : relation->indexes) {
      bool key_column = false;
      bool expression = !index.predicate.empty();
      bool uses = !index.predicate.empty() && mentions(index.predicate, sub.name, Dialect::PostgreSQL);
      for (const CatalogIndexElement& element : index.elements) {
        if (element.column == sub.name) key_column = uses = true;
        if (!element.column.empty()) continue;
        expression = true;
        uses = uses || mentions(element.expression, sub.name, Dialect::PostgreSQL);
      }
      uses = uses || contains(index.include, sub.name);
      // CheckIndexCompatible() keeps an index with plain columns of the same operator class and collation only.
      // An index of the partitioned table is made anew from the top, without looking what partitions have.
      const bool of_parent = leaf != key && !relation->parent.empty();
      const bool kept = !change.rewrite && !expression && !of_parent &&
                        ((change.keeps_indexes && same_collation) || !key_column);
      if (uses && !kept) {
        judge.build(relation->schema, index.name);
        judge.scan(leaf);
      }
    }
    // CHECKs over the column are added again, and so tested again.
    for (const CatalogConstraint& constraint : relation->constraints) {
      const bool over = std::find(constraint.columns.begin(), constraint.columns.end(), sub.name) !=
                        constraint.columns.end();
      if (!over) continue;
      if (constraint.kind == ConstraintKind::Check && constraint.validated) judge.scan(leaf);
      if (constraint.kind == ConstraintKind::ForeignKey) {
        judge.lock_tree(constraint.referenced, LockMode::AccessExclusive);
        if (change.rewrite && constraint.validated) judge.scan(leaf);
      }
    }
  }
  for (const auto& [other, constraint] : judge.catalog.referencing(key)) {
    const auto& columns = constraint->referenced_columns;
    if (std::find(columns.begin(), columns.end(), sub.name) == columns.end()) continue;
    judge.lock_tree(relation_key(*other), LockMode::AccessExclusive);
    if (change.rewrite && constraint->validated) judge.scan(relation_key(*other));
  }
}

void Altered::set_not_null(const AlterTableSubcommand& sub) const {
  const CatalogColumn* column = table == nullptr ? nullptr : table->column(sub.name);
  const bool nothing_to_do = column != nullptr && column->not_null;
  lock(!nothing_to_do);
  if (nothing_to_do) return;
  for (const std::string& leaf : alter.only ? std::vector<std::string>{key} : judge.leaves(key)) {
    const CatalogRelation* relation = judge.catalog.find(leaf);
    if (relation == nullptr) {
      judge.scan(leaf);
      continue;
    }
    // What the same statement drops proves nothing: drops come first.
    CatalogRelation remaining = *relation;
    for (const AlterTableSubcommand& other : alter.subcommands) {
      if (other.action != Action::DropConstraint) continue;
      std::erase_if(remaining.constraints, [&](const CatalogConstraint& c) { return c.name == other.name; });
    }
    if (!is_proven_not_null(remaining, sub.name)) judge.scan(leaf);
  }
}

void Altered::attach(const AlterTableSubcommand& sub) const {
  judge.lock(key, LockMode::ShareUpdateExclusive);
  if (!sub.partition) return;
  const std::string partition = judge.catalog.key(*sub.partition);
  const CatalogRelation* known = judge.catalog.find(partition);
  judge.lock_tree(partition, LockMode::AccessExclusive);
  // A default partition beside no other takes every row.
  const bool takes_all = sub.bound && sub.bound->is_default && table != nullptr && !table->partial &&
                         judge.catalog.partitions(key).empty();
  const bool proven = takes_all || (known != nullptr && table != nullptr && sub.bound && !sub.bound->is_default &&
                                    implies_bound(*known, *table, sub.bound->text));
  if (!proven) judge.scan(partition);
  if (const std::string other = judge.default_partition(key); !other.empty()) {
    judge.lock_tree(other, LockMode::AccessExclusive);
    if (!excludes_bound(judge, other, key, sub.bound ? sub.bound->text : std::string())) judge.scan(other);
  }
  if (table != nullptr) {
    for (const CatalogConstraint& constraint : table->constraints) {
      if (constraint.kind != ConstraintKind::ForeignKey) continue;
      judge.lock_partitions(constraint.referenced, LockMode::ShareRowExclusive);
      judge.scan(partition);
    }
    lock_referencing(judge.version >= 15 ? LockMode::ShareRowExclusive : LockMode::AccessShare);
    if (!table->indexes.empty()) judge_index_builds(judge);
  }
}

void Altered::detach(const AlterTableSubcommand& sub) const {
  const LockMode on_parent = sub.concurrently || sub.finalize ? LockMode::ShareUpdateExclusive
                                                              : LockMode::AccessExclusive;
  judge.lock(key, on_parent);
  if (!sub.partition) return;
  // The concurrent form takes ACCESS EXCLUSIVE on the partition in its second transaction (manual, ALTER TABLE).
  judge.lock(*sub.partition, LockMode::AccessExclusive);
  judge.lock_partitions(judge.catalog.key(*sub.partition), LockMode::AccessExclusive);
  // What references the parent must not reference rows of the partition, which is looked up
  // (RI_PartitionRemove_Check() in src/backend/utils/adt/ri_triggers.c).
  for (const auto& [other, constraint] : judge.referencing(key)) {
    if (sub.concurrently || sub.finalize) break;
    judge.lock_ancestors(key);
    judge.lock_tree(relation_key(*other), LockMode::AccessExclusive);
    judge.scan(relation_key(*other));
  }
  if (table != nullptr) {
    for (const CatalogConstraint& constraint : table->constraints) {
      if (constraint.kind != ConstraintKind::ForeignKey) continue;
      judge.lock_partitions(constraint.referenced, LockMode::ShareRowExclusive);
    }
  }
  const std::string other = judge.default_partition(key);
  if (sub.concurrently) {
    judge.not_transactional();
    if (!other.empty()) {
      judge.fail("55000", Failure::Certainty::Always,
                 "cannot detach partitions concurrently when a default partition exists");
    }
  } else if (!other.empty()) {
    judge.lock(other, LockMode::AccessExclusive);
  }
}

void Altered::validate(const AlterTableSubcommand& sub) const {
  judge.lock(key, LockMode::ShareUpdateExclusive);
  const CatalogConstraint* constraint = table == nullptr ? nullptr : table->constraint(sub.name);
  if (constraint == nullptr) {
    const bool added_here = std::any_of(alter.subcommands.begin(), alter.subcommands.end(), [&](const auto& other) {
      return other.action == Action::AddConstraint && other.constraint && other.constraint->name == sub.name;
    });
    if (table == nullptr || table->partial || added_here) judge.scan(key);
    return;
  }
  if (constraint->validated) return;
  if (constraint->kind != ConstraintKind::ForeignKey) judge.lock_tree(key, LockMode::ShareUpdateExclusive);
  if (constraint->kind == ConstraintKind::ForeignKey) judge.lock_read(constraint->referenced, LockMode::RowShare);
  judge.scan(key);
}

void Altered::drop_constraint(const AlterTableSubcommand& sub) const {
  const CatalogConstraint* constraint = table == nullptr ? nullptr : table->constraint(sub.name);
  lock(constraint != nullptr && !constraint->no_inherit);
  // Partitions are looked at for open queries before anything else (ATCheckPartitionsNotInUse()).
  if (table != nullptr && table->kind == CatalogRelationKind::PartitionedTable) {
    judge.lock_partitions(key, LockMode::AccessExclusive);
  }
  if (constraint == nullptr) return;
  if (constraint->kind == ConstraintKind::ForeignKey) {
    judge.lock_tree(constraint->referenced, LockMode::AccessExclusive);
  }
  judge_losses(judge);
}

/// Clones of row triggers on partitions are switched with them.
void Altered::set_trigger(const AlterTableSubcommand& sub) const {
  judge.lock(key, LockMode::ShareRowExclusive);
  if (table == nullptr || alter.only || table->kind != CatalogRelationKind::PartitionedTable) return;
  const bool clones = std::any_of(table->triggers.begin(), table->triggers.end(), [&](const CatalogTrigger& trigger) {
    return (sub.name.empty() || trigger.name == sub.name) && fires_for_each_row(trigger);
  });
  const bool keys =
      sub.name.empty() && !equals_ignoring_case(sub.new_name, "USER") &&
      std::any_of(table->constraints.begin(), table->constraints.end(),
                  [](const CatalogConstraint& constraint) { return constraint.kind == ConstraintKind::ForeignKey; });
  if (clones || keys) judge.lock_partitions(key, LockMode::ShareRowExclusive);
}

void Altered::operator()(const AlterTableSubcommand& sub) const {
  if (sub.action == Action::DropNotNull && judge.version >= 18 && table != nullptr && !table->partial) {
    // Where the column may hold NULL already, nothing below is looked at.
    const CatalogColumn* column = table->column(sub.name);
    if (column != nullptr && !column->not_null) return lock(false);
    // Direct children keep it as their own, for which they are visited.
    for (const CatalogRelation* child :
         alter.only ? judge.catalog.children(key) : std::vector<const CatalogRelation*>()) {
      judge.lock(relation_key(*child), LockMode::AccessExclusive);
    }
  }
  for (const Plain& plain : plain_subcommands) {
    if (plain.action != sub.action) continue;
    if (plain.tree && !alter.only) {
      judge.lock_tree(key, plain.mode);
    } else {
      judge.lock(key, plain.mode);
    }
    return;
  }
  switch (sub.action) {
    case Action::AddColumn:
      return add_column(sub);
    case Action::AlterConstraint: {
      lock(false);
      const CatalogConstraint* constraint = table == nullptr ? nullptr : table->constraint(sub.name);
      if (constraint != nullptr && constraint->kind == ConstraintKind::ForeignKey) {
        judge.lock_partitions(key, LockMode::AccessExclusive);
      }
      if (!sub.constraint || !sub.constraint->enforcement || constraint == nullptr ||
          constraint->kind != ConstraintKind::ForeignKey)
        return;
      if (sub.constraint->not_enforced == !constraint->enforced) return;
      if (sub.constraint->not_enforced) {
        judge.lock_partitions(constraint->referenced, LockMode::AccessExclusive);
      } else if (!constraint->enforced) {
        judge.lock_partitions(constraint->referenced, LockMode::ShareRowExclusive);
        judge.scan(key);
      }
      return;
    }
    case Action::EnableTrigger:
    case Action::DisableTrigger:
      return set_trigger(sub);
    case Action::DropColumn:
      if (sub.if_exists && table != nullptr && !table->partial && table->column(sub.name) == nullptr) {
        return lock(false);
      }
      lock(true);
      // Direct children are visited to make the column their own, but no deeper ones.
      if (alter.only) {
        for (const CatalogRelation* child : judge.catalog.children(key)) {
          judge.lock(relation_key(*child), LockMode::AccessExclusive);
        }
      }
      return judge_losses(judge);
    case Action::AlterColumnType:
      return change_type(sub);
    case Action::SetNotNull:
      return set_not_null(sub);
    case Action::SetDefault:
      lock(true);
      if (sub.expression) judge.lock_recorded_sequences(sub.expression->text);
      return;
    case Action::AlterIdentity:
      lock(judge.version >= 17);
      lock_sequences(LockMode::ShareRowExclusive, sub.name);
      return;
    case Action::SetExpression:
      lock(true);
      if (judge.version < 17) {
        judge.fail("42601", Failure::Certainty::Always, "SET EXPRESSION is understood by PostgreSQL 17 and later");
      }
      judge.rewrite_tree(key);
      return;
    case Action::AddIdentity:
      lock(judge.version >= 17);
      return;
    case Action::DropIdentity: {
      const CatalogColumn* column = table == nullptr ? nullptr : table->column(sub.name);
      const bool nothing_to_do = sub.if_exists && column != nullptr && column->identity == 0;
      lock(judge.version >= 17 && !nothing_to_do);
      return judge_losses(judge);
    }
    case Action::AddConstraint:
      if (!sub.constraint) return;
      judge_constraint(judge, key, *sub.constraint, alter.only, false);
      return judge_index_builds(judge);
    case Action::ValidateConstraint:
      return validate(sub);
    case Action::DropConstraint:
      return drop_constraint(sub);
    case Action::RenameConstraint: {
      // Constraints with an index, and foreign keys, are renamed by themselves.
      const CatalogConstraint* constraint = table == nullptr ? nullptr : table->constraint(sub.name);
      return lock(constraint == nullptr || (constraint->kind == ConstraintKind::Check && !constraint->no_inherit) ||
                  constraint->kind == ConstraintKind::NotNull);
    }
    case Action::AttachPartition:
      return attach(sub);
    case Action::DetachPartition:
      return detach(sub);
    case Action::SetLogged:
    case Action::SetUnlogged: {
      lock(false);
      if (table != nullptr && table->kind == CatalogRelationKind::Sequence) return;
      const bool unlogged = sub.action == Action::SetUnlogged;
      if (table != nullptr && !table->partial && table->unlogged == unlogged) return;
      if (table != nullptr && table->kind == CatalogRelationKind::PartitionedTable) return;
      judge.rewrite(key);
      if (judge.version >= 15) lock_sequences(LockMode::AccessExclusive);
      return;
    }
    case Action::SetAccessMethod:
      lock(false);
      if (judge.version < 15) {
        judge.fail("42601", Failure::Certainty::Always, "SET ACCESS METHOD is understood by PostgreSQL 15 and later");
      }
      // The only method that comes with the server is the one that tables have already.
      if (sub.new_name != "heap" && sub.name != "heap") judge.rewrite(key);
      return;
    case Action::SetTablespace:
      lock(false);
      if (sub.new_name != "pg_default" && sub.name != "pg_default" && alter.kind != RelationKind::Index) {
        judge.rewrite(key);
      }
      return;
    case Action::SetOptions:
    case Action::ResetOptions: {
      LockMode mode = LockMode::ShareUpdateExclusive;
      for (const auto& [name, value] : sub.options) {
        if (!is_gentle_option(name)) mode = LockMode::AccessExclusive;
      }
      judge.lock(key, mode);
      return;
    }
    case Action::OwnerTo:
    case Action::SetSchema:
      if (table != nullptr && table->kind == CatalogRelationKind::CompositeType && sub.action == Action::OwnerTo)
        return;
      lock(false);
      if (table != nullptr && table->kind == CatalogRelationKind::Sequence && !table->owned_by.empty() &&
          !(sub.action == Action::OwnerTo && is_owner(sub.new_name))) {
        judge.fail("0A000", Failure::Certainty::Always, "sequence \"" + table->name + "\" is linked to its table");
      }
      // Who has the table already gets nothing; the history is taken to be run by the superuser of old.
      if (sub.action == Action::OwnerTo && is_owner(sub.new_name)) return;
      lock_sequences(LockMode::AccessExclusive);
      return;
    case Action::Inherit:
      // What inherits already is looked through for a circle.
      judge.lock_tree(key, LockMode::AccessShare);
      lock(false);
      if (sub.partition) judge.lock(*sub.partition, LockMode::ShareUpdateExclusive);
      return;
    case Action::NoInherit:
      lock(false);
      if (sub.partition) judge.lock(*sub.partition, LockMode::AccessShare);
      return;
    default:
      if (alter.kind == RelationKind::Sequence) {
        judge.lock(key, LockMode::ShareRowExclusive);
        for (const QualifiedName& name : judge.statement.relations) {
          if (judge.catalog.key(name) != key) judge.lock(name, LockMode::AccessShare);  // OWNED BY table.column
        }
        return;
      }
      lock(true);
      judge.unknown();
      return;
  }
}

/// The mode that the subcommand alone asks for (AlterTableGetLockLevel()).
LockMode level(const AlterTableSubcommand& sub) {
  for (const Plain& plain : plain_subcommands) {
    if (plain.action == sub.action) return plain.mode;
  }
  switch (sub.action) {
    case Action::ValidateConstraint:
    case Action::AttachPartition:
      return LockMode::ShareUpdateExclusive;
    case Action::EnableTrigger:
    case Action::DisableTrigger:
      return LockMode::ShareRowExclusive;
    case Action::AddConstraint:
      return sub.constraint && sub.constraint->kind == ConstraintKind::ForeignKey ? LockMode::ShareRowExclusive
                                                                                  : LockMode::AccessExclusive;
    case Action::SetOptions:
    case Action::ResetOptions:
      return std::all_of(sub.options.begin(), sub.options.end(),
                         [](const auto& o) { return is_gentle_option(o.first); })
                 ? LockMode::ShareUpdateExclusive
                 : LockMode::AccessExclusive;
    default:
      return LockMode::AccessExclusive;
  }
}

/// ALTER INDEX: indexes are not among the relations that a person waits for, but some forms lock their table.
void judge_index(Judge& judge, const AlterTable& alter) {
  const CatalogRelation* table = judge.catalog.table_of_index(alter.name);
  for (const AlterTableSubcommand& sub : alter.subcommands) {
    if (sub.action != Action::AttachPartition || table == nullptr) continue;
    judge.lock(relation_key(*table), LockMode::AccessShare);
    if (!sub.partition) continue;
    if (const CatalogRelation* partition = judge.catalog.table_of_index(*sub.partition)) {
      judge.lock(relation_key(*partition), LockMode::AccessShare);
    }
  }
}

/// Tables made OF a composite type follow it.
void judge_typed_tables(Judge& judge, const AlterTable& alter) {
  const std::string key = judge.catalog.key(alter.name);
  for (const AlterTableSubcommand& sub : alter.subcommands) {
    if (!sub.cascade) continue;
    for (const auto& [name, relation] : judge.catalog.relations) {
      if (relation.of_type != key) continue;
      const Altered altered{judge, alter, name, &relation};
      altered(sub);
    }
  }
}

}  // namespace

void judge(Judge& judge, const AlterTable& alter) {
  const CatalogRelation* table = judge.catalog.find(alter.name);
  const bool names_index = table == nullptr && judge.catalog.table_of_index(alter.name) != nullptr;
  // ALTER INDEX RENAME takes tables as well.
  const bool renames_table = table != nullptr && alter.kind == RelationKind::Index && alter.subcommands.size() == 1 &&
                             alter.subcommands.front().action == Action::RenameTable;
  if ((alter.kind == RelationKind::Index || names_index) && !renames_table) return judge_index(judge, alter);
  if (table == nullptr && alter.if_exists && judge.catalog.knows_all(alter.name)) return;
  if (alter.kind == RelationKind::Type && table != nullptr) judge_typed_tables(judge, alter);
  const Altered altered{judge, alter, judge.catalog.key(alter.name), table};
  LockMode strongest = LockMode::AccessShare;
  for (const AlterTableSubcommand& sub : alter.subcommands) {
    altered(sub);
    strongest = std::max(strongest, level(sub));
  }
  // One mode serves the whole statement, wherever a subcommand goes.
  if (alter.subcommands.size() < 2 || alter.only) return;
  const bool visits_tree = std::any_of(alter.subcommands.begin(), alter.subcommands.end(), [&](const auto& sub) {
    return sub.action == Action::SetStatistics || (sub.action == Action::AddConstraint && judge.version >= 18);
  });
  if (visits_tree) judge.lock_tree(altered.key, strongest);
}

}  // namespace lockstep
