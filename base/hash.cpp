#include "base/hash.h"

#include <array>

#include <fmt/format.h>
#include <sha256.h>

namespace lockstep {

std::string sha256(std::string_view bytes) {
  SHA256_CTX state;
  SHA256Init(&state);
  SHA256Update(&state, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256Final(digest.data(), &state);
  std::string out;
  for (const unsigned char byte : digest) out += fmt::format("{:02x}", byte);
  return out;
}

}  // namespace lockstep
