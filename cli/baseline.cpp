#include "cli/baseline.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/json_text.h"
#include "migrations/files.h"

namespace lockstep {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

constexpr int format_version = 1;

/// The file as the baseline names it, the same from whatever folder lockstep is started.
std::string path_from(const std::string& baseline, const std::string& file) {
  std::error_code error;
  const fs::path folder = fs::absolute(baseline, error).lexically_normal().parent_path();
  const fs::path path = fs::absolute(file, error).lexically_normal();
  const fs::path relative = path.lexically_relative(folder);
  return relative.empty() ? path.string() : relative.string();
}

tl::unexpected<Error> no_baseline(const std::string& path, std::string_view what) {
  return fail(ErrorCode::Input, fmt::format("{}: {}", path, what),
              "`lockstep lint --baseline FILE --write-baseline` writes one");
}

std::string member(const Json& entry, const char* name) {
  return entry.is_object() && entry.contains(name) && entry[name].is_string() ? entry[name].get<std::string>()
                                                                              : std::string();
}

}  // namespace

Result<Baseline> read_baseline(const std::string& path) {
  if (is_folder(path) || !file_exists(path)) return no_baseline(path, "there is no such baseline");
  Baseline out;
  LOCKSTEP_TRY(out.file, load_source(path));
  const Json json = Json::parse(out.file.text, nullptr, false);
  if (json.is_discarded()) return no_baseline(path, "this is not JSON");
  if (!json.is_object() || !json.contains("findings") || !json["findings"].is_array()) {
    return no_baseline(path, "this is not a baseline of lockstep");
  }
  if (json.value("version", 0) != format_version) {
    return no_baseline(path, "this baseline is of another version of lockstep");
  }
  size_t from = 0;
  for (const Json& each : json["findings"]) {
    BaselineEntry entry{member(each, "path"), member(each, "rule"), member(each, "fingerprint"), {}};
    if (entry.fingerprint.empty()) return no_baseline(path, "an entry without a fingerprint");
    const size_t at = std::min(out.file.text.find(entry.fingerprint, from), out.file.text.size());
    from = at;
    entry.span = {static_cast<uint32_t>(at),
                  static_cast<uint32_t>(std::min(at + entry.fingerprint.size(), out.file.text.size()))};
    out.entries.push_back(std::move(entry));
  }
  return out;
}

BaselineFilter::BaselineFilter(const Baseline& baseline) : baseline_(baseline) {
  for (const BaselineEntry& entry : baseline.entries) known_.insert(entry.fingerprint);
}

void BaselineFilter::apply(LintedFile& file) {
  if (baseline_.file.path.empty()) return;  // there is none
  const std::string path = path_from(baseline_.file.path, file.file->path);
  reported_.insert(path);
  const std::vector<std::string> names = fingerprints(file, path);
  std::vector<Diagnostic> left;
  for (size_t i = 0; i < names.size(); ++i) {
    found_.insert(names[i]);
    if (known_.count(names[i]) == 0) left.push_back(std::move(file.report.findings[i]));
  }
  file.report.findings = std::move(left);
  count(file.report);
}

std::vector<Diagnostic> BaselineFilter::stale() const {
  std::vector<Diagnostic> out;
  for (const BaselineEntry& entry : baseline_.entries) {
    if (found_.count(entry.fingerprint) > 0 || reported_.count(entry.path) == 0) continue;
    out.push_back({"stale-baseline", "process", Severity::Note,
                   fmt::format("`{}` is not found any more in {}", entry.rule, entry.path),
                   "write the baseline anew with `--write-baseline`", entry.span});
  }
  return out;
}

std::vector<BaselineEntry> baseline_entries(const std::string& path, const LintedFile& file) {
  const std::string own_path = path_from(path, file.file->path);
  const std::vector<std::string> names = fingerprints(file, own_path);
  std::vector<BaselineEntry> entries;
  for (size_t i = 0; i < names.size(); ++i) {
    entries.push_back({own_path, file.report.findings[i].rule, names[i], {}});
  }
  return entries;
}

std::string baseline_text(const std::vector<BaselineEntry>& entries) {
  Json findings = Json::array();
  for (const BaselineEntry& entry : entries) {
    findings.push_back({{"path", entry.path}, {"rule", entry.rule}, {"fingerprint", entry.fingerprint}});
  }
  const Json document = {{"version", format_version}, {"findings", std::move(findings)}};
  return json_text(document, 2);
}

}  // namespace lockstep
