#include <nlohmann/json.hpp>

#include "base/line_index.h"
#include "base/text.h"
#include "cli/json_text.h"
#include "cli/judgement.h"
#include "cli/lint_report.h"

namespace lockstep {
namespace {

using Json = nlohmann::ordered_json;

Json finding_json(const Diagnostic& finding, const LineIndex& lines) {
  const LineColumn place = lines.place(finding.span.begin);
  return {{"rule", finding.rule},       {"category", finding.category}, {"severity", to_string(finding.severity)},
          {"message", finding.message}, {"line", place.line},           {"column", place.column},
          {"help", finding.help}};
}

Json findings_json(const std::vector<Diagnostic>& findings, const LineIndex& lines) {
  Json out = Json::array();
  for (const Diagnostic& finding : findings) out.push_back(finding_json(finding, lines));
  return out;
}

Json errors_json(const std::vector<SyntaxError>& errors, const LineIndex& lines) {
  Json out = Json::array();
  for (const SyntaxError& error : errors) {
    out.push_back(json_error(error.span.begin, lines.place(error.span.begin), error.message));
  }
  return out;
}

Json quoted(const std::vector<std::string>& keys, Dialect dialect) {
  Json out = Json::array();
  for (const std::string& key : keys) out.push_back(quoted_key(key, dialect));
  return out;
}

Json fails_json(const std::optional<Failure>& failure) {
  if (!failure) return nullptr;
  return {{"sqlstate", failure->sqlstate}, {"certainty", to_string(failure->certainty)}, {"message", failure->message}};
}

Json statement_json(const Statement& statement, const StatementAnalysis& analysis, const LineIndex& lines,
                    Dialect dialect) {
  const Effect& effect = analysis.effect;
  Json locks = Json::array();
  for (const RelationLock& lock : effect.locks) {
    locks.push_back({{"relation", quoted_key(lock.relation, dialect)}, {"mode", to_string(lock.mode)}});
  }
  const Inverse& inverse = analysis.inverse;
  return {{"offset", statement.span.begin},
          {"length", statement.span.size()},
          {"line", lines.place(statement.span.begin).line},
          {"kind", statement.tag},
          {"phase", to_string(analysis.phase.phase)},
          {"reason", analysis.phase.reason},
          {"locks", std::move(locks)},
          {"rewrites", quoted(effect.rewrites, dialect)},
          {"scans", quoted(effect.scans, dialect)},
          {"index_builds", quoted(effect.index_builds, dialect)},
          {"transactional", effect.transactional},
          {"fails", fails_json(effect.fails)},
          {"reversible", to_string(inverse.grade)},
          {"inverse", inverse.sql.empty() ? Json() : Json(join(inverse.sql, ";\n"))},
          {"findings", findings_json(analysis.findings, lines)}};
}

Json file_json(const AnalyzedFile& file, Dialect dialect) {
  const Migration& migration = *file.migration;
  const LineIndex lines(migration.file.text);
  Json statements = Json::array();
  for (size_t i = 0; i < file.statements.size(); ++i) {
    statements.push_back(statement_json(migration.statements[i].statement, file.statements[i], lines, dialect));
  }
  return {{"path", migration.file.path},
          {"errors", errors_json(migration.errors, lines)},
          {"statements", std::move(statements)}};
}

}  // namespace

std::string analysis_document(const Analysis& analysis) {
  Json files = Json::array();
  for (const AnalyzedFile& file : analysis.files) {
    files.push_back(file_json(file, analysis.dialect));
    const Migration& migration = *file.migration;
    if (migration.undo_errors.empty()) continue;
    files.push_back({{"path", migration.undo_file.path},
                     {"errors", errors_json(migration.undo_errors, LineIndex(migration.undo_file.text))},
                     {"statements", Json::array()}});
  }
  for (const Unreadable& file : analysis.unreadable) {
    files.push_back({{"path", file.path},
                     {"errors", Json::array({{{"offset", file.offset.value_or(0)},
                                              {"line", file.place.line},
                                              {"column", file.place.column},
                                              {"message", file.what}}})},
                     {"statements", Json::array()}});
  }
  return json_text({{"version", 1},
                    {"dialect", analysis.dialect == Dialect::SQLite ? "sqlite" : "postgresql"},
                    {"server_version", analysis.server_version},
                    {"files", std::move(files)}});
}

namespace {

/// A list of files, which are printed as they come, and then the sums.
class JsonReport : public LintReport {
 public:
  using LintReport::LintReport;

  void add(const LintedFile& file) override {
    const Json json = {{"path", file.file->path},
                       {"findings", findings_json(file.report.findings, LineIndex(file.file->text))}};
    std::string text = json_text(json);
    text.pop_back();  // its newline
    write((started_ ? "," : kOpening) + text);
    started_ = true;
    errors_ += file.report.errors;
    warnings_ += file.report.warnings;
    notes_ += file.report.notes;
  }
  void end() override {
    const Json summary = {{"errors", errors_}, {"warnings", warnings_}, {"notes", notes_}};
    std::string text = json_text({{"summary", summary}});
    write((started_ ? "" : kOpening) + ("]," + text.substr(1)));
  }

 private:
  static constexpr const char* kOpening = "{\"version\":1,\"files\":[";

  bool started_ = false;
  size_t errors_ = 0, warnings_ = 0, notes_ = 0;
};

}  // namespace

LintReportOwner json_report(LintReport::Write write) {
  return std::make_unique<JsonReport>(std::move(write));
}

}  // namespace lockstep
