// What can be set in more than one place, and which place won: an option, then LOCKSTEP_*, then lockstep.toml, then
// (for the database) DATABASE_URL and libpq's PG*.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "parser/parse.h"

namespace lockstep {

/// One thing that can be set. Its variable is LOCKSTEP_ and the key in capitals, with `_` for `.` and `-`.
struct SettingName {
  std::string_view key;        ///< in lockstep.toml: "project", "backfill.pace" is `pace` under [backfill]
  std::string_view option;     ///< "--pace"; empty: none
  std::string_view value;      ///< "a|b", "true|false", "N", "DURATION", "LIST", or a word for anything: "URL"
  std::string_view otherwise;  ///< the default
  bool in_file;                ///< may stand in lockstep.toml
  std::string_view help;

  [[nodiscard]] std::string variable() const;
};

[[nodiscard]] const std::vector<SettingName>& setting_names();
/// The setting of `key`; a key that is not in the table is a mistake in the program.
[[nodiscard]] const SettingName& setting_name(std::string_view key);

struct Setting {
  std::string value;
  std::string origin;  ///< "--project", "LOCKSTEP_PROJECT", "lockstep.toml:3", "default"
};

/// An entry of [[lint.paths]]: what holds for the files that `pattern` matches, over the rest of [lint].
struct PathSettings {
  std::string pattern;  ///< migrations/glob.h; counts from the folder of lockstep.toml
  Setting disable, errors, warnings, notes;
};

struct Settings {
  std::map<std::string, Setting, std::less<>> values;  ///< by key; every key of the table but those without default
  std::string file;                                    ///< path of the lockstep.toml that was read; empty: none
  std::vector<PathSettings> lint_paths;                ///< in the order of the file

  [[nodiscard]] bool has(std::string_view key) const { return values.find(key) != values.end(); }
  [[nodiscard]] std::string text(std::string_view key) const;      ///< "" when not set
  [[nodiscard]] int number(std::string_view key) const;            ///< 0 when not set
  [[nodiscard]] int64_t milliseconds(std::string_view key) const;  ///< 0 when not set
  [[nodiscard]] std::vector<std::string> list(std::string_view key) const;  ///< of "a, b"
  [[nodiscard]] std::string origin(std::string_view key) const;

  /// The dialect for work without a connection: what was set, else that of the database's URL, else postgresql.
  [[nodiscard]] Dialect dialect() const;
  /// How files are read that are only looked at. What is run must be SQL as it stands.
  [[nodiscard]] ParseOptions parse_options() const;
};

/// Reads an environment variable; nothing when it is unset or empty.
using Variables = std::function<std::optional<std::string>(const char* name)>;
[[nodiscard]] std::optional<std::string> process_variable(const char* name);

/// Puts all places together. `options` are those of the command line, by name with dashes. Errors are Input and name
/// the place: a file that cannot be read or parsed, an unknown key, a value that does not fit.
[[nodiscard]] Result<Settings> resolve_settings(const std::map<std::string, std::string, std::less<>>& options,
                                                const Variables& variables);

struct Config {
  std::map<std::string, Setting, std::less<>> values;
  std::vector<PathSettings> lint_paths;
};

/// lockstep.toml as settings with the lines as origins. Relative paths in it (`migrations`, `schema`, `lint.baseline`,
/// a `sqlite:` database) are taken from the file's folder.
[[nodiscard]] Result<Config> read_config(const std::string& path);

/// "a, b" as its parts.
[[nodiscard]] std::vector<std::string> list_of(std::string_view text);

/// "250ms", "5s", "10m", "72h", "7d" or "0" in milliseconds.
[[nodiscard]] std::optional<int64_t> duration_ms(std::string_view text);

/// Whether `value` fits the setting; an Input error that names `origin` otherwise.
[[nodiscard]] Status check_setting(const SettingName& name, std::string_view value, std::string_view origin);

}  // namespace lockstep
