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
};

/// TRUNCATE, LOCK, VACUUM, ANALYZE, CLUSTER, REINDEX, REFRESH: commands over relations, told apart by their tag.
struct Maintenance {
  std::vector<QualifiedName> names;
  bool concurrently = false;
  bool full = false;       ///< VACUUM FULL
  bool cascade = false;    ///< TRUNCATE ... CASCADE
  bool with_no_data = false;
  std::string target;      ///< REINDEX: "INDEX", "TABLE", "SCHEMA", "DATABASE", "SYSTEM"
  std::string mode;        ///< LOCK: "ACCESS EXCLUSIVE" ...
};

/// SQLite's PRAGMA.
struct Pragma {
  std::string name;
  std::string value;
};

}  // namespace lockstep
