// `plan --emit-dir`: a plan as files for other runners.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"
#include "cli/new_file.h"
#include "cli/plans/script.h"

namespace lockstep {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view first_line = "-- lockstep plan, sha256 of what follows: ";

PlanFile plan_file(std::string name, const std::string& text) {
  return {std::move(name), fmt::format("{}{}\n{}", first_line, sha256(text), text)};
}

/// Ids and names come from file names of whatever tool; a slash would lead out of the folder.
std::string file_stem(const Plan& plan) {
  return replace_all(plan.name.empty() ? plan.migration : fmt::format("{}_{}", plan.migration, plan.name), "/", "_");
}

int number_of(const PlanPart& part) {
  return part.purge ? 4 : static_cast<int>(part.phase) + 1;
}

/// Empty when there is no such file.
std::string read_text(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Files of an earlier plan of the same migration, with phases that it has no longer. Their names differ from those of
/// `file` only behind the last number.
bool is_left_over(const fs::path& path, const std::vector<PlanFile>& files) {
  const std::string name = path.filename().string();
  const auto same_migration = [&](const PlanFile& file) {
    const std::string_view stem = std::string_view(file.name).substr(0, file.name.rfind(".sql"));
    const std::string_view own = stem.ends_with(".undo") ? stem.substr(0, stem.size() - 5) : stem;
    const std::string prefix(own.substr(0, own.rfind('.') + 1));
    return name.starts_with(prefix) && name.size() > prefix.size() && name[prefix.size()] >= '1' &&
           name[prefix.size()] <= '4' && name.ends_with(".sql");
  };
  const bool wanted = std::any_of(files.begin(), files.end(), [&](const PlanFile& file) { return file.name == name; });
  return !wanted && std::any_of(files.begin(), files.end(), same_migration) && is_plan_file(read_text(path));
}

}  // namespace

bool is_plan_file(std::string_view text) {
  const size_t line = text.find('\n');
  if (!text.starts_with(first_line) || line == std::string_view::npos) return false;
  return text.substr(first_line.size(), line - first_line.size()) == sha256(text.substr(line + 1));
}

Result<std::vector<PlanFile>> plan_files(const std::vector<PlanView>& views) {
  std::vector<PlanFile> files;
  for (const PlanView& view : views) {
    const Plan& plan = view.planned->plan;
    for (const PlanPart& part : parts_of(plan)) {
      const std::string name = fmt::format("{}.{}_{}", file_stem(plan), number_of(part), part.name);
      LOCKSTEP_TRY(const std::string steps, part_script(view, part));
      LOCKSTEP_TRY(const std::string undo, undo_script(view, part));
      const WayBack back = way_back(plan, part);
      files.push_back(plan_file(name + ".sql", script_head(plan.dialect) + "\n" + steps));
      files.push_back(plan_file(
          name + ".undo.sql",
          sql_comment(fmt::format("==== {} {}: back from {} ====\nThe undo of later parts runs before it.\n"
                                  "back to before the migration: {}",
                                  plan.migration, plan.name, part.name, grade_in_words(back.grade, back.reasons))) +
              script_head(plan.dialect) + undo));
    }
  }
  return files;
}

Result<std::vector<std::string>> write_plan_files(const std::vector<PlanFile>& files, const std::string& folder,
                                                  bool force) {
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_directory(folder, error)) {
    return fail(ErrorCode::Input, fmt::format("`{}` is a file (--emit-dir)", folder), "name a folder");
  }
  fs::create_directories(folder, error);
  if (error) return fail(ErrorCode::Input, fmt::format("cannot make the folder {}: {}", folder, error.message()));
  for (const PlanFile& file : files) {
    const fs::path path = fs::path(folder) / file.name;
    if (force || !fs::exists(fs::symlink_status(path, error)) || is_plan_file(read_text(path))) continue;
    return fail(ErrorCode::Input,
                fmt::format("{} is in the way: lockstep did not write it, or it was edited since", path.string()),
                "move it away, or give `--force` to replace it; nothing was written");
  }
  std::vector<fs::path> left_over;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    if (entry.is_regular_file(error) && is_left_over(entry.path(), files)) left_over.push_back(entry.path());
  }
  std::vector<std::string> written;
  for (const PlanFile& file : files) {
    const std::string path = (fs::path(folder) / file.name).string();
    LOCKSTEP_CHECK(replace_file(path, file.text));
    written.push_back(path);
  }
  for (const fs::path& path : left_over) fs::remove(path, error);
  return written;
}

}  // namespace lockstep
