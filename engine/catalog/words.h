// The words of a piece of SQL text (an expression, a query) that the catalog keeps as text: enough to rename a column
// inside it, to ask which names it mentions, and to compare two spellings. Not a parser: the text has been parsed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "parser/statement.h"

namespace lockstep {

struct Word {
  enum class Kind : uint8_t { Name, QuotedName, String, Number, Mark } kind = Kind::Mark;
  Span span;
  std::string name;  ///< Name and QuotedName: folded as the dialect folds; a key word is a Name too
};

/// Comments and white space are left out. Text that ends within a string gives that string as its last word.
[[nodiscard]] std::vector<Word> words(std::string_view text, Dialect dialect);

/// Whether the text mentions the name: as a column, or qualified. Names of functions and types do not count.
[[nodiscard]] bool mentions(std::string_view text, std::string_view name, Dialect dialect);

/// `text` with the column `from` renamed, wherever it stands for a column. Names of functions (before a parenthesis)
/// and types (behind ::) stay; so does what is qualified by another name than `relation`, unless that is empty.
[[nodiscard]] std::string rename_column(std::string_view text, std::string_view from, std::string_view to,
                                        std::string_view relation, Dialect dialect);

/// `text` with the relation `from` renamed, qualified or not.
[[nodiscard]] std::string rename_relation(std::string_view text, const QualifiedName& from, const QualifiedName& to,
                                          std::string_view default_schema, Dialect dialect);

/// The name that the server gives to an expression without one, as in an index (lower(x) is "lower"): what PostgreSQL's
/// FigureColname finds, src/backend/parser/parse_target.c. Empty when it finds none.
[[nodiscard]] std::string figure_name(std::string_view expression, Dialect dialect);

/// Without the parentheses that enclose all of it, and without the white space around.
[[nodiscard]] std::string_view strip_parentheses(std::string_view text, Dialect dialect);

}  // namespace lockstep
