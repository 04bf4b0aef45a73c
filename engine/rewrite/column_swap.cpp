#include "engine/rewrite/column_swap.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/draft.h"
#include "engine/rewrite/partitioned.h"
#include "engine/rewrite/views_again.h"

namespace lockstep {
namespace {

using Member = ColumnTree::Member;

/// The statements of the swap in the making.
class Swap {
 public:
  Swap(const RewriteInput& input, const ColumnSwap& swap)
      : input_(input),
        swap_(swap),
        tree_(swap.tree),
        name_(input.quote(swap.name)),
        views_(input, tree_.views, tables_of(tree_)) {}

  std::vector<std::string> statements() {
    sql_ = {search_path_of_catalog};
    sql_.insert(sql_.end(), swap_.first.begin(), swap_.first.end());
    take_off();
    rename();
    put_on();
    sql_.insert(sql_.end(), swap_.last.begin(), swap_.last.end());
    return std::move(sql_);
  }

  /// What follows: it proves again the constraints that were left NOT VALID, and fills materialized views.
  [[nodiscard]] std::vector<Step> steps_behind() {
    for (Step& step : views_.fill_again()) proofs_.push_back(std::move(step));
    return std::move(proofs_);
  }

 private:
  template <typename... Arguments>
  void add(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    sql_.push_back(fmt::format(format, std::forward<Arguments>(arguments)...));
  }
  [[nodiscard]] std::string table(const Member& member) const { return input_.table_sql(*member.table); }
  /// What ALTER TABLE alters. A partition may have been dropped since the plan was made.
  [[nodiscard]] std::string altered(const Member& member, bool only = false) const {
    return (is_root(member) ? "" : "IF EXISTS ") + std::string(only ? "ONLY " : "") + table(member);
  }
  /// With `only` not in what is below.
  template <typename... Arguments>
  void alter_column(const Member& member, bool only, fmt::format_string<Arguments...> format,
                    Arguments&&... arguments) {
    const bool has_below = only && tree_.members.size() > 1;
    add("ALTER TABLE {} ALTER COLUMN {} {}", altered(member, has_below), name_,
        fmt::format(format, std::forward<Arguments>(arguments)...));
  }

  void take_off() {
    for (std::string& sql : views_.take_off()) sql_.push_back(std::move(sql));
    for (const auto& [relation, constraint] : tree_.inbound) {
      drop_foreign_key(*relation, input_.table_sql(*relation), *constraint);
    }
    for (const Member& member : tree_.members) take_off(member);
    for (const Member* member : tree_.where_not_null()) alter_column(*member, false, "DROP NOT NULL");
    if (!swap_.back || input_.options.server_version < 18) return;
    // The way there made it the partitions' own as well, under the name that it is to have again.
    for (const Member& member : tree_.members) {
      if (member.partition() && member.column->not_null) alter_column(member, false, "DROP NOT NULL");
    }
  }

  void take_off(const Member& member) {
    for (const CatalogConstraint* check : member.checks) {
      drop_constraint(altered(member), *check);
      // An heir may have said the same of its own.
      for (const CatalogRelation* heir : check->no_inherit ? std::vector<const CatalogRelation*>() : tree_.heirs()) {
        add("ALTER TABLE IF EXISTS {} DROP CONSTRAINT IF EXISTS {}", input_.table_sql(*heir),
            input_.quote(check->name));
      }
    }
    for (const CatalogConstraint* key : member.foreign) drop_foreign_key(*member.table, altered(member), *key);
    // With a partitioned table's own go those of its partitions.
    for (const auto& [key, above] : member.keys) {
      if (above == nullptr) drop_constraint(altered(member), *key);
    }
    for (const auto& [index, above] : member.indexes) {
      if (above == nullptr)
        add("DROP INDEX {}{}", is_root(member) ? "" : "IF EXISTS ", input_.beside(*member.table, index->name));
    }
    for (const CatalogStatistics* statistics : member.statistics) {
      add("DROP STATISTICS {}{}", is_root(member) ? "" : "IF EXISTS ",
          quote_name({statistics->schema, statistics->name, {}}, Dialect::PostgreSQL));
    }
    if (has_identity(member)) {
      const std::string sequence = identity_sequence(member);
      add("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT s.last_value, s.is_called, q.* "
          "FROM {} s, pg_catalog.pg_sequence q WHERE q.seqrelid = {}::regclass",
          kept_identity(member), sequence, quote_literal(sequence));
      alter_column(member, false, "DROP IDENTITY");
    } else if (own_default(member) && !default_of(member).empty()) {
      alter_column(member, !is_root(member), "DROP DEFAULT");
    }
  }

