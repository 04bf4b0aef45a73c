#include "engine/rewrite/rewrite.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"
#include "engine/catalog/words.h"

namespace lockstep {

#define LOCKSTEP_REWRITE(function) std::optional<Rewritten> function(const RewriteInput&);
#include "engine/rewrite/rewrites.def"
#undef LOCKSTEP_REWRITE

std::optional<Rewritten> rewrite(const RewriteInput& input) {
  static constexpr Rewrite all[] = {
#define LOCKSTEP_REWRITE(function) &function,
#include "engine/rewrite/rewrites.def"
#undef LOCKSTEP_REWRITE
  };
  for (const Rewrite one : all) {
    if (std::optional<Rewritten> result = one(input)) return result;
  }
  return std::nullopt;
}

std::optional<Rewritten> rewrite_refused(const RewriteInput& input) {
  std::optional<Rewritten> result = change_type(input);
  return result && !result->equivalent.empty() ? result : std::nullopt;
}

bool RewriteInput::is_new(const std::string& key) const {
  return pending.is_new(key);
}

std::string RewriteInput::table_sql(const CatalogRelation& table) const {
  return postgresql() ? quote(table.schema) + "." + quote(table.name) : quote(table.name);
}

Rewritten refuse_rewrite(std::string reason, std::string way_out) {
  Rewritten out;
  out.name = "refused";
  out.refusal = Refusal{0, std::move(reason), std::move(way_out)};
  return out;
}

Step sql_step(Phase phase, std::string title, std::vector<std::string> sql, std::vector<std::string> undo) {
  Step step;
  step.phase = phase;
  step.title = std::move(title);
  step.sql = std::move(sql);
  step.undo = std::move(undo);
  return step;
}

Step lone_step(Phase phase, std::string title, std::string sql, std::string undo) {
  Step step = sql_step(phase, std::move(title), {std::move(sql)}, {});
  if (!undo.empty()) step.undo.push_back(std::move(undo));
  step.transactional = false;
  step.undo_transactional = false;
  return step;
}

Step no_undo(Step step, Reversible grade, std::string reason) {
  step.reversible = grade;
  step.undo_reason = std::move(reason);
  return step;
}

Step check_step(Phase phase, std::string title, std::string query, std::string message) {
  Step step;
  step.phase = phase;
  step.kind = StepKind::Check;
  step.title = std::move(title);
  step.check = std::move(query);
  step.check_message = std::move(message);
  return step;
}

const AlterTableSubcommand* subcommand(const Statement& statement, AlterTableAction action) {
  const auto* alter = statement.as<AlterTable>();
  if (alter == nullptr || alter->subcommands.size() != 1 || alter->subcommands[0].action != action) return nullptr;
  return &alter->subcommands[0];
}

std::string safe_id(const Migration& migration) {
  std::string out = to_lower(migration.id);
  for (char& c : out) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!kept) c = '_';
  }
  return out;
}

std::string own_name(const Migration& migration, std::string_view name) {
  std::string out = fmt::format("_lockstep_{}_{}", safe_id(migration), name);
  // PostgreSQL cuts names at 63 bytes (NAMEDATALEN - 1); a hash keeps long ones apart.
  if (out.size() > 63) out = out.substr(0, 54) + "_" + sha256(out).substr(0, 8);
  return out;
}

bool keeps_dropped(const RewriteInput& input) {
  for (const Directives* directives : {&input.item.directives, &input.migration.directives}) {
    const auto found = directives->options.find("quarantine");
    if (found != directives->options.end()) return found->second != "0";
  }
  return input.options.quarantine;
}

void add_proven(const RewriteInput& input, Phase phase, const CatalogRelation& table, const std::string& name,
                const std::string& added, std::string_view drop, Rewritten& out) {
  const std::string sql = input.table_sql(table);
  const std::string quoted = input.quote(name);
  out.steps.push_back(sql_step(phase, fmt::format("demand {} of new rows of {}", name, table.name),
                               {fmt::format("ALTER TABLE {} ADD {} NOT VALID", sql, added)},
                               {fmt::format("ALTER TABLE {} {} {}", sql, drop, quoted)}));
  out.steps.push_back(sql_step(phase, fmt::format("prove {} for old rows of {}", name, table.name),
                               {fmt::format("ALTER TABLE {} VALIDATE CONSTRAINT {}", sql, quoted)}, {}));
}

