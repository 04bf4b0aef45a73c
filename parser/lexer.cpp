#include "parser/lexer.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "parser/characters.h"

namespace lockstep {

using namespace characters;  // NOLINT: this file is about nothing else

namespace {

Token make(TokenKind kind, uint32_t begin, uint32_t end) { return Token{begin, end, kind, false, 0}; }

}  // namespace

Lexer::Lexer(std::string_view text, Dialect dialect, ParsedFile& file, uint32_t begin, ParseOptions options)
    : text_(text.data()),
      size_(static_cast<uint32_t>(text.size())),
      position_(begin),
      dialect_(dialect),
      options_(options),
      file_(file) {
  if (begin == 0 && text.substr(0, 3) == "\xEF\xBB\xBF") position_ = 3;  // a byte order mark
}

bool Lexer::next_statement(std::vector<Token>& tokens) {
  do {
    start_statement(tokens);
    const bool more = read_statement(tokens);
    if (!tokens.empty()) return true;
    if (!more) return false;
  } while (true);
}

void Lexer::start_statement(std::vector<Token>& tokens) {
  tokens.clear();
  error_.reset();
  start_ = file_.tokens.mark();
  preamble_.reset();
  open_.clear();
  depth_ = begin_depth_ = brackets_ = word_count_ = 0;
  std::memset(word_initials_, 0, sizeof word_initials_);
}

void Lexer::resume(uint32_t place, const std::vector<Token>& tokens) {
  position_ = place;
  file_.tokens.rewind(start_);
  for (const Token& token : tokens) {
    if (token.begin >= place || token.is(TokenKind::End)) break;
    keep({token.begin, std::min(token.end, place)});  // a quote without an end reached further
  }
  while (!file_.comments.empty() && file_.comments.back().span.begin >= place) file_.comments.pop_back();
  same_line_to_ = 0;
  previous_end_ = place;
  while (previous_end_ > 0 && is(text_[previous_end_ - 1], kSpace)) --previous_end_;
}

void Lexer::read_rest(std::vector<Token>& tokens) {
  start_statement(tokens);
  while (skip_blank()) {
    if (text_[position_] == '\\') {
      ++position_;
      tokens.push_back(wrong({position_ - 1, position_}, "unexpected character `\\`"));
      continue;
    }
    tokens.push_back(read_token());
    if (tokens.back().is(P::LeftParen)) open_.push_back({static_cast<uint32_t>(tokens.size() - 1), 0});
    if (tokens.back().is(P::RightParen)) close_parenthesis(tokens);
  }
  mark_queries_at_end(tokens);
  tokens.insert(tokens.end(), 4, make(TokenKind::End, position_, position_));
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
    keep(token.span());
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
  const bool may_copy = !tokens.empty() && tokens.front().is(K::COPY) && dialect_ == Dialect::PostgreSQL;
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
    } else if (c == '\xEF' && dialect_ == Dialect::SQLite && at(position_ + 1) == '\xBB' &&
               at(position_ + 2) == '\xBF') {
      position_ += 3;  // SQLite takes a byte order mark anywhere for white space.
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
    // What the comment before has passed is not looked at again.
    for (uint32_t j = std::max(previous_end_, same_line_to_); same_line && j < begin; ++j) same_line = !is_newline(text_[j]);
    same_line_to_ = begin;
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
    keep({begin, position_});
    return;
  }
  uint32_t i = position_;
  while (i < size_ && is(text_[i], kWord)) ++i;
  const std::string_view name(text_ + position_, i - position_);
  for (const std::string_view sends : {"g", "gx", "gset", "gexec", "gdesc", "crosstabview", "watch", "bind"}) {
    if (name == sends) ends_statement = true;
  }
  // A double backslash ends the command on its line: SQL goes on behind it.
  while (position_ < size_ && !is_newline(text_[position_])) {
    if (position_ > begin + 1 && text_[position_] == '\\' && at(position_ + 1) == '\\') {
      position_ += 2;
      keep({begin, position_});
      return;
    }
    ++position_;
  }
  keep({begin, position_});
  // \copy reads the lines behind it, as COPY does.
  const std::string line = to_lower({text_ + begin, position_ - begin});
  const size_t from = line.find(" from stdin");
  if (name == "copy" && from != std::string::npos && !is(line.c_str()[from + 11], kWord)) skip_data();
}

// After COPY ... FROM stdin the lines up to `\.` are data. A query in COPY (query) TO may read a table of that name.
void Lexer::copy_data(const std::vector<Token>& tokens) {
  size_t depth = 0;
  for (size_t i = 1; i + 1 < tokens.size(); ++i) {
    if (tokens[i].is(P::LeftParen)) ++depth;
    if (tokens[i].is(P::RightParen) && depth > 0) --depth;
    if (depth == 0 && tokens[i].is(K::FROM) && tokens[i + 1].is(K::STDIN)) return skip_data();
  }
}

void Lexer::skip_data() {
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
  if (position_ > begin) keep({begin, position_});
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
  if (tokens[i].is(K::EXPLAIN)) ++i;
  if (i == 1 && tokens.size() > 2 && tokens[1].is(K::QUERY)) i = 3;
  const auto word = [&](size_t at) { return at < tokens.size() ? tokens[at].keyword() : K::None; };
  if (word(i) != K::CREATE) return false;
  ++i;
  if (word(i) == K::TEMP || word(i) == K::TEMPORARY) ++i;
  if (word(i) != K::TRIGGER) return false;
  const size_t n = tokens.size();
  return !(n >= 2 && tokens[n - 1].is(K::END) && tokens[n - 2].is(P::Semicolon));
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
  if (!nests || !first.is(P::LeftParen) || !first.opens_query) return false;
  if (group_end == 0 || group_end + 1 >= tokens.size()) return false;
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

}  // namespace lockstep
