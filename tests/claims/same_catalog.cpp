#include "tests/claims/same_catalog.h"

#include <algorithm>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "base/text.h"
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

/// " LABEL value", nothing for an empty value.
std::string said(std::string_view label, const std::string& value) {
  return value.empty() ? std::string() : fmt::format(" {} {}", label, value);
}
std::string said(std::string_view label, const std::vector<std::string>& values) {
  return values.empty() ? std::string() : fmt::format(" {} ({})", label, join(values, ", "));
}
std::string said(std::string_view label, bool value) {
  return value ? fmt::format(" {}", label) : std::string();
}
std::string said(std::string_view label, char value) {
  return value == 0 ? std::string() : fmt::format(" {} {}", label, value);
}
/// Whether it is there at all counts too: the gist of "a IS NULL" and of "true" may be nothing.
std::string told(std::string_view label, const std::string& sql, Kept kept = Kept::Everything) {
  return sql.empty() ? std::string() : fmt::format(" {} ({})", label, gist(sql, kept));
}

std::string line(const CatalogColumn& column) {
  return "  column " + column.name + " " + column.type + said("NOT NULL", column.not_null) +
         said("NAMED", column.not_null_name) + said("NO INHERIT", column.not_null_no_inherit) +
         told("DEFAULT", column.default_expression) + said("VOLATILE", column.default_volatile) +
         said("IDENTITY", column.identity) + said("GENERATED", column.generated) +
         told("AS", column.generated_expression) + said("COLLATE", column.collation) + said("COMMENT", column.comment) +
         "\n";
}

std::string line(const CatalogConstraint& constraint) {
  return fmt::format("  constraint {} kind {}", constraint.name, static_cast<int>(constraint.kind)) +
         said("OVER", constraint.columns) + told("CHECK", constraint.expression) +
         said("REFERENCES", constraint.referenced) + said("COLUMNS", constraint.referenced_columns) +
         said("ON DELETE", constraint.on_delete) + said("ON UPDATE", constraint.on_update) +
         said("MATCH", constraint.match) + said("DEFERRABLE", constraint.deferrable) +
         said("DEFERRED", constraint.initially_deferred) + said("NOT VALID", !constraint.validated) +
         said("NOT ENFORCED", !constraint.enforced) + said("NO INHERIT", constraint.no_inherit) +
         said("NULLS NOT DISTINCT", constraint.nulls_not_distinct) + said("PERIOD", constraint.period) +
         said("INCLUDE", constraint.include) + told("DEFINED", constraint.definition) +
         said("COMMENT", constraint.comment) + "\n";
}

std::string line(const CatalogIndex& index) {
  std::string elements;
  for (const CatalogIndexElement& element : index.elements) {
    elements += " [" + element.column + told("EXPRESSION", element.expression) + said("COLLATE", element.collation) +
                said("CLASS", element.operator_class) + said("DESC", element.descending) +
                said("NULLS FIRST", element.nulls_first) + "]";
  }
  return "  index " + index.name + said("UNIQUE", index.unique) + said("INVALID", !index.valid) +
         said("ON ONLY", index.on_only) + said("USING", index.method) + elements + said("INCLUDE", index.include) +
         told("WHERE", index.predicate) + said("NULLS NOT DISTINCT", index.nulls_not_distinct) +
         said("WITH", index.options) + said("OF", index.constraint) + told("DEFINED", index.definition) +
         said("COMMENT", index.comment) + "\n";
}

std::string line(const CatalogTrigger& trigger) {
  return "  trigger " + trigger.name + said("CALLS", trigger.function) + said("ENABLED", trigger.enabled) +
         told("DEFINED", trigger.definition) + "\n";
}

std::string line(const CatalogRule& rule) {
  return "  rule " + rule.name + said("ON", rule.event) + said("INSTEAD", rule.instead) +
         said("ENABLED", rule.enabled) + told("DEFINED", rule.definition, Kept::Strings) + "\n";
}

std::string line(const CatalogPolicy& policy) {
  return "  policy " + policy.name + " FOR " + policy.command + "\n";
}

std::string line(const CatalogGrant& grant) {
  return "  grant " + grant.privilege + said("OF", grant.column) + " TO " + grant.role +
         said("WITH GRANT OPTION", grant.grantable) + "\n";
}

/// Lines of one list, in order of their text: the order in which constraints and indexes were made is no difference.
template <typename Items>
std::string sorted_lines(const Items& items) {
  std::vector<std::string> lines;
  for (const auto& item : items) lines.push_back(line(item));
  std::sort(lines.begin(), lines.end());
  return join(lines, "");
}

std::string text_of(const CatalogRelation& relation) {
  std::string text = fmt::format("{}.{} kind {}", relation.schema, relation.name, static_cast<int>(relation.kind)) +
                     said("OF", relation.of_type) + said("PARTITION BY", relation.partition_strategy) +
                     said("KEY", relation.partition_columns) + said("PARTITION OF", relation.parent) +
                     said("BOUND", to_lower(gist(relation.bound))) + said("INHERITS", relation.inherits) +
                     told("QUERY", relation.view_query, Kept::Strings) + said("READS", relation.reads) +
                     said("OWNED BY", relation.owned_by) + said("RLS", relation.row_security) +
                     said("UNLOGGED", relation.unlogged) + said("CLUSTERED ON", relation.clustered_on) +
                     said("IDENTITY", relation.replica_identity) + said("NOT POPULATED", !relation.populated) +
                     said("ROWID", !relation.without_rowid) + said("STRICT", relation.strict) +
                     said("AUTOINCREMENT", relation.autoincrement) + told("DEFINED", relation.definition) +
                     said("OWNER", relation.owner) + said("COMMENT", relation.comment) + "\n";
  for (const CatalogColumn& column : relation.columns) text += line(column);
  return text + sorted_lines(relation.constraints) + sorted_lines(relation.indexes) + sorted_lines(relation.triggers) +
         sorted_lines(relation.rules) + sorted_lines(relation.policies) + sorted_lines(relation.grants);
}

