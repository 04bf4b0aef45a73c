// Queries and changes of rows, with the tables that foreign keys make them visit.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "engine/catalog/bounds.h"
#include "engine/catalog/table.h"
#include "engine/catalog/words.h"
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

/// The relations of a query that ONLY or an OF list of a locking clause speak of.
struct ReadModes {
  explicit ReadModes(const Judge& judge) : text(judge.statement.text), list(words(text, Dialect::PostgreSQL)) {}
  const std::string& text;
  std::vector<Word> list;

  [[nodiscard]] bool is(size_t i, std::string_view word) const { return i < list.size() && list[i].name == word; }
  [[nodiscard]] bool mark(size_t i, std::string_view sign) const {
    return i < list.size() && slice(text, list[i].span) == sign;
  }
  [[nodiscard]] bool only(const QualifiedName& name) const {
    for (size_t i = 0; i + 1 < list.size(); ++i) {
      if (!is(i, "only")) continue;
      const size_t at = name.schema.empty() ? i + 1 : i + 3;
      if (is(at, name.name)) return true;
    }
    return false;
  }
  /// Whether FOR UPDATE and its like are about the relation: all of them, or those of their OF list.
  [[nodiscard]] bool locked(const QualifiedName& name) const {
    bool of = false;
    for (size_t i = 0; i + 1 < list.size(); ++i) {
      if (!is(i, "of") || i < 2 || (!is(i - 1, "update") && !is(i - 1, "share"))) continue;
      of = true;
      for (size_t at = i + 1; at < list.size(); at += 2) {
        if (is(at, name.name) || is_alias(list[at].name, name.name)) return true;
        if (!mark(at + 1, ",")) break;
      }
    }
    return !of;
  }
  [[nodiscard]] bool is_alias(const std::string& alias, const std::string& relation) const {
    for (size_t i = 0; i + 1 < list.size(); ++i) {
      if (!is(i, relation)) continue;
      if (is(i + 1, "as") ? is(i + 2, alias) : is(i + 1, alias)) return true;
    }
    return false;
  }
};

/// The relation and those of its partitions that may hold rows whose key is among `values`; the planner leaves the
/// others alone.
void lock_pruned(Judge& judge, const std::string& key, const std::vector<std::string>& values, LockMode mode) {
  judge.lock(key, mode);
  const std::vector<const CatalogRelation*> partitions = judge.catalog.partitions(key);
  for (const CatalogRelation* partition : partitions) {
    const bool wanted = std::any_of(values.begin(), values.end(),
                                    [&](const std::string& value) { return may_hold(*partition, partitions, value); });
    if (wanted) judge.lock_tree(relation_key(*partition), mode);
  }
}

/// The values that a condition asks of the partition key; empty when all partitions are visited.
std::vector<std::string> pruning(const CatalogRelation* table, std::string_view condition) {
  const bool single =
      table != nullptr && table->kind == CatalogRelationKind::PartitionedTable && table->partition_columns.size() == 1;
  if (!single || condition.empty()) return {};
  return required_values(condition, table->partition_columns.front());
}

/// A relation of which the planner knows that no row is asked for: partitions are left alone, inheriting tables are
/// not.
void lock_unread(Judge& judge, const std::string& key, LockMode mode) {
  const CatalogRelation* table = judge.catalog.find(key);
  if (table != nullptr && table->kind == CatalogRelationKind::PartitionedTable) return judge.lock(key, mode);
  judge.lock_tree(key, mode);
}

void lock_target(Judge& judge, const std::string& target, bool tree) {
  if (tree && judge.stage != Judge::Stage::Rewritten) {
    judge.lock_tree(target, LockMode::RowExclusive);
  } else {
    judge.lock(target, LockMode::RowExclusive);
  }
}

