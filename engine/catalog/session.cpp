// What SET, PREPARE and transactions leave behind in a session, as far as later statements depend on it.
#include "base/text.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/query_checks.h"
#include "engine/catalog/words.h"

namespace lockstep {
namespace {

constexpr Dialect sql = Dialect::PostgreSQL;

std::string unquoted(std::string_view text) {
  if (text.size() < 2 || text.front() != '\'' || text.back() != '\'') return std::string(text);
  return replace_all(std::string(text.substr(1, text.size() - 2)), "''", "'");
}

/// The schemas of a search_path as SET takes it: names and strings, or as set_config() takes it: a list in one string.
/// "$user" is nobody's schema, and the system's schemas are searched anyway.
std::vector<std::string> schemas_of(std::string_view list) {
  std::vector<std::string> schemas;
  for (const Word& word : words(list, sql)) {
    if (word.kind == Word::Kind::String) {
      const std::string inner = unquoted(slice(list, word.span));
      for (const Word& name : words(inner, sql)) {
        if (name.kind == Word::Kind::Name || name.kind == Word::Kind::QuotedName) schemas.push_back(name.name);
      }
    } else if (word.kind != Word::Kind::Mark) {
      schemas.push_back(word.name);
    }
  }
  std::erase_if(schemas, [](const std::string& name) {
    return name == "$user" || name == "pg_catalog" || name == "pg_temp" || name == "user";
  });
  return schemas;
}

enum class Setting : uint8_t { SearchPath, TimeZone, Other };

Setting setting_of(std::string_view name) {
  if (name == "search_path" || name == "schema") return Setting::SearchPath;
  if (name == "time zone" || name == "timezone") return Setting::TimeZone;
  return Setting::Other;
}

void set(CatalogSession& session, Setting setting, const std::string& value, bool local, bool reset) {
  if (local && !session.in_transaction) return;  // the server warns, and nothing changes
  if (setting == Setting::SearchPath) {
    if (!local) session.search_path_after.reset();
    if (local && !session.search_path_after) session.search_path_after = session.search_path;
    session.search_path = reset ? std::vector<std::string>() : schemas_of(value);
  } else if (setting == Setting::TimeZone) {
    if (!local) session.time_zone_after.reset();
    if (local && !session.time_zone_after) session.time_zone_after = session.time_zone;
    session.time_zone = reset ? std::string() : unquoted(value);
  }
}

}  // namespace

Status fold(Draft& draft, const SetVariable& variable, const Statement&) {
  const std::string name = to_lower(variable.name);
  const Setting setting = setting_of(name);
  const std::string word = to_lower(trim(variable.value));
  const bool reset = variable.reset || word == "default" || (setting == Setting::TimeZone && word == "local");
  if (variable.reset && name == "all") {
    draft.later([](Catalog& catalog) {
      set(catalog.session, Setting::SearchPath, {}, false, true);
      set(catalog.session, Setting::TimeZone, {}, false, true);
    });
    return {};
  }
  if (setting == Setting::Other) return {};
  draft.later([setting, value = std::string(trim(variable.value)), local = variable.local, reset](Catalog& catalog) {
    set(catalog.session, setting, value, local, reset);
  });
  return {};
}

Status fold(Draft& draft, const Select& select, const Statement& statement) {
  for (const FunctionCall& function : select.functions) {
    if (function.name != "set_config") continue;
    const std::vector<Word> list = words(statement.text, sql);
    for (size_t i = 0; i + 6 < list.size(); ++i) {
      const bool literals = list[i].name == "set_config" && list[i + 2].kind == Word::Kind::String &&
                            list[i + 4].kind == Word::Kind::String;
      if (!literals) continue;
      const Setting setting = setting_of(to_lower(unquoted(slice(statement.text, list[i + 2].span))));
      const std::string value(slice(statement.text, list[i + 4].span));
      const bool local = list[i + 6].name == "true";
      draft.later([setting, value, local](Catalog& catalog) { set(catalog.session, setting, value, local, false); });
    }
  }
  if (select.values_only) return check_calls(draft, select.functions);
  if (select.modifying_with || select.into) return check_calls(draft, select.functions);
  const PlainSelect* plain = select.plain ? &*select.plain : nullptr;
  return check_query(draft, {statement.text, select.reads, select.functions, plain});
}

Status fold(Draft& draft, const TransactionControl& control, const Statement&) {
  using Kind = TransactionControl::Kind;
  const bool begins = control.kind == Kind::Begin || control.kind == Kind::Start;
  const bool ends = control.kind == Kind::Commit || control.kind == Kind::End || control.kind == Kind::Rollback ||
                    control.kind == Kind::Prepare;
  if (!begins && !ends) return {};
  draft.later([begins](Catalog& catalog) {
    CatalogSession& session = catalog.session;
    session.in_transaction = begins;
    if (begins) return;
    if (session.search_path_after) session.search_path = *session.search_path_after;
    if (session.time_zone_after) session.time_zone = *session.time_zone_after;
    session.search_path_after.reset();
    session.time_zone_after.reset();
  });
  return {};
}

Status fold(Draft& draft, const Prepare& prepare, const Statement& statement) {
  if (draft.base().session.prepared.count(prepare.name) != 0) {
    return refuse("42P05", "prepared statement \"" + prepare.name + "\" already exists");
  }
  draft.later(
      [name = prepare.name, inner = statement.inner](Catalog& catalog) { catalog.session.prepared[name] = inner; });
  return {};
}

Status fold(Draft& draft, const SessionCommand& command, const Statement& statement) {
  if (statement.tag == "DEALLOCATE" || statement.tag == "DEALLOCATE ALL" || statement.tag == "DISCARD ALL") {
    draft.later([name = command.name](Catalog& catalog) {
      if (name.empty()) {
        catalog.session.prepared.clear();
      } else {
        catalog.session.prepared.erase(name);
      }
    });
  }
  return {};
}

void begin_session(Catalog& catalog) {
  catalog.session = {};
  for (const auto* entry :
       catalog.relations.mentioning(Tie::Temporary, catalog.dialect == Dialect::SQLite ? "temp" : "pg_temp")) {
    if (entry->second.temporary) catalog.relations.erase(entry->first);
  }
}

}  // namespace lockstep
