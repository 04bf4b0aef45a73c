// Layouts of other runners, recognised so that they are never taken for ours: their files hold downs, placeholders and
// directives that must not be run as plain SQL. The order is that of certainty: marker files, then names, then
// contents.
#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

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

/// The evidence "file: line" when a comment line of some file, with the white space after `--` removed, starts with
/// `mark` (lower case).
std::string comment_line(const Listing& listing, std::string_view mark) {
  for (const ListedFile& file : listing.sql) {
    std::string_view rest = file.source.text;
    while (!rest.empty()) {
      const size_t end = std::min(rest.find('\n'), rest.size());
      const std::string_view line = trim(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (!line.starts_with("--")) continue;
      const std::string_view words = trim(line.substr(2));
      if (equals_ignoring_case(words.substr(0, mark.size()), mark)) return fmt::format("`{}` in {}", line, file.name);
    }
  }
  return {};
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
  return first_of({committed != nullptr && !committed->files.empty() ? path_in("committed", committed->files[0]) : "",
                   comment_line(listing, "! hash:"), comment_line(listing, "! previous:")});
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
std::string goose(const Listing& listing) {
  return comment_line(listing, "+goose");
}
std::string dbmate(const Listing& listing) {
  return comment_line(listing, "migrate:up");
}

std::string liquibase(const Listing& listing) {
  const auto changelog = [](std::string_view name) {
    return name.find("changelog") != std::string_view::npos &&
           (name.ends_with(".xml") || name.ends_with(".yaml") || name.ends_with(".yml") || name.ends_with(".json"));
  };
  return first_of({comment_line(listing, "liquibase formatted"), comment_line(listing, "changeset "),
                   other_named(listing, changelog)});
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
};

constexpr std::array rows = {
    Row{"Atlas", atlas},
    Row{"sqitch", sqitch},
    Row{"Prisma", prisma},
    Row{"Diesel", diesel},
    Row{"graphile-migrate", graphile},
    Row{"sqlx", sqlx},
    Row{"golang-migrate or sqlx", golang_migrate},
    Row{"Flyway", flyway},
    Row{"goose", goose},
    Row{"dbmate", dbmate},
    Row{"Liquibase", liquibase},
    Row{"Rails", rails},
    Row{"Django or Alembic", python},
    Row{"a JavaScript runner", javascript},
};

}  // namespace

std::optional<ForeignLayout> recognise_foreign(const Listing& listing) {
  for (const Row& row : rows) {
    std::string evidence = row.evidence(listing);
    if (!evidence.empty()) return ForeignLayout{std::string(row.name), std::move(evidence)};
  }
  return std::nullopt;
}

}  // namespace lockstep
