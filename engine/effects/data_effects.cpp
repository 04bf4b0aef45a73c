// Queries and changes of rows, with the tables that foreign keys make them visit.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "engine/catalog/bounds.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/table.h"
#include "engine/catalog/words.h"
#include "engine/effects/insert_checks.h"
#include "engine/effects/insert_keys.h"
#include "engine/effects/judge.h"
#include "engine/effects/proof.h"
#include "parser/parse.h"

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

/// A row with a foreign key makes the server look up, and lock, the row that it references (RI_FKey_check()). For NULLs
/// the lock is given back at once.
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
  for (const auto& [table, constraint] : judge.referencing(key)) {
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

/// The relations of a query that ONLY or an OF list of a locking clause speak of.
class ReadModes {
 public:
  explicit ReadModes(const Judge& judge)
      : text(judge.statement.text), may_be_only(contains_ignoring_case(text, "only")) {}
  const std::string& text;
  bool may_be_only;

  /// Its words, which most queries are not asked for.
  [[nodiscard]] const std::vector<Word>& list() const {
    if (!list_) list_ = words(text, Dialect::PostgreSQL);
    return *list_;
  }
  [[nodiscard]] bool is(size_t i, std::string_view word) const { return i < list().size() && list()[i].name == word; }
  [[nodiscard]] bool mark(size_t i, std::string_view sign) const {
    return i < list().size() && slice(text, list()[i].span) == sign;
  }
  [[nodiscard]] bool only(const QualifiedName& name) const {
    if (!may_be_only) return false;
    for (size_t i = 0; i + 1 < list().size(); ++i) {
      if (!is(i, "only")) continue;
      const size_t at = name.schema.empty() ? i + 1 : i + 3;
      if (is(at, name.name)) return true;
    }
    return false;
  }
  /// Whether FOR UPDATE and its like are about the relation: all of them, or those of their OF list.
  [[nodiscard]] bool locked(const QualifiedName& name) const {
    bool of = false;
    for (size_t i = 0; i + 1 < list().size(); ++i) {
      if (!is(i, "of") || i < 2 || (!is(i - 1, "update") && !is(i - 1, "share"))) continue;
      of = true;
      for (size_t at = i + 1; at < list().size(); at += 2) {
        if (is(at, name.name) || is_alias(list()[at].name, name.name)) return true;
        if (!mark(at + 1, ",")) break;
      }
    }
    return !of;
  }
  [[nodiscard]] bool is_alias(const std::string& alias, const std::string& relation) const {
    for (size_t i = 0; i + 1 < list().size(); ++i) {
      if (!is(i, relation)) continue;
      if (is(i + 1, "as") ? is(i + 2, alias) : is(i + 1, alias)) return true;
    }
    return false;
  }

 private:
  mutable std::optional<std::vector<Word>> list_;
};

/// Whether the value of a sequence is asked for.
bool calls_sequence(const std::vector<FunctionCall>& calls) {
  return std::any_of(calls.begin(), calls.end(), [](const FunctionCall& call) {
    return call.name == "nextval" || call.name == "setval" || call.name == "currval";
  });
}

bool is_partitioned(const CatalogRelation* table) {
  return table != nullptr && table->kind == CatalogRelationKind::PartitionedTable;
}

/// The relation and those of its partitions, on all levels, that may hold what meets the condition.
void lock_meeting(Judge& judge, const std::string& key, std::string_view condition, LockMode mode) {
  const CatalogRelation* table = judge.catalog.find(key);
  if (!is_partitioned(table)) return judge.lock_tree(key, mode);
  judge.lock(key, mode);
  const bool one = table->partition_columns.size() == 1;
  const std::vector<const CatalogRelation*> partitions = judge.catalog.partitions(key);
  for (const CatalogRelation* partition : partitions) {
    if (one && !may_meet(condition, table->partition_columns.front(), *partition, partitions)) continue;
    lock_meeting(judge, relation_key(*partition), condition, mode);
  }
}

/// What a query over the relation visits: the planner leaves partitions alone that hold nothing which meets the
/// condition.
void lock_pruned(Judge& judge, const std::string& key, std::string_view condition, LockMode mode) {
  lock_meeting(judge, key, condition, mode);
  if (is_partitioned(judge.catalog.find(key))) judge.lock_ancestors(key);
}

/// A relation of which the planner knows that no row is asked for: partitions are left alone, inheriting tables are
/// not.
void lock_unread(Judge& judge, const std::string& key, LockMode mode) {
  if (!is_partitioned(judge.catalog.find(key))) return judge.lock_tree(key, mode);
  judge.lock(key, mode);
  judge.lock_ancestors(key);
}

/// Whether the planner knows that nothing of the table meets the condition. `never`: is_never_true() of it.
bool plans_nothing(const Judge& judge, const CatalogRelation* table, std::string_view condition, bool never) {
  return never || (is_partitioned(table) && judge.version >= 17 && asks_impossible_null(condition, *table));
}

void lock_target(Judge& judge, const std::string& target, bool tree, std::string_view condition = {}) {
  if (tree && judge.stage != Judge::Stage::Rewritten) {
    lock_pruned(judge, target, condition, LockMode::RowExclusive);
  } else {
    judge.lock(target, LockMode::RowExclusive);
  }
}

std::vector<std::string> names_of(const CatalogRelation& table) {
  std::vector<std::string> names;
  for (const CatalogColumn& column : table.columns) names.push_back(column.name);
  return names;
}

/// The partitions, on all levels, that take one of the rows. Partitions have the columns in an order of their own; the
/// rows are given in that of `columns`.
void lock_routed(Judge& judge, const std::string& key, const std::vector<std::string>& columns,
                 const std::vector<const ValuesRow*>& rows) {
  const CatalogRelation* table = judge.catalog.find(key);
  if (!is_partitioned(table)) return judge.lock_tree(key, LockMode::RowExclusive);
  judge.lock(key, LockMode::RowExclusive);
  const bool one = table->partition_columns.size() == 1;
  const auto place = static_cast<size_t>(
      one ? std::find(columns.begin(), columns.end(), table->partition_columns.front()) - columns.begin() : -1);
  const std::vector<const CatalogRelation*> partitions = judge.catalog.partitions(key);
  for (const CatalogRelation* partition : partitions) {
    const PartitionRows held(*partition, partitions);
    std::vector<const ValuesRow*> theirs;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(theirs), [&](const ValuesRow* row) {
      return place >= row->size() || !is_literal((*row)[place]) || held.may_include((*row)[place]);
    });
    if (!theirs.empty()) lock_routed(judge, relation_key(*partition), columns, theirs);
  }
}

