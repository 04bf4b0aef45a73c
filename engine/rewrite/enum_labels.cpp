#include "engine/rewrite/enum_labels.h"

#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/words.h"

namespace lockstep {
namespace {

/// "column::text::type" in any spelling of the casts: the words without parentheses, from the column on.
bool casts_column(const Catalog& catalog, const CatalogType& type, std::string_view column, std::string_view text) {
  std::string_view rest = strip_parentheses(text, Dialect::PostgreSQL);
  bool to_type = false;
  while (true) {
    const std::vector<Word> list = words(rest, Dialect::PostgreSQL);
    if (list.size() == 1) return to_type && list[0].name == column;
    // The last cast, which is the outermost one.
    std::string_view inner, written;
    if (list.size() > 4 && list[0].name == "cast" && slice(rest, list.back().span) == ")") {
      for (size_t i = list.size() - 1; i > 1 && written.empty(); --i) {
        if (list[i].name != "as") continue;
        written = rest.substr(list[i].span.end, list.back().span.begin - list[i].span.end);
        inner = rest.substr(list[1].span.end, list[i].span.begin - list[1].span.end);
      }
    } else if (const size_t cast = rest.rfind("::"); cast != std::string_view::npos) {
      written = rest.substr(cast + 2);
      inner = rest.substr(0, cast);
    }
    if (written.empty()) return false;
    const std::string_view name = trim(written);
    if (!to_type && catalog.find_type(name) != &type) return false;
    if (to_type && name != "text" && name != "varchar") return false;
    to_type = true;
    rest = strip_parentheses(inner, Dialect::PostgreSQL);
  }
}

}  // namespace

std::optional<Expression> as_label(const Catalog& catalog, const std::string& type, const std::string& column,
                                   const Expression& expression) {
  const CatalogType* known = catalog.find_type(type);
  if (known == nullptr || known->form != CreateType::Form::Enum || known->labels.empty()) return std::nullopt;
  if (!casts_column(catalog, *known, column, expression.text)) return std::nullopt;
  std::vector<std::string> labels;
  for (const std::string& label : known->labels) labels.push_back(quote_literal(label));
  const std::string text =
      fmt::format("CASE WHEN {0}::text IN ({1}) THEN {0}::text::{2} END", quote_identifier(column, Dialect::PostgreSQL),
                  join(labels, ", "), sql_name(known->schema + "." + known->name, Dialect::PostgreSQL));
  // Its column stands elsewhere now.
  const auto made = statement_of("ALTER TABLE t ALTER COLUMN c TYPE text USING " + text, Dialect::PostgreSQL);
  const auto* alter = made ? made->as<AlterTable>() : nullptr;
  if (alter == nullptr || alter->subcommands.size() != 1 || !alter->subcommands[0].expression) return std::nullopt;
  return *alter->subcommands[0].expression;
}

}  // namespace lockstep
