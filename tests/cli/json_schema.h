// A validator for the part of JSON Schema that docs/schemas (2020-12) and SARIF's own schema (draft 4) use: type,
// const, enum, properties, required, additionalProperties, items, minItems, uniqueItems, anyOf, oneOf, minimum,
// maximum, $ref within the file. An unknown keyword that could refuse something is reported, so that a schema cannot
// ask for more than is checked here.
#pragma once

#include <string>

namespace lockstep::test {

/// What is wrong with `document` (JSON text), one line each; "" when it fits docs/schemas/<schema>, or
/// the schema at that path of the repository.
[[nodiscard]] std::string check_document(const std::string& document, const std::string& schema);

}  // namespace lockstep::test