/// Whether a rule DO INSTEAD stands for the change. Then the table is locked, what the rule does is done, and nothing
/// else (RewriteQuery() in src/backend/rewrite/rewriteHandler.c).
bool is_replaced(Judge& judge, const CatalogRelation* table, std::string_view event) {
  if (table == nullptr || !replaces(*table, event)) return false;
  judge.lock(relation_key(*table), LockMode::RowExclusive);
  judge_rules(judge, *table, event);
  return true;
}

void insert_into(Judge& judge, const std::string& key, const std::vector<std::string>& columns, bool all_given) {
  for (const std::string& target : targets(judge, key)) {
    const CatalogRelation* table = judge.catalog.find(target);
    const auto* insert = judge.statement.as<Insert>();
    if (is_replaced(judge, table, "INSERT")) break;
    const std::vector<ValuesRow> rows = is_partitioned(table) && insert != nullptr && insert->values && judge.runs()
                                            ? values_of(judge.statement.text, Dialect::PostgreSQL)
                                            : std::vector<ValuesRow>();
    if (!rows.empty()) {
      std::vector<const ValuesRow*> all;
      for (const ValuesRow& row : rows) all.push_back(&row);
      lock_routed(judge, target, columns.empty() ? names_of(*table) : columns, all);
    } else {
      // Rows are routed to partitions as they come; which ones get none is not known.
      lock_target(judge, target, is_partitioned(table) && judge.runs());
    }
    if (table == nullptr || !judge.runs()) continue;
    judge.lock_ancestors(target);
    lock_default_sequences(judge, target, *table, columns, all_given);
    lock_referenced(judge, *table, nullptr);
    judge_triggers(judge, *table, "INSERT");
  }
}

