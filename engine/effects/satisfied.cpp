#include "engine/effects/satisfied.h"

#include <algorithm>

#include "engine/catalog/words.h"

namespace lockstep {

bool null_satisfies(const Expression& expression) {
  if (expression.columns.empty() || expression.has_subquery) return false;
  const std::vector<Word> list = words(expression.text, Dialect::PostgreSQL);
  // IS NULL, IS NOT NULL, IS DISTINCT FROM, IS TRUE: any IS asks about the value itself; CASE may do anything.
  constexpr std::string_view asking[] = {"is", "isnull", "notnull", "case", "coalesce", "nullif", "exists", "or",
                                         "num_nonnulls", "num_nulls", "concat", "concat_ws", "row", "not"};
  for (const Word& word : list) {
    if (word.kind != Word::Kind::Name) continue;
    // OR and NOT of NULLs are NULL as well, so they may stay where nothing else asks.
    if (word.name == "or" || word.name == "not") continue;
    if (std::find(std::begin(asking), std::end(asking), word.name) != std::end(asking)) return false;
  }
  constexpr std::string_view strict[] = {"length", "char_length", "octet_length", "lower", "upper", "abs", "btrim",
                                         "trim",   "ltrim",       "rtrim",        "round", "floor", "ceil",
                                         "jsonb_typeof", "json_typeof", "array_length", "cardinality", "starts_with"};
  return std::all_of(expression.functions.begin(), expression.functions.end(), [&](const FunctionCall& function) {
    return std::find(std::begin(strict), std::end(strict), function.name) != std::end(strict);
  });
}

std::string satisfied_by_absent_columns(const Catalog& before, const CatalogRelation* table, const std::string& key,
                                        const PendingObjects& pending, const Constraint& constraint) {
  (void)before;
  if (table == nullptr) return {};
  const auto left_null = [&](const std::string& name) {
    const bool is_new = pending.is_new(key + "." + name);
    const CatalogColumn* column = table->column(name);
    return is_new && column != nullptr && !column->not_null && column->default_expression.empty() &&
           column->identity == 0 && column->generated == 0;
  };
  const auto& columns = constraint.columns;
  switch (constraint.kind) {
    case ConstraintKind::Unique:
      if (!constraint.using_index.empty() || constraint.nulls_not_distinct) return {};
      if (std::any_of(columns.begin(), columns.end(), left_null)) {
        return "the previous version leaves a column of the key NULL, and NULLs are never duplicates of each other";
      }
      return {};
    case ConstraintKind::ForeignKey: {
      const bool full = constraint.match == "FULL";
      const bool null_enough = full ? std::all_of(columns.begin(), columns.end(), left_null)
                                    : std::any_of(columns.begin(), columns.end(), left_null);
      return null_enough && !columns.empty() ? "the previous version leaves the referencing column NULL, which references nothing"
                                             : std::string();
    }
    case ConstraintKind::Check: {
      if (!constraint.expression || !null_satisfies(*constraint.expression)) return {};
      const auto& read = constraint.expression->columns;
      const bool all = std::all_of(read.begin(), read.end(),
                                   [&](const ColumnReference& reference) { return left_null(reference.name); });
      return all ? "the previous version leaves the columns NULL, for which the rule holds" : std::string();
    }
    default:
      return {};
  }
}

}  // namespace lockstep
