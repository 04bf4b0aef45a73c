#include "engine/rewrite/column_swap.h"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/draft.h"
#include "engine/catalog/table.h"
#include "engine/catalog/words.h"

namespace lockstep {
namespace {

/// Those that read the column, and those that read them; each behind what it reads.
std::vector<const CatalogRelation*> views_above(const Catalog& catalog, const std::string& table,
                                                const std::string& column) {
  std::vector<const CatalogRelation*> readers_first;
  const std::function<void(const CatalogRelation&)> visit = [&](const CatalogRelation& view) {
    if (std::find(readers_first.begin(), readers_first.end(), &view) != readers_first.end()) return;
    for (const CatalogRelation* above : catalog.views_over(relation_key(view))) visit(*above);
    readers_first.push_back(&view);
  };
  for (const std::string& view : views_that_use(Draft(catalog), table, column)) visit(*catalog.find(view));
  std::reverse(readers_first.begin(), readers_first.end());
  return readers_first;
}

std::string on_helper(const RewriteInput& input, const std::vector<std::string>& columns, const ColumnSwap& swap) {
  std::vector<std::string> parts;
  for (const std::string& name : columns) {
    parts.push_back(input.quote(name == swap.column.name ? swap.helper : name));
  }
  return join(parts, ", ");
}

/// The statements of the swap in the making.
class Swap {
 public:
  Swap(const RewriteInput& input, const ColumnSwap& swap)
      : input_(input),
        swap_(swap),
        table_(input.table_sql(swap.table)),
        name_(input.quote(swap.column.name)),
        key_(relation_key(swap.table)) {}

  std::vector<std::string> statements() {
    sql_ = {search_path_of_catalog};
    for (std::string& one : remove(swap_.sync, Dialect::PostgreSQL)) sql_.push_back(std::move(one));
    take_off();
    rename();
    put_on();
    return std::move(sql_);
  }

  /// Table and constraint, as SQL.
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& unproven() const { return unproven_; }

 private:
  template <typename... Arguments>
  void add(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    sql_.push_back(fmt::format(format, std::forward<Arguments>(arguments)...));
  }
  template <typename... Arguments>
  void alter_column(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
    add("ALTER TABLE {} ALTER COLUMN {} {}", table_, name_, fmt::format(format, std::forward<Arguments>(arguments)...));
  }

  void take_off() {
    const ColumnDependants& all = swap_.dependants;
    for (auto view = all.views.rbegin(); view != all.views.rend(); ++view) add("DROP VIEW {}", input_.table_sql(**view));
    for (const auto& [relation, constraint] : all.inbound) drop_constraint(input_.table_sql(*relation), *constraint);
    for (const CatalogConstraint* constraint : all.own) drop_constraint(table_, *constraint);
    for (const CatalogConstraint* constraint : all.keys) drop_constraint(table_, *constraint);
    for (const CatalogIndex* index : all.indexes) add("DROP INDEX {}", input_.beside(swap_.table, index->name));
    for (const CatalogStatistics* statistics : all.statistics) {
      add("DROP STATISTICS {}", quote_name({statistics->schema, statistics->name, {}}, Dialect::PostgreSQL));
    }
    if (swap_.column.identity != 0) {
      const std::string sequence = identity_sequence();
      add("CREATE TEMPORARY TABLE lockstep_identity ON COMMIT DROP AS SELECT s.last_value, s.is_called, q.* "
          "FROM {} s, pg_catalog.pg_sequence q WHERE q.seqrelid = {}::regclass",
          sequence, quote_literal(sequence));
      alter_column("DROP IDENTITY");
    } else if (!swap_.column.default_expression.empty()) {
      alter_column("DROP DEFAULT");
    }
    if (swap_.column.not_null) alter_column("DROP NOT NULL");
  }

  void rename() {
    add("ALTER TABLE {} RENAME COLUMN {} TO {}", table_, name_, input_.quote(swap_.kept));
    add("ALTER TABLE {} RENAME COLUMN {} TO {}", table_, input_.quote(swap_.helper), name_);
  }

