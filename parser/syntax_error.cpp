#include "parser/syntax_error.h"

#include <algorithm>
#include <optional>
#include <string>

#include "base/text.h"
#include "parser/characters.h"
#include "parser/hints.h"
#include "parser/lexer.h"

namespace lockstep {
namespace {

// Longer lists help nobody.
constexpr size_t kMostAlternatives = 5;

std::string quoted(std::string_view text) {
  constexpr size_t kLongest = 40;
  std::string out = "`";
  out += text.substr(0, kLongest);
  if (text.size() > kLongest) out += "...";
  return out + "`";
}

std::string in_words(const grammar::Expected& expected) {
  if (expected.phrase != nullptr) return expected.phrase;
  if (expected.word != K::None) return to_upper(info(expected.word).text);
  return quoted(spelling(expected.mark));
}

std::string alternatives(const std::vector<std::string>& items) {
  std::string out;
  for (size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out += i + 1 == items.size() ? " or " : ", ";
    out += items[i];
  }
  return out;
}

bool is_word(const Token& token) { return token.is(TokenKind::Identifier) || token.is(TokenKind::Keyword); }

// The key word that `word` is most likely meant to be. Swapped letters are the commonest error of all.
std::optional<std::string_view> meant(const std::string& word, const std::vector<std::string_view>& words) {
  for (const std::string_view candidate : words) {
    if (candidate.size() == word.size() && std::is_permutation(word.begin(), word.end(), candidate.begin())) {
      return candidate;
    }
  }
  return nearest(word, words);
}

// "after NOT, found `NUL`"
std::string place(std::string_view text, const std::vector<Token>& tokens, size_t token) {
  std::string out;
  if (token > 0 && !tokens[token - 1].span().empty()) {
    const std::string_view before = slice(text, tokens[token - 1].span());
    out += " after " + (tokens[token - 1].is(TokenKind::Keyword) ? to_upper(before) : quoted(before));
  }
  if (tokens[token].is(TokenKind::End)) return out + ", but the statement ends here";
  return out + ", found " + quoted(slice(text, tokens[token].span()));
}

// The last parenthesis before `end` that is not closed there, or nothing.
std::optional<Token> unclosed(const std::vector<Token>& tokens, size_t end) {
  std::vector<Token> open;
  for (size_t i = 0; i < end; ++i) {
    if (tokens[i].is(P::LeftParen)) open.push_back(tokens[i]);
    if (tokens[i].is(P::RightParen) && !open.empty()) open.pop_back();
  }
  if (open.empty()) return std::nullopt;
  return open.back();
}

// psql's :name, %(name)s and @name@ around the token where reading ended; ${name} and {{name}} are told by the lexer.
std::optional<Span> placeholder_at(std::string_view text, const std::vector<Token>& tokens, size_t at) {
  const auto touch = [&](size_t i) { return tokens[i].end == tokens[i + 1].begin && !tokens[i + 1].is(TokenKind::End); };
  const auto name = [&](size_t i) { return is_word(tokens[i]) || tokens[i].is(TokenKind::QuotedIdentifier); };
  for (size_t back = 0; back <= 4 && back <= at; ++back) {
    const size_t i = at - back;
    const std::string_view sign = slice(text, tokens[i].span());
    if (tokens[i].is(P::Colon) && touch(i) && (name(i + 1) || tokens[i + 1].is(TokenKind::String))) {
      return Span{tokens[i].begin, tokens[i + 1].end};
    }
    if (sign.empty() || i + 4 >= tokens.size() || !touch(i) || !touch(i + 1)) continue;
    if (sign.back() == '%' && tokens[i + 1].is(P::LeftParen) && name(i + 2) && tokens[i + 3].is(P::RightParen) &&
        touch(i + 2) && touch(i + 3) && slice(text, tokens[i + 4].span()) == "s") {
      return Span{tokens[i].end - 1, tokens[i + 4].end};
    }
    if (sign == "@" && name(i + 1) && slice(text, tokens[i + 2].span()) == "@") {
      return Span{tokens[i].begin, tokens[i + 2].end};
    }
  }
  return std::nullopt;
}

// A word that the server keeps for itself stands where a name should.
std::string reserved_hint(std::string_view text, Dialect dialect, const Token& found,
                          const std::vector<grammar::Expected>& expected) {
  if (!found.is(TokenKind::Keyword)) return {};
  const KeywordInfo& word = info(found.keyword());
  const bool reserved = dialect == Dialect::SQLite ? word.sqlite == SqliteCategory::Reserved
                                                   : word.category == KeywordCategory::Reserved ||
                                                         word.category == KeywordCategory::TypeFunctionName;
  const bool name = std::any_of(expected.begin(), expected.end(), [](const grammar::Expected& item) {
    return item.phrase != nullptr && std::string_view(item.phrase).find("name") != std::string_view::npos;
  });
  if (!reserved || !name) return {};
  return quoted(slice(text, found.span())) + " is a reserved word: to use it as a name, write `\"" +
         to_lower(slice(text, found.span())) + "\"`";
}

bool among(const std::vector<std::string>& items, std::string_view item) {
  return std::find(items.begin(), items.end(), item) != items.end();
}

// Advice that needs to know what was expected; `foreign` is the advice that does not.
std::string help_for(const grammar::Tokens& in, std::string_view text, const std::vector<Token>& tokens,
                     const std::vector<std::string>& items, const std::string& foreign) {
  const size_t at = in.furthest();
  const Token& found = tokens[at];
  const auto open = unclosed(tokens, at);
  const bool ends = found.is(TokenKind::End) || found.is(P::Semicolon);
  const bool starts = begins_statement(found, in.dialect());
  const bool reserved = found.is(TokenKind::Keyword) && info(found.keyword()).category == KeywordCategory::Reserved;
  if (!foreign.empty() && !(open && found.is(P::Semicolon))) return foreign;
  const std::string kept = reserved_hint(text, in.dialect(), found, in.expected());
  if (!kept.empty()) return kept;
  if (open && (ends || starts || (reserved && among(items, "`)`")))) {
    const LineColumn opened = line_column(text, open->begin);
    return "the parenthesis opened at line " + std::to_string(opened.line) + ", column " +
           std::to_string(opened.column) + " is not closed";
  }
  if (starts && among(items, "END")) return "the body that begins with BEGIN has no END";
  if (at == 0) return {};
  const Token& before = tokens[at - 1];
  if (before.is(TokenKind::Identifier)) {
    // A key word that was taken for a name since it was misspelt.
    const std::vector<std::string_view> taken = {"concurrently", "materialized", "temporary", "restrict", "cascade"};
    const std::string word = to_lower(slice(text, before.span()));
    if (const auto near = meant(word, taken)) return "did you mean `" + to_upper(*near) + "`?";
  }
  const bool name = is_word(found) || found.is(TokenKind::QuotedIdentifier);
  if (open && name && among(items, "`,`") && characters::first_on_line(text, found.begin)) {
    return "is a comma missing at the end of the line above?";
  }
  return {};
}

}  // namespace

ParseFailure describe_failure(const grammar::Tokens& in, std::string_view text, const std::vector<Token>& tokens) {
  ParseFailure failure;
  SyntaxError& error = failure.error;
  if (in.too_deep()) {
    error = {tokens[in.too_deep_at()].span(),
             "the statement nests more than " + std::to_string(grammar::kMaxDepth) + " levels deep here",
             "split it into several statements"};
    return failure;
  }
  const size_t at = in.furthest();
  const Token& found = tokens[at];
  error.span = found.span();
  if (found.id == Token::kPlaceholder && found.is(TokenKind::Identifier)) {
    error.message = quoted(slice(text, found.span())) +
                    " is a placeholder, and no name, expression or constant can stand here";
    return failure;
  }
  if (const auto placeholder = placeholder_at(text, tokens, at)) {
    error = {*placeholder, quoted(slice(text, *placeholder)) + " is a placeholder, which is no SQL", placeholder_help};
    return failure;
  }
  for (const size_t i : {at, at > 0 ? at - 1 : 0}) {
    if (!is_word(tokens[i])) continue;
    if (auto strange = false_character(text, tokens[i].span())) {
      error = std::move(*strange);
      return failure;
    }
  }
  std::vector<std::string> items;
  std::vector<std::string_view> words;
  bool may_end = false;
  for (const grammar::Expected& expected : in.expected()) {
    std::string item = in_words(expected);
    if (std::find(items.begin(), items.end(), item) != items.end()) continue;
    may_end = may_end || item == "the end of the statement";
    items.push_back(std::move(item));
    if (expected.phrase == nullptr && expected.word != K::None) words.push_back(info(expected.word).text);
  }
  // What may stand behind any type or table says nothing.
  if (items.size() > 1) {
    items.erase(std::remove_if(items.begin(), items.end(),
                               [](const std::string& item) { return item == "`[`" || item == "`*`"; }),
                items.end());
  }
  const std::string before_and_found = place(text, tokens, at);
  const std::string foreign = hint(text, in.dialect(), tokens, at);
  const bool new_line = at > 0 && characters::first_on_line(text, found.begin);
  if (may_end && new_line && begins_statement(found, in.dialect())) {
    error.message = "expected `;`" + before_and_found + ", which begins a statement";
    error.help = "end the statement above with `;`";
    failure.resume = found.begin;
    return failure;
  }
  if (may_end && new_line && equals_ignoring_case(slice(text, found.span()), "go")) {
    error.message = "expected `;`" + before_and_found;
    error.help = foreign;
    failure.resume = found.end;
    return failure;
  }
  if (is_word(found)) {
    const std::string word = to_lower(slice(text, found.span()));
    const auto near = meant(word, words);
    if (near && *near != word) {
      error.message = "expected " + to_upper(*near) + before_and_found;
      error.help = "did you mean `" + to_upper(*near) + "`?";
      return failure;
    }
  }
  if (items.size() > kMostAlternatives) {
    // What is not a key word says most; key words alone would be a list of everything the language knows.
    items.erase(std::remove_if(items.begin(), items.end(),
                               [](const std::string& item) { return item[0] >= 'A' && item[0] <= 'Z'; }),
                items.end());
  }
  if (items.empty() || items.size() > kMostAlternatives) {
    error.message = "unexpected " + (found.is(TokenKind::End) ? std::string("end of the statement")
                                                              : quoted(slice(text, found.span())));
    if (at > 0) error.message += " after " + quoted(slice(text, tokens[at - 1].span()));
  } else {
    error.message = "expected " + alternatives(items) + before_and_found;
  }
  error.help = help_for(in, text, tokens, items, foreign);
  return failure;
}

SyntaxError describe_unknown_command(std::string_view text, Dialect dialect, const std::vector<Token>& tokens,
                                     size_t token, const std::vector<std::string_view>& words) {
  SyntaxError error;
  error.span = tokens[token].span();
  const std::string found = tokens[token].is(TokenKind::End) ? "" : std::string(slice(text, error.span));
  if (token == 0) {
    error.message = "no statement begins with " + quoted(found);
  } else {
    error.message = "unknown command " +
                    quoted(to_upper(slice(text, tokens[0].span())) + (found.empty() ? "" : " " + to_upper(found)));
  }
  if (auto strange = false_character(text, error.span)) return *strange;
  error.help = hint(text, dialect, tokens, token);
  if (!error.help.empty()) return error;
  if (const auto near = meant(to_lower(found), words)) error.help = "did you mean `" + to_upper(*near) + "`?";
  return error;
}

}  // namespace lockstep