/// Whether one of the columns says in which partition of the table a row stands: then it is written there anew.
bool moves_rows(const Judge& judge, const std::string& key, const std::vector<std::string>& columns) {
  const std::vector<std::string> tree = judge.tree(key, Judge::Below::Partitions);
  return std::any_of(tree.begin(), tree.end(), [&](const std::string& each) {
    const CatalogRelation* table = judge.catalog.find(each);
    return table != nullptr && std::any_of(table->partition_columns.begin(), table->partition_columns.end(),
                                           [&](const std::string& column) { return contains(columns, column); });
  });
}

void change_rows(Judge& judge, const std::string& key, const std::vector<std::string>& columns, bool deletes, bool only,
                 std::string_view condition = {}) {
  std::set<std::string> seen;
  const bool nothing = is_never_true(condition);
  for (const std::string& target : targets(judge, key)) {
    const CatalogRelation* table = judge.catalog.find(target);
    if (is_replaced(judge, table, deletes ? "DELETE" : "UPDATE")) break;
    if (!only && plans_nothing(judge, table, condition, nothing) && judge.stage != Judge::Stage::Rewritten) {
      lock_unread(judge, target, LockMode::RowExclusive);
      continue;
    }
    lock_target(judge, target, !only, condition);
    if (nothing || table == nullptr || !judge.runs() || asks_impossible_null(condition, *table)) continue;
    const bool empty = only && is_partitioned(table);
    if (!deletes && !empty) judge.lock_ancestors(target);
    if (!deletes) lock_referenced(judge, *table, moves_rows(judge, target, columns) ? nullptr : &columns);
    lock_referencing(judge, target, deletes ? nullptr : &columns, seen);
    judge_triggers(judge, *table, deletes ? "DELETE" : "UPDATE");
  }
}

std::vector<std::string> assigned(const std::vector<Assignment>& assignments) {
  std::vector<std::string> columns;
  for (const Assignment& assignment : assignments) {
    // A value that stays, or becomes NULL, is looked up nowhere (RI_FKey_fk_upd_check_required()).
    const bool stays = assignment.columns.size() == 1 && assignment.value.text == assignment.columns.front();
    if (stays || assignment.value.is_null) continue;
    columns.insert(columns.end(), assignment.columns.begin(), assignment.columns.end());
  }
  return columns;
}

/// What a query over one relation locks of it.
void lock_source(Judge& judge, const std::string& key, std::string_view condition,
                 LockMode mode = LockMode::AccessShare) {
  const CatalogRelation* table = judge.catalog.find(key);
  if (judge.stage == Judge::Stage::Rewritten || judge.is_view(key)) return judge.lock_read(key, mode);
  if (plans_nothing(judge, table, condition, is_never_true(condition))) return lock_unread(judge, key, mode);
  if (is_partitioned(table)) return lock_pruned(judge, key, condition, mode);
  judge.lock_read(key, mode);
}

void lock_reads(Judge& judge, const std::vector<QualifiedName>& reads) {
  for (const QualifiedName& name : reads) judge.lock_read(judge.catalog.key(name));
}

}  // namespace

