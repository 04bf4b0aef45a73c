#include "cli/json_text.h"

#include <nlohmann/json.hpp>

namespace lockstep {

using Json = nlohmann::ordered_json;

std::string json_text(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json json_error(uint32_t offset, LineColumn place, std::string_view message) {
  return {{"offset", offset}, {"line", place.line}, {"column", place.column}, {"message", message}};
}

}  // namespace lockstep
