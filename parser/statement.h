// What a statement says, as plain values. The parser makes these; the catalog, the effects and the planner read
// them. No value here refers to the parser's syntax tree or to the source text: a Statement may outlive both.
//
// Words are those of the PostgreSQL manual, part VI (SQL Commands). Names are folded as the dialect folds them
// (PostgreSQL: unquoted names to lower case; SQLite: as written, compared without case by whoever compares).
// Spans are bytes in the source text that was parsed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "parser/definitions.h"
#include "parser/row_statements.h"
#include "parser/session_statements.h"
#include "parser/values.h"

namespace lockstep {

/// Recognised by its command tag, its structure not understood: the engine treats it as unknown, never as safe.
struct Opaque {};

using StatementBody =
    OneOf<Opaque, CreateTable, AlterTable, CreateIndex, DropStatement, CreateView, CreateType, AlterType,
                 CreateSchema, CreateSequence, CreateExtension, CreateFunction, CreateTrigger, CommentOn, Grant, Select,
                 Insert, Update, TransactionControl, SetVariable, DoBlock, Maintenance, Pragma, Merge, Copy, Explain,
                 Prepare, Execute, Cursor, Call, SessionCommand, Attach, CreateObject, AlterObject, Policy, CreateRule,
                 Publication, Subscription, CreateStatistics, ReassignOwned, ImportForeignSchema, DefaultPrivileges,
                 SecurityLabel>;

/// One statement of a file.
struct Statement {
  Span span;          ///< from the first token to the last, without the semicolon
  std::string tag;    ///< the server's command tag: "ALTER TABLE", "CREATE INDEX", "SELECT" ...
  std::string text;   ///< the source text of `span`
  StatementBody body;
  std::vector<QualifiedName> relations;  ///< all relations the statement names, each once, in order (see `parse`)
  /// Statements that stand inside: what EXPLAIN, PREPARE, DECLARE and COPY are about, the actions of a rule, the body
  /// of a SQLite trigger or a BEGIN ATOMIC routine, the elements of CREATE SCHEMA, the queries of WITH that change
  /// rows. Their relations are among `relations`, names of CTEs aside, which only the outer statement knows as such.
  std::vector<Statement> inner;
  uint32_t preamble = 0;  ///< byte where the comments that precede the statement begin

  template <typename T>
  [[nodiscard]] const T* as() const { return body.get_if<T>(); }
};

/// The objects that a statement defines, changes, drops, describes or grants, in order; what it only reads or writes is
/// in `relations`.
[[nodiscard]] std::vector<ObjectName> objects(const Statement& statement);

}  // namespace lockstep
