// What the servers' own parsers say about SQL, in the terms of parser/statement.h. The parser is compared with it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lockstep::test {

struct OracleStatement {
  size_t begin = 0;  ///< the server's boundaries: white space and comments at both ends may belong to them
  size_t end = 0;
  std::string tag;
  std::vector<std::string> relations;    ///< "schema.name" or "name", each once, in source order
  std::vector<std::string> subcommands;  ///< of the ALTER TABLE family, in the manual's words
  std::vector<std::string> details;      ///< objects, arguments, inner statements: see details.h
};

struct OracleAnswer {
  bool accepted = false;
  std::string error;  ///< the server's message when not accepted
  std::vector<OracleStatement> statements;
};

/// PostgreSQL 15's parser (libpg_query).
[[nodiscard]] OracleAnswer ask_postgresql(const std::string& text);

/// SQLite's parser, on a database in memory with the tables of corpus/sqlite_schema.sql: only acceptance is told. Errors that speak of objects rather than
/// of grammar count as accepted.
[[nodiscard]] OracleAnswer ask_sqlite(const std::string& text);

}  // namespace lockstep::test
