// SQL text -> tokens, one statement at a time.
//
// The rules are those of each server's own lexer (PostgreSQL manual 4.1; SQLite lang_expr.html). A statement ends
// where psql sends it: at a semicolon at parenthesis depth 0 and BEGIN ATOMIC depth 0; for SQLite at a semicolon
// outside a trigger's body. psql's meta-commands and the data of COPY ... FROM stdin are stepped over as psql does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parser/parse.h"
#include "parser/token.h"

namespace lockstep {

/// What helps against a placeholder that is not allowed.
inline constexpr const char* placeholder_help =
    "fill it in before the file is read; `parse`, `analyze` and `lint` take it as it is with --placeholders";

/// Reads a text from its start to its end. The text and the file that gets comments and token spans belong to the
/// caller and must outlive the lexer.
class Lexer {
 public:
  /// Begins at byte `begin`, so that code inside a text is read with the places it has there.
  Lexer(std::string_view text, Dialect dialect, ParsedFile& file, uint32_t begin = 0, ParseOptions options = {});

  /// Replaces `tokens` by those of the next statement that has any, without its semicolon, followed by four tokens
  /// End. Returns false at the end of the text.
  bool next_statement(std::vector<Token>& tokens);

  /// Replaces `tokens` by all tokens up to the end of the text, followed by four tokens End: for the bodies of
  /// routines, where semicolons are another language's and a backslash is no meta-command.
  void read_rest(std::vector<Token>& tokens);

  /// Goes back to byte `place` of the statement read last, whose `tokens` are given: the next statement begins there.
  /// Forgets the tokens and comments of the file behind it.
  void resume(uint32_t place, const std::vector<Token>& tokens);

  /// What was wrong with the text of that statement first, if anything was: a constant without its end, a stray byte.
  [[nodiscard]] const std::optional<SyntaxError>& error() const { return error_; }

  /// True if a comment stands between the previous statement and this one, after the line where that one ended.
  [[nodiscard]] std::optional<uint32_t> preamble() const { return preamble_; }

 private:
  struct OpenParenthesis {
    uint32_t token;
    uint32_t first_group_end;  ///< the parenthesis that closes the group which stands first inside; 0: none
  };

  bool read_statement(std::vector<Token>& tokens);
  void start_statement(std::vector<Token>& tokens);
  bool skip_blank();
  void line_comment();
  void block_comment();
  void comment(uint32_t begin, uint32_t text_begin, uint32_t text_end, uint32_t end);
  void meta_command(bool& ends_statement);
  void copy_data(const std::vector<Token>& tokens);
  void skip_data();
  Token read_token();
  Token word(uint32_t begin);
  Token number(uint32_t begin);
  Token plain_string(uint32_t begin, TokenKind kind);
  Token escape_string(uint32_t begin);
  Token blob(uint32_t begin);
  [[nodiscard]] bool unicode_escape(bool& high);
  Token quoted(uint32_t begin, char close, TokenKind kind, const char* what);
  Token dollar(uint32_t begin);
  Token operator_token(uint32_t begin);
  Token sqlite_operator(uint32_t begin);
  Token sqlite_variable(uint32_t begin);
  Token placeholder(uint32_t begin, uint32_t end);
  Token not_allowed(uint32_t begin, uint32_t end);
  [[nodiscard]] uint32_t placeholder_end(uint32_t begin) const;
  Token punctuation(uint32_t begin, P mark, uint32_t length);
  Token wrong(Span span, std::string message, std::string help = {});
  [[nodiscard]] bool string_continues();
  void close_parenthesis(std::vector<Token>& tokens);
  void mark_queries_at_end(std::vector<Token>& tokens);
  void count_begin_end(const std::vector<Token>& tokens);
  [[nodiscard]] bool in_trigger_body(const std::vector<Token>& tokens) const;
  /// Notes that a token of the file stands there.
  void keep(Span token) {
    if (options_.tokens) file_.tokens.push_back(token);
  }
  [[nodiscard]] char at(uint32_t i) const { return i < size_ ? text_[i] : '\0'; }

  const char* text_;
  uint32_t size_;
  uint32_t position_ = 0;
  Dialect dialect_;
  ParseOptions options_;
  ParsedFile& file_;
  std::optional<SyntaxError> error_;
  TokenSpans::Mark start_;            ///< where the statement's tokens begin among the file's
  std::optional<uint32_t> preamble_;
  uint32_t previous_end_ = 0;         ///< behind the semicolon of the statement before
  std::vector<OpenParenthesis> open_;
  uint32_t same_line_to_ = 0;         ///< no line ends between `previous_end_` and here
  uint32_t signs_end_ = 0;            ///< up to here stand only + and -, each an operator of its own
  uint32_t depth_ = 0;                ///< of parentheses, as psql counts: never below 0
  uint32_t begin_depth_ = 0;          ///< of BEGIN ... END in CREATE FUNCTION and CREATE PROCEDURE
  uint32_t brackets_ = 0;             ///< of `[`, inside which a colon separates
  uint32_t word_count_ = 0;
  char word_initials_[4] = {};        ///< of the first words, if they are those that psql looks for
};

}  // namespace lockstep
