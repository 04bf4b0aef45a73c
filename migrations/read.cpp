#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/parallel.h"
#include "base/text.h"
#include "migrations/files.h"
#include "migrations/migration.h"
#include "migrations/reader.h"

namespace lockstep {
namespace {

constexpr std::array readers = {
#define LOCKSTEP_READER(name) &reader_##name,
#include "migrations/readers.def"
#undef LOCKSTEP_READER
};

tl::unexpected<Error> missing(const std::string& path) {
  return fail(ErrorCode::Input, fmt::format("there is no file or folder `{}`", path),
              "give the folder that holds your migrations, or begin one with `lockstep init`");
}

/// Folders that were given keep to themselves; files that were given one by one make one listing.
Result<std::vector<Listing>> list(const std::vector<std::string>& paths, const SourceFile* given) {
  std::vector<Listing> listings;
  Listing files;
  for (const std::string& path : paths) {
    if (given != nullptr && path == given->path) {
      files.sql.push_back({std::string(base_name(path)), *given, true});
    } else if (is_folder(path)) {
      LOCKSTEP_TRY(Listing listing, list_folder(path));
      listings.push_back(std::move(listing));
    } else if (file_exists(path)) {
      LOCKSTEP_TRY(SourceFile source, load_source(path));
      files.sql.push_back({std::string(base_name(path)), std::move(source), true});
    } else {
      return missing(path);
    }
  }
  if (!files.sql.empty()) listings.push_back(std::move(files));
  return listings;
}

Status refuse_foreign(const Listing& listing) {
  const auto layout = recognise_foreign(listing);
  if (!layout) return {};
  const std::string place = listing.path.empty() ? "" : fmt::format("`{}` is ", listing.path);
  return fail(ErrorCode::Input,
              fmt::format("{}a layout of {} (seen: {}), which this version of lockstep does not read yet", place,
                          layout->name, layout->evidence),
              "lockstep reads <id>_<name>.sql, with the undo in <id>_<name>.down.sql: copy the up parts to such files, "
              "e.g. 0001_init.sql");
}

const Reader* reader_of(const Listing& listing) {
  const auto found =
      std::find_if(readers.begin(), readers.end(), [&](const Reader* reader) { return reader->recognise(listing); });
  return found == readers.end() ? nullptr : *found;
}

/// Nothing to read: says what is there instead, since the wrong folder is the usual cause.
tl::unexpected<Error> nothing_in(const Listing& listing) {
  std::string help = "the first one: `lockstep new init`";
  for (const ListedFolder& folder : listing.folders) {
    const auto is_sql = [](const std::string& name) { return name.ends_with(".sql"); };
    if (std::any_of(folder.files.begin(), folder.files.end(), is_sql)) {
      help = fmt::format("there are some in `{}`: give that folder", path_in(listing.path, folder.name));
      break;
    }
  }
  return fail(ErrorCode::Input, fmt::format("no migrations in `{}`: no file whose name ends in .sql", listing.path),
              std::move(help));
}

}  // namespace

Result<std::vector<MigrationText>> find_migrations(const std::vector<std::string>& paths, Dialect dialect,
                                                   const SourceFile* given) {
  LOCKSTEP_TRY(std::vector<Listing> listings, list(paths, given));
  const Reader* reader = nullptr;
  for (const Listing& listing : listings) {
    LOCKSTEP_CHECK(refuse_foreign(listing));
    if (listing.sql.empty()) return nothing_in(listing);
    const Reader* own = reader_of(listing);
    if (reader != nullptr && own != reader) {
      return fail(ErrorCode::Input, "the paths given follow different layouts", "run lockstep for each of them");
    }
    reader = own;
  }
  if (reader == nullptr) return std::vector<MigrationText>{};
  return reader->find(std::move(listings), dialect);
}

Result<std::vector<Migration>> read_migrations(const std::vector<std::string>& paths, Dialect dialect,
                                               ParseOptions options, const SourceFile* given) {
  LOCKSTEP_TRY(std::vector<MigrationText> texts, find_migrations(paths, dialect, given));
  std::vector<Migration> migrations(texts.size());
  for_each_index(texts.size(),
                 [&](size_t i) { migrations[i] = parse_migration(std::move(texts[i]), dialect, options); });
  return migrations;
}

std::string render_errors(const Migration& migration) {
  std::string out;
  const auto render = [&](const std::vector<SyntaxError>& errors, const SourceFile& file) {
    for (const SyntaxError& error : errors) {
      out += render_text(Diagnostic{"", "", Severity::Error, error.message, error.help, error.span}, file);
    }
  };
  render(migration.errors, migration.file);
  render(migration.undo_errors, migration.undo_file);
  return out;
}

}  // namespace lockstep