  void put_on() {
    const ColumnDependants& all = swap_.dependants;
    if (swap_.column.not_null) {
      // Under its own name, of which PostgreSQL 18 makes that of the constraint.
      alter_column("SET NOT NULL");
      add("ALTER TABLE {} DROP CONSTRAINT {}", table_, not_null_proof(input_, swap_.helper));
    }
    put_on_values();
    for (const CatalogIndex* index : all.indexes) {
      add("ALTER INDEX {} RENAME TO {}", input_.beside(swap_.table, own_name(input_.migration, index->name)),
          input_.quote(index->name));
      if (!index->comment.empty()) {
        add("COMMENT ON INDEX {} IS {}", input_.beside(swap_.table, index->name), quote_literal(index->comment));
      }
    }
    for (const CatalogConstraint* key : all.keys) {
      sql_.push_back(key_using_index(table_, input_.quote(key->name), key->kind == ConstraintKind::PrimaryKey,
                                     input_.quote(own_name(input_.migration, key->name)),
                                     deferred_words(key->deferrable, key->initially_deferred)));
      add_comment(table_, *key);
    }
    put_on_marks();
    for (const CatalogConstraint* constraint : all.own) add_again(table_, *constraint);
    for (const auto& [relation, constraint] : all.inbound) add_again(input_.table_sql(*relation), *constraint);
    for (const CatalogStatistics* statistics : all.statistics) sql_.push_back(statistics_definition(*statistics));
    if (swap_.column.statistics >= 0) alter_column("SET STATISTICS {}", swap_.column.statistics);
    if (!swap_.column.comment.empty()) {
      add("COMMENT ON COLUMN {}.{} IS {}", table_, name_, quote_literal(swap_.column.comment));
    }
    CatalogRelation of_column = swap_.table;
    std::erase_if(of_column.grants, [&](const CatalogGrant& grant) { return grant.column != swap_.column.name; });
    for (std::string& grant : grant_statements(of_column, table_)) sql_.push_back(std::move(grant));
    for (const CatalogRelation* view : all.views) {
      for (std::string& sql : view_statements(*view, Dialect::PostgreSQL)) sql_.push_back(std::move(sql));
    }
  }

  /// Where new values come from: a default, or the sequence of an identity, which goes on where it stands.
  void put_on_values() {
    if (swap_.column.identity != 0) {
      const std::string sequence = identity_sequence();
      alter_column("ADD GENERATED {} AS IDENTITY (SEQUENCE NAME {})",
                   swap_.column.identity == 'a' ? "ALWAYS" : "BY DEFAULT", sequence);
      // A bound that is the old type's becomes the new type's by itself.
      add("DO $lockstep$ DECLARE q record; BEGIN SELECT * INTO q FROM lockstep_identity; "
          "EXECUTE format('ALTER SEQUENCE {} INCREMENT BY %s START WITH %s CACHE %s %s %s %s', q.seqincrement, "
          "q.seqstart, q.seqcache, CASE WHEN q.seqcycle THEN 'CYCLE' END, "
          "CASE WHEN q.seqmin NOT IN (1, -32768, -2147483648) THEN 'MINVALUE ' || q.seqmin END, "
          "CASE WHEN q.seqmax NOT IN (-1, 32767, 2147483647) THEN 'MAXVALUE ' || q.seqmax END); END $lockstep$",
          replace_all(replace_all(sequence, "'", "''"), "%", "%%"));
      add("SELECT setval({}, last_value, is_called) FROM lockstep_identity", quote_literal(sequence));
      return;
    }
    if (!swap_.column.default_expression.empty()) alter_column("SET DEFAULT {}", swap_.column.default_expression);
    for (const std::string& sequence : input_.catalog.owned_sequences(key_, swap_.column.name)) {
      add("ALTER SEQUENCE {} OWNED BY {}.{}", input_.table_sql(*input_.catalog.find(sequence)), table_, name_);
    }
  }

  /// What an index is besides.
  void put_on_marks() {
    const auto replaced = [&](const std::string& index) {
      const auto is_it = [&](const auto* one) { return one->name == index; };
      return std::any_of(swap_.dependants.indexes.begin(), swap_.dependants.indexes.end(), is_it) ||
             std::any_of(swap_.dependants.keys.begin(), swap_.dependants.keys.end(), is_it);
    };
    if (const std::string& index = swap_.table.replica_identity; replaced(index)) {
      add("ALTER TABLE {} REPLICA IDENTITY USING INDEX {}", table_, input_.quote(index));
    }
    if (const std::string& index = swap_.table.clustered_on; replaced(index)) {
      add("ALTER TABLE {} CLUSTER ON {}", table_, input_.quote(index));
    }
  }

  void drop_constraint(const std::string& table, const CatalogConstraint& constraint) {
    add("ALTER TABLE {} DROP CONSTRAINT {}", table, input_.quote(constraint.name));
  }

  void add_comment(const std::string& table, const CatalogConstraint& constraint) {
    if (constraint.comment.empty()) return;
    add("COMMENT ON CONSTRAINT {} ON {} IS {}", input_.quote(constraint.name), table, quote_literal(constraint.comment));
  }

