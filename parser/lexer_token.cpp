// One token at a time: words, numbers, strings, operators.
#include <cstring>

#include "parser/characters.h"
#include "parser/lexer.h"

namespace lockstep {

using namespace characters;  // NOLINT: this file is about nothing else

namespace {

Token make(TokenKind kind, uint32_t begin, uint32_t end) { return Token{begin, end, kind, false, 0}; }

}  // namespace

Token Lexer::read_token() {
  const uint32_t begin = position_;
  const char c = text_[begin];
  const bool sqlite = dialect_ == Dialect::SQLite;
  if (is(c, kWordStart)) return word(begin);
  if (options_.placeholders) {
    if (const uint32_t end = placeholder_end(begin)) return placeholder(begin, end);
  }
  if (is(c, kDigit) || (c == '.' && is(at(begin + 1), kDigit))) return number(begin);
  switch (c) {
    case '\'': return plain_string(begin, TokenKind::String);
    case '"': return quoted(begin, '"', TokenKind::QuotedIdentifier, "quoted name");
    case '(': return punctuation(begin, P::LeftParen, 1);
    case ')': return punctuation(begin, P::RightParen, 1);
    case ',': return punctuation(begin, P::Comma, 1);
    case ';': return punctuation(begin, P::Semicolon, 1);
    case '.':
      if (!sqlite && at(begin + 1) == '.') return punctuation(begin, P::DotDot, 2);
      return punctuation(begin, P::Dot, 1);
    case '[':
      if (sqlite) return quoted(begin, ']', TokenKind::QuotedIdentifier, "name in brackets");
      ++brackets_;
      return punctuation(begin, P::LeftBracket, 1);
    case ']':
      if (brackets_ > 0) --brackets_;
      if (!sqlite) return punctuation(begin, P::RightBracket, 1);
      break;
    case '`':
      if (sqlite) return quoted(begin, '`', TokenKind::QuotedIdentifier, "quoted name");
      break;
    case ':':
      if (sqlite) return sqlite_variable(begin);
      if (at(begin + 1) == ':') return punctuation(begin, P::DoubleColon, 2);
      if (at(begin + 1) == '=') return punctuation(begin, P::ColonEquals, 2);
      return punctuation(begin, P::Colon, 1);
    case '{':
    case '$':
      if (const uint32_t end = placeholder_end(begin)) return not_allowed(begin, end);
      if (c == '{') break;
      return sqlite ? sqlite_variable(begin) : dollar(begin);
    case '?': case '@': case '#':
      if (sqlite) return sqlite_variable(begin);
      break;
    case '\0':
      ++position_;
      return wrong({begin, begin + 1}, "a zero byte is not text", "remove it; the file may be in UTF-16");
    default: break;
  }
  if (is(c, kOperator)) return sqlite ? sqlite_operator(begin) : operator_token(begin);
  ++position_;
  return wrong({begin, begin + 1}, "unexpected character `" + std::string(1, c) + "`");
}

Token Lexer::punctuation(uint32_t begin, P mark, uint32_t length) {
  position_ = begin + length;
  return Token{begin, position_, TokenKind::Punctuation, false, static_cast<uint16_t>(mark)};
}

Token Lexer::wrong(Span span, std::string message, std::string help) {
  if (!error_) error_ = SyntaxError{span, std::move(message), std::move(help)};
  return make(TokenKind::Error, span.begin, position_);
}

Token Lexer::word(uint32_t begin) {
  const char first = lower(text_[begin]);
  const char next = at(begin + 1);
  if (next == '\'') {
    if (first == 'x') return dialect_ == Dialect::SQLite ? blob(begin) : plain_string(begin, TokenKind::HexString);
    if (dialect_ == Dialect::PostgreSQL) {
      if (first == 'e') return escape_string(begin);
      if (first == 'b') return plain_string(begin, TokenKind::BitString);
      if (first == 'n') return plain_string(begin, TokenKind::NationalString);
    }
  } else if (next == '&' && first == 'u' && dialect_ == Dialect::PostgreSQL) {
    if (at(begin + 2) == '\'') return plain_string(begin, TokenKind::UnicodeString);
    if (at(begin + 2) == '"') return quoted(begin, '"', TokenKind::UnicodeIdentifier, "quoted name");
  }
  uint32_t i = begin + 1;
  while (i < size_ && is(text_[i], kWord)) ++i;
  if (i < size_ && (text_[i] == '{' || text_[i - 1] == '$')) {
    // A placeholder may be a part of a name; the `$` of one looks like a letter of it.
    const uint32_t place = text_[i] == '{' && text_[i - 1] == '$' ? i - 1 : i;
    if (const uint32_t end = placeholder_end(place)) {
      return options_.placeholders ? placeholder(begin, end) : not_allowed(place, end);
    }
  }
  position_ = i;
  const K keyword = find_keyword({text_ + begin, i - begin});
  if (keyword == K::None) return make(TokenKind::Identifier, begin, i);
  return Token{begin, i, TokenKind::Keyword, false, static_cast<uint16_t>(keyword)};
}

// Behind the placeholder that begins at `begin`, or 0. Braces are no SQL; the other forms could be, so that they are
// looked for only where they are allowed.
uint32_t Lexer::placeholder_end(uint32_t begin) const {
  const char c = text_[begin];
  const auto closed = [this](uint32_t from, std::string_view close) -> uint32_t {
    for (uint32_t i = from; i + close.size() <= size_ && !is_newline(text_[i]); ++i) {
      if (std::string_view(text_ + i, close.size()) == close) return i + static_cast<uint32_t>(close.size());
    }
    return 0;
  };
  const auto word_end = [this](uint32_t i) {
    if (!is(at(i), kWordStart)) return i;
    while (is(at(i), kWord)) ++i;
    return i;
  };
  if (c == '$' && at(begin + 1) == '{') return closed(begin + 2, "}");
  if (c == '{' && at(begin + 1) == '{') return closed(begin + 2, "}}");
  if (!options_.placeholders) return 0;
  if (c == '%' && at(begin + 1) == '(') {
    const uint32_t end = word_end(begin + 2);
    return end > begin + 2 && at(end) == ')' && at(end + 1) == 's' && !is(at(end + 2), kWord) ? end + 2 : 0;
  }
  if (c == '@') {
    const uint32_t end = word_end(begin + 1);
    return end > begin + 1 && at(end) == '@' && !is(at(end + 1), kWord) ? end + 1 : 0;
  }
  if (c != ':' || dialect_ == Dialect::SQLite || (begin > 0 && text_[begin - 1] == ':')) return 0;
  if (at(begin + 1) == '\'') return closed(begin + 2, "'");
  if (at(begin + 1) == '"') return closed(begin + 2, "\"");
  // Between brackets a colon separates the bounds of a slice.
  const uint32_t end = word_end(begin + 1);
  return end > begin + 1 && brackets_ == 0 ? end : 0;
}

// A placeholder, with all letters and placeholders that follow it without a space.
Token Lexer::placeholder(uint32_t begin, uint32_t end) {
  const bool constant = text_[begin] == ':' && text_[begin + 1] == '\'';
  while (!constant && end < size_ && text_[begin] != ':') {
    if (is(text_[end], kWord) && !(text_[end] == '$' && at(end + 1) == '{')) {
      ++end;
    } else if (const uint32_t next = text_[end] == '$' || text_[end] == '{' ? placeholder_end(end) : 0) {
      end = next;
    } else {
      break;
    }
  }
  position_ = end;
  return Token{begin, end, constant ? TokenKind::String : TokenKind::Identifier, false, Token::kPlaceholder};
}

Token Lexer::not_allowed(uint32_t begin, uint32_t end) {
  position_ = end;
  return wrong({begin, end}, "`" + std::string(text_ + begin, end - begin) + "` is a placeholder, which is no SQL",
               placeholder_help);
}

// Digits may be grouped by single underscores (PostgreSQL 16, SQLite 3.46).
Token Lexer::number(uint32_t begin) {
  uint32_t i = begin;
  const auto digits = [&](uint8_t digit_class) {
    const uint32_t start = i;
    while (is(at(i), digit_class) || (at(i) == '_' && i > start && is(at(i + 1), digit_class))) ++i;
    return i > start;
  };
  TokenKind kind = TokenKind::Integer;
  const char prefix = lower(at(begin + 1));
  const bool sqlite = dialect_ == Dialect::SQLite;
  if (at(begin) == '0' && (prefix == 'x' || (!sqlite && (prefix == 'o' || prefix == 'b')))) {
    i += 2;
    if (at(i) == '_') ++i;
    const uint32_t first = i;
    bool right = digits(prefix == 'x' ? kHex : kDigit);
    for (uint32_t j = first; j < i && prefix != 'x'; ++j) right = right && text_[j] < (prefix == 'b' ? '2' : '8');
    if (!right) {
      position_ = i;
      return wrong({begin, i}, "this number has no digits, or some that its base does not know");
    }
  } else {
    digits(kDigit);
    if (at(i) == '.' && (sqlite || at(i + 1) != '.')) {
      kind = TokenKind::Decimal;
      ++i;
      digits(kDigit);
    }
    if (lower(at(i)) == 'e') {
      const uint32_t sign = at(i + 1) == '+' || at(i + 1) == '-' ? 1 : 0;
      if (is(at(i + 1 + sign), kDigit)) {
        kind = TokenKind::Decimal;
        i += 1 + sign;
        digits(kDigit);
      }
    }
  }
  if (is(at(i), kWordStart)) {
    const uint32_t junk = i;
    while (i < size_ && is(text_[i], kWord)) ++i;
    position_ = i;
    return wrong({junk, i}, "letters follow a number without a space", "names cannot begin with a digit unless quoted");
  }
  position_ = i;
  return make(kind, begin, i);
}

// '...' with doubled quotes. `begin` may be that of a prefix such as B or U&.
Token Lexer::plain_string(uint32_t begin, TokenKind kind) {
  position_ = begin;
  while (text_[position_] != '\'') ++position_;
  do {
    ++position_;
    while (true) {
      const void* found = std::memchr(text_ + position_, '\'', size_ - position_);
      if (found == nullptr) {
        position_ = size_;
        return wrong({begin, begin + 1}, "this string has no end", "close it with `'`; a quote inside is written `''`");
      }
      position_ = static_cast<uint32_t>(static_cast<const char*>(found) - text_) + 1;
      if (at(position_) != '\'') break;
      ++position_;
    }
  } while (string_continues());
  return make(kind, begin, position_);
}

// x'53514C69': pairs of hexadecimal digits.
Token Lexer::blob(uint32_t begin) {
  const Token token = plain_string(begin, TokenKind::HexString);
  if (token.is(TokenKind::Error)) return token;
  bool right = (token.end - token.begin) % 2 == 1;
  for (uint32_t i = begin + 2; i + 1 < token.end; ++i) right = right && is(text_[i], kHex);
  return right ? token : wrong(token.span(), "a blob is written in pairs of hexadecimal digits");
}

// \u0061 or \U00000061, where a character beyond four digits may also be two of the former; `high`: the first of them
// stands before. False if it is no character.
bool Lexer::unicode_escape(bool& high) {
  const uint32_t length = text_[position_ + 1] == 'u' ? 4 : 8;
  position_ += 2;
  uint32_t code = 0;
  for (uint32_t i = 0; i < length; ++i, ++position_) {
    if (!is(at(position_), kHex)) return high = false;
    const char digit = lower(at(position_));
    code = code * 16 + static_cast<uint32_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
  }
  const bool low = code >= 0xDC00 && code < 0xE000;
  const bool right = low == high && code > 0 && code <= 0x10FFFF;
  high = code >= 0xD800 && code < 0xDC00;
  return right;
}

Token Lexer::escape_string(uint32_t begin) {
  bool high = false;
  position_ = begin + 1;
  do {
    ++position_;
    while (true) {
      if (position_ >= size_) {
        return wrong({begin, begin + 2}, "this string has no end", "close it with `'`; in E'' a backslash escapes");
      }
      const char c = text_[position_];
      if (c == '\\' && lower(at(position_ + 1)) == 'u') {
        const uint32_t escape = position_;
        if (!unicode_escape(high)) wrong({escape, position_}, "this Unicode escape is not one character");
        continue;
      }
      if (high) wrong({position_ - 6, position_}, "this Unicode escape is half a character", "the other half follows it");
      high = false;
      if (c == '\\') {
        position_ += position_ + 1 < size_ ? 2 : 1;
      } else if (c == '\'') {
        ++position_;
        if (at(position_) != '\'') break;
        ++position_;
      } else {
        ++position_;
      }
    }
  } while (string_continues());
  return make(TokenKind::EscapeString, begin, position_);
}

// PostgreSQL joins strings that only white space with at least one line break (and -- comments) separates. If so,
// moves to the next part's opening quote.
bool Lexer::string_continues() {
  if (dialect_ == Dialect::SQLite) return false;
  uint32_t i = position_;
  bool line_break = false;
  while (i < size_) {
    if (is(text_[i], kSpace)) {
      line_break = line_break || is_newline(text_[i]);
      ++i;
    } else if (text_[i] == '-' && at(i + 1) == '-') {
      while (i < size_ && !is_newline(text_[i])) ++i;
    } else {
      break;
    }
  }
  if (!line_break || at(i) != '\'') return false;
  position_ = i;
  return true;
}

Token Lexer::quoted(uint32_t begin, char close, TokenKind kind, const char* what) {
  position_ = begin;
  while (text_[position_] != '"' && text_[position_] != '`' && text_[position_] != '[') ++position_;
  const uint32_t inside = ++position_;
  while (true) {
    const void* found = std::memchr(text_ + position_, close, size_ - position_);
    if (found == nullptr) {
      position_ = size_;
      return wrong({begin, inside}, std::string("this ") + what + " has no end",
                   std::string("close it with `") + close + "`");
    }
    position_ = static_cast<uint32_t>(static_cast<const char*>(found) - text_) + 1;
    if (close == ']' || at(position_) != close) break;
    ++position_;
  }
  if (position_ - inside == 1 && dialect_ == Dialect::PostgreSQL) {
    return wrong({begin, position_}, "a quoted name must not be empty");
  }
  return make(kind, begin, position_);
}

// $1, or $tag$ ... $tag$.
Token Lexer::dollar(uint32_t begin) {
  uint32_t i = begin + 1;
  if (is(at(i), kDigit)) {
    while (is(at(i), kDigit)) ++i;
    position_ = i;
    if (!is(at(i), kWordStart)) return make(TokenKind::Parameter, begin, i);
    while (i < size_ && is(text_[i], kWord)) ++i;
    position_ = i;
    return wrong({begin, i}, "letters follow a parameter without a space");
  }
  while (is(at(i), kWord) && at(i) != '$') ++i;
  if (at(i) != '$') {
    position_ = begin + 1;
    return wrong({begin, begin + 1}, "unexpected character `$`", "a dollar-quoted string begins with `$$` or `$tag$`");
  }
  const std::string_view tag(text_ + begin, i + 1 - begin);
  const size_t close = std::string_view(text_, size_).find(tag, i + 1);
  if (close == std::string_view::npos) {
    position_ = size_;
    return wrong({begin, i + 1}, "this dollar-quoted string has no end", "close it with `" + std::string(tag) + "`");
  }
  position_ = static_cast<uint32_t>(close + tag.size());
  return make(TokenKind::DollarString, begin, position_);
}

namespace {

P named_operator(std::string_view text) {
  if (text.size() == 1) {
    switch (text[0]) {
      case '+': return P::Plus;
      case '-': return P::Minus;
      case '*': return P::Star;
      case '/': return P::Slash;
      case '%': return P::Percent;
      case '^': return P::Caret;
      case '<': return P::Less;
      case '>': return P::Greater;
      case '=': return P::Equals;
      case '&': return P::Ampersand;
      case '|': return P::Bar;
      case '~': return P::Tilde;
      default: return P::Other;
    }
  }
  if (text == "<=") return P::LessEquals;
  if (text == ">=") return P::GreaterEquals;
  if (text == "<>" || text == "!=") return P::NotEquals;
  if (text == "=>") return P::EqualsGreater;
  if (text == "==") return P::DoubleEquals;
  if (text == "||") return P::Concatenate;
  if (text == "->") return P::Arrow;
  if (text == "->>") return P::DoubleArrow;
  if (text == "<<") return P::ShiftLeft;
  if (text == ">>") return P::ShiftRight;
  return P::Other;
}

}  // namespace

// The longest run of operator characters, cut where a comment begins. An operator of several characters must not end
// in + or - unless it also has one of ~ ! @ # % ^ & | ` ? (manual 4.1.3).
Token Lexer::operator_token(uint32_t begin) {
  uint32_t end = begin + 1;
  if (begin < signs_end_) return punctuation(begin, named_operator({text_ + begin, 1}), 1);
  while (is(at(end), kOperator)) {
    if ((text_[end] == '-' && at(end + 1) == '-') || (text_[end] == '/' && at(end + 1) == '*')) break;
    ++end;
  }
  const auto last = [&] { return text_[end - 1]; };
  if (end - begin > 1 && (last() == '+' || last() == '-')) {
    bool special = false;
    for (uint32_t i = begin; i + 1 < end; ++i) special = special || std::strchr("~!@#%^&|`?", text_[i]) != nullptr;
    if (!special) signs_end_ = end;
    while (!special && end - begin > 1 && (last() == '+' || last() == '-')) --end;
  }
  return punctuation(begin, named_operator({text_ + begin, end - begin}), end - begin);
}

Token Lexer::sqlite_operator(uint32_t begin) {
  const std::string_view rest(text_ + begin, size_ - begin);
  for (const std::string_view known : {"->>", "->", "||", "<<", ">>", "<=", ">=", "<>", "!=", "=="}) {
    if (rest.substr(0, known.size()) == known) {
      // == is another spelling of =, everywhere.
      const P mark = known == "==" ? P::Equals : named_operator(known);
      return punctuation(begin, mark, static_cast<uint32_t>(known.size()));
    }
  }
  if (text_[begin] == '!' || text_[begin] == '^') {
    ++position_;
    return wrong({begin, begin + 1}, "unexpected character `" + std::string(1, text_[begin]) + "`");
  }
  return punctuation(begin, named_operator(rest.substr(0, 1)), 1);
}

// ?, ?1, :name, @name, #name, $name with optional ::name and (...) behind (lang_expr.html, Parameters).
Token Lexer::sqlite_variable(uint32_t begin) {
  uint32_t i = begin + 1;
  if (text_[begin] == '?') {
    while (is(at(i), kDigit)) ++i;
    position_ = i;
    return make(TokenKind::Parameter, begin, i);
  }
  bool any = false;
  while (i < size_) {
    if (is(text_[i], kWord)) {
      any = true;
      ++i;
    } else if (text_[i] == '(' && any && text_[begin] == '$') {
      while (i < size_ && text_[i] != ')' && !is(text_[i], kSpace)) ++i;
      if (at(i) == ')') ++i;
      break;
    } else if (text_[i] == ':' && at(i + 1) == ':' && text_[begin] == '$') {
      i += 2;
    } else {
      break;
    }
  }
  position_ = any ? i : begin + 1;
  if (any) return make(TokenKind::Parameter, begin, i);
  const bool cast = text_[begin] == ':' && (at(begin + 1) == ':' || (begin > 0 && text_[begin - 1] == ':'));
  return wrong({begin, begin + 1}, "unexpected character `" + std::string(1, text_[begin]) + "`",
               cast ? "a cast is written CAST(value AS type)" : "");
}

}  // namespace lockstep
