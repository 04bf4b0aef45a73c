// Queries and changes of rows, with the tables that foreign keys make them visit.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "engine/effects/judge.h"

namespace lockstep {
namespace {

/// The tables under a view take the writes meant for it.
std::vector<std::string> targets(const Judge& judge, const std::string& key) {
  std::vector<std::string> found = {key};
  for (size_t i = 0; i < found.size(); ++i) {
    const CatalogRelation* known = judge.catalog.find(found[i]);
    if (known == nullptr || known->kind != CatalogRelationKind::View) continue;
    for (const std::string& read : known->reads) {
      if (!contains(found, read)) found.push_back(read);
    }
  }
  return found;
}

/// Sequences that give values to the columns which an INSERT leaves out.
void lock_default_sequences(Judge& judge, const std::string& key, const CatalogRelation& table,
                            const std::vector<std::string>& given, bool all_given) {
  for (const CatalogColumn& column : table.columns) {
    if (contains(given, column.name) || all_given) continue;
    judge.lock_sequences_in(column.default_expression, LockMode::RowExclusive);
    if (column.identity == 0) continue;
    for (const std::string& sequence : judge.catalog.owned_sequences(key, column.name)) {
      judge.lock(sequence, LockMode::RowExclusive);
    }
  }
}

/// A row with a foreign key makes the server look up, and lock, the row that it references (RI_FKey_check()).
void lock_referenced(Judge& judge, const CatalogRelation& table, const std::vector<std::string>* columns) {
  for (const CatalogConstraint& constraint : table.constraints) {
    if (constraint.kind != ConstraintKind::ForeignKey || !constraint.enforced) continue;
    const bool touched = columns == nullptr ||
                         std::any_of(constraint.columns.begin(), constraint.columns.end(),
                                     [&](const std::string& column) { return contains(*columns, column); });
    if (touched) judge.lock(constraint.referenced, LockMode::RowShare);
  }
}

/// A row that others may reference: they are asked, or changed as ON DELETE and ON UPDATE say.
void lock_referencing(Judge& judge, const std::string& key, const std::vector<std::string>* columns,
                      std::set<std::string>& seen) {
  if (!seen.insert(key).second) return;
  for (const auto& [table, constraint] : judge.catalog.referencing(key)) {
    if (!constraint->enforced) continue;
    if (columns != nullptr &&
        std::none_of(constraint->referenced_columns.begin(), constraint->referenced_columns.end(),
                     [&](const std::string& column) { return contains(*columns, column); })) {
      continue;
    }
    const std::string& action = columns == nullptr ? constraint->on_delete : constraint->on_update;
    const std::string other = relation_key(*table);
    const bool asks = action.empty() || action == "RESTRICT" || action == "NO ACTION";
    if (!table->parent.empty() && judge.catalog.find(table->parent) != nullptr) continue;  // asked through the parent
    judge.lock_tree(other, asks ? LockMode::RowShare : LockMode::RowExclusive);
    if (asks) continue;
    if (action == "CASCADE" && columns == nullptr) {
      lock_referencing(judge, other, nullptr, seen);
    } else {
      lock_referenced(judge, *table, &constraint->columns);
      lock_referencing(judge, other, &constraint->columns, seen);
    }
  }
}

}  // namespace

void judge(Judge& judge, const Select& select) {
  for (const QualifiedName& name : select.reads) {
    judge.lock_read(judge.catalog.key(name), select.for_update ? LockMode::RowShare : LockMode::AccessShare);
  }
  judge.lock_sequences_in(judge.statement.text, LockMode::RowExclusive);
}

void judge(Judge& judge, const Insert& insert) {
  const std::string key = judge.catalog.key(insert.table);
  for (const QualifiedName& name : insert.reads) {
    const std::string read = judge.catalog.key(name);
    if (read != key) judge.lock_read(read);
  }
  const bool defaults_only = to_upper(judge.statement.text).find("DEFAULT VALUES") != std::string::npos;
  for (const std::string& target : targets(judge, key)) {
    const CatalogRelation* table = judge.catalog.find(target);
    if (table != nullptr && table->kind == CatalogRelationKind::PartitionedTable) {
      judge.lock_tree(target, LockMode::RowExclusive);
    } else {
      judge.lock(target, LockMode::RowExclusive);
    }
    if (table == nullptr) continue;
    lock_default_sequences(judge, target, *table, insert.columns, insert.columns.empty() && !defaults_only);
    lock_referenced(judge, *table, nullptr);
  }
  judge.lock_sequences_in(judge.statement.text, LockMode::RowExclusive);
}

void judge(Judge& judge, const Update& update) {
  const std::string key = judge.catalog.key(update.table);
  for (const QualifiedName& name : update.reads) {
    const std::string read = judge.catalog.key(name);
    if (read != key) judge.lock_read(read);
  }
  std::vector<std::string> columns;
  for (const Assignment& assignment : update.assignments) {
    columns.insert(columns.end(), assignment.columns.begin(), assignment.columns.end());
  }
  std::set<std::string> seen;
  for (const std::string& target : targets(judge, key)) {
    if (update.only) {
      judge.lock(target, LockMode::RowExclusive);
    } else {
      judge.lock_tree(target, LockMode::RowExclusive);
    }
    const CatalogRelation* table = judge.catalog.find(target);
    if (table == nullptr) continue;
    if (!update.is_delete) lock_referenced(judge, *table, &columns);
    lock_referencing(judge, target, update.is_delete ? nullptr : &columns, seen);
  }
  judge.lock_sequences_in(judge.statement.text, LockMode::RowExclusive);
}

}  // namespace lockstep
