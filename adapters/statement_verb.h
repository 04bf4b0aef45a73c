// What an adapter must know of a statement before it sends it: not its structure (that is the parser's), only
// whether it would change the state that the adapter itself keeps.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace lockstep {

enum class StatementVerb : uint8_t {
  Other,
  Change,              ///< INSERT, UPDATE, DELETE, MERGE, REPLACE, also behind WITH
  TransactionControl,  ///< BEGIN, COMMIT, ROLLBACK ...: belongs to begin(), commit() and rollback()
  RollbackTo,          ///< ROLLBACK TO savepoint: revives a failed transaction
  CopyThroughClient,   ///< COPY ... FROM STDIN or TO STDOUT, for which query() has no channel
};

[[nodiscard]] StatementVerb statement_verb(std::string_view sql);

/// What query() refuses on every database before it is sent: transaction control, COPY through the client, and a text
/// with a zero byte, where the libraries would stop reading and run half a statement. Errors: Failed.
[[nodiscard]] Status check_query(std::string_view sql, StatementVerb verb);

}  // namespace lockstep