  void rename() {
    const std::string root = table(tree_.root());
    add("ALTER TABLE {} RENAME COLUMN {} TO {}", root, name_, input_.quote(swap_.kept));
    add("ALTER TABLE {} RENAME COLUMN {} TO {}", root, input_.quote(swap_.helper), name_);
  }

  void put_on() {
    for (const Member* member : tree_.where_not_null()) {
      // Under its own name, of which PostgreSQL 18 makes that of the constraint.
      alter_column(*member, false, "SET NOT NULL");
      add("ALTER TABLE {} DROP CONSTRAINT {}", altered(*member), not_null_proof(input_, swap_.helper));
    }
    for (const Member& member : tree_.members) {
      put_on_values(member);
      put_on_indexes(member);
    }
    for (auto member = tree_.members.rbegin(); member != tree_.members.rend(); ++member) put_on_keys(*member);
    for (const Member& member : tree_.members) put_on_marks(member);
    for (const Member& member : tree_.members) {
      for (const CatalogConstraint* check : member.checks) add_check(member, *check);
    }
    // Those keys are there now that foreign keys reference.
    for (const Member& member : tree_.members) {
      for (const CatalogConstraint* key : member.foreign) add_foreign_key(*member.table, *key);
    }
    for (const auto& [relation, constraint] : tree_.inbound) add_foreign_key(*relation, *constraint);
    for (const Member& member : tree_.members) put_on_words(member);
    for (std::string& sql : views_.put_on()) sql_.push_back(std::move(sql));
  }

  /// Where new values come from: a default, or the sequence of an identity, which goes on where it stands.
  void put_on_values(const Member& member) {
    if (has_identity(member)) {
      const std::string sequence = identity_sequence(member);
      alter_column(member, false, "ADD GENERATED {} AS IDENTITY (SEQUENCE NAME {})",
                   member.column->identity == 'a' ? "ALWAYS" : "BY DEFAULT", sequence);
      // A bound that is the old type's becomes the new type's by itself.
      add("DO $lockstep$ DECLARE q record; BEGIN SELECT * INTO q FROM {}; "
          "EXECUTE format('ALTER SEQUENCE {} INCREMENT BY %s START WITH %s CACHE %s %s %s %s', q.seqincrement, "
          "q.seqstart, q.seqcache, CASE WHEN q.seqcycle THEN 'CYCLE' END, "
          "CASE WHEN q.seqmin NOT IN (1, -32768, -2147483648, -9223372036854775808) THEN 'MINVALUE ' || q.seqmin END, "
          "CASE WHEN q.seqmax NOT IN (-1, 32767, 2147483647, 9223372036854775807) THEN 'MAXVALUE ' || q.seqmax END); "
          "END $lockstep$",
          kept_identity(member), replace_all(replace_all(sequence, "'", "''"), "%", "%%"));
      add("SELECT setval({}, last_value, is_called) FROM {}", quote_literal(sequence), kept_identity(member));
      return;
    }
    if (own_default(member)) {
      const std::string& value = default_of(member);
      alter_column(member, !is_root(member), "{}", value.empty() ? "DROP DEFAULT" : "SET DEFAULT " + value);
    }
    for (const std::string& sequence : owned_sequences(member)) {
      add("ALTER SEQUENCE {} OWNED BY {}.{}", input_.table_sql(*input_.catalog.find(sequence)), table(member), name_);
    }
  }

