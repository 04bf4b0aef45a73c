// Transactions, settings, maintenance, and commands around other statements. See statement.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "parser/values.h"

namespace lockstep {

struct TransactionControl {
  enum class Kind : uint8_t { Begin, Start, Commit, End, Rollback, Savepoint, Release, RollbackTo, Prepare, Other };
  Kind kind = Kind::Begin;
  std::string name;   ///< the savepoint, or the id of a prepared transaction
  std::string modes;  ///< "ISOLATION LEVEL SERIALIZABLE, READ ONLY", "IMMEDIATE", "AND CHAIN"
};

/// SET, RESET, SET ROLE and the like. `value` is as written.
struct SetVariable {
  std::string name;   ///< lower case: "lock_timeout", "role", "session authorization", "time zone", "constraints"
  std::string value;
  bool local = false;
  bool reset = false;
};

/// DO [LANGUAGE lang] body.
struct DoBlock {
  std::string language;
  std::string body;
  Span body_span;  ///< the string constant, quotes included
};

/// TRUNCATE, LOCK, VACUUM, ANALYZE, CLUSTER, REINDEX, REFRESH: commands over relations, told apart by their tag.
struct Maintenance {
  std::vector<QualifiedName> names;
  std::vector<std::vector<std::string>> columns;  ///< VACUUM, ANALYZE: those of each name
  std::string index;       ///< CLUSTER ... USING
  OptionList options;         ///< (VERBOSE, PARALLEL 2) and the same words without parentheses
  bool only = false;          ///< LOCK, TRUNCATE, VACUUM, ANALYZE: of any name
  bool restart_identity = false;  ///< TRUNCATE
  bool nowait = false;     ///< LOCK
  bool concurrently = false;
  bool full = false;       ///< VACUUM FULL
  bool analyze = false;    ///< VACUUM (ANALYZE)
  bool cascade = false;    ///< TRUNCATE ... CASCADE
  bool with_no_data = false;
  std::string target;      ///< REINDEX: "INDEX", "TABLE", "SCHEMA", "DATABASE", "SYSTEM"
  std::string mode;        ///< LOCK: "ACCESS EXCLUSIVE" ...
};

/// EXPLAIN; the statement is the inner one.
struct Explain {
  bool analyze = false;     ///< the statement runs
  bool query_plan = false;  ///< SQLite
  OptionList options;
};

/// PREPARE; the statement is the inner one.
struct Prepare {
  std::string name;
  std::vector<TypeName> types;
};

/// EXECUTE.
struct Execute {
  std::string name;
  std::vector<Expression> arguments;
};

/// DECLARE, whose query is the inner statement, FETCH, MOVE and CLOSE, told apart by their tag.
struct Cursor {
  std::string name;       ///< empty for CLOSE ALL
  std::string direction;  ///< FETCH, MOVE: "FORWARD 10" as written
  std::string options;    ///< DECLARE: "NO SCROLL", "WITH HOLD" ...
};

struct Call {
  FunctionCall function;
  std::vector<Expression> arguments;
};

/// LISTEN, UNLISTEN, NOTIFY, LOAD, SHOW, DISCARD, DEALLOCATE, CHECKPOINT: commands of one name at most, told apart by
/// their tag.
struct SessionCommand {
  std::string name;   ///< channel, library, setting, prepared statement; empty for all
  std::string value;  ///< NOTIFY: the payload
};

/// SQLite's PRAGMA.
struct Pragma {
  std::string name;
  std::string value;
  std::string schema;
};

/// SQLite's ATTACH and DETACH.
struct Attach {
  bool detach = false;
  Expression file;       ///< ATTACH
  Expression database;   ///< a name or an expression
};

}  // namespace lockstep