void append(std::vector<std::string>& to, std::vector<std::string> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

bool is_key(const CatalogConstraint& constraint) {
  return constraint.kind == ConstraintKind::PrimaryKey || constraint.kind == ConstraintKind::Unique;
}

std::string index_for_key(const RewriteInput& input, const CatalogRelation& table, const CatalogConstraint& key,
                          const std::string& column, const std::string& helper) {
  const auto with_helper = [&](const std::vector<std::string>& columns) {
    std::vector<std::string> parts;
    for (const std::string& name : columns) parts.push_back(input.quote(name == column ? helper : name));
    return join(parts, ", ");
  };
  std::string sql =
      fmt::format("CREATE UNIQUE INDEX CONCURRENTLY {} ON {} ({})", input.quote(own_name(input.migration, key.name)),
                  input.table_sql(table), with_helper(key.columns));
  if (!key.include.empty()) sql += fmt::format(" INCLUDE ({})", with_helper(key.include));
  return sql + (key.nulls_not_distinct ? " NULLS NOT DISTINCT" : "");
}

std::string key_using_index(const std::string& table, const std::string& name, bool primary, const std::string& index,
                            const std::string& deferred) {
  return fmt::format("ALTER TABLE {} ADD CONSTRAINT {} {} USING INDEX {}{}", table, name,
                     primary ? "PRIMARY KEY" : "UNIQUE", index, deferred);
}

std::string not_null_proof(const RewriteInput& input, const std::string& column) {
  return input.quote(own_name(input.migration, column + "_not_null"));
}

std::vector<Step> prove_not_null(const RewriteInput& input, const CatalogRelation& table, const std::string& column) {
  const std::string name = input.table_sql(table);
  const std::string check = not_null_proof(input, column);
  std::vector<Step> steps;
  steps.push_back(sql_step(Phase::Contract, fmt::format("demand {}.{} IS NOT NULL of new rows", table.name, column),
                           {fmt::format("ALTER TABLE {} ADD CONSTRAINT {} CHECK ({} IS NOT NULL) NOT VALID", name,
                                        check, input.quote(column))},
                           {fmt::format("ALTER TABLE {} DROP CONSTRAINT IF EXISTS {}", name, check)}));
  steps.push_back(sql_step(Phase::Contract, fmt::format("prove {}.{} IS NOT NULL for old rows", table.name, column),
                           {fmt::format("ALTER TABLE {} VALIDATE CONSTRAINT {}", name, check)}, {}));
  return steps;
}

std::vector<Step> not_null_steps(const RewriteInput& input, const CatalogRelation& table, const std::string& column,
                                 std::vector<std::string> last, std::vector<std::string> last_undo) {
  const std::string name = input.table_sql(table);
  const std::string quoted = input.quote(column);
  std::vector<Step> steps = prove_not_null(input, table, column);
  std::vector<std::string> sql{fmt::format("ALTER TABLE {} ALTER COLUMN {} SET NOT NULL", name, quoted),
                               fmt::format("ALTER TABLE {} DROP CONSTRAINT {}", name, not_null_proof(input, column))};
  sql.insert(sql.end(), last.begin(), last.end());
  std::vector<std::string> undo = std::move(last_undo);
  undo.push_back(fmt::format("ALTER TABLE {} ALTER COLUMN {} DROP NOT NULL", name, quoted));
  steps.push_back(sql_step(Phase::Contract, fmt::format("set NOT NULL on {}.{}", table.name, column), std::move(sql),
                           std::move(undo)));
  return steps;
}

std::vector<KeyColumn> walking_key(const RewriteInput& input, const CatalogRelation& table) {
  std::vector<std::string> names = input.item.directives.backfill_key;
  if (names.empty()) names = table.primary_key();
  if (names.empty()) {
    for (const CatalogIndex& index : table.indexes) {
      const bool usable = index.unique && index.valid && index.predicate.empty() &&
                          std::all_of(index.elements.begin(), index.elements.end(), [&](const auto& element) {
                            const CatalogColumn* column = table.column(element.column);
                            return column != nullptr && column->not_null;
                          });
      if (!usable) continue;
      for (const CatalogIndexElement& element : index.elements) names.push_back(element.column);
      break;
    }
  }
  // SQLite's own number of a row, where no column hides it. Only VACUUM changes it
  // (https://sqlite.org/lang_vacuum.html).
  if (names.empty() && !input.postgresql() && !table.without_rowid && table.is_table() &&
      table.column("rowid") == nullptr) {
    return {{"rowid", "INTEGER"}};
  }
  std::vector<KeyColumn> key;
  for (const std::string& name : names) {
    const CatalogColumn* column = table.column(name);
    if (column == nullptr) return {};
    std::string type = column->type;
    if (!input.postgresql()) {
      // Integer affinity (https://sqlite.org/datatype3.html, 3.1): only there does a text parameter need a cast.
      type = to_lower(type).find("int") != std::string::npos ? "INTEGER" : "";
    }
    key.push_back({column->name, type});
  }
  return key;
}

Rewritten refuse_without_key(const CatalogRelation& table, std::string_view other_way) {
  return refuse_rewrite(fmt::format("{} has no primary key to walk by", table.name),
                        fmt::format("name a unique, never changing column: -- lockstep: backfill key=<column>{}{}",
                                    other_way.empty() ? "" : "\nor ", other_way));
}

Step fill_step(const RewriteInput& input, const CatalogRelation& table, std::vector<KeyColumn> key, std::string title,
               const std::string& assignments, const std::string& condition, bool only) {
  Step step;
  step.phase = Phase::Backfill;
  step.kind = StepKind::Backfill;
  step.title = std::move(title);
  Backfill work;
  work.table = input.catalog.key({table.schema, table.name, {}});
  work.table_sql = (only ? "ONLY " : "") + input.table_sql(table);
  work.qualifier = input.quote(table.name);
  work.key = std::move(key);
  work.head = fmt::format("UPDATE {} SET {} WHERE ({}) AND ", work.table_sql, assignments, condition);
  work.changes = work.table;
  work.idempotent = true;
  work.chunk_rows = input.item.directives.chunk.value_or(0);
  step.backfill = std::move(work);
  return step;
}

Step index_step(Phase phase, const CatalogRelation& table, const std::string& index, const std::string& create_sql) {
  const std::string quoted = quote_identifier(table.schema, Dialect::PostgreSQL) + "." +
                             quote_identifier(index, Dialect::PostgreSQL);
  Step step = lone_step(phase, fmt::format("build index {} on {}", index, table.name), create_sql,
                        fmt::format("DROP INDEX CONCURRENTLY IF EXISTS {}", quoted));
  step.probe = fmt::format(
      "SELECT CASE WHEN i.indisvalid AND i.indisready THEN 'done' ELSE 'half' END FROM pg_catalog.pg_index i "
      "WHERE i.indexrelid = to_regclass({})",
      quote_literal(quoted));
  step.repair = {fmt::format("DROP INDEX CONCURRENTLY IF EXISTS {}", quoted)};
  return step;
}

CatalogIndex index_on_helper(const CatalogIndex& index, std::string name, const std::string& column,
                             const std::string& helper, Dialect dialect) {
  CatalogIndex beside = index;
  beside.name = std::move(name);
  for (CatalogIndexElement& element : beside.elements) {
    if (element.column == column) element.column = helper;
    element.expression = rename_column(element.expression, column, helper, {}, dialect);
  }
  beside.predicate = rename_column(beside.predicate, column, helper, {}, dialect);
  std::replace(beside.include.begin(), beside.include.end(), column, helper);
  return beside;
}

std::string concurrently(std::string create_index) {
  const size_t word = create_index.find("INDEX ");
  if (word != std::string::npos && create_index.find("CONCURRENTLY") == std::string::npos) {
    create_index.insert(word + 6, "CONCURRENTLY ");
  }
  return create_index;
}

Step drop_index_step(Phase phase, const CatalogRelation& table, const CatalogIndex& index) {
  const std::string quoted = quote_identifier(table.schema, Dialect::PostgreSQL) + "." +
                             quote_identifier(index.name, Dialect::PostgreSQL);
  Step step = lone_step(phase, fmt::format("drop index {}", index.name),
                        fmt::format("DROP INDEX CONCURRENTLY IF EXISTS {}", quoted), concurrently(index.definition));
  step.probe = fmt::format("SELECT CASE WHEN to_regclass({}) IS NULL THEN 'done' ELSE 'none' END",
                           quote_literal(quoted));
  return step;
}

}  // namespace lockstep
