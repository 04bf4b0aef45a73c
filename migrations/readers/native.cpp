// The native layout: <id>_<name>.sql, the undo in <id>_<name>.down.sql or behind `-- lockstep: undo`.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "migrations/native_name.h"
#include "migrations/reader.h"

namespace lockstep {
namespace {

struct NamedFile {
  NativeName name;
  SourceFile source;
};

/// The files of all listings, downs apart from the rest.
struct Sorted {
  std::vector<NamedFile> ups;
  std::map<std::string, SourceFile> downs;  ///< by path without ".down"
  bool keep_order = false;                  ///< some name has no id
};

std::string up_path(const SourceFile& down) {
  return down.path.substr(0, down.path.size() - 9) + ".sql";
}
std::string down_path(const SourceFile& up) {
  return up.path.substr(0, up.path.size() - 4) + ".down.sql";
}

Result<Sorted> sort_out(std::vector<Listing> listings) {
  Sorted sorted;
  for (Listing& listing : listings) {
    for (ListedFile& file : listing.sql) {
      std::optional<NativeName> name = native_name(file.name);
      if (name && name->down) {
        sorted.downs.emplace(up_path(file.source), std::move(file.source));
        continue;
      }
      if (!name && !file.is_argument) {
        return fail(
            ErrorCode::Input, fmt::format("{}: the file's name gives no id", file.source.path),
            "name it <id>_<name>.sql with digits in the id, e.g. 0001_" + file.name + ", or move it out of the folder");
      }
      if (!name) {
        // A file of any name may be looked at by itself; its place among others is where it was given.
        sorted.keep_order = true;
        name = NativeName{file.name.substr(0, file.name.rfind('.')), "", false};
      }
      // The down of a file that was given alone stands beside it.
      const std::string down = down_path(file.source);
      if (file.is_argument && file_exists(down)) {
        LOCKSTEP_TRY(SourceFile source, load_source(down));
        sorted.downs.emplace(file.source.path, std::move(source));
      }
      sorted.ups.push_back({std::move(*name), std::move(file.source)});
    }
  }
  return sorted;
}

/// Orders by id and refuses two of the same: "7" and "007" are one number.
Status order(std::vector<NamedFile>& files) {
  const bool numbers =
      std::all_of(files.begin(), files.end(), [](const NamedFile& file) { return all_digits(file.name.id); });
  const auto less = [&](const NamedFile& a, const NamedFile& b) { return id_before(a.name.id, b.name.id, numbers); };
  std::stable_sort(files.begin(), files.end(), less);
  const auto same = std::adjacent_find(files.begin(), files.end(),
                                       [&](const NamedFile& a, const NamedFile& b) { return !less(a, b); });
  if (same == files.end()) return {};
  return fail(ErrorCode::Input,
              fmt::format("two migrations have the id {}: {} and {}", same->name.id, same->source.path,
                          std::next(same)->source.path),
              "give the newer one the next free id; `lockstep new` chooses it");
}

/// A migration has one undo. The section can stand only where its word does, which few texts have.
Status check_one_undo(const MigrationText& text, Dialect dialect) {
  if (!text.undo || text.file.text.find("undo") == std::string::npos) return {};
  const ParseOptions only_statements{.placeholders = true, .tokens = false};
  const Migration migration = make_migration({}, {}, text.file, dialect, only_statements);
  if (migration.undo.empty()) return {};
  return fail(ErrorCode::Input,
              fmt::format("{} has an undo section, and {} exists too", text.file.path, text.undo->path),
              "keep one of them");
}

bool recognise(const Listing&) {
  return true;
}

Result<std::vector<MigrationText>> find(std::vector<Listing> listings, Dialect dialect) {
  LOCKSTEP_TRY(Sorted sorted, sort_out(std::move(listings)));
  if (!sorted.keep_order) LOCKSTEP_CHECK(order(sorted.ups));
  std::vector<MigrationText> migrations;
  migrations.reserve(sorted.ups.size());
  for (NamedFile& file : sorted.ups) {
    auto down = sorted.downs.extract(file.source.path);
    migrations.push_back({std::move(file.name.id), std::move(file.name.name), std::move(file.source),
                          down ? std::optional(std::move(down.mapped())) : std::nullopt});
    LOCKSTEP_CHECK(check_one_undo(migrations.back(), dialect));
  }
  if (!sorted.downs.empty()) {
    const auto& [up, down] = *sorted.downs.begin();
    return fail(ErrorCode::Input, fmt::format("{} is the undo of a migration that is not there: {}", down.path, up),
                "an undo is never run as a migration; give the migration, or remove the undo");
  }
  return migrations;
}

}  // namespace

const Reader reader_native{"native", recognise, find};

}  // namespace lockstep