/// The values that VALUES gives to the partition key, for every row; empty when that cannot be told.
std::vector<std::string> routing(const Judge& judge, const CatalogRelation& table,
                                 const std::vector<std::string>& columns) {
  if (table.kind != CatalogRelationKind::PartitionedTable || table.partition_columns.size() != 1) return {};
  std::vector<std::string> names = columns;
  if (names.empty()) {
    for (const CatalogColumn& column : table.columns) names.push_back(column.name);
  }
  const auto found = std::find(names.begin(), names.end(), table.partition_columns.front());
  if (found == names.end()) return {};
  std::vector<std::string> values =
      values_at(judge.statement.text, Dialect::PostgreSQL, static_cast<size_t>(found - names.begin()));
  return std::all_of(values.begin(), values.end(), is_literal) ? values : std::vector<std::string>();
}

void insert_into(Judge& judge, const std::string& key, const std::vector<std::string>& columns, bool all_given) {
  for (const std::string& target : targets(judge, key)) {
    const CatalogRelation* table = judge.catalog.find(target);
    const auto* insert = judge.statement.as<Insert>();
    if (table != nullptr && insert != nullptr && insert->values && judge.runs()) {
      if (const std::vector<std::string> values = routing(judge, *table, columns); !values.empty()) {
        lock_pruned(judge, target, values, LockMode::RowExclusive);
        lock_default_sequences(judge, target, *table, columns, all_given);
        lock_referenced(judge, *table, nullptr);
        judge_triggers(judge, *table, "INSERT");
        continue;
      }
    }
    // Rows are routed to partitions as they come; which ones get none is not known.
    lock_target(judge, target,
                table != nullptr && table->kind == CatalogRelationKind::PartitionedTable && judge.runs());
    if (table == nullptr || !judge.runs()) continue;
    lock_default_sequences(judge, target, *table, columns, all_given);
    lock_referenced(judge, *table, nullptr);
    judge_triggers(judge, *table, "INSERT");
  }
}

