#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/settings.h"
#include "tests/cli/process.h"
#include "tests/migrations/temp_folder.h"

namespace lockstep::test {
namespace {

/// A working directory for one test.
class Inside {
 public:
  explicit Inside(const std::string& path) : before_(std::filesystem::current_path()) {
    std::filesystem::current_path(path);
  }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;
  ~Inside() { std::filesystem::current_path(before_); }

 private:
  std::filesystem::path before_;
};

using Map = std::map<std::string, std::string, std::less<>>;

Result<Settings> resolve(const Map& options, const Map& variables) {
  return resolve_settings(options, [&](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  });
}

/// "value from origin".
std::string told(const Result<Settings>& settings, std::string_view key) {
  if (!settings) return settings.error().message;
  return settings->text(key) + " from " + settings->origin(key);
}

TEST_CASE("an option beats a variable, a variable beats the file, the file beats the default") {
  const TempFolder folder;
  const Inside inside(folder.path());
  CHECK(told(resolve({}, {}), "project") == "default from default");
  folder.write("lockstep.toml", "# ours\nproject = \"file\"\n");
  CHECK(told(resolve({}, {}), "project") == "file from lockstep.toml:2");
  CHECK(told(resolve({}, {{"LOCKSTEP_PROJECT", "variable"}}), "project") == "variable from LOCKSTEP_PROJECT");
  CHECK(told(resolve({{"--project", "option"}}, {{"LOCKSTEP_PROJECT", "variable"}}), "project") ==
        "option from --project");
}

TEST_CASE("the database may also come from DATABASE_URL and from libpq's variables") {
  const TempFolder folder;
  const Inside inside(folder.path());
  CHECK_FALSE(resolve({}, {})->has("database"));
  const Map all = {{"DATABASE_URL", "postgresql://a/b"}, {"PGHOST", "c"}};
  CHECK(told(resolve({}, all), "database") == "postgresql://a/b from DATABASE_URL");
  CHECK(told(resolve({}, {{"PGHOST", "c"}}), "database") == "postgresql:// from PGHOST");
  CHECK(told(resolve({}, {{"PGDATABASE", "c"}}), "database") == "postgresql:// from PGDATABASE");
  folder.write("lockstep.toml", "database = \"postgresql://file/b\"");
  CHECK(told(resolve({}, all), "database") == "postgresql://file/b from lockstep.toml:1");
}

TEST_CASE("lockstep.toml is found upward, and its paths count from its folder") {
  const TempFolder folder;
  folder.write("lockstep.toml", "migrations = \"db/migrations\"\ndatabase = \"sqlite:shop.db\"\n");
  folder.write("app/src/main.c", "");
  const Inside inside(folder.path("app/src"));
  const auto settings = resolve({}, {});
  CHECK(told(settings, "migrations") == "../../db/migrations from ../../lockstep.toml:1");
  CHECK(told(settings, "database") == "sqlite:../../shop.db from ../../lockstep.toml:2");
}

TEST_CASE("the option --config and LOCKSTEP_CONFIG name another file") {
  const TempFolder folder;
  const Inside inside(folder.path());
  folder.write("other.toml", "project = \"other\"\n");
  CHECK(told(resolve({{"--config", "other.toml"}}, {}), "project") == "other from other.toml:1");
  CHECK(told(resolve({}, {{"LOCKSTEP_CONFIG", "other.toml"}}), "project") == "other from other.toml:1");
  CHECK(told(resolve({{"--config", "gone.toml"}}, {}), "project") == "there is no configuration file `gone.toml`");
}

TEST_CASE("the dialect follows the database's URL unless it is set") {
  const TempFolder folder;
  const Inside inside(folder.path());
  CHECK(resolve({}, {})->dialect() == Dialect::PostgreSQL);
  CHECK(resolve({}, {{"DATABASE_URL", "sqlite:a.db"}})->dialect() == Dialect::SQLite);
  CHECK(resolve({{"--dialect", "postgresql"}}, {{"DATABASE_URL", "sqlite:a.db"}})->dialect() == Dialect::PostgreSQL);
}

TEST_CASE("what lockstep.toml gets wrong is told with its line and the likely word") {
  struct Case {
    std::string text, message, help;
  };
  const std::vector<Case> cases = {
      {"\ndialct = \"sqlite\"", "lockstep.toml:2: unknown key `dialct`", "did you mean `dialect`?"},
      {"[backfill]\npase = \"fast\"", "lockstep.toml:2: unknown key `backfill.pase`",
       "did you mean `pace` under `[backfill]`?"},
      {"fail-on = \"error\"", "lockstep.toml:1: unknown key `fail-on`", "did you mean `fail-on` under `[lint]`?"},
      {"dialect = \"mysql\"", "lockstep.toml:1: `dialect` wants `postgresql` or `sqlite`, not `mysql`", ""},
      {"project = 3", "lockstep.toml:1: `project` wants a string", ""},
      {"server-version = \"15\"", "lockstep.toml:1: `server-version` wants a whole number", ""},
      {"[lint]\ndisable = \"a\"", "lockstep.toml:2: `lint.disable` wants an array of strings", ""},
      {"[run]\ndeadline = \"soon\"", "lockstep.toml:2: `run.deadline` wants a duration, not `soon`",
       "write e.g. `250ms`, `30s`, `10m`, `72h` or `7d`"},
  };
  const TempFolder folder;
  const Inside inside(folder.path());
  for (const Case& each : cases) {
    INFO(each.text);
    folder.write("lockstep.toml", each.text);
    const auto settings = resolve({}, {});
    REQUIRE_FALSE(settings.has_value());
    CHECK(settings.error().code == ErrorCode::Input);
    CHECK(settings.error().message == each.message);
    CHECK(settings.error().help == each.help);
  }
  folder.write("lockstep.toml", "project = \n");
  CHECK(told(resolve({}, {}), "project").starts_with("lockstep.toml:1:"));
}

TEST_CASE("lists and numbers of the file are read as those of the command line") {
  const TempFolder folder;
  const Inside inside(folder.path());
  folder.write("lockstep.toml", "server-version = 15\n[lint]\ndisable = [\"a\", \"b\"]\n[run]\ndeadline = \"2m\"\n");
  const auto settings = resolve({}, {});
  CHECK(settings->number("server-version") == 15);
  CHECK(settings->list("lint.disable") == std::vector<std::string>{"a", "b"});
  CHECK(settings->milliseconds("run.deadline") == 120'000);
  CHECK(resolve({{"--disable", "c, d"}}, {})->list("lint.disable") == std::vector<std::string>{"c", "d"});
}

TEST_CASE("durations") {
  CHECK(duration_ms("0") == 0);
  CHECK(duration_ms("250ms") == 250);
  CHECK(duration_ms("7d") == 7LL * 86'400'000);
  for (const std::string text : {"", "5", "ms", "1.5s", "-1s", "1 s", "9999999999s"})
    CHECK_FALSE(duration_ms(text).has_value());
}

TEST_CASE("the schema of lockstep.toml knows the same keys") {
  std::ifstream file(LOCKSTEP_SOURCE "/docs/schemas/lockstep.toml.json");
  const auto schema = nlohmann::json::parse(file);
  std::vector<std::string> documented, known = {"lint.paths"};  // an array of tables, which no option gives
  for (const auto& [key, value] : schema["properties"].items()) {
    if (!value.contains("properties")) documented.push_back(key);
    if (!value.contains("properties")) continue;
    for (const auto& [inner, ignored] : value["properties"].items()) documented.push_back(key + "." + inner);
  }
  for (const SettingName& name : setting_names()) {
    if (name.in_file) known.emplace_back(name.key);
  }
  std::sort(documented.begin(), documented.end());
  std::sort(known.begin(), known.end());
  CHECK(documented == known);
}

TEST_CASE("init writes a lockstep.toml that says every key and is read back") {
  const TempFolder folder;
  CHECK(lockstep({"init", "--ci", "none"}, {folder.path(), {}}).exit == 0);
  std::string text = folder.read("lockstep.toml");
  const Inside inside(folder.path());
  CHECK(resolve({}, {}).has_value());
  // With every example switched on it must still be right.
  text = replace_all(text, "\n# ", "\n");
  std::string active;
  for (const std::string& line : split(text, '\n')) {
    if (line.find(" = ") != std::string::npos || line.starts_with('[')) active += line + "\n";
  }
  folder.write("lockstep.toml", active);
  const auto settings = resolve({}, {});
  INFO(active);
  if (!settings) FAIL(settings.error().message);
  for (const SettingName& name : setting_names()) {
    INFO(name.key);
    if (name.in_file) CHECK(settings->origin(name.key).starts_with("lockstep.toml:"));
  }
}

}  // namespace
}  // namespace lockstep::test
