#include "adapters/postgres/sessions.h"

#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include "adapters/postgres/arrays.h"

namespace lockstep {
namespace {

constexpr const char* kFindSession = R"(
SELECT backend_start IS NULL
FROM pg_stat_activity
WHERE pid = $1
  AND (to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') = $2
       OR (backend_start IS NULL AND application_name = 'lockstep')))";

// A lock that anybody holds or waits for conflicts with ACCESS EXCLUSIVE, so modes need not be looked at. Parallel
// workers stand for their leader. A prepared transaction holds locks without a session; the lock on its own number
// leads from its virtual transaction to its name.
constexpr const char* kBlockers = R"(
WITH locked AS (
  SELECT DISTINCT l.pid, l.virtualtransaction
  FROM pg_locks l
  JOIN pg_class c ON c.oid = l.relation
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE l.locktype = 'relation'
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND l.pid IS DISTINCT FROM pg_backend_pid()
    AND n.nspname || '.' || c.relname = ANY ($1::text[])
)
SELECT * FROM (
  SELECT a.pid, coalesce(nullif(a.application_name, ''), a.backend_type) AS application, a.state, a.query,
         extract(epoch FROM clock_timestamp() - a.xact_start) AS age
  FROM locked
  JOIN pg_stat_activity a USING (pid)
  WHERE a.leader_pid IS NULL
  UNION ALL
  SELECT 0, 'prepared transaction', 'prepared', p.gid, extract(epoch FROM clock_timestamp() - p.prepared)
  FROM locked
  JOIN pg_locks l ON l.locktype = 'transactionid' AND l.granted AND l.pid IS NULL
                 AND l.virtualtransaction = locked.virtualtransaction
  JOIN pg_prepared_xacts p ON p.transaction = l.transactionid
  WHERE locked.pid IS NULL
) AS blockers
WHERE age IS NULL OR age * 1000 >= $2
ORDER BY age DESC NULLS LAST, pid)";

}  // namespace

Result<bool> postgres_session_alive(Database& database, const std::string& system, const Session& session) {
  LOCKSTEP_TRY(const Rows rows, database.query(kFindSession, {session.pid, session.start}));
  return session.system == system && !rows.empty();
}

Status postgres_terminate_session(Database& database, const std::string& system, const Session& session) {
  LOCKSTEP_TRY(const Rows rows, database.query(kFindSession, {session.pid, session.start}));
  if (session.system != system || rows.empty()) return {};
  if (integer(rows.rows[0][0]) == 1) {
    return fail(ErrorCode::Failed,
                fmt::format("session {} belongs to another role: it cannot be told whether it is the one", session.pid),
                "grant this role pg_read_all_stats and pg_signal_backend, or connect with that role");
  }
  Result<Rows> ended = database.query("SELECT pg_terminate_backend($1, 5000)", {session.pid});
  if (!ended) {
    Error error = std::move(ended).error();
    if (error.sqlstate == "42501") error.help = "grant this role pg_signal_backend, or connect with the session's role";
    return fail(std::move(error));
  }
  if (integer(ended->rows[0][0]) == 1) return {};
  return fail(ErrorCode::Retryable, fmt::format("session {} was told to end and has not yet", session.pid),
              "run again in a moment");
}

Result<std::vector<Blocker>> postgres_blockers(Database& database, const std::vector<std::string>& relations,
                                               int older_than_ms) {
  LOCKSTEP_TRY(const Rows rows,
               database.query(kBlockers, {array_literal(relations), static_cast<int64_t>(older_than_ms)}));
  std::vector<Blocker> blockers;
  for (const std::vector<Value>& row : rows.rows) {
    Blocker& blocker = blockers.emplace_back();
    blocker.pid = integer(row[0]);
    blocker.application = text(row[1]);
    blocker.state = text(row[2]);
    blocker.query = text(row[3]);
    blocker.age_seconds = is_null(row[4]) ? -1 : std::strtod(text(row[4]).c_str(), nullptr);
  }
  return blockers;
}

}  // namespace lockstep
