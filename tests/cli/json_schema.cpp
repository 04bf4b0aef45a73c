#include "tests/cli/json_schema.h"

#include <algorithm>
#include <fstream>
#include <set>

#include <nlohmann/json.hpp>

namespace lockstep::test {
namespace {

using Json = nlohmann::json;

class Validator {
 public:
  explicit Validator(const Json& root) : root_(root) {}

  void check(const Json& value, const Json& schema, const std::string& place) {
    if (schema.contains("$ref")) return check(value, resolve(schema["$ref"].get<std::string>()), place);
    for (const auto& [keyword, argument] : schema.items()) keyword_check(value, schema, place, keyword, argument);
  }

  std::string problems;

 private:
  const Json& resolve(const std::string& reference) { return root_.at(Json::json_pointer(reference.substr(1))); }

  void wrong(const std::string& place, const std::string& what) {
    problems += (place.empty() ? "/" : place) + ": " + what + "\n";
  }

  static bool is(const Json& value, const std::string& type) {
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    return type == value.type_name();
  }

  void check_type(const Json& value, const std::string& place, const Json& types) {
    const Json list = types.is_array() ? types : Json::array({types});
    const bool fits = std::any_of(list.begin(), list.end(), [&](const Json& type) { return is(value, type); });
    if (!fits) wrong(place, "is " + value.dump() + ", not " + types.dump());
  }

  void check_object(const Json& value, const Json& schema, const std::string& place) {
    for (const auto& [name, member] : value.items()) {
      const Json others = schema.value("additionalProperties", Json(true));
      if (schema.contains("properties") && schema["properties"].contains(name)) {
        check(member, schema["properties"][name], place + "/" + name);
      } else if (others.is_object()) {
        check(member, others, place + "/" + name);
      } else if (others == false) {
        wrong(place, "has `" + name + "`, which the schema does not know");
      }
    }
  }

  std::ptrdiff_t fitting(const Json& value, const Json& schemas) {
    return std::count_if(schemas.begin(), schemas.end(), [&](const Json& each) {
      Validator one(root_);
      one.check(value, each, "");
      return one.problems.empty();
    });
  }

  void keyword_check(const Json& value, const Json& schema, const std::string& place, const std::string& keyword,
                     const Json& argument) {
    static const std::set<std::string> silent = {"$schema", "$defs",  "definitions", "id",     "title",
                                                 "default", "format", "description", "pattern"};
    if (keyword == "type") {
      check_type(value, place, argument);
    } else if (keyword == "const") {
      if (value != argument) wrong(place, "is " + value.dump() + ", not " + argument.dump());
    } else if (keyword == "enum") {
      if (std::find(argument.begin(), argument.end(), value) == argument.end()) {
        wrong(place, "is " + value.dump() + ", not one of " + argument.dump());
      }
    } else if (keyword == "properties") {
      if (value.is_object()) check_object(value, schema, place);
    } else if (keyword == "additionalProperties") {
      if (value.is_object() && !schema.contains("properties")) check_object(value, schema, place);
    } else if (keyword == "required") {
      for (const Json& name : argument) {
        if (!value.contains(name.get<std::string>())) wrong(place, "lacks `" + name.get<std::string>() + "`");
      }
    } else if (keyword == "items") {
      for (size_t i = 0; i < value.size(); ++i) check(value[i], argument, place + "/" + std::to_string(i));
    } else if (keyword == "anyOf") {
      if (fitting(value, argument) == 0) wrong(place, "fits none of the alternatives");
    } else if (keyword == "oneOf") {
      if (fitting(value, argument) != 1) wrong(place, "does not fit exactly one of the alternatives");
    } else if (keyword == "minItems") {
      if (value.is_array() && value.size() < argument) wrong(place, "has fewer items than " + argument.dump());
    } else if (keyword == "uniqueItems") {
      const std::set<Json> different = value.is_array() ? std::set<Json>(value.begin(), value.end()) : std::set<Json>();
      if (argument == true && value.is_array() && different.size() != value.size()) wrong(place, "has an item twice");
    } else if (keyword == "minimum") {
      if (value.is_number() && value < argument) wrong(place, "is less than " + argument.dump());
    } else if (keyword == "maximum") {
      if (value.is_number() && value > argument) wrong(place, "is more than " + argument.dump());
    } else if (silent.count(keyword) == 0) {
      wrong(place, "the schema uses `" + keyword + "`, which is not checked");
    }
  }

  const Json& root_;
};

}  // namespace

std::string check_document(const std::string& document, const std::string& schema) {
  const Json value = Json::parse(document, nullptr, false);
  if (value.is_discarded()) return "not JSON: " + document;
  if (document.empty() || document.back() != '\n') return "does not end with a newline";
  const std::string folder = schema.find('/') == std::string::npos ? "/docs/schemas/" : "/";
  std::ifstream file(LOCKSTEP_SOURCE + folder + schema);
  const Json root = Json::parse(file, nullptr, false);
  if (root.is_discarded()) return "no schema " + schema;
  Validator validator(root);
  validator.check(value, root, "");
  return validator.problems;
}

}  // namespace lockstep::test
