// Tokens: what the lexer makes of SQL text and what every grammar rule reads.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/source.h"
#include "parser/statement.h"

namespace lockstep {

/// A key word. Enumerators are the word in capitals; those that are macros in C headers end in `_`.
enum class K : uint16_t {
#define LOCKSTEP_KEYWORD(name, text, category, label, sqlite) name,
#include "parser/keywords.def"
#undef LOCKSTEP_KEYWORD
  None,
};

/// Punctuation, and the operators that the grammar treats by name. All other operators are `Other`.
enum class P : uint16_t {
  LeftParen, RightParen, LeftBracket, RightBracket, Comma, Semicolon, Dot, DotDot, Colon, DoubleColon, ColonEquals,
  EqualsGreater, Plus, Minus, Star, Slash, Percent, Caret, Less, Greater, Equals, LessEquals, GreaterEquals, NotEquals,
  DoubleEquals, Concatenate, Arrow, DoubleArrow, ShiftLeft, ShiftRight, Ampersand, Bar, Tilde, Other,
};

enum class TokenKind : uint8_t {
  End,               ///< behind the last token of a statement
  Identifier,        ///< a word that is no key word
  QuotedIdentifier,  ///< "..."; SQLite also `...` and [...]
  UnicodeIdentifier, ///< U&"..."
  Keyword,           ///< `Token::keyword()` tells which
  Integer,           ///< digits only; 0x, 0o and 0b forms
  Decimal,           ///< with a point or an exponent
  String,            ///< '...', continued over line breaks as the server does
  EscapeString,      ///< E'...'
  UnicodeString,     ///< U&'...'
  NationalString,    ///< N'...'
  BitString,         ///< B'...'
  HexString,         ///< X'...': a bit string of PostgreSQL, a blob of SQLite
  DollarString,      ///< $tag$...$tag$
  Parameter,         ///< $1; SQLite: ?, ?1, :x, @x, $x
  Punctuation,       ///< `Token::punctuation()` tells which; operators included
  Error,             ///< not a token: the lexer's message says why
};

/// 12 bytes, no text of its own.
struct Token {
  uint32_t begin = 0;  ///< bytes in the source text
  uint32_t end = 0;
  TokenKind kind = TokenKind::End;
  bool opens_query = false;  ///< a left parenthesis whose contents are a query (set by the lexer)
  uint16_t id = 0;

  /// The `id` of an Identifier that is, or holds, a placeholder.
  static constexpr uint16_t kPlaceholder = 1;
  [[nodiscard]] bool is_placeholder() const { return kind == TokenKind::Identifier && id == kPlaceholder; }

  [[nodiscard]] bool is(K word) const { return kind == TokenKind::Keyword && id == static_cast<uint16_t>(word); }
  [[nodiscard]] bool is(P mark) const { return kind == TokenKind::Punctuation && id == static_cast<uint16_t>(mark); }
  [[nodiscard]] bool is(TokenKind other) const { return kind == other; }
  [[nodiscard]] K keyword() const { return kind == TokenKind::Keyword ? static_cast<K>(id) : K::None; }
  [[nodiscard]] P punctuation() const { return kind == TokenKind::Punctuation ? static_cast<P>(id) : P::Other; }
  [[nodiscard]] Span span() const { return {begin, end}; }
};

/// Where PostgreSQL lets a key word stand as a name (manual, appendix C).
enum class KeywordCategory : uint8_t {
  None,              ///< no key word for PostgreSQL: a name like any other
  Unreserved,        ///< any name
  ColumnName,        ///< names of columns and tables; not of functions and types
  TypeFunctionName,  ///< names of functions and types; not of columns and tables
  Reserved,          ///< labels after AS only
};

/// Where SQLite lets a key word stand as a name (the %fallback of its grammar).
enum class SqliteCategory : uint8_t { None, Fallback, Join, Reserved };

struct KeywordInfo {
  std::string_view text;  ///< lower case
  KeywordCategory category = KeywordCategory::None;
  bool bare_label = true;  ///< PostgreSQL: may name an output column without AS
  SqliteCategory sqlite = SqliteCategory::None;
};

/// The row of keywords.def. `K::None` gives an empty one.
[[nodiscard]] const KeywordInfo& info(K word);

/// The key word that `text` spells in any case, or K::None.
[[nodiscard]] K find_keyword(std::string_view text);

/// How `mark` is written, e.g. "(" or "::"; "operator" for P::Other.
[[nodiscard]] std::string_view spelling(P mark);

}  // namespace lockstep
