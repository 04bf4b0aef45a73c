// lockstep.toml -> settings. The one file that knows TOML.
#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include "base/text.h"
#include "cli/settings.h"
#include "migrations/files.h"

namespace lockstep {
namespace {

/// The array of tables [[lint.paths]].
constexpr std::string_view paths_key = "lint.paths";

std::string place(const std::string& path, const toml::source_region& region) {
  return fmt::format("{}:{}", path, region.begin.line);
}

/// Keys of the file, and the names of tables such as "backfill".
std::vector<std::string_view> known_names() {
  std::vector<std::string_view> names;
  for (const SettingName& name : setting_names()) {
    if (!name.in_file) continue;
    names.push_back(name.key);
    const std::string_view table = name.key.substr(0, std::min(name.key.find('.'), name.key.size()));
    if (table != name.key && std::find(names.begin(), names.end(), table) == names.end()) names.push_back(table);
  }
  return names;
}

bool is_table(std::string_view name) {
  const auto& names = setting_names();
  const std::string prefix = fmt::format("{}.", name);
  return std::any_of(names.begin(), names.end(), [&](const SettingName& each) { return each.key.starts_with(prefix); });
}

tl::unexpected<Error> unknown(const std::string& path, const toml::node& node, std::string_view key) {
  const std::vector<std::string_view> names = known_names();
  std::optional<std::string_view> near = nearest(key, names);
  // A key that is right but stands under the wrong table, or under none.
  const std::string_view last = key.substr(key.rfind('.') == std::string_view::npos ? 0 : key.rfind('.') + 1);
  for (const std::string_view name : names) {
    if (!near && (name == last || name.ends_with(fmt::format(".{}", last)))) near = name;
  }
  std::string help = fmt::format("known keys: {}", join({names.begin(), names.end()}, ", "));
  if (near && near->find('.') != std::string_view::npos) {
    help = fmt::format("did you mean `{}` under `[{}]`?", near->substr(near->find('.') + 1),
                       near->substr(0, near->find('.')));
  } else if (near) {
    help = fmt::format("did you mean `{}`?", *near);
  }
  return fail(ErrorCode::Input, fmt::format("{}: unknown key `{}`", place(path, node.source()), key), std::move(help));
}

/// A value as the text that an option would give; nothing for a kind that no setting has.
std::optional<std::string> as_text(const toml::node& node, const SettingName& name) {
  if (name.value == "LIST") {
    const toml::array* array = node.as_array();
    if (array == nullptr) return std::nullopt;
    std::vector<std::string> parts;
    for (const toml::node& each : *array) {
      if (!each.is_string()) return std::nullopt;
      parts.push_back(each.as_string()->get());
    }
    return join(parts, ",");
  }
  if (name.value == "N") {
    const auto* number = node.as_integer();
    return number == nullptr ? std::nullopt : std::optional(std::to_string(number->get()));
  }
  if (name.value == "true|false") {
    const auto* flag = node.as_boolean();
    return flag == nullptr ? std::nullopt : std::optional<std::string>(flag->get() ? "true" : "false");
  }
  const auto* text = node.as_string();
  return text == nullptr ? std::nullopt : std::optional(text->get());
}

std::string_view kind_in_words(const SettingName& name) {
  if (name.value == "LIST") return "an array of strings";
  if (name.value == "true|false") return "true or false";
  return name.value == "N" ? "a whole number" : "a string";
}

/// A relative path counts from the file that it stands in.
std::string from_folder(const std::string& file, std::string_view path) {
  return path.starts_with('/') ? std::string(path) : path_in(folder_of(file), path);
}

std::string with_path(const std::string& file, const SettingName& name, const std::string& value) {
  if (name.key == "migrations" || name.value == "FILE") return from_folder(file, value);
  constexpr std::string_view scheme = "sqlite:";
  if (name.key != "database" || !value.starts_with(scheme)) return value;
  const std::string_view path = std::string_view(value).substr(scheme.size());
  return path.empty() || path.starts_with(':') ? value : fmt::format("{}{}", scheme, from_folder(file, path));
}

Status read_path(const std::string& path, const toml::table& table, std::vector<PathSettings>& out) {
  PathSettings entry;
  for (const auto& [key, node] : table) {
    const std::string_view name = key.str();
    const std::string origin = place(path, node.source());
    if (name == "path") {
      if (!node.is_string()) return fail(ErrorCode::Input, fmt::format("{}: `path` wants a string", origin));
      entry.pattern = node.as_string()->get();
      continue;
    }
    Setting* const list = name == "disable"    ? &entry.disable
                          : name == "errors"   ? &entry.errors
                          : name == "warnings" ? &entry.warnings
                          : name == "notes"    ? &entry.notes
                                               : nullptr;
    if (list == nullptr) {
      return fail(ErrorCode::Input, fmt::format("{}: `[[lint.paths]]` has no key `{}`", origin, name),
                  "it knows `path`, `disable`, `errors`, `warnings` and `notes`");
    }
    const std::optional<std::string> value = as_text(node, setting_name("lint.disable"));
    if (!value) return fail(ErrorCode::Input, fmt::format("{}: `{}` wants an array of strings", origin, name));
    *list = {*value, origin};
  }
  if (entry.pattern.empty()) {
    return fail(ErrorCode::Input,
                fmt::format("{}: an entry of `[[lint.paths]]` without a path", place(path, table.source())),
                "e.g. `path = \"migrations/legacy/*\"`");
  }
  out.push_back(std::move(entry));
  return {};
}

Status read_paths(const std::string& path, const toml::node& node, std::vector<PathSettings>& out) {
  const toml::array* entries = node.as_array();
  const bool tables = entries != nullptr && std::all_of(entries->begin(), entries->end(),
                                                        [](const toml::node& each) { return each.is_table(); });
  if (!tables) {
    return fail(ErrorCode::Input, fmt::format("{}: `lint.paths` wants tables", place(path, node.source())),
                "begin each with `[[lint.paths]]`");
  }
  for (const toml::node& each : *entries) LOCKSTEP_CHECK(read_path(path, *each.as_table(), out));
  return {};
}

Status read_table(const std::string& path, const toml::table& table, const std::string& prefix, Config& out) {
  for (const auto& [key, node] : table) {
    const std::string name = prefix + std::string(key.str());
    if (const toml::table* inner = node.as_table(); inner != nullptr && prefix.empty() && is_table(name)) {
      LOCKSTEP_CHECK(read_table(path, *inner, name + ".", out));
      continue;
    }
    if (name == paths_key) {
      LOCKSTEP_CHECK(read_paths(path, node, out.lint_paths));
      continue;
    }
    const auto& names = setting_names();
    const auto known = std::find_if(
        names.begin(), names.end(),
        [&, wanted = std::string_view(name)](const SettingName& each) { return each.in_file && each.key == wanted; });
    if (known == names.end()) return unknown(path, node, name);
    const std::string origin = place(path, node.source());
    const std::optional<std::string> value = as_text(node, *known);
    if (!value) return fail(ErrorCode::Input, fmt::format("{}: `{}` wants {}", origin, name, kind_in_words(*known)));
    LOCKSTEP_CHECK(check_setting(*known, *value, origin));
    out.values.emplace(name, Setting{with_path(path, *known, *value), origin});
  }
  return {};
}

}  // namespace

Result<Config> read_config(const std::string& path) {
  if (is_folder(path) || !file_exists(path)) {
    return fail(ErrorCode::Input, fmt::format("there is no configuration file `{}`", path),
                "`lockstep init` writes one");
  }
  LOCKSTEP_TRY(const SourceFile file, load_source(path));
  const toml::parse_result parsed = toml::parse(file.text);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    return fail(
        ErrorCode::Input,
        fmt::format("{}:{}:{}: {}", path, error.source().begin.line, error.source().begin.column, error.description()),
        "the file is TOML: https://toml.io");
  }
  Config out;
  LOCKSTEP_CHECK(read_table(path, parsed.table(), "", out));
  return out;
}

}  // namespace lockstep
