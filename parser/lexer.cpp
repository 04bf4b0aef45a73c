#include "parser/lexer.h"

#include <array>
#include <cstring>

namespace lockstep {
namespace {

// What a byte can begin or continue. Bytes from 0x80 are letters, as on both servers.
enum : uint8_t { kSpace = 1, kWordStart = 2, kWord = 4, kDigit = 8, kHex = 16, kOperator = 32 };

constexpr std::array<uint8_t, 256> make_classes() {
  std::array<uint8_t, 256> classes{};
  for (const char c : {' ', '\t', '\n', '\r', '\f', '\v'}) classes[static_cast<unsigned char>(c)] = kSpace;
  for (unsigned c = 0; c < 256; ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    if (letter) classes[c] |= kWordStart | kWord;
    if (c >= '0' && c <= '9') classes[c] |= kDigit | kWord | kHex;
    if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) classes[c] |= kHex;
  }
  classes['$'] |= kWord;
  for (const char c : {'~', '!', '@', '#', '^', '&', '|', '`', '?', '+', '-', '*', '/', '%', '<', '>', '='}) {
    classes[static_cast<unsigned char>(c)] |= kOperator;
  }
  return classes;
}
constexpr std::array<uint8_t, 256> kClasses = make_classes();

bool is(char c, uint8_t classes) { return (kClasses[static_cast<unsigned char>(c)] & classes) != 0; }
bool is_newline(char c) { return c == '\n' || c == '\r'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

Token make(TokenKind kind, uint32_t begin, uint32_t end) { return Token{begin, end, kind, false, 0}; }

bool is_word(const Token& token, K word) { return token.is(word); }

}  // namespace

Lexer::Lexer(std::string_view text, Dialect dialect, ParsedFile& file)
    : text_(text.data()), size_(static_cast<uint32_t>(text.size())), dialect_(dialect), file_(file) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") position_ = 3;  // a byte order mark
}

bool Lexer::next_statement(std::vector<Token>& tokens) {
  do {
    tokens.clear();
    error_.reset();
    preamble_.reset();
    open_.clear();
    depth_ = begin_depth_ = word_count_ = 0;
    std::memset(word_initials_, 0, sizeof word_initials_);
    const bool more = read_statement(tokens);
    if (!tokens.empty()) return true;
    if (!more) return false;
  } while (true);
}

// Returns false if the end of the text was reached.
bool Lexer::read_statement(std::vector<Token>& tokens) {
  Token end;
  bool more = true;
  while (true) {
    if (!skip_blank()) {
      const uint32_t last = tokens.empty() ? position_ : tokens.back().end;
      end = make(TokenKind::End, last, last);
      more = false;
      break;
    }
    if (text_[position_] == '\\' && dialect_ == Dialect::PostgreSQL) {
      bool ends_statement = tokens.empty();
      const uint32_t begin = position_;
      meta_command(ends_statement);
      if (!ends_statement) continue;
      end = make(TokenKind::End, begin, begin);
      previous_end_ = position_;
      break;
    }
    const Token token = read_token();
    file_.tokens.push_back(token.span());
    if (token.is(P::Semicolon) && depth_ == 0 && begin_depth_ == 0 && !in_trigger_body(tokens)) {
      end = make(TokenKind::End, token.begin, token.end);
      previous_end_ = position_;
      break;
    }
    tokens.push_back(token);
    if (token.is(P::LeftParen)) {
      open_.push_back({static_cast<uint32_t>(tokens.size() - 1), 0});
      if (dialect_ == Dialect::PostgreSQL) ++depth_;
    } else if (token.is(P::RightParen)) {
      if (depth_ > 0) --depth_;
      close_parenthesis(tokens);
    } else if (token.is(TokenKind::Keyword) || token.is(TokenKind::Identifier)) {
      if (dialect_ == Dialect::PostgreSQL) count_begin_end(tokens);
    }
  }
  mark_queries_at_end(tokens);
  const bool may_copy = !tokens.empty() && is_word(tokens.front(), K::COPY) && dialect_ == Dialect::PostgreSQL;
  if (!tokens.empty()) tokens.insert(tokens.end(), 4, end);
  if (may_copy && more) copy_data(tokens);
  return more;
}

// White space and comments. Returns false at the end of the text.
bool Lexer::skip_blank() {
  while (position_ < size_) {
    const char c = text_[position_];
    if (is(c, kSpace)) {
      ++position_;
    } else if (c == '-' && at(position_ + 1) == '-') {
      line_comment();
    } else if (c == '/' && at(position_ + 1) == '*') {
      block_comment();
    } else {
      return true;
    }
  }
  return false;
}

void Lexer::line_comment() {
  const uint32_t begin = position_;
  const bool sqlite = dialect_ == Dialect::SQLite;
  while (position_ < size_ && text_[position_] != '\n' && (sqlite || text_[position_] != '\r')) ++position_;
  uint32_t text_end = position_;
  if (text_end > begin && text_[text_end - 1] == '\r') --text_end;
  comment(begin, begin + 2, text_end, position_);
}

