// What an adapter must know of a statement before it sends it: not its structure (that is the parser's), only
// whether it would change the state that the adapter itself keeps.
#pragma once

#include <cstdint>
#include <string_view>

namespace lockstep {

enum class StatementVerb : uint8_t {
  Other,
  Change,              ///< INSERT, UPDATE, DELETE, MERGE, REPLACE, also behind WITH
  TransactionControl,  ///< BEGIN, COMMIT, ROLLBACK ...: belongs to begin(), commit() and rollback()
  RollbackTo,          ///< ROLLBACK TO savepoint: revives a failed transaction
  CopyThroughClient,   ///< COPY ... FROM STDIN or TO STDOUT, for which query() has no channel
};

[[nodiscard]] StatementVerb statement_verb(std::string_view sql);

}  // namespace lockstep
