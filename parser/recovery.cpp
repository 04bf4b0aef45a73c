#include "parser/recovery.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "parser/characters.h"
#include "parser/hints.h"

namespace lockstep {
namespace {

// Words that begin a statement wherever they stand first on a line: no clause of another begins so.
bool starts_surely(const std::vector<Token>& tokens, size_t i) {
  const Token& next = tokens[i + 1];
  switch (tokens[i].keyword()) {
    case K::CREATE:
      return !next.is(TokenKind::End);
    case K::ALTER:
    case K::DROP:
      return next.is(K::TABLE) || next.is(K::INDEX) || next.is(K::TYPE) || next.is(K::VIEW) || next.is(K::FUNCTION) ||
             next.is(K::SEQUENCE) || next.is(K::SCHEMA);
    case K::INSERT:
      return next.is(K::INTO);
    case K::COMMENT:
      return next.is(K::ON);
    default:
      return false;
  }
}

bool is_quoted(const Token& token) {
  return token.is(TokenKind::String) || token.is(TokenKind::EscapeString) || token.is(TokenKind::QuotedIdentifier);
}

// The beginning of a line inside `part` that looks like that of a statement behind a semicolon, or 0.
uint32_t swallowed_statement(std::string_view text, Span part) {
  const std::string_view inside = slice(text, part);
  for (size_t newline = inside.find('\n'); newline != std::string_view::npos;
       newline = inside.find('\n', newline + 1)) {
    size_t before = newline;
    while (before > 0 && characters::is(inside[before - 1], characters::kSpace)) --before;
    if (before == 0 || inside[before - 1] != ';') continue;
    size_t end = newline + 1;
    while (end < inside.size() && characters::is(inside[end], characters::kWord)) ++end;
    switch (find_keyword(inside.substr(newline + 1, end - newline - 1))) {
      case K::CREATE:
      case K::ALTER:
      case K::DROP:
      case K::INSERT:
      case K::UPDATE:
      case K::DELETE:
      case K::SELECT:
      case K::COMMENT:
      case K::GRANT:
      case K::COMMIT:
        return static_cast<uint32_t>(part.begin + newline + 1);
      default:
        break;
    }
  }
  return 0;
}

// A string that was meant to end earlier: it holds what looks like statements, and the text goes on right behind it, or
// never ends.
bool blame_quote(std::string_view text, const std::vector<Token>& tokens, ParseFailure& failure) {
  for (size_t i = 0; i < tokens.size() && tokens[i].begin <= failure.error.span.begin; ++i) {
    const Token& token = tokens[i];
    const bool endless = token.is(TokenKind::Error) && token.end > token.begin && text[token.begin] != '/';
    const bool goes_on = is_quoted(token) && (tokens[i + 1].begin == token.end || tokens[i + 1].is(TokenKind::Error) ||
                                              tokens.end()[-5].is(TokenKind::Error));
    if (!endless && !goes_on) continue;
    const uint32_t place = swallowed_statement(text, token.span());
    if (place == 0) continue;
    failure.resume = place;
    if (!endless) {
      failure.error.span = {token.begin, token.begin + 1};
      failure.error.message =
          "this string has no end before the next statement, at line " + std::to_string(line_column(text, place).line);
      failure.error.help = "close it with `'`; a quote inside is written `''`";
      if (token.is(TokenKind::QuotedIdentifier)) {
        failure.error.message.replace(0, 11, "this quoted name");
        failure.error.help = "close it with `\"`";
      }
    }
    return true;
  }
  return false;
}

// A string or name without its end, when its statement shows where the quotes went wrong: at a quote inside a word, or
// at one that an editor has made a typographic one.
void blame_inner_quote(std::string_view text, const std::vector<Token>& tokens, SyntaxError& error) {
  const auto endless =
      std::find_if(tokens.begin(), tokens.end(), [](const Token& token) { return token.is(TokenKind::Error); });
  if (endless == tokens.end() || endless->end == endless->begin) return;
  if (text[endless->begin] != '\'' && text[endless->begin] != '"') return;
  if (error.span.begin != endless->begin) return;
  for (auto token = tokens.begin(); token != endless; ++token) {
    const Token& next = *(token + 1);
    if (!is_quoted(*token) || next.begin != token->end) continue;
    if (!next.is(TokenKind::Identifier) && !next.is(TokenKind::Keyword)) continue;
    error.span = {token->end - 1, token->end};
    error.message = "this quote ends the string, and `" + std::string(slice(text, next.span())) + "` follows it";
    error.help = "a quote inside a string is written twice: `''`";
    return;
  }
  const auto line_end = std::min(text.find('\n', endless->begin), text.size());
  const auto strange = false_character(text, {endless->begin, static_cast<uint32_t>(line_end)});
  if (strange) error.help = strange->message + "; " + strange->help;
}

}  // namespace

void find_resumption(std::string_view text, Dialect dialect, const std::vector<Token>& tokens, ParseFailure& failure) {
  if (failure.resume) return;
  const bool found = blame_quote(text, tokens, failure);
  if (tokens.end()[-5].is(TokenKind::Error)) blame_inner_quote(text, tokens, failure.error);
  if (found) return;
  size_t depth = 0;
  for (size_t i = 0; i + 4 < tokens.size(); ++i) {
    if (tokens[i].is(P::LeftParen)) ++depth;
    if (tokens[i].is(P::RightParen) && depth > 0) --depth;
    if (i == 0 || !characters::first_on_line(text, tokens[i].begin)) continue;
    const bool behind_semicolon = tokens[i - 1].is(P::Semicolon);
    const bool behind_error = tokens[i].begin >= failure.error.span.begin;
    // Inside a parenthesis there is no semicolon in right SQL; inside a body there may be.
    const bool swallowed = behind_semicolon && depth > 0 && begins_statement(tokens[i], dialect);
    if (swallowed || (behind_error && starts_surely(tokens, i) && (behind_semicolon || depth == 0))) {
      failure.resume = tokens[i].begin;
      return;
    }
  }
}

}  // namespace lockstep