void Lexer::block_comment() {
  const uint32_t begin = position_;
  const bool nests = dialect_ == Dialect::PostgreSQL;
  uint32_t depth = 1;
  position_ += 2;
  while (position_ < size_ && depth > 0) {
    if (text_[position_] == '*' && at(position_ + 1) == '/') {
      --depth;
      position_ += 2;
    } else if (nests && text_[position_] == '/' && at(position_ + 1) == '*') {
      ++depth;
      position_ += 2;
    } else {
      ++position_;
    }
  }
  // SQLite lets a comment run to the end of the text.
  if (depth > 0 && nests) wrong({begin, begin + 2}, "this comment has no end", "close it with `*/`; comments nest");
  comment(begin, begin + 2, depth > 0 ? position_ : position_ - 2, position_);
}

void Lexer::comment(uint32_t begin, uint32_t text_begin, uint32_t text_end, uint32_t end) {
  uint32_t i = begin;
  while (i > 0 && is(text_[i - 1], kSpace) && !is_newline(text_[i - 1])) --i;
  const bool own_line = i == 0 || is_newline(text_[i - 1]);
  if (!preamble_) {
    bool same_line = previous_end_ > 0;
    for (uint32_t j = previous_end_; same_line && j < begin; ++j) same_line = !is_newline(text_[j]);
    if (!same_line) preamble_ = begin;
  }
  if (text_end < text_begin) text_end = text_begin;
  file_.comments.push_back({{begin, end}, std::string(text_ + text_begin, text_end - text_begin), own_line});
}

// A psql meta-command runs to the end of its line. `\g` and its kin send the statement before them; all others leave
// it as it is. `\;` is a semicolon that psql does not act upon, but the server does.
void Lexer::meta_command(bool& ends_statement) {
  const uint32_t begin = position_++;
  if (at(position_) == ';') {
    ++position_;
    ends_statement = true;
    file_.tokens.push_back({begin, position_});
    return;
  }
  uint32_t i = position_;
  while (i < size_ && is(text_[i], kWord)) ++i;
  const std::string_view name(text_ + position_, i - position_);
  for (const std::string_view sends : {"g", "gx", "gset", "gexec", "gdesc", "crosstabview", "watch", "bind"}) {
    if (name == sends) ends_statement = true;
  }
  while (position_ < size_ && !is_newline(text_[position_])) ++position_;
  file_.tokens.push_back({begin, position_});
}

// After COPY ... FROM stdin the lines up to `\.` are data.
void Lexer::copy_data(const std::vector<Token>& tokens) {
  bool from_stdin = false;
  for (size_t i = 1; i + 1 < tokens.size() && !from_stdin; ++i) {
    from_stdin = is_word(tokens[i], K::FROM) && is_word(tokens[i + 1], K::STDIN);
  }
  if (!from_stdin) return;
  const auto end_of_line = [this](uint32_t i) {
    const void* found = std::memchr(text_ + i, '\n', size_ - i);
    return found == nullptr ? size_ : static_cast<uint32_t>(static_cast<const char*>(found) - text_);
  };
  uint32_t line = end_of_line(position_);
  if (line == size_) return;
  const uint32_t begin = ++line;
  while (line < size_) {
    const uint32_t end = end_of_line(line);
    const std::string_view content(text_ + line, end - line);
    line = end < size_ ? end + 1 : end;
    if (content == "\\." || content == "\\.\r") break;
  }
  position_ = line;
  if (position_ > begin) file_.tokens.push_back({begin, position_});
  previous_end_ = position_;
}

// psql's rule: a function's body between BEGIN and END may hold semicolons. It looks at the first words only, and
// counts CASE, since that ends with END too.
void Lexer::count_begin_end(const std::vector<Token>& tokens) {
  const K word = tokens.back().keyword();
  if (word_count_ < sizeof word_initials_) {
    switch (word) {
      case K::CREATE: word_initials_[word_count_] = 'c'; break;
      case K::FUNCTION: word_initials_[word_count_] = 'f'; break;
      case K::PROCEDURE: word_initials_[word_count_] = 'p'; break;
      case K::OR: word_initials_[word_count_] = 'o'; break;
      case K::REPLACE: word_initials_[word_count_] = 'r'; break;
      default: break;
    }
  }
  ++word_count_;
  if (word != K::BEGIN && word != K::CASE && word != K::END) return;
  const char* w = word_initials_;
  const bool routine = w[0] == 'c' && (w[1] == 'f' || w[1] == 'p' ||
                                       (w[1] == 'o' && w[2] == 'r' && (w[3] == 'f' || w[3] == 'p')));
  if (!routine || depth_ != 0) return;
  if (word == K::BEGIN || (word == K::CASE && begin_depth_ > 0)) ++begin_depth_;
  if (word == K::END && begin_depth_ > 0) --begin_depth_;
}

