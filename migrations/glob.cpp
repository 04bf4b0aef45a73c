#include "migrations/glob.h"

#include <fnmatch.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/text.h"
#include "migrations/files.h"

namespace lockstep {
namespace {

namespace fs = std::filesystem;
using Parts = std::vector<std::string>;

bool name_fits(const std::string& pattern, const std::string& name) {
  return fnmatch(pattern.c_str(), name.c_str(), FNM_PERIOD) == 0;
}

/// Adds what stands below `folder` and fits the parts from `at` on.
void walk(const std::string& folder, const Parts& parts, size_t at, std::vector<std::string>& found) {
  if (!is_glob(parts[at])) {
    const std::string path = path_in(folder, parts[at]);
    if (at + 1 < parts.size()) return walk(path, parts, at + 1, found);
    if (file_exists(path) && !is_folder(path)) found.push_back(path);
    return;
  }
  const bool any_depth = parts[at] == "**";
  if (any_depth && at + 1 < parts.size()) walk(folder, parts, at + 1, found);
  std::error_code error;
  fs::directory_iterator entry(folder.empty() ? "." : folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (!name_fits(any_depth ? "*" : parts[at], name)) continue;
    const std::string path = path_in(folder, name);
    std::error_code ignored;
    const bool is_directory = entry->is_directory(ignored);
    if (is_directory && any_depth) walk(path, parts, at, found);
    if (is_directory && !any_depth && at + 1 < parts.size()) walk(path, parts, at + 1, found);
    if (!is_directory && at + 1 == parts.size()) found.push_back(path);
  }
}

bool fits(const Parts& pattern, size_t p, const Parts& path, size_t at) {
  if (p == pattern.size()) return true;  // a folder, and all that is in it
  if (pattern[p] == "**") {
    for (size_t next = at; next <= path.size(); ++next) {
      if (fits(pattern, p + 1, path, next)) return true;
    }
    return false;
  }
  return at < path.size() && name_fits(pattern[p], path[at]) && fits(pattern, p + 1, path, at + 1);
}

Parts parts_of(std::string_view path) {
  Parts parts = split(path, '/');
  std::erase_if(parts, [](const std::string& part) { return part.empty() || part == "."; });
  return parts;
}

}  // namespace

bool is_glob(std::string_view path) {
  return path.find_first_of("*?[") != std::string_view::npos;
}

std::vector<std::string> expand_glob(const std::string& pattern) {
  std::vector<std::string> found;
  const Parts parts = parts_of(pattern);
  if (!parts.empty()) walk(pattern.starts_with('/') ? "/" : "", parts, 0, found);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

bool matches_glob(std::string_view pattern, std::string_view path) {
  const bool of_names = pattern.find('/') == std::string_view::npos;
  return (of_names && name_fits(std::string(pattern), std::string(base_name(path)))) ||
         fits(parts_of(pattern), 0, parts_of(path), 0);
}

}  // namespace lockstep
