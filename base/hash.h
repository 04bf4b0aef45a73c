// SHA-256, for checksums and digests; and a small hash for tables of names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <sha256.h>

namespace lockstep {

/// A SHA-256 in the making: of what update() is given, piece by piece.
class Sha256 {
 public:
  Sha256() { SHA256Init(&state_); }
  void update(std::string_view bytes);
  /// 64 lower-case hexadecimal digits. Ends it.
  [[nodiscard]] std::string digest();

 private:
  SHA2_CTX state_;
};

/// Of `bytes` at once.
[[nodiscard]] std::string sha256(std::string_view bytes);

/// FNV-1a; ASCII letters of either case are the same.
[[nodiscard]] uint64_t hash_ignoring_case(std::string_view text);

}  // namespace lockstep
