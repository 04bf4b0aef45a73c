#include "engine/rewrite/sync.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/catalog/definition.h"

namespace lockstep {
namespace {

/// '~' sorts behind every letter, so that sync fires after the triggers of users (they fire by name).
std::string trigger_name(const ColumnSync& sync, std::string_view suffix) {
  return fmt::format("\"~lockstep_{}_{}\"", sync.id, suffix);
}

/// Where the triggers are, as SQL.
template <typename Sync>
std::vector<std::string> tables_of(const Sync& sync, Dialect dialect) {
  std::vector<std::string> tables{quote_name({sync.table->schema, sync.table->name, {}}, dialect)};
  for (const CatalogRelation* heir : sync.heirs) tables.push_back(quote_name({heir->schema, heir->name, {}}, dialect));
  return tables;
}

/// Types without an equality operator of their own, or one that calls different texts equal: compared as text.
bool compares_as_text(const std::string& type) {
  static const std::set<std::string, std::less<>> types{"json", "xml", "point", "box", "polygon", "path", "circle",
                                                        "line", "lseg", "citext"};
  return types.count(type) > 0;
}

std::string comparison(const std::string& a, const std::string& b, const std::string& type, bool different,
                       Dialect dialect) {
  if (dialect == Dialect::SQLite) return fmt::format("{} {} {}", a, different ? "IS NOT" : "IS", b);
  const std::string cast = compares_as_text(type) ? "::text" : "";
  return fmt::format("({}){} IS {}DISTINCT FROM ({}){}", a, cast, different ? "" : "NOT ", b, cast);
}

struct Writer {
  const ColumnSync& sync;
  Dialect dialect;

  std::string quote(std::string_view name) const { return quote_identifier(name, dialect); }

  std::string type_of(const std::string& column) const {
    for (size_t i = 0; i < sync.added.size(); ++i) {
      if (sync.added[i].name == column) return sync.added_types[i];
    }
    const CatalogColumn* found = sync.table->column(column);
    return found == nullptr ? std::string() : found->type;
  }

  /// a IS [NOT] DISTINCT FROM b for values of `column`'s type.
  std::string compare(const std::string& a, const std::string& b, const std::string& column, bool different) const {
    return comparison(a, b, type_of(column), different, dialect);
  }

  std::string changed(const std::vector<std::string>& columns) const {
    std::vector<std::string> parts;
    for (const std::string& column : columns) {
      parts.push_back(compare("OLD." + quote(column), "NEW." + quote(column), column, true));
    }
    return join(parts, " OR ");
  }

  std::vector<std::string> added_names() const {
    std::vector<std::string> names;
    for (const SyncedColumn& column : sync.added) names.push_back(column.name);
    return names;
  }

  std::vector<std::string> input_names() const {
    std::vector<std::string> names;
    for (const SyncedColumn& column : sync.added) {
      for (const std::string& input : columns_of(column.value)) {
        if (std::find(names.begin(), names.end(), input) == names.end()) names.push_back(input);
      }
    }
    return names;
  }

  std::string any_added_given() const {
    std::vector<std::string> parts;
    for (const SyncedColumn& column : sync.added) parts.push_back(fmt::format("NEW.{} IS NOT NULL", quote(column.name)));
    return join(parts, " OR ");
  }

