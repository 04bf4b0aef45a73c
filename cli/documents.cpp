#include "cli/documents.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/exit_codes.h"
#include "cli/json_text.h"
#include "engine/rules/rule.h"

namespace lockstep {
namespace {

using Json = nlohmann::ordered_json;

/// A part of a document.
std::string piece(const Json& json) {
  std::string text = json_text(json);
  text.pop_back();
  return text;
}

Json argument_json(const RoutineArgument& argument) {
  const std::string type = argument.type.name.empty() ? "NONE" : argument.type.text;
  return argument.mode.empty() || argument.mode == "IN" ? type : fmt::format("{} {}", argument.mode, type);
}

Json object_json(const ObjectName& object) {
  Json out = {{"kind", to_string(object.kind)}, {"name", name_as_written(object.name)}};
  if (object.signature.written) {
    out["arguments"] = Json::array();
    for (const RoutineArgument& argument : object.signature.arguments)
      out["arguments"].push_back(argument_json(argument));
  }
  if (!object.relation.name.empty()) out["on"] = name_as_written(object.relation);
  if (!object.access_method.empty()) out["using"] = object.access_method;
  if (!object.role.empty()) out["role"] = object.role;
  return out;
}

Json statement_head(const Statement& statement) {
  Json subcommands = Json::array();
  if (const auto* alter = statement.as<AlterTable>()) {
    for (const AlterTableSubcommand& subcommand : alter->subcommands) subcommands.push_back(subcommand.words);
  }
  Json relations = Json::array();
  for (const QualifiedName& relation : statement.relations) relations.push_back(name_as_written(relation));
  Json named = Json::array();
  for (const ObjectName& object : objects(statement)) named.push_back(object_json(object));
  Json inner = Json::array();
  for (const Statement& each : statement.inner) inner.push_back(statement_head(each));
  Json out = {{"offset", statement.span.begin},
              {"length", statement.span.size()},
              {"kind", statement.tag},
              {"subcommands", std::move(subcommands)},
              {"relations", std::move(relations)}};
  if (!named.empty()) out["objects"] = std::move(named);
  if (!inner.empty()) out["inner"] = std::move(inner);
  return out;
}

std::string_view to_string(BodyStatement::Use use) {
  switch (use) {
    case BodyStatement::Use::Command:
      return "command";
    case BodyStatement::Use::Perform:
      return "perform";
    case BodyStatement::Use::LoopQuery:
      return "loop query";
    case BodyStatement::Use::CursorQuery:
      return "cursor query";
    case BodyStatement::Use::ReturnQuery:
      return "return query";
    case BodyStatement::Use::Expression:
      return "expression";
    case BodyStatement::Use::Execute:
      return "execute";
    case BodyStatement::Use::Dynamic:
      return "dynamic";
  }
  return "dynamic";
}

Json body_json(const RoutineBody& body, const LineIndex& lines) {
  Json statements = Json::array();
  for (const BodyStatement& each : body.statements) {
    // What counts in the body's value, and not in the source, has only the place of the whole.
    Json out = each.statement ? statement_head(*each.statement) : Json{{"offset", 0}, {"length", 0}, {"kind", nullptr}};
    out["offset"] = each.span.begin;
    out["length"] = each.span.size();
    if (!each.in_source) out.erase("inner");
    out["use"] = to_string(each.use);
    out["conditional"] = each.conditional;
    out["repeated"] = each.repeated;
    out["guarded"] = each.guarded;
    statements.push_back(std::move(out));
  }
  Json errors = Json::array();
  for (const SyntaxError& error : body.errors) {
    errors.push_back(json_error(error.span.begin, lines.place(error.span.begin), error.message));
  }
  return {{"language", body.language}, {"statements", std::move(statements)}, {"errors", std::move(errors)}};
}

}  // namespace

std::string name_as_written(const QualifiedName& name) {
  return name.schema.empty() ? name.name : fmt::format("{}.{}", name.schema, name.name);
}

ParseDocument::ParseDocument(std::function<void(std::string_view)> write) : write_(std::move(write)) {
  write_("{\"version\":1,\"files\":[");
}

void ParseDocument::begin_file(const std::string& path) {
  write_(fmt::format("{}{{\"path\":{},\"statements\":[", between_files_, piece(path)));
  between_files_ = ",";
  between_statements_.clear();
  errors_.clear();
}

void ParseDocument::statement(const Statement& statement, const RoutineBody* body, const LineIndex& lines) {
  Json out = statement_head(statement);
  if (body != nullptr) out["body"] = body_json(*body, lines);
  write_(between_statements_ + piece(out));
  between_statements_ = ",";
}

void ParseDocument::error(LineColumn place, const SyntaxError& error) {
  errors_ += (errors_.empty() ? "" : ",") + piece(json_error(error.span.begin, place, error.message));
}

void ParseDocument::unreadable(const Unreadable& file) {
  errors_ += piece(json_error(file.offset.value_or(0), file.place, file.what));
}

void ParseDocument::end_file() { write_(fmt::format("],\"errors\":[{}]}}", errors_)); }

void ParseDocument::end() { write_("]}\n"); }

std::string new_document(const std::string& id, const std::string& path) {
  return json_text({{"version", 1}, {"id", id}, {"path", path}});
}

std::string init_document(const std::vector<std::string>& written, const std::vector<std::string>& kept) {
  return json_text({{"version", 1}, {"written", written}, {"kept", kept}});
}

std::string rules_document(const std::vector<const Rule*>& rules) {
  Json out = {{"version", 1}, {"rules", Json::array()}};
  for (const Rule* rule : rules) {
    out["rules"].push_back({{"rule", rule->id},
                            {"category", rule->category},
                            {"severity", to_string(rule->severity)},
                            {"title", rule->title},
                            {"problem", rule->problem},
                            {"solution", rule->solution},
                            {"bad", rule->bad_sql},
                            {"good", rule->good_sql}});
  }
  return json_text(out);
}

std::string error_document(const Error& error, std::string_view told) {
  Json out = {{"version", 1}};
  out.update(Json::parse(told));
  out["error"] = {{"code", to_string(error.code)}, {"message", error.message}, {"help", error.help}};
  return json_text(out);
}

}  // namespace lockstep
