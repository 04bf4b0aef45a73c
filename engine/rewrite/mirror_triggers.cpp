#include "engine/rewrite/mirror_triggers.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/catalog/draft.h"
#include "engine/rewrite/sync.h"

namespace lockstep {
namespace {

std::vector<std::string> quoted(const RewriteInput& input, const std::vector<std::string>& names) {
  std::vector<std::string> out;
  for (const std::string& name : names) out.push_back(input.quote(name));
  return out;
}

/// "a = OLD.x AND b = OLD.y"
std::string equal(const RewriteInput& input, const std::vector<std::string>& left,
                  const std::vector<std::string>& right, std::string_view prefix) {
  std::vector<std::string> parts;
  for (size_t i = 0; i < left.size(); ++i) {
    parts.push_back(fmt::format("{} = {}{}", input.quote(left[i]), prefix, input.quote(right[i])));
  }
  return join(parts, " AND ");
}

/// The columns that are not the key, each with its place in the mapping.
std::vector<size_t> carried(const MirrorMapping& map) {
  std::vector<size_t> places;
  for (size_t i = 0; i < map.columns.size(); ++i) {
    if (!contains(map.key, map.columns[i])) places.push_back(i);
  }
  return places;
}

/// " AND NOT EXISTS ..." for the row of `read` that `prefix` stands for.
std::string is_nobody_elses(const RewriteInput& input, const MirrorMapping& map, std::string_view prefix) {
  std::string out;
  for (const MirrorSource& other : map.others) {
    out += fmt::format(" AND NOT EXISTS (SELECT 1 FROM {} WHERE {})", input.table_sql(*other.table),
                       equal(input, other.key, map.source_key, prefix));
  }
  return out;
}

/// The row of `written` after a write to the row NEW of `read`.
std::string write(const RewriteInput& input, const MirrorDirection& mirror) {
  const MirrorMapping& map = mirror.map;
  const std::string table = input.table_sql(mirror.written);
  std::vector<std::string> values, updates;
  bool overriding = false;
  for (size_t i = 0; i < map.columns.size(); ++i) {
    values.push_back(with_prefix(map.values[i], "NEW.", input.options.dialect));
    const CatalogColumn* column = mirror.written.column(map.columns[i]);
    overriding = overriding || (column != nullptr && column->identity == 'a');
  }
  for (const size_t i : carried(map)) {
    updates.push_back(fmt::format("{} = {}", input.quote(map.columns[i]),
                                  !map.adds_rows ? values[i] : "excluded." + input.quote(map.columns[i])));
  }
  if (!map.adds_rows) {
    return fmt::format("UPDATE {} SET {} WHERE {}", table, join(updates, ", "),
                       equal(input, map.key, map.source_key, "NEW."));
  }
  return fmt::format("INSERT INTO {} ({}) {}VALUES ({}) ON CONFLICT ({}) DO {}", table,
                     join(quoted(input, map.columns), ", "), overriding ? "OVERRIDING SYSTEM VALUE " : "",
                     join(values, ", "), join(quoted(input, map.key), ", "),
                     updates.empty() ? "NOTHING"
                                     : "UPDATE SET " + join(updates, ", ") +
                                           (map.others.empty() ? "" : " WHERE true" + is_nobody_elses(input, map, "NEW.")));
}

/// The row of `written` after the row OLD of `read` is gone; empty: it stays as it is.
std::string forget(const RewriteInput& input, const MirrorDirection& mirror) {
  const MirrorMapping& map = mirror.map;
  const std::string table = input.table_sql(mirror.written);
  const std::string where = equal(input, map.key, map.source_key, "OLD.") + is_nobody_elses(input, map, "OLD.");
  if (map.removes_rows) return fmt::format("DELETE FROM {} WHERE {}", table, where);
  std::vector<std::string> updates;
  for (const size_t i : carried(map)) {
    const CatalogColumn* column = mirror.written.column(map.columns[i]);
    if (column != nullptr && !column->not_null) updates.push_back(input.quote(column->name) + " = NULL");
  }
  return updates.empty() ? std::string() : fmt::format("UPDATE {} SET {} WHERE {}", table, join(updates, ", "), where);
}

std::string any_changed(const RewriteInput& input, const CatalogRelation& table,
                        const std::vector<std::string>& columns) {
  std::vector<std::string> parts;
  for (const std::string& name : columns) {
    if (const CatalogColumn* column = table.column(name)) parts.push_back(changed(*column, input.options.dialect));
  }
  return join(parts, " OR ");
}

/// Whether an UPDATE of the row changes what is kept in step: other updates must not write stale values over what the
/// other version has written meanwhile.
std::string concerns(const RewriteInput& input, const MirrorDirection& mirror) {
  std::vector<std::string> columns = mirror.map.source_key;
  for (const Expression& value : mirror.map.values) {
    for (const std::string& column : columns_of(value)) {
      if (!contains(columns, column)) columns.push_back(column);
    }
  }
  return any_changed(input, mirror.read, columns);
}

std::string trigger_name(const MirrorDirection& mirror, std::string_view suffix = "") {
  return fmt::format("\"~lockstep_{}_{}{}\"", mirror.id, mirror.direction, suffix);
}

std::string function_name(const MirrorDirection& mirror, std::string_view suffix = "") {
  return fmt::format("lockstep.mirror_{}_{}{}", mirror.id, mirror.direction, suffix);
}

/// The partner's trigger skips exactly the write made here: a bare test of the depth would drop the writes of user
/// triggers and cascades.
std::string not_syncing(const std::string& id) {
  return fmt::format("coalesce(current_setting('lockstep.syncing', true), '') <> '{}:' || pg_trigger_depth()", id);
}

/// A trigger function that says meanwhile that it writes by itself.
std::string function_sql(const MirrorDirection& mirror, const std::string& name, const CatalogRelation& of,
                         const std::string& unless, const std::string& body, std::string_view returned,
                         const RewriteInput& input) {
  return fmt::format("CREATE FUNCTION {}() RETURNS trigger LANGUAGE plpgsql SET search_path = {}, public, pg_temp AS "
                     "$lockstep$\nDECLARE\n  before text := coalesce(current_setting('lockstep.syncing', true), '');\n"
                     "BEGIN\n{}  PERFORM set_config('lockstep.syncing', '{}:' || pg_trigger_depth(), true);\n"
                     "{}  PERFORM set_config('lockstep.syncing', before, true);\n  RETURN {};\nEND\n$lockstep$",
                     name, input.quote(of.schema), unless, mirror.guard, body, returned);
}

/// A row that is referenced goes after those that reference it: the check of a foreign key comes before triggers with
/// names like ours.
bool is_referenced_by_written(const MirrorDirection& mirror) {
  return std::any_of(mirror.written.constraints.begin(), mirror.written.constraints.end(), [&](const auto& constraint) {
    return constraint.kind == ConstraintKind::ForeignKey && constraint.referenced == relation_key(mirror.read);
  });
}

std::vector<std::string> install_postgresql(const RewriteInput& input, const MirrorDirection& mirror) {
  const std::string forgotten = forget(input, mirror);
  const std::string gone = forgotten.empty() ? "NULL" : forgotten;
  const std::string key_changed = any_changed(input, mirror.read, mirror.map.source_key);
  const std::string body = fmt::format(
      "  IF TG_OP = 'DELETE' THEN\n    {0};\n  ELSE\n    IF TG_OP = 'UPDATE' AND ({1}) THEN\n      {0};\n    END IF;\n"
      "    {2};\n  END IF;\n",
      gone, key_changed, write(input, mirror));
  const std::string unless = fmt::format(
      "  IF TG_OP = 'UPDATE' AND NOT ({}) THEN\n    RETURN NULL;\n  END IF;\n", concerns(input, mirror));
  const bool first = is_referenced_by_written(mirror);
  const auto trigger = [&](std::string_view suffix, std::string_view when) {
    return fmt::format("CREATE TRIGGER {} {} ON {} FOR EACH ROW WHEN ({} AND {}) EXECUTE FUNCTION {}()",
                       trigger_name(mirror, suffix), when, input.table_sql(mirror.read), not_syncing(mirror.guard),
                       not_filling(mirror.guard, Dialect::PostgreSQL), function_name(mirror));
  };
  std::vector<std::string> sql{
      function_sql(mirror, function_name(mirror), mirror.read, unless, body, "OLD", input),
      trigger("", first ? "AFTER INSERT OR UPDATE" : "AFTER INSERT OR UPDATE OR DELETE")};
  if (first) sql.push_back(trigger("_delete", "BEFORE DELETE"));
  return sql;
}

std::vector<std::string> install_sqlite(const RewriteInput& input, const MirrorDirection& mirror) {
  const std::string on = fmt::format("INSERT OR REPLACE INTO lockstep_flag (sync) VALUES ('{}')", mirror.guard);
  const std::string off = fmt::format("DELETE FROM lockstep_flag WHERE sync = '{}'", mirror.guard);
  const auto trigger = [&](std::string_view when, const std::string& also, const std::string& body) {
    const std::string event = to_lower(when.substr(when.find(' ') + 1));
    return fmt::format("CREATE TRIGGER {} {} ON {} WHEN {}{} BEGIN {}; {}; {}; END",
                       trigger_name(mirror, "_" + event), when, input.table_sql(mirror.read),
                       not_filling(mirror.guard, Dialect::SQLite), also, on, body, off);
  };
  const std::string gone = forget(input, mirror);
  const std::string key_changed = any_changed(input, mirror.read, mirror.map.source_key);
  const std::string made = write(input, mirror);
  std::vector<std::string> sql{
      trigger("AFTER INSERT", "", made),
      trigger("AFTER UPDATE", fmt::format(" AND ({})", concerns(input, mirror)),
              gone.empty() ? made : fmt::format("{} AND ({}); {}", gone, key_changed, made))};
  if (!gone.empty()) sql.push_back(trigger("AFTER DELETE", "", gone));
  return sql;
}

/// Drops the row of `written` that stands there under the key of NEW, and of which nothing else is known.
std::string drop_bare_row(const RewriteInput& input, const MirrorDirection& mirror) {
  std::string sql = fmt::format("DELETE FROM {} WHERE {}", input.table_sql(mirror.written),
                                equal(input, mirror.map.key, mirror.map.key, "NEW."));
  for (const size_t i : carried(mirror.map)) sql += fmt::format(" AND {} IS NULL", input.quote(mirror.map.columns[i]));
  return sql;
}

}  // namespace

std::vector<std::string> install(const RewriteInput& input, const MirrorDirection& mirror) {
  return input.postgresql() ? install_postgresql(input, mirror) : install_sqlite(input, mirror);
}

std::vector<std::string> remove(const RewriteInput& input, const MirrorDirection& mirror) {
  std::vector<std::string> sql;
  if (!input.postgresql()) {
    for (const char* event : {"_insert", "_update", "_delete"}) {
      sql.push_back(fmt::format("DROP TRIGGER IF EXISTS {}", trigger_name(mirror, event)));
    }
    return sql;
  }
  const std::string table = input.table_sql(mirror.read);
  sql.push_back(fmt::format("DROP TRIGGER IF EXISTS {} ON {}", trigger_name(mirror), table));
  if (is_referenced_by_written(mirror)) {
    sql.push_back(fmt::format("DROP TRIGGER IF EXISTS {} ON {}", trigger_name(mirror, "_delete"), table));
  }
  sql.push_back(fmt::format("DROP FUNCTION IF EXISTS {}()", function_name(mirror)));
  return sql;
}

std::vector<std::string> make_room(const RewriteInput& input, const MirrorDirection& mirror) {
  const std::string table = input.table_sql(mirror.written);
  const std::string gone = drop_bare_row(input, mirror);
  if (!input.postgresql()) {
    return {fmt::format("CREATE TRIGGER {} BEFORE INSERT ON {} WHEN {} BEGIN {}; END", trigger_name(mirror, "_room"),
                        table, not_filling(mirror.guard, Dialect::SQLite), gone)};
  }
  return {function_sql(mirror, function_name(mirror, "_room"), mirror.written, "", fmt::format("  {};\n", gone), "NEW",
                       input),
          fmt::format("CREATE TRIGGER {} BEFORE INSERT ON {} FOR EACH ROW WHEN ({} AND {}) EXECUTE FUNCTION {}()",
                      trigger_name(mirror, "_room"), table, not_syncing(mirror.guard),
                      not_filling(mirror.guard, Dialect::PostgreSQL), function_name(mirror, "_room"))};
}

std::vector<std::string> remove_room(const RewriteInput& input, const MirrorDirection& mirror) {
  const std::string name = trigger_name(mirror, "_room");
  if (!input.postgresql()) return {fmt::format("DROP TRIGGER IF EXISTS {}", name)};
  return {fmt::format("DROP TRIGGER IF EXISTS {} ON {}", name, input.table_sql(mirror.written)),
          fmt::format("DROP FUNCTION IF EXISTS {}()", function_name(mirror, "_room"))};
}

}  // namespace lockstep
