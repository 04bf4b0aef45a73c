// Folders and files of migrations, as read from disk, before anyone asks which layout they follow.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/source.h"

namespace lockstep {

/// Why a file is not text that can be read, and where in it when that can be said.
struct Unreadable {
  std::string path;
  std::string what;  ///< "not valid UTF-8: byte 0xE9"
  std::string help;
  std::optional<uint32_t> offset;
  LineColumn place;
};

/// Reads a file as text. It may be missing or not readable, not UTF-8, hold a NUL byte, or be larger than spans can
/// address (4 GiB).
[[nodiscard]] tl::expected<SourceFile, Unreadable> read_source(const std::string& path);

/// The same for text from elsewhere: standard input, say.
[[nodiscard]] tl::expected<SourceFile, Unreadable> check_source(SourceFile file);

/// The same as an Input error that names path, line and column.
[[nodiscard]] Result<SourceFile> load_source(const std::string& path);
[[nodiscard]] Error to_error(const Unreadable& unreadable);

/// A file whose name ends in .sql.
struct ListedFile {
  std::string name;  ///< the last part of its path
  SourceFile source;
  bool is_argument = false;  ///< named by the user, not found in a folder
};

/// A folder inside the listed one, and the names of the files in it.
struct ListedFolder {
  std::string name;
  std::vector<std::string> files;
};

/// What stands in one folder, or the files given one by one. Symlinks are followed; hidden entries are left out, and
/// with them `..data` and `..2024_*` of a Kubernetes ConfigMap mount. Sorted by name.
struct Listing {
  std::string path;  ///< empty for files given one by one
  std::vector<ListedFile> sql;
  std::vector<std::string> other_files;
  std::vector<ListedFolder> folders;
};

/// The names of a folder's .sql files, sorted; hidden ones left out. An Input error when it cannot be read.
[[nodiscard]] Result<std::vector<std::string>> sql_files_in(const std::string& path);

/// Lists one folder and reads its .sql files. An Input error for a folder that is missing or cannot be read.
[[nodiscard]] Result<Listing> list_folder(const std::string& path);

[[nodiscard]] bool is_folder(const std::string& path);
[[nodiscard]] bool file_exists(const std::string& path);

/// `folder/name`, whether or not `folder` ends in a slash.
[[nodiscard]] std::string path_in(std::string_view folder, std::string_view name);
/// The last part of a path: "0001_init.sql" of "db/0001_init.sql".
[[nodiscard]] std::string_view base_name(std::string_view path);
/// What comes before it, "" when there is no slash.
[[nodiscard]] std::string_view folder_of(std::string_view path);

}  // namespace lockstep
