// CREATE TABLE, and the constraints that any statement adds to a table.
#include <algorithm>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/names.h"
#include "engine/catalog/table.h"
#include "engine/effects/judge.h"
#include "engine/effects/proof.h"

namespace lockstep {

bool excludes_bound(const Judge& judge, const std::string& default_partition, const std::string& parent,
                    std::string_view bound) {
  const CatalogRelation* known = judge.catalog.find(default_partition);
  const CatalogRelation* above = judge.catalog.find(parent);
  return known != nullptr && above != nullptr && known->kind == CatalogRelationKind::Table &&
         contradicts_bound(*known, *above, bound);
}

void judge_index_builds(Judge& judge) {
  each_change(judge, [&](const std::string& key, const CatalogRelation* before, const CatalogRelation* after) {
    if (after == nullptr || after->kind == CatalogRelationKind::PartitionedTable) return;
    if (before == nullptr && !after->partial) return;  // a new table is empty
    const auto same = [](const CatalogIndex& a, const CatalogIndex& b) {
      return a.elements == b.elements && a.predicate == b.predicate;
    };
    const auto had = [&](const CatalogIndex& index) {
      return before != nullptr &&
             std::any_of(before->indexes.begin(), before->indexes.end(), [&](const CatalogIndex& old) {
               return same(old, index) && (old.name == index.name || after->index(old.name) == nullptr);  // renamed
             });
    };
    for (const CatalogIndex& index : after->indexes) {
      if (had(index)) continue;
      judge.build(after->schema, index.name);
      judge.scan(key);
    }
  });
}

void judge_constraint(Judge& judge, const std::string& table, const Constraint& constraint, bool only,
                      bool new_columns) {
  const CatalogRelation* known = judge.catalog.find(table);
  if (constraint.nulls_not_distinct && judge.version < 15) {
    judge.fail("42601", Failure::Certainty::Always, "NULLS NOT DISTINCT is understood by PostgreSQL 15 and later");
  }
  // Since PostgreSQL 18 every ADD CONSTRAINT prepares the tables below, whether they get the constraint or not.
  if (!only && !judge.catalog.children(table).empty() && judge.version >= 18) {
    judge.lock_tree(table, constraint.kind == ConstraintKind::ForeignKey ? LockMode::ShareRowExclusive
                                                                         : LockMode::AccessExclusive);
  }
  switch (constraint.kind) {
    case ConstraintKind::Check: {
      // A CHECK over a column that the statement adds is tested row by row all the same.
      const bool alone = only || constraint.no_inherit;
      const bool tested = !constraint.not_valid && !constraint.not_enforced;
      if (alone) {
        judge.lock(table, LockMode::AccessExclusive);
        if (tested) judge.scan(table);
      } else {
        judge.lock_tree(table, LockMode::AccessExclusive);
        if (tested) judge.scan_tree(table);
      }
      break;
    }
    case ConstraintKind::NotNull:
      judge.lock_tree(table, LockMode::AccessExclusive);
      if (judge.version < 18) {
        judge.fail("42601", Failure::Certainty::Always,
                   "NOT NULL as a table constraint is understood by PostgreSQL 18 and later");
      } else if (!constraint.not_valid && !new_columns) {
        const bool alone = only || constraint.no_inherit;
        for (const std::string& leaf : alone ? std::vector<std::string>{table} : judge.leaves(table)) {
          const CatalogRelation* relation = judge.catalog.find(leaf);
          const bool proven = relation != nullptr && !constraint.columns.empty() &&
                              is_proven_not_null(*relation, constraint.columns.front());
          if (!proven) judge.scan(leaf);
        }
      }
      break;
    case ConstraintKind::ForeignKey: {
      // Both tables get triggers (manual, ALTER TABLE: "Addition of foreign key constraints requires SHARE ROW
      // EXCLUSIVE"); the check reads the referencing table.
      const std::string referenced = judge.catalog.key(constraint.referenced);
      judge.lock_partitions(table, LockMode::ShareRowExclusive);
      judge.lock_partitions(referenced, LockMode::ShareRowExclusive);
      if (!constraint.not_valid && !constraint.not_enforced && !new_columns) judge.scan(table);
      if (constraint.not_valid && known != nullptr && known->kind == CatalogRelationKind::PartitionedTable &&
          judge.version < 18) {
        judge.fail("42809", Failure::Certainty::Always,
                   "cannot add NOT VALID foreign key on partitioned table \"" + known->name +
                       "\" before PostgreSQL 18");
      }
      break;
    }
    case ConstraintKind::Unique:
    case ConstraintKind::PrimaryKey:
    case ConstraintKind::Exclude: {
      // The index is built on each partition under SHARE; a primary key first makes its columns NOT NULL everywhere.
      const bool makes_not_null =
          constraint.kind == ConstraintKind::PrimaryKey &&
          (known == nullptr || std::any_of(constraint.columns.begin(), constraint.columns.end(),
                                           [&](const std::string& name) {
                                             const CatalogColumn* column = known->column(name);
                                             return column == nullptr || !column->not_null;
                                           }));
      // Inheriting tables get no index, but NOT NULL.
      if (makes_not_null && !only) {
        judge.lock_tree(table, LockMode::AccessExclusive);
        for (const std::string& leaf : judge.leaves(table)) {
          const CatalogRelation* below = judge.catalog.find(leaf);
          if (new_columns || leaf == table || below == nullptr || !below->parent.empty()) continue;
          const bool all = std::all_of(constraint.columns.begin(), constraint.columns.end(),
                                       [&](const std::string& name) { return is_proven_not_null(*below, name); });
          if (!all) judge.scan(leaf);
        }
      }
      const bool partitioned = known != nullptr && known->kind == CatalogRelationKind::PartitionedTable;
      if (!only && !partitioned && constraint.kind == ConstraintKind::PrimaryKey) {
        judge.lock_tree(table, LockMode::AccessExclusive);
      }
      if (!only) {
        judge.lock_partitions(table, makes_not_null ? LockMode::AccessExclusive
                                     : constraint.deferrable || constraint.initially_deferred
                                         ? LockMode::ShareRowExclusive  // for the trigger
                                         : LockMode::Share);
      }
      judge.lock(table, LockMode::AccessExclusive);
      if (constraint.using_index.empty()) {
        if (makes_not_null && !only && !new_columns) judge.scan(table);
      } else if (constraint.kind == ConstraintKind::PrimaryKey && known != nullptr) {
        // The index is there, but columns that may be NULL are made NOT NULL first, which reads the table.
        const CatalogIndex* index = known->index(constraint.using_index);
        const bool all_not_null =
            index != nullptr && std::all_of(index->elements.begin(), index->elements.end(),
                                            [&](const CatalogIndexElement& element) {
                                              return is_proven_not_null(*known, element.column);
                                            });
        if (!all_not_null && index != nullptr) judge.scan(table);
      }
      break;
    }
    default:
      break;
  }
}

void judge(Judge& judge, const CreateTable& create) {
  const Catalog& catalog = judge.catalog;
  const CatalogRelation* existing = catalog.find(create.name);
  if (create.if_not_exists && existing != nullptr && !existing->partial && !create.temporary) {
    // The query is analysed before the name is looked at.
    for (const QualifiedName& source : create.as_query ? judge.statement.relations : std::vector<QualifiedName>()) {
      if (catalog.key(source) != catalog.key(create.name)) judge.lock(source, LockMode::AccessShare);
    }
    return;
  }
  if (!create.of_type.empty()) {
    const std::string type = catalog.key(dotted_name(create.of_type));
    if (catalog.find(type) != nullptr) judge.lock(type, LockMode::AccessShare);
  }

  for (const LikeClause& like : create.likes) {
    judge.lock(like.source, LockMode::AccessShare);
    const CatalogRelation* source = catalog.find(like.source);
    const bool defaults = std::any_of(like.options.begin(), like.options.end(), [](const std::string& option) {
      const std::string words = to_upper(option);
      return words == "INCLUDING ALL" || words == "INCLUDING DEFAULTS";
    });
    for (const CatalogColumn& column : source == nullptr ? std::vector<CatalogColumn>() : source->columns) {
      judge.lock_composite(column.type);
    }
    if (source == nullptr || !defaults) continue;
    for (const CatalogColumn& column : source->columns) {
      judge.lock_recorded_sequences(column.default_expression);
    }
  }
  for (const QualifiedName& parent : create.inherits) {
    judge.lock(parent, LockMode::ShareUpdateExclusive);
    const CatalogRelation* known = catalog.find(parent);
    for (const CatalogColumn& column : known == nullptr ? std::vector<CatalogColumn>() : known->columns) {
      judge.lock_recorded_sequences(column.default_expression);
      judge.lock_composite(column.type);
    }
  }
  if (create.partition_of) {
    const std::string parent = catalog.key(*create.partition_of);
    judge.lock(parent, LockMode::AccessExclusive);
    if (const std::string other = judge.default_partition(parent); !other.empty()) {
      // Rows of the default partition may belong to the new one: it is read to be sure that none do.
      judge.lock_tree(other, LockMode::AccessExclusive);
      if (!excludes_bound(judge, other, parent, create.bound ? create.bound->text : std::string())) judge.scan(other);
    }
    if (const CatalogRelation* known = catalog.find(parent)) {
      for (const CatalogConstraint& constraint : known->constraints) {
        if (constraint.kind == ConstraintKind::ForeignKey && !constraint.referenced.empty()) {
          judge.lock_partitions(constraint.referenced, LockMode::ShareRowExclusive);
        }
      }
      for (const auto& [table, constraint] : judge.referencing(parent)) {
        judge.lock(relation_key(*table), judge.version >= 15 ? LockMode::ShareRowExclusive : LockMode::AccessShare);
      }
    }
  }
  const std::string own = catalog.key(create.name);
  const auto distinct_nulls = [&](const Constraint& constraint) {
    if (!constraint.nulls_not_distinct || judge.version >= 15) return;
    judge.fail("42601", Failure::Certainty::Always, "NULLS NOT DISTINCT is understood by PostgreSQL 15 and later");
  };
  for (const Constraint& constraint : create.constraints) distinct_nulls(constraint);
  for (const ColumnDefinition& column : create.columns) {
    for (const Constraint& constraint : column.constraints) distinct_nulls(constraint);
    if (column.type) judge.lock_composite(format_type(*column.type, Dialect::PostgreSQL));
  }
  const auto references = [&](const Constraint& constraint) {
    if (constraint.kind != ConstraintKind::ForeignKey) return;
    const std::string referenced = catalog.key(constraint.referenced);
    if (referenced != own) judge.lock_partitions(referenced, LockMode::ShareRowExclusive);
  };
  for (const ColumnDefinition& column : create.columns) {
    for (const Constraint& constraint : column.constraints) {
      references(constraint);
      if (constraint.kind == ConstraintKind::Default && constraint.expression) {
        judge.lock_recorded_sequences(constraint.expression->text);
      }
    }
  }
  for (const Constraint& constraint : create.constraints) references(constraint);
  const bool stored =
      create.as_query && !create.with_no_data && judge_stored_query(judge, query_of_table(judge.statement.text));
  if (create.as_query && !stored) {
    for (const QualifiedName& source : judge.statement.relations) {
      const std::string key = catalog.key(source);
      if (key == own) continue;
      if (create.with_no_data) {
        judge.lock(key, LockMode::AccessShare);
      } else {
        judge.lock_read(key);
        judge.scan_query(key);
      }
    }
  }
  const bool virtual_column = std::any_of(create.columns.begin(), create.columns.end(), [](const ColumnDefinition& c) {
    return std::any_of(c.constraints.begin(), c.constraints.end(), [](const Constraint& constraint) {
      return constraint.kind == ConstraintKind::Generated && constraint.generated_virtual;
    });
  });
  if (virtual_column && judge.version < 18) {
    judge.fail("42601", Failure::Certainty::Always, "virtual generated columns are understood by PostgreSQL 18 and later");
  }
}

}  // namespace lockstep
