#include <array>
#include <cstddef>

#include "parser/token.h"

namespace lockstep {
namespace {

constexpr KeywordInfo row(std::string_view text, KeywordCategory category, bool bare, SqliteCategory sqlite) {
  return KeywordInfo{text, category, bare, sqlite};
}

constexpr bool Bare = true;
constexpr bool As = false;
constexpr KeywordInfo kKeywords[] = {
#define LOCKSTEP_KEYWORD(name, text, category, label, sqlite) \
  row(text, KeywordCategory::category, label, SqliteCategory::sqlite),
#include "parser/keywords.def"
#undef LOCKSTEP_KEYWORD
    row("", KeywordCategory::None, true, SqliteCategory::None),
};
constexpr size_t kCount = std::size(kKeywords) - 1;
constexpr size_t kLongest = 17;  // current_timestamp

// A closed hash table, filled at compile time. The hash looks at the length and at four letters only, whatever their
// case: that tells nearly all key words apart, and most other words meet an empty slot.
constexpr size_t kSlots = 4096;
constexpr uint32_t fold(char c) { return static_cast<uint32_t>(static_cast<unsigned char>(c)) | 0x20U; }
constexpr size_t slot_of(std::string_view word) {
  const size_t n = word.size();
  const uint32_t h = fold(word[0]) * 0x9E3779B1U ^ fold(word[n / 2]) * 0x85EBCA77U ^ fold(word[n - 1]) * 0xC2B2AE3DU ^
                     fold(word[n > 2 ? 2 : 0]) * 0x27D4EB2FU ^ static_cast<uint32_t>(n) * 0x165667B1U;
  return (h ^ (h >> 15)) & (kSlots - 1);
}
constexpr std::array<uint16_t, kSlots> make_table() {
  std::array<uint16_t, kSlots> table{};
  for (uint16_t& slot : table) slot = kCount;
  for (size_t i = 0; i < kCount; ++i) {
    size_t slot = slot_of(kKeywords[i].text);
    while (table[slot] != kCount) slot = (slot + 1) & (kSlots - 1);
    table[slot] = static_cast<uint16_t>(i);
  }
  return table;
}
constexpr std::array<uint16_t, kSlots> kTable = make_table();

bool same(std::string_view word, std::string_view lower_case) {
  if (word.size() != lower_case.size()) return false;
  for (size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    if (lower != lower_case[i]) return false;
  }
  return true;
}

}  // namespace

const KeywordInfo& info(K word) { return kKeywords[static_cast<size_t>(word)]; }

K find_keyword(std::string_view text) {
  if (text.size() < 2 || text.size() > kLongest) return K::None;
  for (size_t slot = slot_of(text);; slot = (slot + 1) & (kSlots - 1)) {
    const uint16_t i = kTable[slot];
    if (i == kCount) return K::None;
    if (same(text, kKeywords[i].text)) return static_cast<K>(i);
  }
}

std::string_view spelling(P mark) {
  constexpr std::string_view kSpellings[] = {
      "(", ")", "[", "]", ",", ";", ".",  "..", ":",  "::", ":=",  "=>", "+",  "-", "*", "/", "%",
      "^", "<", ">", "=", "<=", ">=", "<>", "==", "||", "->", "->>", "<<", ">>", "&", "|", "~", "operator",
  };
  return kSpellings[static_cast<size_t>(mark)];
}

}  // namespace lockstep
