#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "cli/json_text.h"
#include "cli/plan_view.h"
#include "engine/plan/serialize.h"

namespace lockstep {

std::string plan_document(const std::vector<PlanView>& views, const PlanOptions& options) {
  using Json = nlohmann::ordered_json;
  Json migrations = Json::array();
  for (const PlanView& view : views) {
    const std::string& text = view.migration->file.text;
    Json refusals = Json::array();
    for (const Refusal& refusal : view.planned->refusals) {
      const auto& all = view.migration->statements;
      const Span span = refusal.statement < all.size() ? all[refusal.statement].statement.span : Span{};
      const LineColumn place = line_column(text, span.begin);
      refusals.push_back({{"offset", span.begin},
                          {"line", place.line},
                          {"column", place.column},
                          {"reason", refusal.reason},
                          {"way_out", refusal.way_out}});
    }
    Json work = Json::array();
    for (const auto& [ordinal, each] : view.planned->work) {
      work.push_back({{"step", ordinal},
                      {"table", each.table},
                      {"bytes", each.bytes},
                      {"seconds", std::llround(std::max(each.seconds, 1.0))}});
    }
    migrations.push_back({{"id", view.migration->id},
                          {"name", view.migration->name},
                          {"path", view.migration->file.path},
                          {"refusals", std::move(refusals)},
                          {"work", std::move(work)},
                          {"plan", Json::parse(to_json(view.planned->plan))}});
  }
  const bool postgresql = options.dialect == Dialect::PostgreSQL;
  const Json document = {{"version", 1},
                         {"dialect", postgresql ? "postgresql" : "sqlite"},
                         {"server_version", options.server_version},
                         {"migrations", std::move(migrations)}};
  return json_text(document);
}

}  // namespace lockstep
