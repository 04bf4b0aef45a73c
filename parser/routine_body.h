// What a routine's body runs: the SQL inside CREATE FUNCTION, CREATE PROCEDURE and DO.
//
// Bodies in SQL (strings, BEGIN ATOMIC, RETURN) and in PL/pgSQL (manual, chapter "PL/pgSQL") are read; every other
// language is opaque. PL/pgSQL is read as the server reads it before the function runs for the first time: its
// control structure decides where a statement begins and ends, INTO and its targets are cut out, and what is left must
// be SQL. Variables are not looked up: a name in SQL may be a column or a variable.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parser/parse.h"

namespace lockstep {

/// One piece of SQL in a body, or the place where text that is not known yet is run.
struct BodyStatement {
  enum class Use : uint8_t {
    Command,      ///< runs as it stands
    Perform,      ///< PERFORM: a query whose rows nobody reads
    LoopQuery,    ///< FOR row IN query LOOP
    CursorQuery,  ///< of OPEN cursor FOR, or a cursor's declaration
    ReturnQuery,  ///< RETURN QUERY
    Expression,   ///< of IF, WHILE, RETURN, an assignment ...: `statement` is a Select that shows what it reads and
                  ///< calls
    Execute,      ///< EXECUTE of a constant: one entry for each statement in it
    Dynamic,      ///< EXECUTE of text that is known only when it runs: `statement` is empty, `text` the expression
  };
  Use use = Use::Command;
  Span span;          ///< in the source text
  bool exact = true;  ///< false for EXECUTE of joined strings: `span` is that of the whole expression
  /// `span` and all spans inside `statement` count in the source text. False if the body's string has escapes: then
  /// those inside count in the body's value, and `span` was mapped back.
  bool in_source = true;
  std::string text;  ///< as written, INTO and its targets blanked
  std::optional<Statement> statement;
  std::vector<std::string> into;  ///< the targets of INTO, folded: "x", "r.total"
  bool conditional =
      false;              ///< may not run: inside IF, CASE, a WHILE or FOR loop, a handler, or behind a RETURN or EXIT
  bool repeated = false;  ///< may run many times: inside a loop
  bool guarded = false;   ///< inside a block with EXCEPTION: an error is swallowed and undoes the block
};

struct RoutineBody {
  std::string language;  ///< lower case
  bool known = false;    ///< false: a language that is not read, or a body of another kind (C, U&'' strings)
  Span span;             ///< the body in the source text, quotes included
  std::vector<BodyStatement> statements;  ///< in order of the text
  std::vector<SyntaxError> errors;        ///< places in the source text

  /// True if no part of what the body runs is hidden: the language is known, no error, nothing dynamic.
  [[nodiscard]] bool complete() const;
};

/// The body of a CREATE FUNCTION, CREATE PROCEDURE or DO statement of PostgreSQL. `source` is the text that `statement`
/// was parsed from. Any other statement gives an unknown body. Same promises as parse().
[[nodiscard]] RoutineBody read_routine_body(const Statement& statement, std::string_view source);

/// The same without the source at hand: places count from the beginning of the statement.
[[nodiscard]] RoutineBody read_routine_body(const Statement& statement);

}  // namespace lockstep
