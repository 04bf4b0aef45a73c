// Other sessions of the server: whether one lives, ending it, and who stands in the way of a lock. Plain queries
// over pg_stat_activity and pg_locks.
#pragma once

#include <string>
#include <vector>

#include "engine/database.h"

namespace lockstep {

/// `system` is the server that `database` is connected to. A session of another server is gone from this one. Where
/// backend_start is hidden (another role's session, no pg_read_all_stats), a session of lockstep with the same pid
/// counts as alive: waiting for a stranger is safe, taking over from the living is not.
[[nodiscard]] Result<bool> postgres_session_alive(Database& database, const std::string& system,
                                                  const Session& session);

/// Gone already: success. Errors: Failed without the right to tell or end it, Retryable if it does not end within
/// five seconds.
[[nodiscard]] Status postgres_terminate_session(Database& database, const std::string& system, const Session& session);

[[nodiscard]] Result<std::vector<Blocker>> postgres_blockers(Database& database,
                                                             const std::vector<std::string>& relations,
                                                             int older_than_ms);

}  // namespace lockstep