void change_rows(Judge& judge, const std::string& key, const std::vector<std::string>& columns, bool deletes, bool only,
                 std::string_view condition = {}) {
  std::set<std::string> seen;
  const bool nothing = is_never_true(condition);
  for (const std::string& target : targets(judge, key)) {
    const CatalogRelation* table = judge.catalog.find(target);
    if (nothing && judge.stage != Judge::Stage::Rewritten) {
      lock_unread(judge, target, LockMode::RowExclusive);
      continue;
    }
    const std::vector<std::string> values = only ? std::vector<std::string>() : pruning(table, condition);
    if (!values.empty() && judge.stage != Judge::Stage::Rewritten) {
      lock_pruned(judge, target, values, LockMode::RowExclusive);
    } else {
      lock_target(judge, target, !only);
    }
    if (table == nullptr || !judge.runs()) continue;
    if (!deletes) lock_referenced(judge, *table, &columns);
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

void lock_reads(Judge& judge, const std::vector<QualifiedName>& reads, const std::string& target) {
  for (const QualifiedName& name : reads) {
    const std::string read = judge.catalog.key(name);
    if (read != target) judge.lock_read(read);
  }
}

}  // namespace

namespace {

/// What stands behind WHERE of a query over one relation.
std::string condition_of(const ReadModes& modes) {
  int depth = 0;
  for (size_t i = 0; i < modes.list.size(); ++i) {
    if (modes.mark(i, "(")) ++depth;
    if (modes.mark(i, ")")) --depth;
    if (depth != 0 || !modes.is(i, "where")) continue;
    size_t end = i + 1;
    constexpr std::string_view enders[] = {"group", "order",  "limit",  "offset", "fetch",
                                           "for",   "having", "window", "union"};
    int inner = 0;
    for (; end < modes.list.size(); ++end) {
      if (modes.mark(end, "(")) ++inner;
      if (modes.mark(end, ")")) --inner;
      const std::string& word = modes.list[end].name;
      if (inner == 0 && std::find(std::begin(enders), std::end(enders), word) != std::end(enders)) break;
    }
    if (end == i + 1) return {};
    return modes.text.substr(modes.list[i + 1].span.begin, modes.list[end - 1].span.end - modes.list[i + 1].span.begin);
  }
  return {};
}

/// INSERT ... VALUES with another number of values than columns, and ON CONFLICT (columns) without a unique index.
void check_insert(Judge& judge, const Insert& insert, const CatalogRelation* table) {
  if (table == nullptr || table->partial || table->kind == CatalogRelationKind::View) return;
  const std::string& text = judge.statement.text;
  const size_t wanted = insert.columns.empty() ? table->columns.size() : insert.columns.size();
  for (const size_t given :
       insert.values && !insert.has_with ? value_counts(text, Dialect::PostgreSQL) : std::vector<size_t>()) {
    if (given > wanted || (given < wanted && !insert.columns.empty())) {
      judge.fail("42601", Failure::Certainty::Always,
                 given > wanted ? "INSERT has more expressions than target columns"
                                : "INSERT has more target columns than expressions");
    }
  }
  if (!insert.on_conflict) return;
  const std::vector<Word> list = words(text, Dialect::PostgreSQL);
  for (size_t i = 0; i + 2 < list.size(); ++i) {
    if (list[i].name != "on" || list[i + 1].name != "conflict" || slice(text, list[i + 2].span) != "(") continue;
    std::vector<std::string> columns;
    size_t at = i + 3;
    while (at + 1 < list.size() && table->column(list[at].name) != nullptr) {
      columns.push_back(list[at].name);
      const std::string_view mark = slice(text, list[at + 1].span);
      if (mark == ")") break;
      if (mark != ",") return;  // an expression, a collation: not looked into
      at += 2;
    }
    const bool whole = at + 2 < list.size() && slice(text, list[at + 1].span) == ")" && list[at + 2].name == "do";
    if (whole && !is_unique_key(*table, columns)) {
      judge.fail("42P10", Failure::Certainty::Always,
                 "there is no unique or exclusion constraint matching the ON CONFLICT specification");
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
    const bool partitioned = table != nullptr && table->kind == CatalogRelationKind::PartitionedTable;
    const bool alone = partitioned && select.reads.size() == 1;
    const std::string condition = alone ? condition_of(modes) : std::string();
    const std::vector<std::string> values = alone ? pruning(table, condition) : std::vector<std::string>();
    if (alone && is_never_true(condition) && judge.stage != Judge::Stage::Rewritten) {
      judge.lock(key, mode);
    } else if (modes.only(name)) {
      judge.lock(key, mode);
    } else if (!values.empty() && judge.stage != Judge::Stage::Rewritten) {
      lock_pruned(judge, key, values, mode);
    } else {
      judge.lock_read(key, mode);
    }
  }
  judge.lock_sequences_in(judge.statement.text, LockMode::RowExclusive);
  judge_calls(judge, select.functions);
}

void judge(Judge& judge, const Insert& insert) {
  if (insert.modifying_with) return judge_modifying_with(judge);
  const std::string key = judge.catalog.key(insert.table);
  lock_reads(judge, insert.reads, key);
  check_insert(judge, insert, judge.catalog.find(key));
  if (insert.plain_select && insert.select_where && is_never_true(insert.select_where->text)) {
    return judge.lock(key, LockMode::RowExclusive);
  }
  insert_into(judge, key, insert.columns, insert.columns.empty() && !insert.default_values);
  judge.lock_sequences_in(judge.statement.text, LockMode::RowExclusive);
  judge_calls(judge, insert.functions);
}

void judge(Judge& judge, const Update& update) {
  if (update.modifying_with) return judge_modifying_with(judge);
  const std::string key = judge.catalog.key(update.table);
  lock_reads(judge, update.reads, key);
  // A key that is assigned anew moves the row to another partition.
  const std::vector<std::string> columns = assigned(update.assignments);
  const std::string condition = update.where ? std::string(update.where->text) : std::string();
  change_rows(judge, key, columns, update.is_delete, update.only, condition);
  judge.lock_sequences_in(judge.statement.text, LockMode::RowExclusive);
  judge_calls(judge, update.functions);
}

void judge(Judge& judge, const Merge& merge) {
  if (judge.version < 15) {
    judge.fail("42601", Failure::Certainty::Always, "MERGE is understood by PostgreSQL 15 and later");
  }
  if (merge.modifying_with) return judge_modifying_with(judge);
  const std::string key = judge.catalog.key(merge.table);
  lock_reads(judge, merge.reads, key);
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
