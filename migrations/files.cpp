#include "migrations/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <limits>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/parallel.h"
#include "base/text.h"

namespace lockstep {
namespace {

namespace fs = std::filesystem;

constexpr const char* encoding_help =
    "save it as UTF-8: `iconv -f latin1 -t utf-8 FILE > NEW`, with the encoding it has";

tl::unexpected<Unreadable> bad_text(const SourceFile& file, size_t offset, std::string what, std::string help) {
  const auto at = static_cast<uint32_t>(offset);
  return tl::unexpected(Unreadable{file.path, std::move(what), std::move(help), at, line_column(file.text, at)});
}

/// All bytes of a file or a pipe. Gives errno's value, or 0.
int read_bytes(const std::string& path, std::string& bytes) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return errno;
  struct stat state {};
  constexpr size_t kAtOnce = 1 << 16;
  const bool known = fstat(file, &state) == 0 && S_ISREG(state.st_mode) && state.st_size > 0;
  // One more than the file has, so that its end is seen without another round.
  size_t room = known ? static_cast<size_t>(state.st_size) + 1 : kAtOnce;
  size_t size = 0;
  int error = 0;
  while (true) {
    if (size == bytes.size()) bytes.resize(std::exchange(room, kAtOnce) + size);
    const ssize_t got = read(file, bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) error = errno;
    if (got <= 0) break;
    size += static_cast<size_t>(got);
    if (known && size + 1 == bytes.size()) break;
  }
  close(file);
  bytes.resize(size);
  return error;
}

/// The names of a folder's entries that are not hidden, files and folders apart.
struct Entries {
  std::vector<std::string> files, folders;
};

Result<Entries> entries_of(const std::string& path) {
  std::error_code error;
  Entries entries;
  fs::directory_iterator at(path, fs::directory_options::none, error);
  for (; !error && at != fs::directory_iterator(); at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (name.starts_with('.')) continue;
    // This follows symlinks. What cannot be followed counts as a file: reading it then says why.
    std::error_code unfollowed;
    (at->is_directory(unfollowed) ? entries.folders : entries.files).push_back(name);
  }
  if (error) return fail(ErrorCode::Input, fmt::format("cannot read the folder {}: {}", path, error.message()));
  std::sort(entries.files.begin(), entries.files.end());
  std::sort(entries.folders.begin(), entries.folders.end());
  return entries;
}

bool is_sql(std::string_view name) {
  return name.size() > 4 && equals_ignoring_case(name.substr(name.size() - 4), ".sql");
}

}  // namespace

bool is_folder(const std::string& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

bool file_exists(const std::string& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

std::string path_in(std::string_view folder, std::string_view name) {
  if (folder.empty()) return std::string(name);
  return fmt::format("{}{}{}", folder, folder.ends_with('/') ? "" : "/", name);
}

std::string_view base_name(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string_view folder_of(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, std::max<size_t>(slash, 1));
}

tl::expected<SourceFile, Unreadable> read_source(const std::string& path) {
  SourceFile file{path, {}};
  if (const int error = read_bytes(path, file.text); error != 0) {
    return tl::unexpected(
        Unreadable{path, fmt::format("cannot be read: {}", std::strerror(error)), "", std::nullopt, {}});
  }
  return check_source(std::move(file));
}

tl::expected<SourceFile, Unreadable> check_source(SourceFile file) {
  if (file.text.size() >= std::numeric_limits<uint32_t>::max()) {
    return tl::unexpected(Unreadable{file.path, "larger than 4 GiB", "split it into several files", std::nullopt, {}});
  }
  if (file.text.starts_with("\xFF\xFE") || file.text.starts_with("\xFE\xFF")) {
    return bad_text(file, 0, "this is UTF-16, not UTF-8", "save it as UTF-8: `iconv -f utf-16 -t utf-8 FILE > NEW`");
  }
  if (const auto offset = invalid_utf8(file.text)) {
    const auto byte = static_cast<unsigned char>(file.text[*offset]);
    return bad_text(file, *offset, fmt::format("not valid UTF-8: byte 0x{:02X}", byte), encoding_help);
  }
  if (const size_t offset = file.text.find('\0'); offset != std::string::npos) {
    return bad_text(file, offset, "a NUL byte, which SQL text cannot hold", "remove it");
  }
  return file;
}

Error to_error(const Unreadable& unreadable) {
  const std::string place =
      unreadable.offset ? fmt::format(":{}:{}", unreadable.place.line, unreadable.place.column) : std::string();
  return {ErrorCode::Input, fmt::format("{}{}: {}", unreadable.path, place, unreadable.what), unreadable.help, {}, {}};
}

Result<SourceFile> load_source(const std::string& path) {
  auto file = read_source(path);
  if (!file) return fail(to_error(file.error()));
  return std::move(*file);
}

Result<std::vector<std::string>> sql_files_in(const std::string& path) {
  LOCKSTEP_TRY(Entries entries, entries_of(path));
  std::erase_if(entries.files, [](const std::string& name) { return !is_sql(name); });
  return std::move(entries.files);
}

Result<Listing> list_folder(const std::string& path) {
  LOCKSTEP_TRY(const Entries entries, entries_of(path));
  Listing listing{path, {}, {}, {}};
  std::vector<std::string> names;
  for (const std::string& name : entries.files) (is_sql(name) ? names : listing.other_files).push_back(name);
  std::vector<Result<SourceFile>> sources(names.size());
  for_each_index(names.size(), [&](size_t i) { sources[i] = load_source(path_in(path, names[i])); });
  for (size_t i = 0; i < names.size(); ++i) {
    LOCKSTEP_TRY(SourceFile source, std::move(sources[i]));
    listing.sql.push_back({names[i], std::move(source), false});
  }
  for (const std::string& name : entries.folders) {
    // A folder that may not be entered is none of ours; it only helps to recognise a layout.
    Result<Entries> inside = entries_of(path_in(path, name));
    listing.folders.push_back({name, inside ? std::move(inside->files) : std::vector<std::string>{}});
  }
  return listing;
}

}  // namespace lockstep
