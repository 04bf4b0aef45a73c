// One statement, for tests that look at its value.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <utility>

#include "parser/parse.h"

namespace lockstep {

/// The statement of a text that holds one; a test that gives another text fails.
inline Statement one(const std::string& text, Dialect dialect = Dialect::PostgreSQL) {
  ParsedFile file = parse(text, dialect);
  for (const SyntaxError& error : file.errors) FAIL(error.message << "\n" << caret_lines(text, error.span));
  REQUIRE(file.statements.size() == 1);
  return std::move(file.statements.front());
}

/// Its body, which must be a T.
template <typename T>
T body(const std::string& text, Dialect dialect = Dialect::PostgreSQL) {
  const Statement statement = one(text, dialect);
  INFO(text);
  REQUIRE(statement.as<T>() != nullptr);
  return *statement.as<T>();
}

}  // namespace lockstep