  /// NOT VALID, to be proven when the locks of the swap are gone.
  void add_again(const std::string& table, const CatalogConstraint& constraint) {
    const bool proven = constraint.validated && constraint.enforced;
    add("ALTER TABLE {} ADD CONSTRAINT {} {}{}", table, input_.quote(constraint.name), constraint.definition,
        proven ? " NOT VALID" : "");
    if (proven) unproven_.emplace_back(table, input_.quote(constraint.name));
    add_comment(table, constraint);
  }

  [[nodiscard]] std::string identity_sequence() const {
    const std::vector<std::string> owned = input_.catalog.owned_sequences(key_, swap_.column.name);
    if (!owned.empty()) return input_.table_sql(*input_.catalog.find(owned.front()));
    return input_.beside(swap_.table, swap_.table.name + "_" + swap_.column.name + "_seq");
  }

  const RewriteInput& input_;
  const ColumnSwap& swap_;
  std::string table_, name_, key_;
  std::vector<std::string> sql_;
  std::vector<std::pair<std::string, std::string>> unproven_;
};

}  // namespace

ColumnDependants dependants_of(const RewriteInput& input, const CatalogRelation& table, const std::string& column) {
  ColumnDependants out;
  const std::string key = relation_key(table);
  for (const CatalogIndex& index : table.indexes) {
    if (index.constraint.empty() && index_uses(index, column, Dialect::PostgreSQL)) out.indexes.push_back(&index);
  }
  for (const CatalogConstraint& constraint : table.constraints) {
    const bool is_key = constraint.kind == ConstraintKind::PrimaryKey || constraint.kind == ConstraintKind::Unique;
    if (!contains(constraint.columns, column) && !(is_key && contains(constraint.include, column))) continue;
    if (is_key) {
      out.keys.push_back(&constraint);
    } else if (constraint.kind == ConstraintKind::Exclude) {
      out.trouble = fmt::format("exclusion constraint {} cannot be built beside it", constraint.name);
    } else {
      out.own.push_back(&constraint);
    }
  }
  for (const auto& [relation, constraint] : input.catalog.referencing(key)) {
    const bool own = relation == &table && contains(constraint->columns, column);  // already among its own
    if (contains(constraint->referenced_columns, column) && !own) out.inbound.emplace_back(relation, constraint);
  }
  for (const auto& [name, statistics] : input.catalog.statistics) {
    if (statistics.table == key && contains(statistics.columns, column)) out.statistics.push_back(&statistics);
  }
  out.views = views_above(input.catalog, key, column);
  // A materialized one would be filled again while all wait.
  const bool all_plain = std::all_of(out.views.begin(), out.views.end(), [](const CatalogRelation* view) {
    return view->kind == CatalogRelationKind::View && !view->view_query.empty();
  });
  if (!all_plain) out.views.clear();
  return out;
}

std::vector<Step> prepare_swap(const RewriteInput& input, const ColumnSwap& swap) {
  std::vector<Step> steps;
  const std::string table = input.table_sql(swap.table);
  for (const CatalogIndex* index : swap.dependants.indexes) {
    const std::string beside = own_name(input.migration, index->name);
    CatalogIndex built = index_on_helper(*index, beside, swap.column.name, swap.helper, Dialect::PostgreSQL);
    for (CatalogIndexElement& element : built.elements) {
      if (element.column == swap.helper) element.operator_class.clear();  // the new type has a default of its own
    }
    steps.push_back(index_step(Phase::Backfill, swap.table, beside,
                               concurrently(index_definition(swap.table, built, Dialect::PostgreSQL))));
  }
  for (const CatalogConstraint* key : swap.dependants.keys) {
    const std::string beside = own_name(input.migration, key->name);
    std::string create = fmt::format("CREATE UNIQUE INDEX CONCURRENTLY {} ON {} ({})", input.quote(beside), table,
                                     on_helper(input, key->columns, swap));
    if (!key->include.empty()) create += fmt::format(" INCLUDE ({})", on_helper(input, key->include, swap));
    if (key->nulls_not_distinct) create += " NULLS NOT DISTINCT";
    steps.push_back(index_step(Phase::Backfill, swap.table, beside, create));
  }
  if (swap.column.not_null) {
    for (Step& step : prove_not_null(input, swap.table, swap.helper)) steps.push_back(std::move(step));
  }
  return steps;
}

std::vector<Step> swap_steps(const RewriteInput& input, const ColumnSwap& swap, std::string title) {
  Swap statements(input, swap);
  std::vector<Step> steps{sql_step(Phase::Contract, std::move(title), statements.statements(), {})};
  for (const auto& [table, constraint] : statements.unproven()) {
    steps.push_back(sql_step(Phase::Contract, fmt::format("prove {} again", constraint),
                             {fmt::format("ALTER TABLE {} VALIDATE CONSTRAINT {}", table, constraint)}, {}));
  }
  return steps;
}

}  // namespace lockstep
