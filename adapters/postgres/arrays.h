// Arrays of text as PostgreSQL writes and reads them
// (https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// {"a","b"}, to be bound as text[].
[[nodiscard]] std::string array_literal(const std::vector<std::string>& elements);

/// The elements of a one-dimensional array; NULL elements are left out.
[[nodiscard]] std::vector<std::string> array_elements(std::string_view literal);

}  // namespace lockstep