  void put_on_indexes(const Member& member) {
    for (const auto& [index, above] : member.indexes) {
      add("ALTER INDEX {}{} RENAME TO {}", is_root(member) ? "" : "IF EXISTS ",
          input_.beside(*member.table, own_name(input_.migration, index->name)), input_.quote(index->name));
      if (!index->comment.empty()) {
        add("COMMENT ON INDEX {} IS {}", input_.beside(*member.table, index->name), quote_literal(index->comment));
      }
    }
  }

  void put_on_keys(const Member& member) {
    for (const auto& [key, above] : member.keys) {
      const bool primary = key->kind == ConstraintKind::PrimaryKey;
      const std::string name = input_.quote(key->name);
      const std::string deferred = deferred_words(key->deferrable, key->initially_deferred);
      if (member.partitioned()) {
        // It finds those of its partitions, and makes the one of a partition that came meanwhile.
        add("ALTER TABLE {} ADD CONSTRAINT {} {}{} {}{}", altered(member), name, primary ? "PRIMARY KEY" : "UNIQUE",
            key->nulls_not_distinct ? " NULLS NOT DISTINCT" : "", key_columns(*key), deferred);
      } else {
        sql_.push_back(key_using_index(altered(member), name, primary,
                                       input_.quote(own_name(input_.migration, key->name)), deferred));
      }
      add_comment(table(member), *key);
    }
  }

  [[nodiscard]] std::string key_columns(const CatalogConstraint& key) const {
    std::string columns = "(" + quoted(key.columns) + ")";
    if (!key.include.empty()) columns += " INCLUDE (" + quoted(key.include) + ")";
    return columns;
  }
  [[nodiscard]] std::string quoted(const std::vector<std::string>& names) const {
    return sql_list(names, Dialect::PostgreSQL);
  }

  /// What an index is besides.
  void put_on_marks(const Member& member) {
    const auto replaced = [&](const std::string& index) {
      const auto is_it = [&](const auto& part) { return part.own->name == index; };
      return std::any_of(member.indexes.begin(), member.indexes.end(), is_it) ||
             std::any_of(member.keys.begin(), member.keys.end(), is_it);
    };
    if (const std::string& index = member.table->replica_identity; replaced(index)) {
      add("ALTER TABLE {} REPLICA IDENTITY USING INDEX {}", altered(member), input_.quote(index));
    }
    if (const std::string& index = member.table->clustered_on; replaced(index)) {
      add("ALTER TABLE {} CLUSTER ON {}", altered(member), input_.quote(index));
    }
  }

  /// What is said of the column.
  void put_on_words(const Member& member) {
    for (const CatalogStatistics* statistics : member.statistics) sql_.push_back(statistics_definition(*statistics));
    if (member.column->statistics >= 0) alter_column(member, true, "SET STATISTICS {}", member.column->statistics);
    if (!member.column->comment.empty()) {
      add("COMMENT ON COLUMN {}.{} IS {}", table(member), name_, quote_literal(member.column->comment));
    }
    CatalogRelation of_column = *member.table;
    std::erase_if(of_column.grants, [&](const CatalogGrant& grant) { return grant.column != swap_.name; });
    for (std::string& grant : grant_statements(of_column, table(member))) sql_.push_back(std::move(grant));
  }

  void drop_constraint(const std::string& table, const CatalogConstraint& constraint) {
    add("ALTER TABLE {} DROP CONSTRAINT {}", table, input_.quote(constraint.name));
  }

