#include "cli/new_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <fmt/format.h>

namespace lockstep {

Result<bool> write_new_file(const std::string& path, std::string_view text) {
  std::error_code made;
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, made);
  if (made)
    return fail(ErrorCode::Input, fmt::format("cannot make the folder {}: {}", folder.string(), made.message()));
  std::FILE* file = std::fopen(path.c_str(), "wx");  // "x": never an existing file
  if (file == nullptr && errno == EEXIST) return false;
  if (file == nullptr) return fail(ErrorCode::Input, fmt::format("cannot write {}: {}", path, std::strerror(errno)));
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const bool closed = std::fclose(file) == 0;
  if (!written || !closed) {
    const std::string reason = std::strerror(errno);
    std::remove(path.c_str());
    return fail(ErrorCode::Input, fmt::format("cannot write {}: {}", path, reason));
  }
  return true;
}

}  // namespace lockstep
