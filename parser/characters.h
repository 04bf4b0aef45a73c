// What a byte can begin or continue.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace lockstep::characters {

// Bytes from 0x80 are letters, as on both servers.
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

inline bool is(char c, uint8_t classes) { return (kClasses[static_cast<unsigned char>(c)] & classes) != 0; }
inline bool is_newline(char c) { return c == '\n' || c == '\r'; }
inline char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

/// Whether only white space stands before `at` on its line.
inline bool first_on_line(std::string_view text, uint32_t at) {
  while (at > 0 && is(text[at - 1], kSpace)) {
    if (is_newline(text[--at])) return true;
  }
  return at == 0;
}

}  // namespace lockstep::characters