  /// On the way back it may be that the one of the whole has not been made of those of the partitions yet.
  void drop_foreign_key(const CatalogRelation& table, const std::string& altered, const CatalogConstraint& key) {
    if (!swap_.back) return drop_constraint(altered, key);
    add("ALTER TABLE {} DROP CONSTRAINT IF EXISTS {}", altered, input_.quote(key.name));
    for_each_partition(input_.catalog, table, [&](const CatalogRelation&, const CatalogRelation& partition) {
      const auto part = std::find_if(partition.constraints.begin(), partition.constraints.end(),
                                     [&](const CatalogConstraint& own) { return same_foreign_key(key, own); });
      add("ALTER TABLE IF EXISTS {} DROP CONSTRAINT IF EXISTS {}", input_.table_sql(partition),
          input_.quote(part == partition.constraints.end() ? key.name : part->name));
    });
  }

  void add_comment(const std::string& table, const CatalogConstraint& constraint) {
    if (constraint.comment.empty()) return;
    add("COMMENT ON CONSTRAINT {} ON {} IS {}", input_.quote(constraint.name), table, quote_literal(constraint.comment));
  }

  /// NOT VALID, to be proven when the locks of the swap are gone.
  void add_check(const Member& member, const CatalogConstraint& check) {
    const bool proven = check.validated && check.enforced;
    const std::string name = input_.quote(check.name);
    add("ALTER TABLE {} ADD CONSTRAINT {} {}{}", altered(member), name, check.definition, proven ? " NOT VALID" : "");
    if (proven) {
      proofs_.push_back(sql_step(Phase::Contract, fmt::format("prove {} of {} again", check.name, member.table->name),
                                 {fmt::format("ALTER TABLE {} VALIDATE CONSTRAINT {}", altered(member), name)}, {}));
    }
    add_comment(table(member), check);
  }

  void add_foreign_key(const CatalogRelation& table, const CatalogConstraint& key) {
    CatalogRelation then = table;
    const auto is_it = [&](const Member& member) { return member.table == &table; };
    if (std::any_of(tree_.members.begin(), tree_.members.end(), is_it)) then.column(swap_.name)->type = swap_.type;
    ForeignKeyAgain again = foreign_key_again(input_, then, key);
    std::move(again.demanded.begin(), again.demanded.end(), std::back_inserter(sql_));
    std::move(again.proofs.begin(), again.proofs.end(), std::back_inserter(proofs_));
  }

  static std::vector<std::string> tables_of(const ColumnTree& tree) {
    std::vector<std::string> keys;
    for (const Member& member : tree.members) keys.push_back(relation_key(*member.table));
    return keys;
  }
  [[nodiscard]] static bool is_root(const Member& member) { return member.above == nullptr; }
  [[nodiscard]] static const std::string& default_of(const Member& member) { return member.column->default_expression; }
  /// Whether it says another one than the root, whose default goes to all that is below, partitions that came meanwhile
  /// among them.
  [[nodiscard]] bool own_default(const Member& member) const {
    return is_root(member) ? !default_of(member).empty() : default_of(member) != default_of(tree_.root());
  }
  /// From PostgreSQL 17 on partitions share that of the table above them.
  [[nodiscard]] static bool has_identity(const Member& member) {
    const bool shared =
        member.partition() && member.above != nullptr && member.above->column(member.column->name)->identity != 0;
    return member.column->identity != 0 && !shared;
  }
  [[nodiscard]] std::string kept_identity(const Member& member) const {
    const auto place = &member - tree_.members.data();
    return place == 0 ? "lockstep_identity" : fmt::format("lockstep_identity_{}", place);
  }
  [[nodiscard]] std::vector<std::string> owned_sequences(const Member& member) const {
    return input_.catalog.owned_sequences(relation_key(*member.table), swap_.name);
  }
  [[nodiscard]] std::string identity_sequence(const Member& member) const {
    const std::vector<std::string> owned = owned_sequences(member);
    if (!owned.empty()) return input_.table_sql(*input_.catalog.find(owned.front()));
    return input_.beside(*member.table, member.table->name + "_" + swap_.name + "_seq");
  }

