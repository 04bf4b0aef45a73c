// Where the tokens of a file stand, in little room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

#include "base/source.h"

namespace lockstep {

/// Spans in ascending order that do not overlap. A file has so many tokens that they would take more room than its
/// text: here each is two bytes as a rule, how far it stands behind the one before it, and how long it is.
class TokenSpans {
 public:
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Span;
    using difference_type = std::ptrdiff_t;
    using pointer = const Span*;
    using reference = const Span&;

    explicit Iterator(const uint8_t* next, const uint8_t* end) : next_(next), end_(end) { read(); }
    reference operator*() const { return span_; }
    pointer operator->() const { return &span_; }
    Iterator& operator++() {
      read();
      return *this;
    }
    bool operator==(const Iterator& other) const { return at_ == other.at_; }

   private:
    void read();
    uint32_t number();

    const uint8_t* at_ = nullptr;  // where span_ is written
    const uint8_t* next_;
    const uint8_t* end_;
    Span span_;
  };

  void push_back(Span span) {
    number(span.begin - last_);
    number(span.end - span.begin);
    last_ = span.end;
    ++size_;
  }
  /// Room for the tokens of so much text as usual.
  void reserve_for(size_t text_bytes) { bytes_.reserve(text_bytes / 2); }
  void clear();

  /// How far it is filled, to go back to: rewind() forgets what was added since.
  struct Mark {
    size_t bytes = 0;
    uint32_t last = 0;
    size_t size = 0;
  };
  [[nodiscard]] Mark mark() const { return {bytes_.size(), last_, size_}; }
  void rewind(Mark mark) {
    bytes_.resize(mark.bytes);
    last_ = mark.last;
    size_ = mark.size;
  }
  [[nodiscard]] size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] Iterator begin() const { return Iterator(bytes_.data(), bytes_.data() + bytes_.size()); }
  [[nodiscard]] Iterator end() const { return Iterator(bytes_.data() + bytes_.size(), bytes_.data() + bytes_.size()); }
  operator std::vector<Span>() const { return {begin(), end()}; }  // NOLINT: a vector is what this stands for

 private:
  // Seven bits a byte, the lowest first; all but the last byte have the highest bit set.
  void number(uint32_t value) {
    for (; value >= 0x80; value >>= 7) bytes_.push_back(static_cast<uint8_t>(value | 0x80));
    bytes_.push_back(static_cast<uint8_t>(value));
  }

  std::vector<uint8_t> bytes_;
  uint32_t last_ = 0;
  size_t size_ = 0;
};

}  // namespace lockstep