std::string text_of(const CatalogType& type) {
  return fmt::format("{}.{} form {}", type.schema, type.name, static_cast<int>(type.form)) +
         said("LABELS", type.labels) + said("BASE", type.base) + said("CONSTRAINED", type.constrained) +
         said("NOT NULL", type.not_null) + said("NAMED", type.not_null_name) +
         told("DEFAULT", type.default_expression) + said("CHECKS", type.checks) + said("NOT VALID", type.unvalidated) +
         "\n";
}

/// The body as it stands between its quotes; those of RETURN and BEGIN ATOMIC are printed anew.
std::string body_of(const std::string& definition) {
  const ParsedFile file = parse(definition, Dialect::PostgreSQL);
  const CreateFunction* create = file.statements.empty() ? nullptr : file.statements.front().as<CreateFunction>();
  if (create == nullptr) return "not a function: " + definition;
  const bool printed = !file.statements.front().inner.empty() || create->body.starts_with("RETURN ");
  return printed ? gist(create->body, Kept::Strings) : std::string(trim(create->body));
}

std::string text_of(const CatalogFunction& function) {
  return function.schema + "." + function.name + "(" + join(function.types, ", ") + ")" +
         said("DEFAULTS", std::to_string(function.defaults)) + said("VARIADIC", function.variadic) +
         said("LANGUAGE", function.language) + said("IS", function.volatility) +
         said("GIVEN", function.arguments.empty() ? "" : "arguments") + said("BODY", body_of(function.definition)) +
         "\n";
}

std::string text_of(const CatalogStatistics& statistics) {
  return statistics.schema + "." + statistics.name + " ON " + statistics.table + said("OVER", statistics.columns) +
         "\n";
}

std::string text_of(const CatalogPublication& publication) {
  return publication.name + said("ALL", publication.all_tables) + said("TABLES", publication.tables) +
         said("SCHEMAS", publication.schemas) + said("INSERTS ONLY", publication.inserts_only) + "\n";
}

std::string text_of(const CatalogDefaultGrant& one) {
  return one.grant.privilege + said("FOR", one.maker) + said("IN", one.schema) + said("SEQUENCES", one.sequences) +
         said("TO", one.grant.role) + said("GRANTABLE", one.grant.grantable);
}

/// The lines of `a` that `b` does not have.
std::string lines_only_in(const std::string& a, const std::string& b) {
  std::istringstream lines(a);
  std::string out;
  for (std::string one; std::getline(lines, one);) {
    one += '\n';
    if (("\n" + b).find("\n" + one) == std::string::npos) out += one;
  }
  return out;
}

using Difference = std::pair<std::string, std::string>;

/// Lists of values that make one line each.
template <typename List>
void compare(const List& folded, const List& read, std::string_view what, Difference& out) {
  std::set<std::string> ours;
  std::set<std::string> theirs;
  for (const auto& [key, item] : folded) ours.insert(text_of(item));
  for (const auto& [key, item] : read) theirs.insert(text_of(item));
  for (const std::string& text : ours) {
    if (theirs.count(text) == 0) out.first += fmt::format("{} {}", what, text);
  }
  for (const std::string& text : theirs) {
    if (ours.count(text) == 0) out.second += fmt::format("{} {}", what, text);
  }
}

void compare(const std::set<std::string, std::less<>>& folded, const std::set<std::string, std::less<>>& read,
             std::string_view what, Difference& out) {
  for (const std::string& name : folded) {
    if (read.count(name) == 0) out.first += fmt::format("{} {}\n", what, name);
  }
  for (const std::string& name : read) {
    if (folded.count(name) == 0) out.second += fmt::format("{} {}\n", what, name);
  }
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
    const std::string missing = key + " is not there\n";
    std::string a = missing;
    if (ours != nullptr) {
      CatalogRelation mine = comparable(*ours, *ours);
      // The files do not tell who the owner is, whose privileges are not listed.
      std::erase_if(mine.grants,
                    [&](const CatalogGrant& grant) { return theirs != nullptr && grant.role == theirs->owner; });
      a = text_of(mine);
    }
    const std::string b = theirs == nullptr ? missing : text_of(ours == nullptr ? *theirs : comparable(*theirs, *ours));
    if (a == b) continue;
    out.first += key + "\n" + lines_only_in(a, b);
    out.second += key + "\n" + lines_only_in(b, a);
  }
  compare(folded.types, read.types, "type", out);
  compare(folded.functions, read.functions, "function", out);
  compare(folded.statistics, read.statistics, "statistics", out);
  compare(folded.publications, read.publications, "publication", out);
  std::set<std::string, std::less<>> our_defaults;
  std::set<std::string, std::less<>> their_defaults;
  for (const CatalogDefaultGrant& one : folded.default_grants) our_defaults.insert(text_of(one));
  for (const CatalogDefaultGrant& one : read.default_grants) their_defaults.insert(text_of(one));
  compare(our_defaults, their_defaults, "default privilege", out);
  compare(folded.schemas, read.schemas, "schema", out);
  compare(folded.extensions, read.extensions, "extension", out);
  return out;
}

}  // namespace lockstep