  /// Both sides given and consistent: new = f(old) for all of the new ones.
  std::string consistent() const {
    std::vector<std::string> parts;
    for (const SyncedColumn& column : sync.added) {
      parts.push_back(compare("NEW." + quote(column.name), with_prefix(column.value, "NEW.", dialect), column.name,
                              false));
    }
    return "(" + join(parts, " AND ") + ")";
  }
};

std::vector<std::string> install_postgresql(const ColumnSync& sync) {
  const Writer w{sync, Dialect::PostgreSQL};
  std::string forward;
  for (const SyncedColumn& column : sync.added) {
    forward += fmt::format("      NEW.{} := {};\n", w.quote(column.name), with_prefix(column.value, "NEW.", w.dialect));
  }
  std::string back_on_insert = "      NULL;\n";
  std::string back_on_update = "      NULL;\n";
  if (sync.reverse) {
    const std::string reverse = with_prefix(*sync.reverse, "NEW.", w.dialect);
    back_on_insert = fmt::format("      IF NOT {} THEN\n        NEW.{} := {};\n      END IF;\n", w.consistent(),
                                 w.quote(sync.reversed_column), reverse);
    back_on_update = fmt::format("      NEW.{} := {};\n", w.quote(sync.reversed_column), reverse);
  }
  const std::string function = fmt::format("lockstep.sync_{}", sync.id);
  std::vector<std::string> watched = w.added_names();
  for (const std::string& input : w.input_names()) watched.push_back(input);
  const std::string skip = not_filling(sync.id, w.dialect);
  std::vector<std::string> sql{
      fmt::format("CREATE FUNCTION {}() RETURNS trigger LANGUAGE plpgsql SET search_path = {}, public, pg_temp AS "
                  "$lockstep$\nBEGIN\n  IF TG_OP = 'INSERT' THEN\n    IF {} THEN\n{}    ELSE\n{}    END IF;\n"
                  "  ELSIF {} THEN\n{}  ELSE\n{}  END IF;\n  RETURN NEW;\nEND\n$lockstep$",
                  function, w.quote(sync.table->schema), w.any_added_given(), back_on_insert, forward,
                  w.changed(w.added_names()), back_on_update, forward)};
  for (const std::string& table : tables_of(sync, w.dialect)) {
    sql.push_back(fmt::format("CREATE TRIGGER {} BEFORE INSERT ON {} FOR EACH ROW WHEN ({}) EXECUTE FUNCTION {}()",
                              trigger_name(sync, "insert"), table, skip, function));
    sql.push_back(
        fmt::format("CREATE TRIGGER {} BEFORE UPDATE ON {} FOR EACH ROW WHEN (({}) AND {}) EXECUTE FUNCTION {}()",
                    trigger_name(sync, "update"), table, w.changed(watched), skip, function));
  }
  return sql;
}

/// SQLite: the row that a trigger was fired for.
std::string this_row(const ColumnSync& sync, const Writer& w) {
  if (!sync.table->without_rowid) return "rowid = NEW.rowid";
  std::vector<std::string> parts;
  for (const std::string& column : sync.table->primary_key()) {
    parts.push_back(fmt::format("{0} = NEW.{0}", w.quote(column)));
  }
  return join(parts, " AND ");
}

/// One UPDATE for each direction, of which at most one finds the row: what is set fires the triggers of users that wait
/// for that column.
std::string sqlite_trigger(const ColumnSync& sync, const Writer& w, std::string_view suffix, const std::string& event,
                           const std::string& when, const std::string& new_side, const std::string& back_when) {
  const std::string table = w.quote(sync.table->name);
  std::vector<std::string> forward;
  for (const SyncedColumn& column : sync.added) {
    forward.push_back(fmt::format("{} = {}", w.quote(column.name), with_prefix(column.value, "NEW.", w.dialect)));
  }
  std::string updates =
      fmt::format("UPDATE {} SET {} WHERE {} AND NOT ({}); ", table, join(forward, ", "), this_row(sync, w), new_side);
  if (sync.reverse) {
    updates += fmt::format("UPDATE {} SET {} = {} WHERE {} AND {}; ", table, w.quote(sync.reversed_column),
                           with_prefix(*sync.reverse, "NEW.", w.dialect), this_row(sync, w), back_when);
  }
  return fmt::format(
      "CREATE TRIGGER {0} AFTER {1} ON {2} WHEN {3}{4} BEGIN "
      "INSERT OR REPLACE INTO lockstep_flag (sync) VALUES ('{5}'); {6}"
      "DELETE FROM lockstep_flag WHERE sync = '{5}'; END",
      trigger_name(sync, suffix), event, table, not_filling(sync.id, w.dialect),
      when.empty() ? "" : " AND (" + when + ")", sync.id, updates);
}

std::vector<std::string> install_sqlite(const ColumnSync& sync) {
  const Writer w{sync, Dialect::SQLite};
  std::vector<std::string> watched = w.added_names();
  for (const std::string& input : w.input_names()) watched.push_back(input);
  const std::string given = w.any_added_given();
  const std::string changed = w.changed(w.added_names());
  return {
      create_flag_table,
      sqlite_trigger(sync, w, "insert", "INSERT", "", given, fmt::format("({}) AND NOT {}", given, w.consistent())),
      sqlite_trigger(sync, w, "update", "UPDATE", w.changed(watched), changed, "(" + changed + ")"),
  };
}

}  // namespace

std::string not_filling(const std::string& id, Dialect dialect) {
  if (dialect == Dialect::SQLite) {
    return fmt::format("NOT EXISTS (SELECT 1 FROM lockstep_flag WHERE sync = '{}')", id);
  }
  return fmt::format("NOT (coalesce(current_setting('lockstep.filling', true), '') = '{}' AND pg_trigger_depth() = 0)",
                     id);
}

std::vector<std::string> install(const ColumnSync& sync, Dialect dialect) {
  return dialect == Dialect::PostgreSQL ? install_postgresql(sync) : install_sqlite(sync);
}

std::vector<std::string> remove(const ColumnSync& sync, Dialect dialect) {
  std::vector<std::string> sql;
  for (const char* suffix : {"insert", "update"}) {
    if (dialect == Dialect::SQLite) {
      sql.push_back(fmt::format("DROP TRIGGER IF EXISTS {}", trigger_name(sync, suffix)));
      continue;
    }
    for (const std::string& table : tables_of(sync, dialect)) {
      sql.push_back(fmt::format("DROP TRIGGER IF EXISTS {} ON {}", trigger_name(sync, suffix), table));
    }
  }
  if (dialect == Dialect::PostgreSQL) sql.push_back(fmt::format("DROP FUNCTION IF EXISTS lockstep.sync_{}()", sync.id));
  return sql;
}

std::vector<std::string> install(const KeptColumn& kept) {
  constexpr Dialect dialect = Dialect::PostgreSQL;
  const std::string target = "NEW." + quote_identifier(kept.name, dialect);
  std::vector<std::string> changes;
  const std::vector<std::string> read = columns_of(kept.value);
  for (size_t i = 0; i < read.size(); ++i) {
    const std::string column = quote_identifier(read[i], dialect);
    changes.push_back(distinct("OLD." + column, "NEW." + column, kept.value_types[i], dialect));
  }
  std::string body = fmt::format("    {} := {};\n", target, with_prefix(kept.value, "NEW.", dialect));
  if (!kept.disagrees.empty()) {
    body += fmt::format("    IF {} THEN\n      {} := NULL;\n    END IF;\n", kept.disagrees, target);
  }
  // A WHEN of the trigger would depend on the columns, and stop later changes of them.
  std::vector<std::string> sql{fmt::format(
      "CREATE FUNCTION lockstep.sync_{0}_kept() RETURNS trigger LANGUAGE plpgsql SET search_path = {1}, public, "
      "pg_temp "
      "AS $lockstep$\nBEGIN\n  IF TG_OP = 'UPDATE' THEN\n    IF NOT ({2}) THEN\n      RETURN NEW;\n    END IF;\n"
      "  END IF;\n  BEGIN\n{3}  EXCEPTION WHEN OTHERS THEN\n    {4} := NULL;\n  END;\n  RETURN NEW;\nEND\n$lockstep$",
      kept.id, quote_identifier(kept.table->schema, dialect), join(changes, " OR "), body, target)};
  for (const std::string& table : tables_of(kept, dialect)) {
    sql.push_back(
        fmt::format("CREATE TRIGGER \"~lockstep_{0}_kept\" BEFORE INSERT OR UPDATE ON {1} FOR EACH ROW EXECUTE "
                    "FUNCTION lockstep.sync_{0}_kept()",
                    kept.id, table));
  }
  return sql;
}

std::vector<std::string> remove(const KeptColumn& kept) {
  std::vector<std::string> sql;
  for (const std::string& table : tables_of(kept, Dialect::PostgreSQL)) {
    sql.push_back(fmt::format("DROP TRIGGER IF EXISTS \"~lockstep_{}_kept\" ON {}", kept.id, table));
  }
  sql.push_back(fmt::format("DROP FUNCTION IF EXISTS lockstep.sync_{}_kept()", kept.id));
  return sql;
}

std::vector<std::string> remove_for_good(const KeptColumn& kept) {
  return {fmt::format("DROP FUNCTION IF EXISTS lockstep.sync_{}_kept() CASCADE", kept.id)};
}

std::string distinct(const std::string& a, const std::string& b, const std::string& type, Dialect dialect) {
  return comparison(a, b, type, true, dialect);
}

std::string not_filled(const ColumnSync& sync, Dialect dialect) {
  std::vector<std::string> nothing_yet, unfilled;
  for (const auto& [name, value] : sync.added) {
    nothing_yet.push_back(quote_identifier(name, dialect) + " IS NULL");
    unfilled.push_back(fmt::format("({} AND ({}) IS NOT NULL)", nothing_yet.back(), value.text));
  }
  return fmt::format("({}) AND ({})", join(nothing_yet, " AND "), join(unfilled, " OR "));
}

std::string changed(const CatalogColumn& column, Dialect dialect) {
  const std::string name = quote_identifier(column.name, dialect);
  return comparison("OLD." + name, "NEW." + name, column.type, true, dialect);
}

std::vector<std::string> sync_notes(const ColumnSync& sync, Dialect dialect) {
  std::vector<std::string> notes;
  if (dialect == Dialect::PostgreSQL) return notes;
  for (const CatalogTrigger& trigger : sync.table->triggers) {
    const std::optional<Statement> parsed = statement_of(trigger.definition, dialect);
    const auto* made = parsed ? parsed->as<CreateTrigger>() : nullptr;
    if (made == nullptr || !made->update_of.empty() || !contains(made->events, "UPDATE")) continue;
    notes.push_back(fmt::format("trigger {} fires once more for each row that the sync of {} writes, until contract",
                                trigger.name, sync.table->name));
  }
  return notes;
}

std::string with_prefix(const Expression& expression, std::string_view prefix, Dialect dialect) {
  std::string out;
  size_t copied = 0;
  for (const ColumnReference& column : expression.columns) {
    const Span first = column.qualifier_span.empty() ? column.span : column.qualifier_span;
    const size_t begin = first.begin - expression.span.begin;
    out += expression.text.substr(copied, begin - copied);
    out += prefix;
    out += quote_identifier(column.name, dialect);
    copied = column.span.end - expression.span.begin;
  }
  return out + expression.text.substr(copied);
}

Expression with_renamed(const Expression& expression, const std::string& column, const std::string& name,
                        Dialect dialect) {
  Expression out = expression;
  out.text.clear();
  out.span.begin = 0;
  size_t copied = 0;
  for (ColumnReference& reference : out.columns) {
    const size_t begin = reference.span.begin - expression.span.begin;
    const size_t end = reference.span.end - expression.span.begin;
    out.text += expression.text.substr(copied, begin - copied);
    const auto start = static_cast<uint32_t>(out.text.size());
    if (reference.name == column) reference.name = name;
    out.text += quote_identifier(reference.name, dialect);
    if (!reference.qualifier_span.empty()) {
      const uint32_t before = reference.span.begin - reference.qualifier_span.begin;
      reference.qualifier_span = {start - before,
                                  start - before + reference.qualifier_span.end - reference.qualifier_span.begin};
    }
    reference.span = {start, static_cast<uint32_t>(out.text.size())};
    copied = end;
  }
  out.text += expression.text.substr(copied);
  out.span.end = static_cast<uint32_t>(out.text.size());
  return out;
}

Expression column_expression(const std::string& column, Dialect dialect) {
  Expression out;
  out.text = quote_identifier(column, dialect);
  out.span = {0, static_cast<uint32_t>(out.text.size())};
  out.columns.push_back({"", column, out.span, {}});
  return out;
}

std::vector<std::string> columns_of(const Expression& expression) {
  std::vector<std::string> names;
  for (const ColumnReference& column : expression.columns) {
    if (std::find(names.begin(), names.end(), column.name) == names.end()) names.push_back(column.name);
  }
  return names;
}

}  // namespace lockstep
