#include "parser/syntax_error.h"

#include <algorithm>
#include <optional>
#include <string>

#include "base/text.h"

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
  if (token > 0) {
    const std::string_view before = slice(text, tokens[token - 1].span());
    out += " after " + (tokens[token - 1].is(TokenKind::Keyword) ? to_upper(before) : quoted(before));
  }
  if (tokens[token].is(TokenKind::End)) return out + ", but the statement ends here";
  return out + ", found " + quoted(slice(text, tokens[token].span()));
}

// The last parenthesis that is never closed, or nothing.
std::optional<Token> unclosed(const std::vector<Token>& tokens) {
  std::vector<Token> open;
  for (const Token& token : tokens) {
    if (token.is(P::LeftParen)) open.push_back(token);
    if (token.is(P::RightParen) && !open.empty()) open.pop_back();
  }
  if (open.empty()) return std::nullopt;
  return open.back();
}

}  // namespace

SyntaxError describe_failure(const grammar::Tokens& in, std::string_view text, const std::vector<Token>& tokens) {
  if (in.too_deep()) {
    return {tokens[in.too_deep_at()].span(),
            "the statement nests more than " + std::to_string(grammar::kMaxDepth) + " levels deep here",
            "split it into several statements"};
  }
  const Token& found = tokens[in.furthest()];
  std::vector<std::string> items;
  std::vector<std::string_view> words;
  for (const grammar::Expected& expected : in.expected()) {
    std::string item = in_words(expected);
    if (std::find(items.begin(), items.end(), item) != items.end()) continue;
    items.push_back(std::move(item));
    if (expected.phrase == nullptr && expected.word != K::None) words.push_back(info(expected.word).text);
  }
  SyntaxError error;
  error.span = found.span();
  std::string before_and_found = place(text, tokens, in.furthest());
  if (is_word(found)) {
    const std::string word = to_lower(slice(text, found.span()));
    const auto near = meant(word, words);
    if (near && *near != word) {
      error.message = "expected " + to_upper(*near) + before_and_found;
      error.help = "did you mean `" + to_upper(*near) + "`?";
      return error;
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
    if (in.furthest() > 0) error.message += " after " + quoted(slice(text, tokens[in.furthest() - 1].span()));
  } else {
    error.message = "expected " + alternatives(items) + before_and_found;
  }
  if (const auto open = unclosed(tokens)) {
    const LineColumn at = line_column(text, open->begin);
    error.help = "the parenthesis opened at line " + std::to_string(at.line) + ", column " +
                 std::to_string(at.column) + " is not closed";
  }
  return error;
}

SyntaxError describe_unknown_command(std::string_view text, const std::vector<Token>& tokens, size_t token,
                                     const std::vector<std::string_view>& words) {
  SyntaxError error;
  error.span = tokens[token].span();
  const std::string found = tokens[token].is(TokenKind::End) ? "" : std::string(slice(text, error.span));
  if (token == 0) {
    error.message = "no statement begins with " + quoted(found);
  } else {
    error.message = "unknown command " +
                    quoted(to_upper(slice(text, tokens[0].span())) + (found.empty() ? "" : " " + to_upper(found)));
  }
  if (const auto near = meant(to_lower(found), words)) error.help = "did you mean `" + to_upper(*near) + "`?";
  return error;
}

}  // namespace lockstep
