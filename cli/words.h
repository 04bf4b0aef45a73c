// Figures as people read them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lockstep {

[[nodiscard]] std::string grouped(int64_t number);                  ///< 1234567 -> "1,234,567"
[[nodiscard]] std::string duration_in_words(int64_t milliseconds);  ///< "12 ms", "3.4 s", "2 min 05 s", "3 h 07 min"
[[nodiscard]] std::string counted(size_t count, std::string_view one, std::string_view many = {});  ///< "1 file"

/// Every line with `indent` before it; ends with a newline.
[[nodiscard]] std::string indented(std::string_view text, std::string_view indent);

}  // namespace lockstep
