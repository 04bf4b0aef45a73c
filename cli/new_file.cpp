#include "cli/new_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

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

Status replace_file(const std::string& path, std::string_view text) {
  namespace fs = std::filesystem;
  std::error_code error;
  // A link stays one: what it names is replaced.
  const fs::path target = fs::is_symlink(path, error) ? fs::canonical(path, error) : fs::path(path);
  const fs::path beside = target.string() + ".lockstep-new";
  const auto refused = [&](std::string_view why) {
    std::error_code ignored;
    fs::remove(beside, ignored);
    return fail(ErrorCode::Input, fmt::format("cannot write {}: {}", path, why));
  };
  std::ofstream stream(beside, std::ios::binary | std::ios::trunc);
  stream << text;
  stream.close();
  if (!stream) return refused(std::strerror(errno != 0 ? errno : EIO));
  const fs::file_status status = fs::status(target, error);
  if (!error && fs::exists(status)) fs::permissions(beside, status.permissions(), error);
  fs::rename(beside, target, error);
  if (error) return refused(error.message());
  return {};
}

}  // namespace lockstep
