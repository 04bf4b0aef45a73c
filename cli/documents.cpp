#include "cli/documents.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/exit_codes.h"
#include "engine/rules/rule.h"

namespace lockstep {
namespace {

using Json = nlohmann::ordered_json;

std::string piece(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string text(const Json& json) { return piece(json) + "\n"; }

Json error_at(uint32_t offset, LineColumn place, std::string_view message) {
  return {{"offset", offset}, {"line", place.line}, {"column", place.column}, {"message", message}};
}

std::string name_as_written(const QualifiedName& name) {
  return name.schema.empty() ? name.name : fmt::format("{}.{}", name.schema, name.name);
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

}  // namespace

ParseDocument::ParseDocument(std::function<void(std::string_view)> write) : write_(std::move(write)) {
  write_("{\"version\":1,\"files\":[");
}

void ParseDocument::begin_file(const std::string& path) {
  write_(fmt::format("{}{{\"path\":{},\"statements\":[", between_files_, piece(path)));
  between_files_ = ",";
  between_statements_.clear();
  errors_.clear();
}

void ParseDocument::statement(const Statement& statement) {
  write_(between_statements_ + piece(statement_head(statement)));
  between_statements_ = ",";
}

void ParseDocument::error(LineColumn place, const SyntaxError& error) {
  errors_ += (errors_.empty() ? "" : ",") + piece(error_at(error.span.begin, place, error.message));
}

void ParseDocument::unreadable(const Unreadable& file) {
  errors_ += piece(error_at(file.offset.value_or(0), file.place, file.what));
}

void ParseDocument::end_file() { write_(fmt::format("],\"errors\":[{}]}}", errors_)); }

void ParseDocument::end() { write_("]}\n"); }

std::string new_document(const std::string& id, const std::string& path) {
  return text({{"version", 1}, {"id", id}, {"path", path}});
}

std::string init_document(const std::vector<std::string>& written, const std::vector<std::string>& kept) {
  return text({{"version", 1}, {"written", written}, {"kept", kept}});
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
  return text(out);
}

std::string error_document(const Error& error, std::string_view told) {
  Json out = {{"version", 1}};
  out.update(Json::parse(told));
  out["error"] = {{"code", to_string(error.code)}, {"message", error.message}, {"help", error.help}};
  return text(out);
}

}  // namespace lockstep
