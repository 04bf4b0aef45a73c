// Plans that were written by `plan --format json` and looked at: to be run as they are.
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "cli/online.h"
#include "engine/plan/serialize.h"
#include "migrations/files.h"

namespace lockstep {

Result<std::vector<Plan>> read_plan_file(const std::string& path) {
  LOCKSTEP_TRY(const SourceFile file, load_source(path));
  const auto no_plan = [&](const std::string& why) {
    return fail(ErrorCode::Input, fmt::format("{} is no plan: {}", path, why),
                "write one: lockstep plan --database ... --format json >plan.json");
  };
  using Json = nlohmann::json;
  const Json document = Json::parse(file.text, nullptr, false);
  if (!document.is_object() || !document.contains("migrations") || !document.at("migrations").is_array()) {
    return no_plan("it is not what `plan --format json` writes");
  }
  std::vector<Plan> plans;
  for (const Json& migration : document.at("migrations")) {
    if (!migration.is_object() || !migration.contains("plan")) return no_plan("a migration in it has no plan");
    Result<Plan> read = plan_from_json(migration.at("plan").dump());
    if (!read && read.error().code == ErrorCode::Failed) return no_plan(read.error().message);
    LOCKSTEP_TRY(Plan plan, std::move(read));
    if (migration.contains("refusals") && !migration.at("refusals").empty()) {
      return no_plan(fmt::format("that of {} was refused", plan.migration));
    }
    plans.push_back(std::move(plan));
  }
  return plans;
}

Option plan_file_option() {
  return {"--plan", "FILE", "run exactly this plan (of `plan --database --format json`), or nothing if it does not fit"};
}

Status take_plan_file(const Context& context, UpRequest& request) {
  if (!context.arguments.has("--plan")) return {};
  LOCKSTEP_TRY(request.reviewed, read_plan_file(context.arguments.value("--plan")));
  return {};
}

}  // namespace lockstep
