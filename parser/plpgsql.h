// PL/pgSQL bodies -> the SQL in them. See routine_body.h.
#pragma once

#include "parser/body_text.h"
#include "parser/routine_body.h"

namespace lockstep {

/// Appends what `text`, a body in PL/pgSQL, runs to `body`, and at most one error of its structure.
void read_plpgsql(const BodyText& text, RoutineBody& body);

/// Appends the statements of `text`, a body in SQL or the text of an EXECUTE, as `model` describes them.
void read_sql(const BodyText& text, const BodyStatement& model, RoutineBody& body);

/// The index of the token that ends the statement at `from`: a semicolon outside parentheses and of BEGIN ATOMIC, or
/// the first token End.
[[nodiscard]] size_t statement_end(const std::vector<Token>& tokens, size_t from);

/// Parses `tokens` (without End tokens behind them, which are added) into a copy of `model`, and appends it or the
/// error to `body`.
void add_statement(const BodyText& text, std::vector<Token> tokens, BodyStatement model, RoutineBody& body);

}  // namespace lockstep
