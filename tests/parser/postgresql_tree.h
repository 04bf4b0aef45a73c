// How the oracle reads libpg_query's parse tree (JSON).
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "tests/parser/oracle.h"

namespace lockstep::test {

/// The answer that a tree of libpg_query of any version gives about `text`.
[[nodiscard]] OracleAnswer answer_in(const nlohmann::json& tree, const std::string& text);

/// A member that is a string; empty without one.
[[nodiscard]] std::string text_of(const nlohmann::json& node, const char* key);
/// A member that is true.
[[nodiscard]] bool flag(const nlohmann::json& node, const char* key);
/// "schema.name" of the last two of a list of String nodes, the last `drop` left out.
[[nodiscard]] std::string joined(const nlohmann::json& list, size_t drop = 0);
/// "OBJECT_FOREIGN_TABLE" -> "FOREIGN TABLE", as the server's command tags spell it.
[[nodiscard]] std::string object_words(const std::string& kind);
/// The command tag of a statement node.
[[nodiscard]] std::string tag_of(const std::string& kind, const nlohmann::json& node);

/// What the statement says besides its tag and relations, line by line, in the words of `details` (details.h).
[[nodiscard]] std::vector<std::string> details_of(const std::string& kind, const nlohmann::json& node);

}  // namespace lockstep::test
