// SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/line_index.h"
#include "cli/json_text.h"
#include "cli/lint_report.h"
#include "engine/rules/rule.h"

namespace lockstep {
namespace {

using Json = nlohmann::ordered_json;

/// A path as a URI (RFC 3986): relative, or file:// for an absolute one.
std::string uri_of(const std::string& path) {
  std::string out = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

/// What the rule is about; findings such as a syntax error have none.
Json rule_json(const std::string& id, const Diagnostic& finding) {
  const Rule* rule = find_rule(id);
  if (rule == nullptr) return {{"id", id}, {"properties", {{"category", finding.category}}}};
  std::string markdown = fmt::format("{}\n\n```sql\n{}\n```\n\n{}\n", rule->problem, rule->bad_sql, rule->solution);
  if (!rule->good_sql.empty()) markdown += fmt::format("\n```sql\n{}\n```\n", rule->good_sql);
  return {{"id", id},
          {"shortDescription", {{"text", rule->title}}},
          {"fullDescription", {{"text", rule->problem}}},
          {"help", {{"text", fmt::format("{}\n\n{}", rule->problem, rule->solution)}, {"markdown", markdown}}},
          {"defaultConfiguration", {{"level", to_string(rule->severity)}}},
          {"properties", {{"category", rule->category}}}};
}

Json region(Span span, const LineIndex& lines) {
  const LineColumn begin = lines.place(span.begin), end = lines.place(span.end);
  return {{"startLine", begin.line}, {"startColumn", begin.column}, {"endLine", end.line}, {"endColumn", end.column}};
}

Json fixes_json(const Diagnostic& finding, const std::string& uri, const LineIndex& lines) {
  Json replacements = Json::array();
  for (const Edit& edit : finding.edits) {
    replacements.push_back({{"deletedRegion", region(edit.span, lines)}, {"insertedContent", {{"text", edit.text}}}});
  }
  Json changes = Json::array();
  changes.push_back({{"artifactLocation", {{"uri", uri}}}, {"replacements", std::move(replacements)}});
  Json out = Json::array();
  out.push_back({{"description", {{"text", "the safe form"}}}, {"artifactChanges", std::move(changes)}});
  return out;
}

/// Collects the rules that were found, each once.
class Rules {
 public:
  size_t index(const Diagnostic& finding) {
    const auto [entry, added] = known_.emplace(finding.rule, known_.size());
    if (added) list_.push_back(rule_json(finding.rule, finding));
    return entry->second;
  }
  Json take() { return std::move(list_); }

 private:
  std::map<std::string, size_t, std::less<>> known_;
  Json list_ = Json::array();
};

class SarifReport : public LintReport {
 public:
  using LintReport::LintReport;

  void add(const LintedFile& file) override {
    const LineIndex lines(file.file->text);
    const std::string path = report_path(file.file->path);
    const std::string uri = uri_of(path);
    const std::vector<std::string> names = fingerprints(file, path);
    for (size_t i = 0; i < names.size(); ++i) {
      const Diagnostic& finding = file.report.findings[i];
      Json location = {
          {"physicalLocation", {{"artifactLocation", {{"uri", uri}}}, {"region", region(finding.span, lines)}}}};
      Json result = {{"ruleId", finding.rule},
                     {"ruleIndex", rules_.index(finding)},
                     {"level", to_string(finding.severity)},
                     {"message", {{"text", with_help(finding)}}},
                     {"locations", Json::array({std::move(location)})},
                     {"partialFingerprints", {{"lockstep/v1", names[i]}}}};
      if (!finding.edits.empty()) result["fixes"] = fixes_json(finding, uri, lines);
      results_.push_back(std::move(result));
    }
  }
  void end() override {
    Json driver = {{"name", "lockstep"}, {"version", LOCKSTEP_VERSION}, {"rules", rules_.take()}};
    Json run = {{"tool", {{"driver", std::move(driver)}}},
                {"columnKind", "unicodeCodePoints"},
                {"results", std::move(results_)}};
    const Json document = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                           {"version", "2.1.0"},
                           {"runs", Json::array({std::move(run)})}};
    write(json_text(document, 2));
  }

 private:
  Rules rules_;
  Json results_ = Json::array();
};

}  // namespace

LintReportOwner sarif_report(LintReport::Write write) {
  return std::make_unique<SarifReport>(std::move(write));
}

}  // namespace lockstep
