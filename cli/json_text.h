// What all JSON documents have in common.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/source.h"

namespace lockstep {

/// The document on one line, or with `indent` over several, and a newline behind it. What is not UTF-8 is replaced by
/// U+FFFD.
[[nodiscard]] std::string json_text(const nlohmann::ordered_json& json, int indent = -1);

/// {"offset","line","column","message"}: a syntax error.
[[nodiscard]] nlohmann::ordered_json json_error(uint32_t offset, LineColumn place, std::string_view message);

}  // namespace lockstep