// SQLite's rule (sqlite3_complete): CREATE [TEMP] TRIGGER ends with `; END ;`. `tokens` are those before a semicolon.
bool Lexer::in_trigger_body(const std::vector<Token>& tokens) const {
  if (dialect_ != Dialect::SQLite || tokens.empty()) return false;
  size_t i = 0;
  if (is_word(tokens[i], K::EXPLAIN)) ++i;
  if (i == 1 && tokens.size() > 2 && is_word(tokens[1], K::QUERY)) i = 3;
  const auto word = [&](size_t at) { return at < tokens.size() ? tokens[at].keyword() : K::None; };
  if (word(i) != K::CREATE) return false;
  ++i;
  if (word(i) == K::TEMP || word(i) == K::TEMPORARY) ++i;
  if (word(i) != K::TRIGGER) return false;
  const size_t n = tokens.size();
  return !(n >= 2 && is_word(tokens[n - 1], K::END) && tokens[n - 2].is(P::Semicolon));
}

namespace {

// True if the parenthesis at `open` holds a query: its contents begin as one, or with a parenthesised query that is
// not part of an expression or of a join. `group_end` closes that inner parenthesis. In SQLite (not `nests`) a query
// stands in one pair only: (SELECT 1), and ((SELECT 1)) is an expression.
bool holds_query(const std::vector<Token>& tokens, uint32_t open, uint32_t group_end, bool nests) {
  if (open + 1 >= tokens.size()) return false;
  const Token& first = tokens[open + 1];
  switch (first.keyword()) {
    case K::SELECT: case K::WITH: case K::TABLE: return true;
    case K::VALUES: return open + 2 < tokens.size() && tokens[open + 2].is(P::LeftParen);
    default: break;
  }
  if (!nests || !first.is(P::LeftParen) || !first.opens_query || group_end == 0 || group_end + 1 >= tokens.size()) return false;
  const Token& next = tokens[group_end + 1];
  if (next.is(P::RightParen)) return true;
  switch (next.keyword()) {
    case K::UNION: case K::INTERSECT: case K::EXCEPT: case K::ORDER: case K::LIMIT: case K::OFFSET: case K::FETCH:
    case K::FOR: return true;
    default: return false;
  }
}

}  // namespace

void Lexer::close_parenthesis(std::vector<Token>& tokens) {
  if (open_.empty()) return;
  const OpenParenthesis closed = open_.back();
  open_.pop_back();
  tokens[closed.token].opens_query = holds_query(tokens, closed.token, closed.first_group_end,
                                             dialect_ == Dialect::PostgreSQL);
  if (!open_.empty() && open_.back().token + 1 == closed.token) {
    open_.back().first_group_end = static_cast<uint32_t>(tokens.size() - 1);
  }
}

// Parentheses that were never closed, for the sake of the error message.
void Lexer::mark_queries_at_end(std::vector<Token>& tokens) {
  for (; !open_.empty(); open_.pop_back()) {
    tokens[open_.back().token].opens_query = holds_query(tokens, open_.back().token, open_.back().first_group_end,
                                                   dialect_ == Dialect::PostgreSQL);
  }
}

Token Lexer::read_token() {
  const uint32_t begin = position_;
  const char c = text_[begin];
  const bool sqlite = dialect_ == Dialect::SQLite;
  if (is(c, kWordStart)) return word(begin);
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
      return punctuation(begin, P::LeftBracket, 1);
    case ']':
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
    case '$': return sqlite ? sqlite_variable(begin) : dollar(begin);
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
    if (first == 'x') return plain_string(begin, TokenKind::HexString);
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
  position_ = i;
  const K keyword = find_keyword({text_ + begin, i - begin});
  if (keyword == K::None) return make(TokenKind::Identifier, begin, i);
  return Token{begin, i, TokenKind::Keyword, false, static_cast<uint16_t>(keyword)};
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

Token Lexer::escape_string(uint32_t begin) {
  position_ = begin + 1;
  do {
    ++position_;
    while (true) {
      if (position_ >= size_) {
        return wrong({begin, begin + 2}, "this string has no end", "close it with `'`; in E'' a backslash escapes");
      }
      const char c = text_[position_];
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
  while (is(at(end), kOperator)) {
    if ((text_[end] == '-' && at(end + 1) == '-') || (text_[end] == '/' && at(end + 1) == '*')) break;
    ++end;
  }
  const auto last = [&] { return text_[end - 1]; };
  if (end - begin > 1 && (last() == '+' || last() == '-')) {
    bool special = false;
    for (uint32_t i = begin; i + 1 < end; ++i) special = special || std::strchr("~!@#%^&|`?", text_[i]) != nullptr;
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
  return wrong({begin, begin + 1}, "unexpected character `" + std::string(1, text_[begin]) + "`");
}

}  // namespace lockstep