namespace {

/// What stands behind WHERE of a query over one relation.
std::string condition_of(const ReadModes& modes) {
  int depth = 0;
  for (size_t i = 0; i < modes.list().size(); ++i) {
    if (modes.mark(i, "(")) ++depth;
    if (modes.mark(i, ")")) --depth;
    if (depth != 0 || !modes.is(i, "where")) continue;
    size_t end = i + 1;
    constexpr std::string_view enders[] = {"group", "order",  "limit",  "offset", "fetch",
                                           "for",   "having", "window", "union"};
    int inner = 0;
    for (; end < modes.list().size(); ++end) {
      if (modes.mark(end, "(")) ++inner;
      if (modes.mark(end, ")")) --inner;
      const std::string& word = modes.list()[end].name;
      if (inner == 0 && std::find(std::begin(enders), std::end(enders), word) != std::end(enders)) break;
    }
    if (end == i + 1) return {};
    return modes.text.substr(modes.list()[i + 1].span.begin,
                             modes.list()[end - 1].span.end - modes.list()[i + 1].span.begin);
  }
  return {};
}

/// FOR UPDATE and its like take rows of tables only, through views as well (CheckSelectLocking() in
/// src/backend/parser/analyze.c, CheckValidRowMarkRel() in src/backend/executor/execMain.c).
void check_row_locks(Judge& judge, const std::string& key) {
  constexpr std::string_view others[] = {"group", "having", "distinct", "union", "intersect", "except", "window"};
  for (const std::string& read : judge.through_views(key)) {
    const CatalogRelation* known = judge.catalog.find(read);
    if (known == nullptr) continue;
    const bool stored = known->kind == CatalogRelationKind::MaterializedView;
    if (stored || known->kind == CatalogRelationKind::Sequence) {
      judge.fail("42809", Failure::Certainty::Always, "cannot lock rows in \"" + known->name + "\"");
    }
    if (known->kind != CatalogRelationKind::View) continue;
    for (const Word& word : words(known->view_query, Dialect::PostgreSQL)) {
      if (word.kind != Word::Kind::Name ||
          std::find(std::begin(others), std::end(others), word.name) == std::end(others))
        continue;
      judge.fail("0A000", Failure::Certainty::Always,
                 "rows of view \"" + known->name + "\" cannot be locked: it has " + to_upper(word.name));
    }
  }
}

}  // namespace

void judge(Judge& judge, const Select& select) {
  if (select.modifying_with) return judge_modifying_with(judge);
  const ReadModes modes(judge);
  for (const QualifiedName& name : select.reads) {
    const std::string key = judge.catalog.key(name);
    const LockMode mode = select.for_update && modes.locked(name) ? LockMode::RowShare : LockMode::AccessShare;
    const CatalogRelation* table = judge.catalog.find(key);
    const bool has_rows = table == nullptr || table->is_table();  // ONLY is nothing to a view
    if (has_rows && modes.only(name)) {
      judge.lock(key, mode);
    } else {
      lock_source(judge, key, select.reads.size() == 1 ? condition_of(modes) : std::string(), mode);
    }
    if (select.for_update && modes.locked(name)) check_row_locks(judge, key);
  }
  if (calls_sequence(select.functions)) judge.lock_sequences_in(judge.statement.text, LockMode::RowExclusive);
  judge_calls(judge, select.functions);
}

bool judge_stored_query(Judge& judge, const std::string& query) {
  const std::optional<Statement> made = statement_of(query, Dialect::PostgreSQL);
  const auto* select = made ? made->as<Select>() : nullptr;
  if (select == nullptr || select->modifying_with) return false;
  Judge reading(*made, judge, Judge::Stage::Run);
  judge_statement(reading);
  Effect effect = reading.take();
  const auto is_read = [&](const std::string& key) {
    return std::any_of(effect.locks.begin(), effect.locks.end(),
                       [&](const auto& lock) { return lock.relation == key; });
  };
  const bool nothing = select->reads.size() == 1 && is_never_true(condition_of(ReadModes(reading)));
  Judge scanning(*made, judge.catalog, judge.version);
  for (const QualifiedName& read : select->reads) {
    if (!nothing) scanning.scan_query(judge.catalog.key(read));
  }
  for (std::string& key : scanning.take().scans) {
    if (is_read(key)) effect.scans.push_back(std::move(key));
  }
  judge.unite(effect);
  return true;
}

void judge(Judge& judge, const Insert& insert) {
  if (insert.modifying_with) return judge_modifying_with(judge);
  const std::string key = judge.catalog.key(insert.table);
  const bool single = insert.plain_select && !insert.source_joined && insert.reads.size() == 1;
  if (single) {
    lock_source(judge, judge.catalog.key(insert.source),
                insert.select_where ? insert.select_where->text : std::string());
  } else {
    lock_reads(judge, insert.reads);
  }
  check_insert(judge, insert, judge.catalog.find(key));
  if (insert.plain_select && insert.select_where && is_never_true(insert.select_where->text)) {
    for (const std::string& target : targets(judge, key)) judge.lock(target, LockMode::RowExclusive);
    return;
  }
  insert_into(judge, key, insert.columns, insert.columns.empty() && !insert.default_values);
  if (calls_sequence(insert.functions)) judge.lock_sequences_in(judge.statement.text, LockMode::RowExclusive);
  judge_calls(judge, insert.functions);
}