  const RewriteInput& input_;
  const ColumnSwap& swap_;
  const ColumnTree& tree_;
  std::string name_;
  ViewsAgain views_;
  std::vector<std::string> sql_;
  std::vector<Step> proofs_;
};

/// The index over the helper, under a name of lockstep's own.
CatalogIndex beside(const RewriteInput& input, const Member& on, const CatalogIndex& index, const ColumnSwap& swap) {
  CatalogIndex built =
      index_on_helper(index, own_name(input.migration, index.name), swap.name, swap.helper, Dialect::PostgreSQL);
  for (CatalogIndexElement& element : built.elements) {
    // The new type has a default of its own.
    if (element.column == swap.helper && !swap.back) element.operator_class.clear();
  }
  built.on_only = on.partitioned();
  return built;
}

/// An index with its parts: declared on what is partitioned, built on each leaf and attached.
std::vector<Step> index_beside(const RewriteInput& input, const ColumnSwap& swap, size_t place,
                               const CatalogIndex& index) {
  std::vector<std::string> declared;
  std::vector<Step> leaves;
  const std::vector<std::string> drop_all{fmt::format(
      "DROP INDEX IF EXISTS {}", input.beside(*swap.tree.members[place].table, own_name(input.migration, index.name)))};
  each_part(swap.tree, place, &index, &Member::indexes, [&](const Member& member, const PartOf<CatalogIndex>& part) {
    const CatalogIndex built = beside(input, member, *part.own, swap);
    const std::string create = index_definition(*member.table, built, Dialect::PostgreSQL);
    if (member.partitioned()) {
      declared.push_back(create);
    } else {
      leaves.push_back(index_step(Phase::Backfill, *member.table, built.name, concurrently(create)));
    }
    if (part.above == nullptr) return;
    const std::string attach = fmt::format("ALTER INDEX {} ATTACH PARTITION {}",
                                           input.beside(*member.above, own_name(input.migration, part.above->name)),
                                           input.beside(*member.table, built.name));
    if (member.partitioned()) {
      declared.push_back(attach);
    } else {
      leaves.push_back(
          sql_step(Phase::Backfill, fmt::format("attach the index of {}", member.table->name), {attach}, drop_all));
    }
  });
  std::vector<Step> steps;
  if (!declared.empty()) {
    steps.push_back(sql_step(Phase::Backfill, fmt::format("declare the index beside {}", index.name),
                             std::move(declared), drop_all));
  }
  std::move(leaves.begin(), leaves.end(), std::back_inserter(steps));
  return steps;
}

}  // namespace

std::vector<Step> prepare_swap(const RewriteInput& input, const ColumnSwap& swap) {
  std::vector<Step> steps;
  for (size_t place = 0; place < swap.tree.members.size(); ++place) {
    for (const auto& [index, above] : swap.tree.members[place].indexes) {
      if (above != nullptr) continue;
      for (Step& step : index_beside(input, swap, place, *index)) steps.push_back(std::move(step));
    }
  }
  for (const Member& member : swap.tree.members) {
    if (member.partitioned()) continue;  // its keys are made of those of its partitions
    for (const auto& [key, above] : member.keys) {
      steps.push_back(index_step(Phase::Backfill, *member.table, own_name(input.migration, key->name),
                                 index_for_key(input, *member.table, *key, swap.name, swap.helper)));
    }
  }
  for (const Member* member : swap.tree.where_not_null()) {
    for (Step& step : prove_not_null(input, *member->table, swap.helper)) steps.push_back(std::move(step));
  }
  return steps;
}

std::vector<Step> swap_steps(const RewriteInput& input, const ColumnSwap& swap, std::string title) {
  Swap statements(input, swap);
  std::vector<Step> steps{sql_step(Phase::Contract, std::move(title), statements.statements(), {})};
  for (Step& step : statements.steps_behind()) steps.push_back(std::move(step));
  return steps;
}

}  // namespace lockstep
