#include "parser/body_text.h"

#include <algorithm>
#include <utility>

#include "parser/lexer.h"
#include "parser/lower.h"

namespace lockstep {
namespace {

// The end of the run of escapes of an E'' constant that begins at `i` (manual 4.1.2.2).
size_t escapes_end(std::string_view raw, size_t i) {
  const auto digits = [&](std::string_view known, size_t most) {
    for (; most > 0 && i < raw.size() && known.find(raw[i]) != std::string_view::npos; --most) ++i;
  };
  while (i + 1 < raw.size() && raw[i] == '\\') {
    const char c = raw[i + 1];
    i += 2;
    if (c == 'x') digits("0123456789abcdefABCDEF", 2);
    if (c == 'u') digits("0123456789abcdefABCDEF", 4);
    if (c == 'U') digits("0123456789abcdefABCDEF", 8);
    if (c >= '0' && c <= '7') digits("01234567", 2);
  }
  return i;
}

}  // namespace

BodyText BodyText::of_source(std::string_view source, Span part) {
  BodyText body;
  body.source_ = source;
  body.part_ = part;
  return body;
}

BodyText BodyText::joined(std::string value, Span whole) const {
  BodyText body;
  body.source_ = source_;
  body.part_ = place(whole);
  body.in_source_ = body.exact_ = false;
  body.copy_ = std::move(value);
  return body;
}

BodyText BodyText::string_in(const Token& token) const {
  const std::string_view all = text();
  const std::string_view raw = slice(all, token.span());
  if (token.is(TokenKind::DollarString)) {
    const auto tag = static_cast<uint32_t>(raw.find('$', 1) + 1);
    const Span inside{token.begin + tag, token.end - tag};
    if (in_source_) return of_source(source_, inside);
    BodyText body = joined(std::string(slice(all, inside)), token.span());
    body.exact_ = exact_;
    body.steps_.push_back({0, place({inside.begin, inside.begin}).begin});
    for (const Step& step : steps_) {
      if (step.copy > inside.begin && step.copy < inside.end) {
        body.steps_.push_back({step.copy - inside.begin, step.source});
      }
    }
    return body;
  }
  const bool backslashes = token.is(TokenKind::EscapeString);
  const size_t open = raw.find('\'');
  const std::string_view inside = raw.substr(open + 1, raw.size() - open - 2);
  if (in_source_ && inside.find('\'') == std::string_view::npos &&
      (!backslashes || inside.find('\\') == std::string_view::npos)) {
    const auto begin = static_cast<uint32_t>(token.begin + open + 1);
    return of_source(source_, {begin, token.end - 1});
  }
  BodyText body = joined({}, token.span());
  body.exact_ = exact_;
  std::string& value = body.copy_;
  const auto step_to = [&](size_t i) {
    const auto at = static_cast<uint32_t>(token.begin + open + 1 + i);
    body.steps_.push_back({static_cast<uint32_t>(value.size()), place({at, at}).begin});
  };
  step_to(0);
  for (size_t i = 0; i < inside.size();) {
    if (inside[i] == '\'' && i + 1 < inside.size() && inside[i + 1] == '\'') {
      value += '\'';
      i += 2;
      step_to(i);
    } else if (inside[i] == '\'') {
      // The constant goes on behind a line break.
      i = inside.find('\'', i + 1) + 1;
      step_to(i);
    } else if (inside[i] == '\\' && backslashes && i + 1 < inside.size()) {
      const size_t end = escapes_end(inside, i);
      value += lower::unescape_backslashes(inside.substr(i, end - i));
      i = end;
      step_to(i);
    } else {
      value += inside[i++];
      if (!in_source_) step_to(i);
    }
  }
  return body;
}

Span BodyText::place(Span in_text) const {
  if (in_source_) return in_text;
  if (!exact_) return part_;
  const auto map = [this](uint32_t offset) {
    const auto behind = std::upper_bound(steps_.begin(), steps_.end(), offset,
                                         [](uint32_t at, const Step& step) { return at < step.copy; });
    const Step& step = behind == steps_.begin() ? *behind : *(behind - 1);
    return step.source + (offset - step.copy);
  };
  if (in_text.empty()) return {map(in_text.begin), map(in_text.begin)};
  // The end is that of the last byte, which may be written with several.
  const auto behind = std::lower_bound(steps_.begin(), steps_.end(), in_text.end,
                                       [](const Step& step, uint32_t at) { return step.copy < at; });
  const bool at_step = behind != steps_.end() && behind->copy == in_text.end;
  return {map(in_text.begin), at_step ? behind->source : map(in_text.end - 1) + 1};
}

BodyTokens tokens_of(const BodyText& body) {
  BodyTokens out;
  ParsedFile aside;
  Lexer lexer(body.text(), Dialect::PostgreSQL, aside, body.begin());
  lexer.read_rest(out.tokens);
  if (lexer.error()) out.errors.push_back(*lexer.error());
  return out;
}

}  // namespace lockstep