void judge(Judge& judge, const Update& update) {
  if (update.modifying_with) return judge_modifying_with(judge);
  const std::string key = judge.catalog.key(update.table);
  lock_reads(judge, update.reads);
  // A key that is assigned anew moves the row to another partition.
  const std::vector<std::string> columns = assigned(update.assignments);
  const std::string condition = update.where ? std::string(update.where->text) : std::string();
  const CatalogRelation* table = judge.catalog.find(key);
  for (const Assignment& assignment : update.assignments) {
    const bool whole = assignment.columns.size() == 1 && (assignment.parts.empty() || !assignment.parts.front());
    const CatalogColumn* column = whole && table != nullptr ? table->column(assignment.columns.front()) : nullptr;
    if (column != nullptr && !column->type.empty()) check_literal(judge, *column, assignment.value.text);
  }
  change_rows(judge, key, columns, update.is_delete, update.only, condition);
  if (calls_sequence(update.functions)) judge.lock_sequences_in(judge.statement.text, LockMode::RowExclusive);
  judge_calls(judge, update.functions);
}

void judge(Judge& judge, const Merge& merge) {
  if (judge.version < 15) {
    judge.fail("42601", Failure::Certainty::Always, "MERGE is understood by PostgreSQL 15 and later");
  }
  if (merge.modifying_with) return judge_modifying_with(judge);
  const std::string key = judge.catalog.key(merge.table);
  lock_reads(judge, merge.reads);
  lock_target(judge, key, !merge.only);
  for (const MergeWhen& when : merge.when) {
    if (when.by_source && judge.version < 17) {
      judge.fail("42601", Failure::Certainty::Always, "NOT MATCHED BY SOURCE is understood by PostgreSQL 17 and later");
    }
    if (when.action == "UPDATE") change_rows(judge, key, assigned(when.assignments), false, merge.only);
    if (when.action == "DELETE") change_rows(judge, key, {}, true, merge.only);
    if (when.action == "INSERT") {
      const bool defaults_only = when.columns.empty() && when.values.empty();
      insert_into(judge, key, when.columns, when.columns.empty() && !defaults_only);
    }
  }
  judge_calls(judge, merge.functions);
}

void judge(Judge& judge, const Copy& copy) {
  if (copy.table.name.empty()) {
    for (const Statement& query : judge.statement.inner) judge_inner(judge, query, Judge::Stage::Run);
    return;
  }
  const std::string key = judge.catalog.key(copy.table);
  if (!copy.from) {
    judge.lock(key, LockMode::AccessShare);
    return;
  }
  insert_into(judge, key, copy.columns, copy.columns.empty());
}

void judge_modifying_with(Judge& judge) {
  const Statement& statement = judge.statement;
  // What only the inner statements take for a relation is the name of a CTE.
  std::vector<std::string> with;
  std::string rest;
  size_t copied = 0;
  for (const Statement& inner : statement.inner) {
    for (const QualifiedName& name : inner.relations) {
      const auto& known = statement.relations;
      if (std::find(known.begin(), known.end(), name) == known.end()) with.push_back(name.name);
    }
    const size_t begin = inner.span.begin - statement.span.begin;
    rest += statement.text.substr(copied, begin - copied) + "SELECT 1";
    copied = begin + inner.span.size();
  }
  rest += statement.text.substr(copied);
  for (const Statement& inner : statement.inner) judge_inner(judge, inner, judge.stage, with);
  for (const Statement& outer : parse(rest, Dialect::PostgreSQL).statements) {
    judge_inner(judge, outer, judge.stage, with);
  }
}

}  // namespace lockstep
