#include <ctime>

#include <algorithm>

#include <fmt/format.h>

#include "cli/command.h"
#include "cli/documents.h"
#include "cli/new_file.h"
#include "migrations/native_name.h"
#include "migrations/reader.h"

namespace lockstep {
namespace {

/// UTC in the form of ids that are times.
std::string now() {
  const std::time_t seconds = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                     parts.tm_hour, parts.tm_min, parts.tm_sec);
}

/// "Add shipping-zone" -> "Add_shipping_zone": what is safe in a file's name everywhere.
std::string file_name_part(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain) {
      out += c;
    } else if (!out.empty() && out.back() != '_') {
      out += '_';
    }
  }
  while (!out.empty() && out.back() == '_') out.pop_back();
  return out;
}

std::string contents(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return fmt::format(
      "-- {}\n"
      "--\n"
      "-- Plain SQL follows. What SQL cannot say, a line of its own before a statement says; take away the first `-- "
      "`\n"
      "-- of those that you need, and remove the others:\n"
      "--\n"
      "-- -- lockstep: using=<expression>          value for existing rows of an added or changed column\n"
      "-- -- lockstep: reverse=<expression>        how to compute the old column from the new one\n"
      "-- -- lockstep: phase=contract              run the next statement in that phase\n"
      "-- -- lockstep: backfill key=id chunk=500   how to walk the next UPDATE, DELETE or INSERT SELECT\n"
      "-- -- lockstep: mirror old -> new           keep two tables in sync while both are in use\n"
      "-- -- lockstep: gate soak=72h               the contract of this migration waits that long\n"
      "-- -- lockstep: ignore <rule> <reason>      silence one finding\n"
      "-- -- lockstep: as-written                  run the next statement literally\n"
      "-- -- lockstep: undo                        the statements that follow are the undo\n"
      "\n",
      name);
}

Result<std::string> new_id(const std::string& folder) {
  LOCKSTEP_TRY(const Listing listing, list_folder(folder));
  if (const auto layout = recognise_foreign(listing)) {
    return fail(ErrorCode::Input,
                fmt::format("`{}` is a layout of {} (seen: {})", folder, layout->name, layout->evidence),
                "lockstep writes <id>_<name>.sql only: give another folder with `--dir`");
  }
  std::vector<std::string> ids;
  for (const ListedFile& file : listing.sql) {
    if (const auto name = native_name(file.name)) ids.push_back(name->id);
  }
  return next_id(ids, now());
}

Result<int> run(Context& context) {
  if (context.arguments.positional.empty()) {
    return fail(ErrorCode::Input, "`new` wants a name", "e.g. `lockstep new add_shipping_zone`");
  }
  const std::string name = file_name_part(context.arguments.positional[0]);
  if (name.empty()) {
    return fail(ErrorCode::Input, fmt::format("`{}` holds no letter or digit", context.arguments.positional[0]),
                "e.g. `lockstep new add_shipping_zone`");
  }
  const std::string folder = context.arguments.value("--dir", context.settings.text("migrations"));
  if (!is_folder(folder)) {
    return fail(ErrorCode::Input, fmt::format("there is no folder `{}`", folder), "`lockstep init` makes one");
  }
  LOCKSTEP_TRY(const std::string id, new_id(folder));
  const std::string path = path_in(folder, fmt::format("{}_{}.sql", id, name));
  LOCKSTEP_TRY(const bool written, write_new_file(path, contents(name)));
  if (!written) return fail(ErrorCode::Input, fmt::format("{} exists already", path));
  print(context.terminal, context.terminal.json ? new_document(id, path) : path + "\n");
  return exit_done;
}

}  // namespace

extern const Command command_new;
const Command command_new{
    "new",
    false,
    "write the next migration's file",
    R"(Use it to begin a migration: the file gets the next id and, as comments, what can be said besides SQL. `init` comes
before it in a project that has none yet; `lint` comes after you wrote the SQL.)",
    "NAME",
    "what the migration does, e.g. add_shipping_zone",
    {{"--dir", "FOLDER", "where to write it; default: the folder of migrations"}},
    "",
    R"(  lockstep new add_shipping_zone
)",
    run,
};

}  // namespace lockstep
