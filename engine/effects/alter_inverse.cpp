// What undoes the subcommands of ALTER TABLE and its relatives, last first.
#include <algorithm>
#include <set>

#include "engine/catalog/fold.h"
#include "engine/effects/column_sql.h"
#include "engine/effects/invert.h"

namespace lockstep {

using namespace inversion;

namespace {

struct AlterInverse : Inverting {
  /// What ALTER calls a column: ALTER TYPE has attributes.
  [[nodiscard]] std::string column_word() const {
    return statement.tag == "ALTER TYPE" ? "ATTRIBUTE " : "COLUMN ";
  }

  [[nodiscard]] Inverse subcommand(const AlterTable& alter, const AlterTableSubcommand& sub) const;

 private:
  [[nodiscard]] Inverse alter_column(const std::string& words, const AlterTable& alter,
                                     const AlterTableSubcommand& sub) const;
  [[nodiscard]] Inverse add_constraint(const std::string& words, const AlterTable& alter,
                                       const AlterTableSubcommand& sub) const;
  /// Whether the statement, a key of the partitioned table, finds keys that partitions have.
  [[nodiscard]] bool takes_keys_of_partitions(const CatalogRelation& table) const;
  [[nodiscard]] Inverse rename(const std::string& words, const AlterTable& alter, const AlterTableSubcommand& sub) const;
  [[nodiscard]] Inverse detach(const std::string& words, const QualifiedName& partition) const;
  [[nodiscard]] Inverse triggers(const std::string& words, const CatalogRelation* table,
                                 const AlterTableSubcommand& sub) const;
};

Inverse AlterInverse::alter_column(const std::string& words, const AlterTable& alter, const AlterTableSubcommand& sub) const {
  using Action = AlterTableAction;
  const CatalogRelation* table = before.find(alter.name);
  const CatalogColumn* column = table == nullptr ? nullptr : table->column(sub.name);
  const std::string head = words + "ALTER " + column_word() + quoted(sub.name) + " ";
  const std::string cascade = statement.tag == "ALTER TYPE" && sub.cascade ? " CASCADE" : "";
  switch (sub.action) {
    case Action::SetDefault:
    case Action::DropDefault:
      if (column == nullptr) {
        if (sub.action == Action::SetDefault) return lossy({head + "DROP DEFAULT"}, "the old default is not known");
        return none("the old default is not known");
      }
      if (column->default_expression.empty()) return lossless({head + "DROP DEFAULT"});
      return lossless({head + "SET DEFAULT " + column->default_expression});
    case Action::SetNotNull:
      if (column != nullptr && column->not_null) return lossless({}, "the column was NOT NULL already");
      // PostgreSQL 18: one that is NOT VALID becomes the column's.
      for (const CatalogConstraint& constraint :
           table == nullptr ? std::vector<CatalogConstraint>() : table->constraints) {
        if (constraint.kind != ConstraintKind::NotNull || constraint.columns != std::vector<std::string>{sub.name})
          continue;
        return lossless({head + "DROP NOT NULL", words + "ADD CONSTRAINT " + quoted(constraint.name) + " NOT NULL " +
                                                     quoted(sub.name) + " NOT VALID"});
      }
      return lossless({head + "DROP NOT NULL"});
    case Action::DropNotNull:
      if (column != nullptr && !column->not_null) return lossless({}, "the column was nullable already");
      return lossy({head + "SET NOT NULL"}, "it fails while a row holds NULL in " + sub.name);
    case Action::AlterColumnType: {
      if (column == nullptr) return none("the old type is not known");
      std::string sql = head + "TYPE " + column->type;
      if (!column->collation.empty()) sql += " COLLATE " + column->collation;
      const std::string to = sub.type ? format_type(*sub.type, dialect()) : std::string();
      if (to == column->type) return lossless({sql});
      const bool computed = column->generated != 0 || table->kind == CatalogRelationKind::ForeignTable;
      if (statement.tag != "ALTER TYPE" && !computed) sql += " USING " + quoted(sub.name) + "::" + column->type;
      sql += cascade;
      return lossy({sql}, "values that do not fit " + column->type + " make it fail or are rounded");
    }
    case Action::AddIdentity:
      return lossless({head + "DROP IDENTITY"});
    case Action::DropIdentity:
      if (column == nullptr || column->identity == 0) return none("whether the column was an identity is not known");
      return lossy({head + "ADD GENERATED " + (column->identity == 'a' ? "ALWAYS" : "BY DEFAULT") + " AS IDENTITY"},
                   "the new sequence starts again at 1");
    case Action::AlterIdentity:
      if (column != nullptr && column->identity != 0 && sub.constraint) {
        return lossy({head + "SET GENERATED " + (column->identity == 'a' ? "ALWAYS" : "BY DEFAULT")},
                     "other options of the sequence are not kept");
      }
      return none("the options of the sequence are not kept");
    case Action::SetExpression:
      if (column == nullptr || column->generated_expression.empty()) return none("the old expression is not known");
      return lossless({head + "SET EXPRESSION AS (" + column->generated_expression + ")"});
    default:
      return none("a column cannot be made a generated one");
  }
}

Inverse AlterInverse::rename(const std::string& words, const AlterTable& alter, const AlterTableSubcommand& sub) const {
  using Action = AlterTableAction;
  switch (sub.action) {
    case Action::RenameColumn:
      return lossless({words + "RENAME " + column_word() + quoted(sub.new_name) + " TO " + quoted(sub.name) +
                       (statement.tag == "ALTER TYPE" && sub.cascade ? " CASCADE" : "")});
    case Action::RenameConstraint:
      return lossless({words + "RENAME CONSTRAINT " + quoted(sub.new_name) + " TO " + quoted(sub.name)});
    case Action::SetSchema: {
      const std::string schema = before.schema_of(alter.name);
      const std::string head = words.substr(0, words.size() - named(alter.name).size() - 1);
      return lossless({head + quote_name({sub.new_name, alter.name.name, {}}, dialect()) + " SET SCHEMA " + quoted(schema)});
    }
    default: {
      const std::string head = words.substr(0, words.size() - named(alter.name).size() - 1);
      return lossless({head + quote_name({alter.name.schema, sub.new_name, {}}, dialect()) + " RENAME TO " +
                       quoted(alter.name.name)});
    }
  }
}

bool AlterInverse::takes_keys_of_partitions(const CatalogRelation& table) const {
  const Folding folding = fold_on(before, statement);
  if (!folding.status) return false;
  std::vector<std::string> below = folding.draft.partitions(relation_key(table));
  for (size_t i = 0; i < below.size(); ++i) {
    const CatalogRelation* was = before.find(std::string_view(below[i]));
    const CatalogRelation* is = folding.draft.find(below[i]);
    if (was != nullptr && is != nullptr && was->constraints.size() == is->constraints.size()) return true;
    for (const std::string& deeper : folding.draft.partitions(below[i])) below.push_back(deeper);
  }
  return false;
}

Inverse AlterInverse::add_constraint(const std::string& words, const AlterTable& alter, const AlterTableSubcommand& sub) const {
  if (!sub.constraint) return none("the constraint is not analysed");
  const CatalogRelation* old = before.find(alter.name);
  const auto now = relation_after(before, statement, alter.name);
  std::vector<std::string> sql;
  std::string name = sub.constraint->name;
  if (name.empty() && now) {
    for (const CatalogConstraint& constraint : now->constraints) {
      const bool is_new = old == nullptr || old->constraint(constraint.name) == nullptr;
      const bool same = sub.constraint->columns.empty() || constraint.columns == sub.constraint->columns;
      if (is_new && constraint.kind == sub.constraint->kind && same) name = constraint.name;
    }
  }
  if (sub.constraint->kind == ConstraintKind::NotNull && !sub.constraint->columns.empty()) {
    return lossless({words + "ALTER COLUMN " + quoted(sub.constraint->columns.front()) + " DROP NOT NULL"});
  }
  if (name.empty()) return none("the name that the server chose is not known");
  sql.push_back(words + "DROP CONSTRAINT " + quoted(name));
  if (!sub.constraint->using_index.empty()) {
    const CatalogIndex* index = old == nullptr ? nullptr : old->index(sub.constraint->using_index);
    if (index == nullptr) return lossy(sql, "the index that the constraint took over goes with it");
    sql.push_back(index->definition);
  }
  const bool is_key =
      sub.constraint->kind == ConstraintKind::PrimaryKey || sub.constraint->kind == ConstraintKind::Unique;
  if (is_key && old != nullptr && old->kind == CatalogRelationKind::PartitionedTable && !alter.only &&
      takes_keys_of_partitions(*old)) {
    return lossy(sql, "the keys that partitions had of their own became parts of it, and go with it");
  }
  // A primary key makes its columns NOT NULL, and they stay so when it goes.
  if (sub.constraint->kind == ConstraintKind::PrimaryKey && old != nullptr && now) {
    for (const CatalogColumn& column : old->columns) {
      const CatalogColumn* same = now->column(column.name);
      if (same != nullptr && same->not_null && !column.not_null) {
        sql.push_back(words + "ALTER COLUMN " + quoted(column.name) + " DROP NOT NULL");
      }
    }
  }
  return lossless(sql);
}

/// ATTACH gives the partition what the whole has and it had not: that stays when it is detached.
Inverse AlterInverse::detach(const std::string& words, const QualifiedName& partition) const {
  std::vector<std::string> sql{words + "DETACH PARTITION " + named(partition)};
  const CatalogRelation* old = before.find(partition);
  const auto now = relation_after(before, statement, partition);
  if (old == nullptr || old->partial || !now) {
    return lossy(sql, "indexes and constraints that the partition got stay");
  }
  const std::string head = "ALTER TABLE " + named(partition) + " ";
  for (const CatalogConstraint& constraint : now->constraints) {
    if (old->constraint(constraint.name) != nullptr) continue;
    sql.push_back(head + "DROP CONSTRAINT " + quoted(constraint.name));
  }
  for (const CatalogIndex& index : now->indexes) {
    if (old->index(index.name) != nullptr || !index.constraint.empty()) continue;
    sql.push_back("DROP INDEX " + named_key(old->schema + "." + index.name));
  }
  for (const CatalogColumn& column : now->columns) {
    const CatalogColumn* same = old->column(column.name);
    if (same == nullptr || same->not_null == column.not_null) continue;
    sql.push_back(head + "ALTER COLUMN " + quoted(column.name) + " DROP NOT NULL");
  }
  return lossless(std::move(sql));
}

/// What made triggers fire before: ENABLE, DISABLE, ENABLE REPLICA or ENABLE ALWAYS for each that is named.
Inverse AlterInverse::triggers(const std::string& words, const CatalogRelation* table,
                               const AlterTableSubcommand& sub) const {
  const bool all = sub.name.empty();  // ALL, USER
  const auto known = [&](const CatalogTrigger& trigger) { return all || trigger.name == sub.name; };
  const bool is_known = table != nullptr && !table->partial &&
                        (all || std::any_of(table->triggers.begin(), table->triggers.end(), known));
  if (!is_known) return lossy({}, "whether the trigger was enabled before is not known");
  std::vector<std::string> sql;
  // Those of foreign keys are known to the server only: they are enabled as a rule.
  if (all) sql.push_back(words + "ENABLE TRIGGER " + sub.new_name);
  for (const CatalogTrigger& trigger : table->triggers) {
    if (!known(trigger) || (all && trigger.enabled == 'O')) continue;
    const std::string_view state = trigger.enabled == 'D'   ? "DISABLE"
                                   : trigger.enabled == 'R' ? "ENABLE REPLICA"
                                   : trigger.enabled == 'A' ? "ENABLE ALWAYS"
                                                            : "ENABLE";
    sql.push_back(words + std::string(state) + " TRIGGER " + quoted(trigger.name));
  }
  return lossless(std::move(sql));
}

Inverse AlterInverse::subcommand(const AlterTable& alter, const AlterTableSubcommand& sub) const {
  using Action = AlterTableAction;
  const CatalogRelation* table = before.find(alter.name);
  std::string keyword = statement.tag.starts_with("ALTER ") ? statement.tag : "ALTER TABLE";
  const std::string words = keyword + " " + (alter.only ? "ONLY " : "") + named(alter.name) + " ";
  switch (sub.action) {
    case Action::AddColumn:
      if (!sub.column) return none("the column is not analysed");
      if (sub.if_not_exists && table != nullptr && table->column(sub.column->name) != nullptr) {
        return lossless({}, "the column was there already");
      }
      if (sub.if_not_exists && (table == nullptr || table->partial)) {
        return none("whether the column was there before is not known");
      }
      return lossless({words + "DROP " + column_word() + quoted(sub.column->name) +
                       (statement.tag == "ALTER TYPE" && sub.cascade ? " CASCADE" : "")});
    case Action::DropColumn: {
      const CatalogColumn* column = table == nullptr ? nullptr : table->column(sub.name);
      if (column == nullptr && sub.if_exists && before.complete) return lossless({}, "there was no such column");
      if (column != nullptr && column->generated != 0 && !sub.cascade && !used_elsewhere(*table, sub.name)) {
        return lossless({words + "ADD COLUMN " + column_sql(*column, dialect())}, "its values are computed again");
      }
      return none("the values of " + sub.name + " are not kept");
    }
    case Action::RenameColumn:
    case Action::RenameConstraint:
    case Action::RenameTable:
    case Action::SetSchema:
      return rename(words, alter, sub);
    case Action::SetDefault:
    case Action::DropDefault:
    case Action::SetNotNull:
    case Action::DropNotNull:
    case Action::AlterColumnType:
    case Action::AddIdentity:
    case Action::DropIdentity:
    case Action::AlterIdentity:
    case Action::SetExpression:
    case Action::DropExpression:
      return alter_column(words, alter, sub);
    case Action::AddConstraint:
      return add_constraint(words, alter, sub);
    case Action::ValidateConstraint: {
      const CatalogConstraint* constraint = table == nullptr ? nullptr : table->constraint(sub.name);
      if (constraint == nullptr) return lossy({}, "the constraint stays marked as valid, which it is");
      if (constraint->validated) return lossless({}, "the constraint was valid already");
      const std::string not_valid = constraint->definition.ends_with("NOT VALID") ? "" : " NOT VALID";
      return lossless({words + "DROP CONSTRAINT " + quoted(sub.name),
                       words + "ADD CONSTRAINT " + quoted(sub.name) + " " + constraint->definition + not_valid});
    }
    case Action::DropConstraint: {
      const CatalogConstraint* constraint = table == nullptr ? nullptr : table->constraint(sub.name);
      if (constraint == nullptr && sub.if_exists && table != nullptr && !table->partial) {
        return lossless({}, "there was no such constraint");
      }
      if (constraint == nullptr || constraint->definition.empty()) return none("the definition of " + sub.name + " is not known");
      if (sub.cascade && constraint->kind != ConstraintKind::Check && constraint->kind != ConstraintKind::ForeignKey) {
        return none("foreign keys that CASCADE takes along are not kept");
      }
      return lossy({words + "ADD CONSTRAINT " + quoted(sub.name) + " " + constraint->definition},
                   "rows written meanwhile may break the constraint");
    }
    case Action::AttachPartition:
      if (!sub.partition) return none("the partition is not analysed");
      if (statement.tag == "ALTER INDEX") return none("an attached index cannot be detached");
      return detach(words, *sub.partition);
    case Action::DetachPartition: {
      const CatalogRelation* partition = sub.partition ? before.find(*sub.partition) : nullptr;
      if (partition == nullptr || partition->bound.empty()) return none("the bounds of the partition are not known");
      return lossy({words + "ATTACH PARTITION " + named(*sub.partition) + " " + partition->bound},
                   "rows written meanwhile may not fit the bounds");
    }
    case Action::EnableRowSecurity:
    case Action::DisableRowSecurity:
      if (table == nullptr || table->partial) return lossy({}, "whether row security was enabled before is not known");
      if (table->row_security == (sub.action == Action::EnableRowSecurity)) return lossless({}, "it was so already");
      return lossless({words + (table->row_security ? "ENABLE" : "DISABLE") + " ROW LEVEL SECURITY"});
    case Action::ForceRowSecurity:
      return lossy({words + "NO FORCE ROW LEVEL SECURITY"}, "whether it was forced before is not known");
    case Action::NoForceRowSecurity:
      return lossy({words + "FORCE ROW LEVEL SECURITY"}, "whether it was forced before is not known");
    case Action::EnableTrigger:
    case Action::DisableTrigger:
      return triggers(words, table, sub);
    case Action::SetLogged:
    case Action::SetUnlogged:
      if (table == nullptr || table->partial) return lossy({}, "whether the table was logged before is not known");
      if (table->unlogged == (sub.action == Action::SetUnlogged)) return lossless({}, "it was so already");
      return lossless({words + (table->unlogged ? "SET UNLOGGED" : "SET LOGGED")});
    case Action::Inherit:
      if (!sub.partition) return none("the parent is not analysed");
      return lossless({words + "NO INHERIT " + named(*sub.partition)});
    case Action::NoInherit:
      if (!sub.partition) return none("the parent is not analysed");
      return lossy({words + "INHERIT " + named(*sub.partition)}, "what it inherited is its own from then on, too");
    case Action::OwnerTo:
      if (table == nullptr || table->owner.empty()) return none("the old owner is not known");
      return lossless({words + "OWNER TO " + quoted(table->owner)});
    case Action::Other:
      return none("this form of " + statement.tag + " is not analysed");
    default:
      return lossy({}, "the setting before is not known");
  }
}

}  // namespace

Inverse invert(const Inverting& input, const AlterTable& alter) {
  const AlterInverse inverse{input};
  std::vector<Inverse> parts;
  for (const AlterTableSubcommand& sub : alter.subcommands) parts.push_back(inverse.subcommand(alter, sub));
  const bool guess = alter.if_exists && input.before.find(alter.name) == nullptr &&
                     input.before.table_of_index(alter.name) == nullptr;
  if (guess && input.may_exist()) return none("whether " + alter.name.name + " is there is not known");
  if (guess) return lossless({}, "there is no " + alter.name.name);
  return joined(parts);
}

}  // namespace lockstep
