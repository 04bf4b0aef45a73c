// Names and literals: the leaves of the grammar (PostgreSQL manual 4.1, appendix C; SQLite's parse.y `nm`, `id`).
#include "base/text.h"
#include "parser/grammar.h"

namespace lockstep::grammar {
namespace {

bool is_string(const Tokens& in, const Token& token) {
  switch (token.kind) {
    case TokenKind::String: return true;
    case TokenKind::EscapeString:
    case TokenKind::UnicodeString:
    case TokenKind::DollarString: return !in.sqlite();
    default: return false;
  }
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Each escape of U&'' has four digits, or six behind a plus, and gives a character; surrogates come in pairs.
bool valid_escapes(std::string_view text, char escape) {
  bool high = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != escape) {
      if (high) return false;
      continue;
    }
    if (i + 1 < text.size() && text[i + 1] == escape) {
      if (high) return false;
      ++i;
      continue;
    }
    const bool plus = i + 1 < text.size() && text[i + 1] == '+';
    if (plus) ++i;
    uint32_t code = 0;
    for (int n = 0; n < (plus ? 6 : 4); ++n) {
      const int digit = ++i < text.size() ? hex_digit(text[i]) : -1;
      if (digit < 0) return false;
      code = code * 16 + static_cast<uint32_t>(digit);
    }
    const bool low = code >= 0xDC00 && code < 0xE000;
    if (code == 0 || code > 0x10FFFF || low != high) return false;
    high = code >= 0xD800 && code < 0xDC00;
  }
  return !high;
}

// U&"..." and U&'...' may be followed by UESCAPE and a string of one character, which belong to the token.
bool take_unicode(Tokens& in, NodeKind kind) {
  Tokens::Attempt attempt(in);
  const std::string_view text = in.text(in.peek());
  char escape = '\\';
  in.advance();
  if (in.at(K::UESCAPE)) {
    in.advance();
    const std::string_view given = in.text(in.peek());
    const bool one = in.peek().is(TokenKind::String) && given.size() == 3;
    if (!one || hex_digit(given[1]) >= 0 || std::string_view("+'\" \t\n\r").find(given[1]) != std::string_view::npos) {
      return in.fail("a string of one character");
    }
    escape = given[1];
    in.advance();
  }
  if (!valid_escapes(text.substr(3, text.size() - 4), escape)) return in.fail("valid Unicode escapes");
  return attempt.finish(kind);
}

// Words that the server's lexer joins with the next one, so that they cannot be names there.
bool joined_with_next(const Tokens& in) {
  const Token& next = in.peek(1);
  switch (in.peek().keyword()) {
    case K::NULLS: return next.is(K::FIRST) || next.is(K::LAST);
    case K::WITH: return next.is(K::TIME) || next.is(K::ORDINALITY);
    case K::WITHOUT: return next.is(K::TIME);
    case K::NOT:
      return next.is(K::BETWEEN) || next.is(K::IN) || next.is(K::LIKE) || next.is(K::ILIKE) || next.is(K::SIMILAR);
    default: return false;
  }
}

bool take_name(Tokens& in, bool keyword_fits) {
  switch (in.peek().kind) {
    case TokenKind::Identifier:
    case TokenKind::QuotedIdentifier: in.take(NodeKind::Name); return true;
    case TokenKind::UnicodeIdentifier: return take_unicode(in, NodeKind::Name);
    case TokenKind::Keyword:
      if (!keyword_fits || (!in.sqlite() && joined_with_next(in))) return false;
      in.take(NodeKind::Name);
      return true;
    case TokenKind::String:
      if (!in.sqlite()) return false;
      in.take(NodeKind::Name);
      return true;
    default: return false;
  }
}

bool column_keyword(const Tokens& in) {
  const KeywordInfo& word = info(in.peek().keyword());
  if (in.sqlite()) return word.sqlite != SqliteCategory::Reserved;
  return word.category != KeywordCategory::Reserved && word.category != KeywordCategory::TypeFunctionName;
}

bool function_keyword(const Tokens& in) {
  const KeywordInfo& word = info(in.peek().keyword());
  if (in.sqlite()) return word.sqlite != SqliteCategory::Reserved;
  return word.category != KeywordCategory::Reserved && word.category != KeywordCategory::ColumnName;
}

// `.b.c` behind a name. Returns the number of parts, or 0 if a dot is not followed by a name.
int more_parts(Tokens& in) {
  int parts = 1;
  while (in.at(P::Dot)) {
    in.advance();
    if (!label::match(in)) return 0;
    ++parts;
  }
  return parts;
}

bool is_operator(const Token& token) {
  return token.is(TokenKind::Punctuation) && token.punctuation() >= P::Plus;
}

}  // namespace

