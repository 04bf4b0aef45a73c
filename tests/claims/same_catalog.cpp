#include "tests/claims/same_catalog.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/catalog/description.h"
#include "engine/catalog/words.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

/// Words that the server adds, leaves out or replaces when it prints what was written.
bool says_nothing(std::string_view word) {
  static const std::set<std::string_view> kWords = {
      "and",         "or",        "not",          "is",         "null",      "in",       "any",
      "all",         "array",     "like",         "ilike",      "between",   "case",     "when",
      "then",        "else",      "end",          "cast",       "as",        "exists",   "distinct",
      "from",        "for",       "each",         "statement",  "procedure", "function", "replace",
      "immediate",   "initially", "deferrable",   "constraint", "date",      "time",     "timestamp",
      "timestamptz", "interval",  "text",         "int",        "integer",   "numeric",  "bigint",
      "smallint",    "varchar",   "char",         "boolean",    "bool",      "asc",      "no",
      "action",      "simple",    "match",        "with",       "zone",      "row",      "using",
      "btree",       "only",      "concurrently", "if",         "both",      "to",       "symmetric",
      "collate",     "select",    "where",        "uuid",       "jsonb",     "json",     "double",
      "precision",   "deferred",  "varying",      "without",    "overlaps",  "period",   "current_timestamp",
      "now",         "unique",    "references",   "key",        "primary",   "check",    "foreign",
      "create",      "index",     "on",           "tables"};
  return kWords.count(word) != 0;
}

enum class Kept : uint8_t { Everything, Strings };

/// The names, strings and numbers of a piece of SQL, each once.
std::string gist(const std::string& sql, Kept kept = Kept::Everything) {
  const std::vector<Word> list = words(sql, Dialect::PostgreSQL);
  const auto mark = [&](size_t i, std::string_view text) {
    return i < list.size() && list[i].kind == Word::Kind::Mark && slice(sql, list[i].span) == text;
  };
  std::set<std::string> found;
  for (size_t i = 0; i < list.size(); ++i) {
    const bool name = list[i].kind == Word::Kind::Name || list[i].kind == Word::Kind::QuotedName;
    if (kept == Kept::Strings && list[i].kind != Word::Kind::String) continue;
    if (list[i].kind == Word::Kind::Mark) continue;
    if (name) {
      const bool qualifies = mark(i + 1, ".");
      const bool is_type =
          i > 0 && (mark(i - 1, "::") || mark(i - 1, ":") || (i > 2 && mark(i - 1, ".") && mark(i - 3, "::")));
      const bool says = list[i].kind == Word::Kind::QuotedName || !says_nothing(to_lower(list[i].name));
      if (!qualifies && !is_type && says) found.insert(list[i].name);
      continue;
    }
    // A number may be printed as a string of another type, a regclass without its schema.
    std::string_view text = slice(sql, list[i].span);
    while (!text.empty() && (text.front() == '\'' || text.front() == '-' || text.front() == 'E')) text.remove_prefix(1);
    while (!text.empty() && text.back() == '\'') text.remove_suffix(1);
    if (text.starts_with("public.")) text.remove_prefix(7);
    for (const std::string_view midnight : {" 00:00:00+00", " 00:00:00"}) {
      if (text.ends_with(midnight)) text.remove_suffix(midnight.size());
    }
    found.insert("'" + std::string(text) + "'");
  }
  std::string text;
  for (const std::string& word : found) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// The body as it stands between its quotes; those of RETURN and BEGIN ATOMIC are printed anew.
std::string body_of(const std::string& definition) {
  const ParsedFile file = parse(definition, Dialect::PostgreSQL);
  const CreateFunction* create = file.statements.empty() ? nullptr : file.statements.front().as<CreateFunction>();
  if (create == nullptr) return "not a function: " + definition;
  const bool printed = !file.statements.front().inner.empty() || create->body.starts_with("RETURN ");
  return printed ? gist(create->body, Kept::Strings) : std::string(trim(create->body));
}

std::string form(SqlPart part, const std::string& sql) {
  switch (part) {
    case SqlPart::Query:
    case SqlPart::Rule:
      return gist(sql, Kept::Strings);
    case SqlPart::Bound:
      return to_lower(gist(sql));
    case SqlPart::Body:
      return body_of(sql);
    default:
      return gist(sql);
  }
}

using Difference = std::pair<std::string, std::string>;

/// The lines that each has and the other has not.
void compare(const std::string& object, const std::vector<std::string>& folded, const std::vector<std::string>& read,
             Difference& out) {
  if (folded == read) return;
  const auto lines_only_in = [&](const std::vector<std::string>& some, const std::vector<std::string>& others) {
    std::string text = object + (some.empty() ? " is not there\n" : "\n");
    for (const std::string& line : some) {
      if (!contains(others, line)) text += "  " + line + "\n";
    }
    return text;
  };
  out.first += lines_only_in(folded, read);
  out.second += lines_only_in(read, folded);
}

/// Without what the fold of the same relation cannot know.
CatalogRelation comparable(CatalogRelation read, const CatalogRelation& folded) {
  for (CatalogColumn& column : read.columns) {
    const CatalogColumn* same = folded.column(column.name);
    if (same != nullptr && same->type.empty()) column.type.clear();
  }
  if (folded.owner.empty()) read.owner.clear();
  if (folded.partial) read.columns.clear();
  return read;
}

}  // namespace

std::pair<std::string, std::string> differences(const Catalog& folded, const Catalog& read) {
  std::set<std::string> keys;
  for (const auto& [key, relation] : folded.relations) keys.insert(key);
  for (const auto& [key, relation] : read.relations) keys.insert(key);
  Difference out;
  for (const std::string& key : keys) {
    const CatalogRelation* ours = folded.find(std::string_view(key));
    const CatalogRelation* theirs = read.find(std::string_view(key));
    const bool is_view = ours != nullptr && (ours->kind == CatalogRelationKind::View ||
                                             ours->kind == CatalogRelationKind::MaterializedView);
    if (ours != nullptr && (ours->temporary || (ours->partial && !is_view))) continue;
    std::vector<std::string> a;
    if (ours != nullptr) {
      CatalogRelation mine = comparable(*ours, *ours);
      // The files do not tell who the owner is, whose privileges are not listed.
      std::erase_if(mine.grants,
                    [&](const CatalogGrant& grant) { return theirs != nullptr && grant.role == theirs->owner; });
      a = describe(mine, form);
    }
    std::vector<std::string> b;
    if (theirs != nullptr) b = describe(ours == nullptr ? *theirs : comparable(*theirs, *ours), form);
    compare(key, a, b, out);
  }
  CatalogDescription rest = describe_others(folded, form);
  CatalogDescription their_rest = describe_others(read, form);
  for (const auto& [object, lines] : their_rest) rest[object];
  for (const auto& [object, lines] : rest) compare(object, lines, their_rest[object], out);
  return out;
}

}  // namespace lockstep
