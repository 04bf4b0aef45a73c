#include "engine/effects/insert_checks.h"

#include <algorithm>

#include "base/text.h"
#include "engine/catalog/query_checks.h"
#include "engine/catalog/refusals.h"
#include "engine/catalog/table.h"
#include "engine/catalog/type_change.h"
#include "engine/catalog/words.h"
#include "engine/effects/insert_keys.h"

namespace lockstep {
namespace {

/// The type of a value that is one literal; empty for strings and NULL, which take any, and for all else.
std::string literal_type(const std::vector<Word>& list, std::string_view text) {
  const bool negative = list.size() == 2 && slice(text, list[0].span) == "-";
  if (list.size() != 1 && !negative) return {};
  const Word& word = list.back();
  if (word.kind == Word::Kind::Name) return word.name == "true" || word.name == "false" ? "boolean" : "";
  if (word.kind != Word::Kind::Number) return {};
  const std::string_view digits = slice(text, word.span);
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return "numeric";
  if (digits.size() < 10) return "integer";
  return digits.size() < 19 ? "bigint" : "numeric";
}

/// Whether a whole number is too great for an integer of that many bytes.
bool exceeds(const std::vector<Word>& list, std::string_view text, int width) {
  const std::string digits(slice(text, list.back().span));
  const bool whole =
      list.back().kind == Word::Kind::Number && digits.find_first_not_of("0123456789") == std::string::npos;
  if (!whole) return false;
  const std::string_view limit = width == 2 ? "32767" : width == 4 ? "2147483647" : "9223372036854775807";
  const size_t zeros = std::min(digits.find_first_not_of('0'), digits.size());
  const std::string_view significant = std::string_view(digits).substr(zeros);
  if (significant.size() != limit.size()) return significant.size() > limit.size();
  // One more is taken below zero: all three limits end in 7.
  const bool last = list.size() == 2 && significant.substr(0, limit.size() - 1) == limit.substr(0, limit.size() - 1) &&
                    significant.back() == '8';
  return significant > limit && !last;
}

void check_values(Judge& judge, const Insert& insert, const CatalogRelation& table) {
  const std::vector<ValuesRow> rows = values_of(judge.statement.text, Dialect::PostgreSQL);
  const size_t wanted = insert.columns.empty() ? table.columns.size() : insert.columns.size();
  for (const ValuesRow& row : rows) {
    if (row.size() == wanted || (row.size() < wanted && insert.columns.empty())) continue;
    judge.fail("42601", Failure::Certainty::Always,
               row.size() > wanted ? "INSERT has more expressions than target columns"
                                   : "INSERT has more target columns than expressions");
  }
  for (size_t place = 0; place < table.columns.size(); ++place) {
    const bool all = insert.columns.empty();
    if (!all && place >= insert.columns.size()) return;
    if (place < insert.parts.size() && insert.parts[place]) continue;
    const CatalogColumn* column = all ? &table.columns[place] : table.column(insert.columns[place]);
    if (column == nullptr) continue;
    for (const ValuesRow& row : rows) {
      const std::string_view value = place < row.size() ? row[place] : std::string_view();
      check_literal(judge, *column, value);
      const std::string word = to_upper(value);
      const bool null = word == "NULL" || (word == "DEFAULT" && column->default_expression.empty() &&
                                           column->identity == 0 && column->generated == 0 &&
                                           judge.catalog.find_type(column->type) == nullptr);
      if (!null || !column->not_null || (column->identity == 'a' && word == "NULL")) continue;
      if (insert.on_conflict || may_take_null(judge.catalog, table, column->name)) continue;
      judge.fail("23502", Failure::Certainty::Always,
                 "null value in column \"" + column->name + "\" of relation \"" + table.name +
                     "\" violates not-null constraint");
    }
  }
}

/// ON CONFLICT ON CONSTRAINT name, and the first column of DO UPDATE SET.
void check_conflict(Judge& judge, const CatalogRelation& table, const std::vector<Word>& list) {
  for (size_t i = 0; i + 4 < list.size(); ++i) {
    if (list[i].name == "on" && list[i + 1].name == "conflict" && list[i + 2].name == "on" &&
        list[i + 3].name == "constraint") {
      const CatalogConstraint* constraint = table.constraint(list[i + 4].name);
      const bool updates = i + 6 < list.size() && list[i + 6].name == "update";
      if (constraint == nullptr) {
        judge.fail("42704", Failure::Certainty::Always,
                   "constraint \"" + list[i + 4].name + "\" for table \"" + table.name + "\" does not exist");
      } else if (updates && constraint->kind == ConstraintKind::Exclude) {
        judge.fail("42809", Failure::Certainty::Always,
                   "ON CONFLICT DO UPDATE not supported with exclusion constraints");
      }
    }
    const bool sets = list[i].name == "do" && list[i + 1].name == "update" && list[i + 2].name == "set";
    const bool plain = sets && slice(judge.statement.text, list[i + 4].span) == "=";
    if (!plain || table.column(list[i + 3].name) != nullptr) continue;
    judge.fail("42703", Failure::Certainty::Always,
               "column \"" + list[i + 3].name + "\" of relation \"" + table.name + "\" does not exist");
  }
}

}  // namespace

void check_literal(Judge& judge, const CatalogColumn& column, std::string_view written) {
  const std::vector<Word> list = words(written, Dialect::PostgreSQL);
  if (list.empty()) return;
  if (list.size() == 1 && list.front().kind == Word::Kind::String) {
    Expression value;
    value.text = std::string(written);
    const std::string type = base_of_domain(judge.catalog, column.type);
    if (const Status taken = check_default(type.substr(0, type.find('(')), value); !taken) {
      judge.fail(taken.error().sqlstate, Failure::Certainty::Always, taken.error().message);
    }
    return;
  }
  const std::string type = literal_type(list, written);
  if (const int width = integer_width(base_of_domain(judge.catalog, column.type));
      width != 0 && !type.empty() && exceeds(list, written, width)) {
    judge.fail("22003", Failure::Certainty::Always, "value of column \"" + column.name + "\" is out of range");
    return;
  }
  if (type.empty() || type_family(judge.catalog, column.type) == "text" ||
      is_assignable(judge.catalog, type, column.type))
    return;
  judge.fail("42804", Failure::Certainty::Always,
             "column \"" + column.name + "\" is of type " + column.type + " but expression is of type " + type);
}

void check_insert(Judge& judge, const Insert& insert, const CatalogRelation* table) {
  if (table == nullptr || table->partial || table->kind == CatalogRelationKind::View) return;
  const std::string& text = judge.statement.text;
  if (insert.values && !insert.has_with) check_values(judge, insert, *table);
  if (!insert.on_conflict) return;
  const std::vector<Word> list = words(text, Dialect::PostgreSQL);
  const bool has_rules = std::any_of(table->rules.begin(), table->rules.end(), [](const CatalogRule& rule) {
    return rule.event == "INSERT" || rule.event == "UPDATE";
  });
  if (has_rules) {
    judge.fail("0A000", Failure::Certainty::Always,
               "INSERT with ON CONFLICT cannot be used with a table that has INSERT or UPDATE rules");
  }
  check_conflict(judge, *table, list);
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

}  // namespace lockstep