bool at_word(const Tokens& in, std::string_view lower_case_word) {
  const Token& token = in.peek();
  return (token.is(TokenKind::Identifier) || token.is(TokenKind::Keyword)) &&
         equals_ignoring_case(in.text(token), lower_case_word);
}

bool name::match(Tokens& in) { return take_name(in, column_keyword(in)) || in.fail("a name"); }

bool type_function_name::match(Tokens& in) { return take_name(in, function_keyword(in)) || in.fail("a name"); }

bool label::match(Tokens& in) {
  const bool reserved = in.sqlite() && info(in.peek().keyword()).sqlite == SqliteCategory::Reserved;
  return take_name(in, !reserved) || in.fail("a name");
}

bool plain_identifier::match(Tokens& in) {
  return take_name(in, info(in.peek().keyword()).category == KeywordCategory::None) || in.fail("a name");
}

bool label_not_reserved::match(Tokens& in) {
  if (info(in.peek().keyword()).category == KeywordCategory::Reserved) return in.fail("a name");
  return label::match(in);
}

// Without AS only words that cannot go on with the expression are taken; nothing is recorded as expected, since a
// label is never what a reader misses there.
bool bare_label::match(Tokens& in) {
  const KeywordInfo& word = info(in.peek().keyword());
  if (!in.sqlite()) return take_name(in, word.bare_label);
  // WINDOW begins a clause if `name AS` follows it.
  const bool window = in.at(K::WINDOW) && in.peek(2).is(K::AS);
  return take_name(in, word.sqlite <= SqliteCategory::Fallback && !in.at(K::INDEXED) && !window);
}

bool role_name::match(Tokens& in) {
  const K word = in.peek().keyword();
  const bool role = word == K::CURRENT_USER || word == K::CURRENT_ROLE || word == K::SESSION_USER;
  return take_name(in, role || info(word).category != KeywordCategory::Reserved) || in.fail("a role");
}

bool qualified_name::match(Tokens& in) {
  Tokens::Attempt attempt(in);
  return name::match(in) && more_parts(in) > 0 && attempt.finish(NodeKind::QualifiedName);
}

// database.schema.name at most; SQLite has no level above its schemas.
bool relation_name::match(Tokens& in) {
  Tokens::Attempt attempt(in);
  if (!name::match(in)) return false;
  const int parts = more_parts(in);
  if (parts == 0 || parts > (in.sqlite() ? 2 : 3)) return false;
  return attempt.finish(NodeKind::Relation);
}

bool function_name::match(Tokens& in) {
  Tokens::Attempt attempt(in);
  const bool qualified = in.peek(1).is(P::Dot);
  if (!(qualified ? name::match(in) : type_function_name::match(in))) return false;
  return more_parts(in) > 0 && attempt.finish(NodeKind::FunctionName);
}

bool operator_name::match(Tokens& in) {
  if (is_operator(in.peek())) {
    in.take(NodeKind::OperatorName);
    return true;
  }
  Tokens::Attempt attempt(in);
  if (!in.at(K::OPERATOR) || !in.peek(1).is(P::LeftParen)) return in.fail("an operator");
  in.advance(2);
  while (in.peek(1).is(P::Dot)) {
    if (!name::match(in)) return false;
    in.advance();
  }
  if (!is_operator(in.peek())) return in.fail("an operator");
  in.advance();
  return in.accept(P::RightParen) && attempt.finish(NodeKind::OperatorName);
}

bool any_operator::match(Tokens& in) {
  Tokens::Attempt attempt(in);
  while (in.peek(1).is(P::Dot)) {
    if (!name::match(in)) return false;
    in.advance();
  }
  if (!is_operator(in.peek())) return in.fail("an operator");
  in.advance();
  return attempt.finish(NodeKind::OperatorName);
}

bool string_literal::match(Tokens& in) {
  if (!is_string(in, in.peek())) return in.fail("a string");
  if (in.peek().is(TokenKind::UnicodeString)) return take_unicode(in, NodeKind::String);
  in.take(NodeKind::String);
  return true;
}

bool unsigned_integer::match(Tokens& in) {
  if (!in.peek().is(TokenKind::Integer)) return in.fail("a whole number");
  in.take(NodeKind::Number);
  return true;
}

bool number::match(Tokens& in) {
  const size_t sign = in.at(P::Plus) || in.at(P::Minus) ? 1 : 0;
  const Token& digits = in.peek(sign);
  if (!digits.is(TokenKind::Integer) && !digits.is(TokenKind::Decimal)) return in.fail("a number");
  const Tokens::Start start = in.start();
  in.advance(static_cast<uint32_t>(sign) + 1);
  in.finish(NodeKind::Number, start);
  return true;
}

bool rest::match(Tokens& in) {
  while (!in.at_end()) in.advance();
  return true;
}

}  // namespace lockstep::grammar
