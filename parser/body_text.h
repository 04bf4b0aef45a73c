// The text of a string constant that holds code, and where each of its bytes stands in the source.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parser/parse.h"
#include "parser/token.h"

namespace lockstep {

/// Code inside a text. Either a part of the source itself (`copy` is empty), or the value of a string with escapes. The
/// source belongs to the caller.
class BodyText {
 public:
  /// A part of the source text.
  static BodyText of_source(std::string_view source, Span part);
  /// The value of the string constant `token` of this text, which is not a U&'' one.
  [[nodiscard]] BodyText string_in(const Token& token) const;
  /// A value with no place of its own inside `whole`, a part of this text: strings that were joined.
  [[nodiscard]] BodyText joined(std::string value, Span whole) const;

  /// Tokens count in this text. It goes on to the end of the part only; code begins at `begin()`.
  [[nodiscard]] std::string_view text() const {
    return in_source_ ? source_.substr(0, part_.end) : std::string_view(copy_);
  }
  [[nodiscard]] uint32_t begin() const { return in_source_ ? part_.begin : 0; }
  [[nodiscard]] bool in_source() const { return in_source_; }
  [[nodiscard]] bool exact() const { return exact_; }
  /// The place in the source of a part of text(); the whole constant if it is not exact.
  [[nodiscard]] Span place(Span in_text) const;

 private:
  struct Step {
    uint32_t copy;    ///< from this byte of the copy on,
    uint32_t source;  ///< bytes follow one another from this byte of the source
  };
  std::string_view source_;
  Span part_;  ///< in the source; of a copy the whole constant
  bool in_source_ = true;
  bool exact_ = true;
  std::string copy_;
  std::vector<Step> steps_;
};

/// All tokens of `body` with four tokens End behind them; comments are dropped, a backslash means nothing.
struct BodyTokens {
  std::vector<Token> tokens;
  std::vector<SyntaxError> errors;  ///< at most one; its place counts in the body's text
};
[[nodiscard]] BodyTokens tokens_of(const BodyText& body);

}  // namespace lockstep
