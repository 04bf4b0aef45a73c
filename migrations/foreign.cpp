// Layouts of other runners, recognised so that they are never taken for ours: their files hold downs, placeholders and
// directives that must not be run as plain SQL. The order is that of certainty: marker files, then names, then
// contents.
#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "base/parallel.h"
#include "base/text.h"
#include "migrations/reader.h"

namespace lockstep {
namespace {

bool has_file(const Listing& listing, std::string_view name) {
  return std::find(listing.other_files.begin(), listing.other_files.end(), name) != listing.other_files.end();
}

const ListedFolder* folder(const Listing& listing, std::string_view name) {
  const auto found = std::find_if(listing.folders.begin(), listing.folders.end(),
                                  [&](const ListedFolder& each) { return each.name == name; });
  return found == listing.folders.end() ? nullptr : &*found;
}

/// The first "folder/file" below the listing where `file` stands in a folder of migrations; else "".
std::string in_any_folder(const Listing& listing, std::string_view file) {
  for (const ListedFolder& each : listing.folders) {
    if (std::find(each.files.begin(), each.files.end(), file) != each.files.end()) return path_in(each.name, file);
  }
  return {};
}

/// The first .sql file for whose name `test` holds; else "".
template <typename Test>
std::string sql_named(const Listing& listing, Test test) {
  for (const ListedFile& file : listing.sql) {
    if (test(std::string_view(file.name))) return file.name;
  }
  return {};
}

template <typename Test>
std::string other_named(const Listing& listing, Test test) {
  for (const std::string& name : listing.other_files) {
    if (test(std::string_view(name))) return name;
  }
  return {};
}

bool digit(char c) {
  return c >= '0' && c <= '9';
}

/// V1__name.sql, V1.2_3__name.sql, R__name.sql, U1__name.sql, B1__name.sql.
bool flyway_name(std::string_view name) {
  const size_t separator = name.find("__");
  if (separator == std::string_view::npos || separator == 0) return false;
  const std::string_view version = name.substr(1, separator - 1);
  if (name[0] == 'R') return version.empty();
  return (name[0] == 'V' || name[0] == 'U' || name[0] == 'B') && !version.empty() && digit(version[0]) &&
         std::all_of(version.begin(), version.end(), [](char c) { return digit(c) || c == '.' || c == '_'; });
}

bool up_name(std::string_view name) {
  return name.size() > 7 && equals_ignoring_case(name.substr(name.size() - 7), ".up.sql");
}

/// What comment lines begin with that the tools below put into their files, in lower case.
constexpr std::array<std::string_view, 6> marks = {"! hash:",    "! previous:",         "+goose",
                                                   "migrate:up", "liquibase formatted", "changeset "};

/// For each mark the first comment line of some file that, with the white space after `--` removed, starts with it.
using MarkedLines = std::array<std::string, marks.size()>;

MarkedLines marked_lines(const SourceFile& file) {
  MarkedLines found;
  const std::string_view text = file.text;
  for (size_t at = text.find("--"); at != std::string_view::npos; at = text.find("--", at)) {
    const size_t line_begin = text.rfind('\n', at) + 1;  // 0 where there is none
    const size_t line_end = std::min(text.find('\n', at), text.size());
    const std::string_view line = trim(text.substr(line_begin, line_end - line_begin));
    at = line_end;
    if (!line.starts_with("--")) continue;
    const std::string_view words = trim(line.substr(2));
    for (size_t i = 0; i < marks.size(); ++i) {
      if (found[i].empty() && equals_ignoring_case(words.substr(0, marks[i].size()), marks[i])) found[i] = line;
    }
  }
  return found;
}

/// The evidence "`line` in file" for each mark.
MarkedLines marked_lines(const Listing& listing) {
  std::vector<MarkedLines> of_files(listing.sql.size());
  for_each_index(of_files.size(), [&](size_t i) { of_files[i] = marked_lines(listing.sql[i].source); });
  MarkedLines found;
  for (size_t file = 0; file < of_files.size(); ++file) {
    for (size_t i = 0; i < marks.size(); ++i) {
      if (!found[i].empty() || of_files[file][i].empty()) continue;
      found[i] = fmt::format("`{}` in {}", of_files[file][i], listing.sql[file].name);
    }
  }
  return found;
}

std::string beside(const Listing& listing, std::string_view name) {
  if (listing.path.empty()) return {};
  return file_exists(path_in(path_in(listing.path, ".."), name)) ? fmt::format("../{}", name) : std::string();
}

std::string marker(const Listing& listing, std::string_view name) {
  return has_file(listing, name) ? std::string(name) : std::string();
}

std::string first_of(std::initializer_list<std::string> evidence) {
  const auto found =
      std::find_if(evidence.begin(), evidence.end(), [](const std::string& each) { return !each.empty(); });
  return found == evidence.end() ? std::string() : *found;
}

std::string atlas(const Listing& listing) {
  return marker(listing, "atlas.sum");
}

std::string sqitch(const Listing& listing) {
  return first_of({marker(listing, "sqitch.plan"), beside(listing, "sqitch.plan")});
}

std::string prisma(const Listing& listing) {
  return first_of({marker(listing, "migration_lock.toml"), in_any_folder(listing, "migration_lock.toml"),
                   in_any_folder(listing, "migration.sql")});
}

std::string diesel(const Listing& listing) {
  const bool inside = sql_named(listing, [](std::string_view name) { return name == "up.sql"; }) == "up.sql";
  return first_of({in_any_folder(listing, "up.sql"), inside ? "up.sql" : ""});
}

std::string graphile(const Listing& listing) {
  const ListedFolder* committed = folder(listing, "committed");
  return committed != nullptr && !committed->files.empty() ? path_in("committed", committed->files[0]) : "";
}

std::string sqlx(const Listing& listing) {
  const std::string name = sql_named(listing, up_name);
  const bool is_sqlx = !name.empty() && !listing.path.empty() &&
                       (!beside(listing, ".sqlx").empty() || !beside(listing, "sqlx-data.json").empty());
  return is_sqlx ? name : "";
}

std::string golang_migrate(const Listing& listing) {
  return sql_named(listing, up_name);
}
std::string flyway(const Listing& listing) {
  return sql_named(listing, flyway_name);
}
std::string nothing_else(const Listing&) {
  return {};
}

std::string changelog_file(const Listing& listing) {
  const auto changelog = [](std::string_view name) {
    return name.find("changelog") != std::string_view::npos &&
           (name.ends_with(".xml") || name.ends_with(".yaml") || name.ends_with(".yml") || name.ends_with(".json"));
  };
  return other_named(listing, changelog);
}

/// Layouts whose migrations are programs. They are claimed only where there is no SQL at all.
std::string programs(const Listing& listing, std::string_view extension) {
  if (!listing.sql.empty()) return {};
  return other_named(listing, [&](std::string_view name) {
    return name.ends_with(extension) && std::any_of(name.begin(), name.end(), digit);
  });
}
std::string rails(const Listing& listing) {
  return programs(listing, ".rb");
}
std::string python(const Listing& listing) {
  return programs(listing, ".py");
}
std::string javascript(const Listing& listing) {
  return first_of({programs(listing, ".js"), programs(listing, ".ts"), programs(listing, ".mjs")});
}

struct Row {
  std::string_view name;
  std::string (*evidence)(const Listing&);  ///< "" when the listing is not of this layout
  std::array<std::string_view, 2> marks{};  ///< what else gives it away: these of `marks`
};

constexpr std::array rows = {
    Row{"Atlas", atlas},
    Row{"sqitch", sqitch},
    Row{"Prisma", prisma},
    Row{"Diesel", diesel},
    Row{"graphile-migrate", graphile, {"! hash:", "! previous:"}},
    Row{"sqlx", sqlx},
    Row{"golang-migrate or sqlx", golang_migrate},
    Row{"Flyway", flyway},
    Row{"goose", nothing_else, {"+goose"}},
    Row{"dbmate", nothing_else, {"migrate:up"}},
    Row{"Liquibase", nothing_else, {"liquibase formatted", "changeset "}},
    Row{"Liquibase", changelog_file},
    Row{"Rails", rails},
    Row{"Django or Alembic", python},
    Row{"a JavaScript runner", javascript},
};

}  // namespace

std::optional<ForeignLayout> recognise_foreign(const Listing& listing) {
  const MarkedLines lines = marked_lines(listing);
  const auto marked = [&](std::string_view mark) {
    const auto found = std::find(marks.begin(), marks.end(), mark);
    return found == marks.end() ? std::string() : lines[static_cast<size_t>(found - marks.begin())];
  };
  for (const Row& row : rows) {
    std::string evidence = first_of({row.evidence(listing), marked(row.marks[0]), marked(row.marks[1])});
    if (!evidence.empty()) return ForeignLayout{std::string(row.name), std::move(evidence)};
  }
  return std::nullopt;
}

}  // namespace lockstep
