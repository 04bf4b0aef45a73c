// SHA-256, for checksums and digests.
#pragma once

#include <string>
#include <string_view>

namespace lockstep {

/// SHA-256 of `bytes` as 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace lockstep
