// Lines and columns of many places in one text, without counting from its start for each.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "base/source.h"

namespace lockstep {

class LineIndex {
 public:
  /// `text` must outlive the index.
  explicit LineIndex(std::string_view text) : text_(text), starts_{0} {
    for (size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
      starts_.push_back(static_cast<uint32_t>(at) + 1);
    }
  }

  /// As line_column() gives it.
  [[nodiscard]] LineColumn place(uint32_t offset) const {
    const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
    const uint32_t start = *std::prev(after);
    const LineColumn in_line = line_column(text_.substr(start), offset - start);
    return {static_cast<uint32_t>(after - starts_.begin()), in_line.column};
  }

 private:
  std::string_view text_;
  std::vector<uint32_t> starts_;
};

}  // namespace lockstep
