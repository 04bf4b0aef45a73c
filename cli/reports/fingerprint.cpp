#include <cctype>
#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "base/hash.h"
#include "cli/lint_report.h"

namespace lockstep {
namespace {

std::string with_single_spaces(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool space = std::isspace(static_cast<unsigned char>(c)) != 0;
    if (!space) out += c;
    if (space && !out.empty() && out.back() != ' ') out += ' ';
  }
  return out;
}

}  // namespace

std::string report_path(const std::string& path) {
  const std::filesystem::path normal = std::filesystem::path(path).lexically_normal();
  if (!normal.is_absolute()) return normal.string();
  std::error_code error;
  const std::filesystem::path relative = normal.lexically_relative(std::filesystem::current_path(error));
  return error || relative.empty() || *relative.begin() == ".." ? normal.string() : relative.string();
}

std::vector<std::string> fingerprints(const LintedFile& file, const std::string& path) {
  std::vector<std::string> out;
  std::map<std::string, int> seen;
  for (const Diagnostic& finding : file.report.findings) {
    const std::string what =
        fmt::format("{}\n{}\n{}", path, finding.rule, with_single_spaces(slice(file.file->text, finding.span)));
    out.push_back(sha256(fmt::format("{}\n{}", what, ++seen[what])));
  }
  return out;
}

std::string with_help(const Diagnostic& finding) {
  return finding.help.empty() ? finding.message : fmt::format("{}\n\n{}", finding.message, finding.help);
}

bool reaches(Severity severity, std::string_view threshold) {
  if (threshold == "never") return false;
  return severity == Severity::Error || (severity == Severity::Warning && threshold != "error") || threshold == "note";
}

}  // namespace lockstep
