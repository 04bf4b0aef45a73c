// `-- lockstep: mirror source -> target`: a second table kept in step while both are in use. The file's INSERT INTO
// target SELECT ... FROM source says how a row becomes one of the other; plain copies also go back.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/rewrite/rewrite.h"
#include "engine/rewrite/sync.h"

namespace lockstep {
namespace {

/// How one table's rows are computed from the other's.
struct Mapping {
  std::vector<std::string> columns;      ///< of the written table
  std::vector<Expression> values;        ///< over the read table
  std::vector<std::string> key;          ///< the written table's primary key
  std::vector<std::string> source_key;   ///< the read table's columns that give it, in the same order
};

struct Sides {
  const RewriteInput& input;
  const CatalogRelation& source;
  const CatalogRelation& target;
};

/// The mirror of the file into `target`.
const std::pair<QualifiedName, QualifiedName>* mirror_into(const RewriteInput& input, const QualifiedName& target) {
  const auto is_meant = [&](const Directives& directives) {
    return directives.mirror && input.catalog.key(directives.mirror->second) == input.catalog.key(target);
  };
  for (const MigrationStatement& item : input.migration.statements) {
    if (is_meant(item.directives)) return &*item.directives.mirror;
  }
  return is_meant(input.migration.directives) ? &*input.migration.directives.mirror : nullptr;
}

std::string plain_copy(const Expression& value) {
  const bool plain = value.columns.size() == 1 && value.functions.empty() && !value.has_subquery &&
                     value.columns[0].span.end == value.span.end &&
                     (value.columns[0].qualifier_span.empty() ? value.columns[0].span.begin == value.span.begin
                                                              : value.columns[0].qualifier_span.begin == value.span.begin);
  return plain ? value.columns[0].name : std::string();
}

std::vector<std::string> quoted(const RewriteInput& input, const std::vector<std::string>& names,
                                std::string_view prefix = "") {
  std::vector<std::string> out;
  for (const std::string& name : names) out.push_back(std::string(prefix) + input.quote(name));
  return out;
}

std::string equal(const RewriteInput& input, const std::vector<std::string>& left,
                  const std::vector<std::string>& right, std::string_view prefix) {
  std::vector<std::string> parts;
  for (size_t i = 0; i < left.size(); ++i) {
    parts.push_back(fmt::format("{} = {}{}", input.quote(left[i]), prefix, input.quote(right[i])));
  }
  return join(parts, " AND ");
}

std::string upsert(const RewriteInput& input, const CatalogRelation& written, const Mapping& map) {
  std::vector<std::string> values, updates;
  bool overriding = false;
  for (size_t i = 0; i < map.columns.size(); ++i) {
    values.push_back(with_prefix(map.values[i], "NEW.", input.options.dialect));
    const CatalogColumn* column = written.column(map.columns[i]);
    overriding = overriding || (column != nullptr && column->identity == 'a');
    if (std::find(map.key.begin(), map.key.end(), map.columns[i]) == map.key.end()) {
      updates.push_back(fmt::format("{0} = excluded.{0}", input.quote(map.columns[i])));
    }
  }
  return fmt::format("INSERT INTO {} ({}) {}VALUES ({}) ON CONFLICT ({}) DO {}", input.table_sql(written),
                     join(quoted(input, map.columns), ", "), overriding ? "OVERRIDING SYSTEM VALUE " : "",
                     join(values, ", "), join(quoted(input, map.key), ", "),
                     updates.empty() ? "NOTHING" : "UPDATE SET " + join(updates, ", "));
}

std::string remove_by(const RewriteInput& input, const CatalogRelation& written, const Mapping& map,
                      std::string_view prefix) {
  return fmt::format("DELETE FROM {} WHERE {}", input.table_sql(written), equal(input, map.key, map.source_key, prefix));
}

std::string key_changed(const RewriteInput& input, const Mapping& map) {
  std::vector<std::string> parts;
  const std::string different = input.postgresql() ? "IS DISTINCT FROM" : "IS NOT";
  for (const std::string& column : map.source_key) {
    parts.push_back(fmt::format("OLD.{0} {1} NEW.{0}", input.quote(column), different));
  }
  return join(parts, " OR ");
}

std::string trigger_name(const std::string& id, std::string_view direction, std::string_view event = "") {
  return fmt::format("\"~lockstep_{}_{}{}\"", id, direction, event);
}

/// PostgreSQL: one AFTER trigger. The partner's trigger skips exactly the write made here: a bare test of the depth
/// would drop the writes of user triggers and cascades.
std::vector<std::string> install_postgresql(const RewriteInput& input, const std::string& id, std::string_view direction,
                                            const CatalogRelation& read, const CatalogRelation& written,
                                            const Mapping& map) {
  const std::string function = fmt::format("lockstep.mirror_{}_{}", id, direction);
  return {
      fmt::format("CREATE FUNCTION {}() RETURNS trigger LANGUAGE plpgsql SET search_path = {}, public, pg_temp AS "
                  "$lockstep$\nDECLARE\n  before text := coalesce(current_setting('lockstep.syncing', true), '');\n"
                  "BEGIN\n  PERFORM set_config('lockstep.syncing', '{}:' || pg_trigger_depth(), true);\n"
                  "  IF TG_OP = 'DELETE' THEN\n    {};\n  ELSE\n    IF TG_OP = 'UPDATE' AND ({}) THEN\n      {};\n"
                  "    END IF;\n    {};\n  END IF;\n  PERFORM set_config('lockstep.syncing', before, true);\n"
                  "  RETURN NULL;\nEND\n$lockstep$",
                  function, input.quote(read.schema), id, remove_by(input, written, map, "OLD."),
                  key_changed(input, map), remove_by(input, written, map, "OLD."), upsert(input, written, map)),
      fmt::format("CREATE TRIGGER {} AFTER INSERT OR UPDATE OR DELETE ON {} FOR EACH ROW WHEN "
                  "(coalesce(current_setting('lockstep.syncing', true), '') <> '{}:' || pg_trigger_depth() AND {}) "
                  "EXECUTE FUNCTION {}()",
                  trigger_name(id, direction), input.table_sql(read), id,
                  not_filling(id, Dialect::PostgreSQL), function),
  };
}

std::vector<std::string> install_sqlite(const RewriteInput& input, const std::string& id, std::string_view direction,
                                        const CatalogRelation& read, const CatalogRelation& written,
                                        const Mapping& map) {
  const std::string on = fmt::format("INSERT OR REPLACE INTO lockstep_flag (sync) VALUES ('{}')", id);
  const std::string off = fmt::format("DELETE FROM lockstep_flag WHERE sync = '{}'", id);
  const auto trigger = [&](std::string_view event, const std::string& body) {
    return fmt::format("CREATE TRIGGER {} AFTER {} ON {} WHEN {} BEGIN {}; {}; {}; END",
                       trigger_name(id, direction, "_" + to_lower(event)), event, input.table_sql(read),
                       not_filling(id, Dialect::SQLite), on, body, off);
  };
  const std::string write = upsert(input, written, map);
  const std::string gone = remove_by(input, written, map, "OLD.");
  return {trigger("INSERT", write),
          trigger("UPDATE", fmt::format("{} AND ({}); {}", gone, key_changed(input, map), write)),
          trigger("DELETE", gone)};
}

std::vector<std::string> remove_triggers(const RewriteInput& input, const std::string& id, std::string_view direction,
                                         const CatalogRelation& read) {
  if (input.postgresql()) {
    return {fmt::format("DROP TRIGGER IF EXISTS {} ON {}", trigger_name(id, direction), input.table_sql(read)),
            fmt::format("DROP FUNCTION IF EXISTS lockstep.mirror_{}_{}()", id, direction)};
  }
  std::vector<std::string> sql;
  for (const char* event : {"_insert", "_update", "_delete"}) {
    sql.push_back(fmt::format("DROP TRIGGER IF EXISTS {}", trigger_name(id, direction, event)));
  }
  return sql;
}

/// The way back: target columns that are plain copies. Nothing when the source has columns that it cannot do without.
std::optional<Mapping> way_back(const Sides& sides, const Mapping& forward) {
  std::map<std::string, std::string> copies;  // source column -> target column
  for (size_t i = 0; i < forward.columns.size(); ++i) {
    const std::string from = plain_copy(forward.values[i]);
    if (!from.empty()) copies[from] = forward.columns[i];
  }
  Mapping back;
  for (const CatalogColumn& column : sides.source.columns) {
    const auto copy = copies.find(column.name);
    if (copy == copies.end()) {
      const bool needed = column.not_null && column.default_expression.empty() && column.identity == 0 &&
                          column.generated == 0;
      if (needed) return std::nullopt;
      continue;
    }
    if (column.generated != 0) continue;
    Expression value = column_expression(copy->second, sides.input.options.dialect);
    const CatalogColumn* copied = sides.target.column(copy->second);
    if (column.not_null && copied != nullptr && !copied->not_null && !contains(forward.key, copied->name)) {
      // The new version may leave out what the previous one has to have.
      if (column.default_expression.empty()) return std::nullopt;
      constexpr std::string_view call = "coalesce(";
      value.columns[0].span = {call.size(), static_cast<uint32_t>(call.size()) + value.span.end};
      value.text = fmt::format("{}{}, {})", call, value.text, column.default_expression);
      value.span.end = static_cast<uint32_t>(value.text.size());
    }
    back.columns.push_back(column.name);
    back.values.push_back(std::move(value));
  }
  back.key = forward.source_key;
  back.source_key = forward.key;
  return back;
}

}  // namespace

std::optional<Rewritten> mirror_tables(const RewriteInput& input) {
  const auto* insert = input.statement().as<Insert>();
  if (insert == nullptr || insert->values) return std::nullopt;
  const auto* mirror = mirror_into(input, insert->table);
  if (mirror == nullptr) return std::nullopt;
  const CatalogRelation* source = input.catalog.find(mirror->first);
  const CatalogRelation* target = input.catalog.find(mirror->second);
  if (target == nullptr) return std::nullopt;
  if (source == nullptr) {
    return refuse_rewrite(fmt::format("mirror {} -> {}: there is no table {}", mirror->first.name, mirror->second.name,
                                      mirror->first.name),
                          "correct the name in the directive");
  }
  if (std::any_of(insert->select_items.begin(), insert->select_items.end(),
                  [](const Expression& value) { return value.has_subquery; })) {
    return refuse_rewrite("an expression of the mirror holds a subquery, which a trigger cannot keep up to date",
                          "compute it from columns of the same row");
  }
  if (!insert->plain_select || insert->source_joined || insert->select_where || insert->on_conflict ||
      input.catalog.key(insert->source) != input.catalog.key(mirror->first) || insert->columns.empty() ||
      insert->columns.size() != insert->select_items.size()) {
    return refuse_rewrite("a mirror needs INSERT INTO target (columns) SELECT expressions FROM source, without join and WHERE",
                  "name the columns, give one expression each, and leave the rest out");
  }
  const Sides sides{input, *source, *target};
  Mapping forward;
  forward.columns = insert->columns;
  forward.values = insert->select_items;
  forward.key = target->primary_key();
  for (const std::string& column : forward.key) {
    const auto at = std::find(forward.columns.begin(), forward.columns.end(), column);
    const std::string from =
        at == forward.columns.end() ? "" : plain_copy(forward.values[static_cast<size_t>(at - forward.columns.begin())]);
    if (!from.empty()) forward.source_key.push_back(from);
  }
  if (forward.key.empty() || forward.source_key.size() != forward.key.size()) {
    return refuse_rewrite(fmt::format("the primary key of {} is not copied from columns of {}", target->name, source->name),
                  "let the INSERT copy the key as it is: rows are found again by it");
  }
  std::vector<KeyColumn> walk = walking_key(input, *source);
  if (walk.empty()) {
    return refuse_without_key(*source);
  }
  const std::optional<Mapping> back = way_back(sides, forward);
  const std::string id = fmt::format("{}_{}", safe_id(input.migration), input.index + 1);
  const auto install_one = [&](std::string_view direction, const CatalogRelation& read, const CatalogRelation& written,
                               const Mapping& map) {
    return input.postgresql() ? install_postgresql(input, id, direction, read, written, map)
                              : install_sqlite(input, id, direction, read, written, map);
  };
  std::vector<std::string> installed = install_one("forward", *source, *target, forward);
  if (!input.postgresql()) installed.insert(installed.begin(), create_flag_table);
  std::vector<std::string> removed = remove_triggers(input, id, "forward", *source);
  Rewritten out;
  out.name = "mirror";
  out.readable_after = "backfill";
  if (back) {
    for (std::string& sql : install_one("back", *target, *source, *back)) installed.push_back(std::move(sql));
    for (std::string& sql : remove_triggers(input, id, "back", *target)) removed.push_back(std::move(sql));
  } else {
    out.notes.push_back(fmt::format("the mirror is one way: {} has columns that {} does not give back, so the previous "
                                    "version does not see what the new one writes",
                                    source->name, target->name));
  }
  out.steps.push_back(sql_step(Phase::Expand, fmt::format("keep {} and {} in step", source->name, target->name),
                               installed, removed));

  Step copy;
  copy.phase = Phase::Backfill;
  copy.kind = StepKind::Backfill;
  copy.title = fmt::format("copy {} to {}", source->name, target->name);
  Backfill work;
  work.table = input.catalog.key(mirror->first);
  work.table_sql = input.table_sql(*source);
  work.qualifier = insert->source_alias.empty() ? input.quote(source->name) : input.quote(insert->source_alias);
  work.key = std::move(walk);
  const std::string& text = input.statement().text;
  const uint32_t place = insert->select_where_keyword.begin - input.statement().span.begin;
  work.head = text.substr(0, place) + " WHERE ";
  // Without the lock a row deleted while it is copied would leave a copy behind.
  work.tail = text.substr(place) + (input.postgresql() ? " FOR SHARE" : "") + " ON CONFLICT DO NOTHING";
  work.changes = input.catalog.key(mirror->second);
  work.idempotent = true;
  work.chunk_rows = input.item.directives.chunk.value_or(0);
  work.filling = id;
  std::vector<std::string> matches;
  for (size_t i = 0; i < forward.key.size(); ++i) {
    matches.push_back(fmt::format("lockstep_target.{} = {}.{}", input.quote(forward.key[i]), work.qualifier,
                                  input.quote(forward.source_key[i])));
  }
  work.remaining = fmt::format("SELECT count(*) FROM {} AS {} WHERE NOT EXISTS (SELECT 1 FROM {} AS lockstep_target "
                               "WHERE {})",
                               work.table_sql, work.qualifier, input.table_sql(*target), join(matches, " AND "));
  copy.backfill = std::move(work);
  out.steps.push_back(std::move(copy));
  out.steps.push_back(sql_step(Phase::Contract, fmt::format("end the sync of {} and {}", source->name, target->name),
                               removed, installed));
  return out;
}

}  // namespace lockstep
