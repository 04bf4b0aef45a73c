#include "parser/token_spans.h"

namespace lockstep {

uint32_t TokenSpans::Iterator::number() {
  uint32_t value = 0;
  for (uint32_t shift = 0;; shift += 7) {
    const uint32_t byte = *next_++;
    value |= (byte & 0x7F) << shift;
    if (byte < 0x80) return value;
  }
}

void TokenSpans::Iterator::read() {
  at_ = next_;
  if (next_ == end_) return;
  span_.begin = span_.end + number();
  span_.end = span_.begin + number();
}

void TokenSpans::clear() {
  bytes_.clear();
  last_ = 0;
  size_ = 0;
}

}  // namespace lockstep
