// A validator for the part of JSON Schema (2020-12) that docs/schemas uses: type, const, enum, properties, required,
// additionalProperties, items, anyOf, minimum, maximum, $ref to $defs. An unknown keyword that could refuse something
// is reported, so that a schema cannot ask for more than is checked here.
#pragma once

#include <string>

namespace lockstep::test {

/// What is wrong with `document` (JSON text), one line each; "" when it fits docs/schemas/<schema>.
[[nodiscard]] std::string check_document(const std::string& document, const std::string& schema);

}  // namespace lockstep::test
