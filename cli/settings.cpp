#include "cli/settings.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>

#include <fmt/format.h>

#include "adapters/open.h"
#include "base/text.h"

namespace lockstep {
namespace {

using Options = std::map<std::string, std::string, std::less<>>;

/// lockstep.toml in the working directory or the nearest folder above that has one; "" for none. The path is relative,
/// so that messages show it as a person would type it.
std::string find_config() {
  std::error_code error;
  const std::filesystem::path here = std::filesystem::current_path(error);
  if (error) return {};
  std::string up;
  for (std::filesystem::path folder = here;; folder = folder.parent_path()) {
    if (std::filesystem::is_regular_file(folder / "lockstep.toml", error)) return up + "lockstep.toml";
    if (folder == folder.parent_path()) return {};
    up += "../";
  }
}

/// DATABASE_URL, or a place that libpq's own variables name: an empty URL leaves everything to libpq.
std::optional<Setting> database_of_others(const Variables& variables) {
  if (auto url = variables("DATABASE_URL")) return Setting{*url, "DATABASE_URL"};
  for (const char* name : {"PGSERVICE", "PGHOST", "PGHOSTADDR", "PGDATABASE"}) {
    if (variables(name)) return Setting{"postgresql://", name};
  }
  return std::nullopt;
}

std::string choices_in_words(std::string_view choices) {
  const std::vector<std::string> words = split(choices, '|');
  std::string out;
  for (size_t i = 0; i < words.size(); ++i) {
    out += fmt::format("{}`{}`", i == 0 ? "" : i + 1 == words.size() ? " or " : ", ", words[i]);
  }
  return out;
}

}  // namespace

const std::vector<SettingName>& setting_names() {
  static const std::vector<SettingName> names = {
#define LOCKSTEP_SETTING(key, option, value, otherwise, in_file, help) {key, option, value, otherwise, in_file, help},
#include "cli/settings.def"
#undef LOCKSTEP_SETTING
  };
  return names;
}

const SettingName& setting_name(std::string_view key) {
  const auto& names = setting_names();
  const auto found = std::find_if(names.begin(), names.end(), [&](const SettingName& name) { return name.key == key; });
  if (found == names.end()) std::abort();
  return *found;
}

std::string SettingName::variable() const {
  return "LOCKSTEP_" + replace_all(replace_all(to_upper(key), ".", "_"), "-", "_");
}

std::optional<std::string> process_variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? std::nullopt : std::optional<std::string>(value);
}

std::optional<int64_t> duration_ms(std::string_view text) {
  struct Unit {
    std::string_view name;
    int64_t milliseconds;
  };
  constexpr std::array units = {Unit{"ms", 1}, Unit{"s", 1000}, Unit{"m", 60'000}, Unit{"h", 3'600'000},
                                Unit{"d", 86'400'000}};
  const size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits == 0 || digits > 9) return std::nullopt;
  int64_t number = 0;
  for (const char c : text.substr(0, digits)) number = number * 10 + (c - '0');
  if (text == "0") return 0;
  const auto unit =
      std::find_if(units.begin(), units.end(), [&](const Unit& each) { return each.name == text.substr(digits); });
  return unit == units.end() ? std::nullopt : std::optional<int64_t>(number * unit->milliseconds);
}

Status check_setting(const SettingName& name, std::string_view value, std::string_view origin) {
  const auto refuse = [&](std::string_view wanted, std::string help = {}) {
    const bool says_itself = origin == name.option || origin == name.variable();
    const std::string what = says_itself ? fmt::format("`{}`", origin) : fmt::format("{}: `{}`", origin, name.key);
    return fail(ErrorCode::Input, fmt::format("{} wants {}, not `{}`", what, wanted, value), std::move(help));
  };
  if (name.value.find('|') != std::string_view::npos) {
    const std::vector<std::string> choices = split(name.value, '|');
    if (std::find(choices.begin(), choices.end(), value) != choices.end()) return {};
    const auto near = nearest(value, {choices.begin(), choices.end()});
    return refuse(choices_in_words(name.value), near ? fmt::format("did you mean `{}`?", *near) : std::string());
  }
  if (name.value == "N") {
    const bool digits =
        !value.empty() && value.size() < 10 && value.find_first_not_of("0123456789") == std::string_view::npos;
    return digits ? Status() : refuse("a whole number");
  }
  if (name.value == "DURATION" && !duration_ms(value)) {
    return refuse("a duration", "write e.g. `250ms`, `30s`, `10m`, `72h` or `7d`");
  }
  return {};
}

std::vector<std::string> list_of(std::string_view text) {
  std::vector<std::string> out;
  for (const std::string& part : split(text, ',')) {
    if (!trim(part).empty()) out.emplace_back(trim(part));
  }
  return out;
}

std::string Settings::text(std::string_view key) const {
  const auto found = values.find(key);
  return found == values.end() ? std::string() : found->second.value;
}

int Settings::number(std::string_view key) const {
  return std::atoi(text(key).c_str());
}

int64_t Settings::milliseconds(std::string_view key) const {
  return duration_ms(text(key)).value_or(0);
}

std::vector<std::string> Settings::list(std::string_view key) const {
  return list_of(text(key));
}

std::string Settings::origin(std::string_view key) const {
  const auto found = values.find(key);
  return found == values.end() ? "default" : found->second.origin;
}

Dialect Settings::dialect() const {
  if (has("dialect")) return text("dialect") == "sqlite" ? Dialect::SQLite : Dialect::PostgreSQL;
  const std::string url = text("database");
  return url.empty() ? Dialect::PostgreSQL : dialect_of_url(url).value_or(Dialect::PostgreSQL);
}

ParseOptions Settings::parse_options() const { return {text("placeholders") == "true"}; }

Result<Settings> resolve_settings(const Options& options, const Variables& variables) {
  Settings settings;
  const auto config = options.find("--config");
  const auto config_variable = variables("LOCKSTEP_CONFIG");
  settings.file = config != options.end() ? config->second : config_variable ? *config_variable : find_config();
  std::map<std::string, Setting, std::less<>> file;
  if (!settings.file.empty()) {
    LOCKSTEP_TRY(Config read, read_config(settings.file));
    file = std::move(read.values);
    settings.lint_paths = std::move(read.lint_paths);
  }
  for (const SettingName& name : setting_names()) {
    std::optional<Setting> setting;
    const std::string variable = name.variable();
    if (const auto option = options.find(name.option); option != options.end()) {
      // A flag says yes by being there.
      const bool is_flag = name.value == "true|false" && option->second.empty();
      setting = Setting{is_flag ? "true" : option->second, std::string(name.option)};
    } else if (auto value = variables(variable.c_str())) {
      setting = Setting{*value, variable};
    } else if (const auto line = file.find(name.key); line != file.end()) {
      setting = line->second;
    } else if (name.key == "database") {
      setting = database_of_others(variables);
    }
    if (setting) {
      LOCKSTEP_CHECK(check_setting(name, setting->value, setting->origin));
    } else if (!name.otherwise.empty()) {
      setting = Setting{std::string(name.otherwise), "default"};
    }
    if (setting) settings.values.emplace(name.key, std::move(*setting));
  }
  return settings;
}

}  // namespace lockstep
