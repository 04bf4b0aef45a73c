// SQL text -> statements. The one entry to the parser; nothing of PEGTL is visible here.
//
// Thread-safe: no shared state. Time and memory are linear in the input. No exception leaves. Nesting is bounded:
// deeper input gives an error, never a stack overflow.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "parser/statement.h"
#include "parser/token_spans.h"

namespace lockstep {

/// A place where the text is not SQL that the dialect's server accepts.
struct SyntaxError {
  Span span;            ///< the token at the furthest place that was reached
  std::string message;  ///< what stands there and what was expected, in SQL words: "expected NULL after NOT"
  std::string help;     ///< a suggestion such as "did you mean `NULL`?"; may be empty
};

/// A comment of the file, in order. `text` is without its marks (`--`, `/* */`) and untrimmed otherwise.
struct Comment {
  Span span;
  std::string text;
  bool own_line = false;  ///< nothing but white space stands before it on its line
};

struct ParsedFile {
  std::vector<Statement> statements;
  std::vector<SyntaxError> errors;  ///< at most one a statement; the parser goes on at the next
  std::vector<Comment> comments;
  TokenSpans tokens;                ///< every token but comments, for the checksum of the token stream
};

struct ParseOptions {
  /// Whether words that another program fills in are read: ${x}, {{x}}, %(x)s, @x@ and psql's :x, :'x' and :"x". One
  /// stands for a name, an expression or a constant, alone or as a part of a name; inside quotes it is text like any
  /// other. When not allowed, each is an error that names it.
  bool placeholders = false;
  /// Whether ParsedFile::tokens is filled.
  bool tokens = true;
};

/// Parses all statements of `text`. A semicolon ends a statement at parenthesis depth 0 and BEGIN ATOMIC depth 0
/// (SQLite: outside a trigger body), as psql's rule is. When a statement is wrong and has swallowed others, since a
/// parenthesis, a quote or a semicolon is missing, those are read as well.
[[nodiscard]] ParsedFile parse(std::string_view text, Dialect dialect, ParseOptions options = {});

/// The same for those who look at each statement once: calls `statement` or `error` for one after the other as they are
/// read, and keeps nothing, so that a file of any length takes the memory of its longest statement. What a mistake had
/// swallowed comes after it, even where it stands before the place that is told.
void parse_each(std::string_view text, Dialect dialect, const std::function<void(Statement)>& statement,
                const std::function<void(SyntaxError)>& error, ParseOptions options = {});

/// `name` quoted if the dialect needs it: as the server's quote_ident does (PostgreSQL 14 to 18 key words).
[[nodiscard]] std::string quote_identifier(std::string_view name, Dialect dialect);

/// "schema.name" with both parts quoted where needed; no dot without a schema.
[[nodiscard]] std::string quote_name(const QualifiedName& name, Dialect dialect);

}  // namespace lockstep
