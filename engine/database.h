// The port: what the engine asks of a database. Owned here, implemented in adapters/ (PostgreSQL, SQLite), and run
// through one conformance suite (tests/conformance). The only virtual class of lockstep.
//
// An implementation belongs to one thread, but for cancel(). It never reconnects by itself: a lost connection is an
// error with `Retryable` whose outcome is unknown, and every later call fails until reconnect().
// SQL may hold parameters $1, $2 ... on both databases.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "engine/catalog/catalog.h"

namespace lockstep {

/// A value sent or received; null is std::monostate. Received values are text on PostgreSQL (as the server prints
/// them) and int64_t, double or text on SQLite: ask with text() or integer().
using Value = std::variant<std::monostate, int64_t, double, std::string>;

[[nodiscard]] bool is_null(const Value& value);
[[nodiscard]] std::string text(const Value& value);       ///< "" for null
[[nodiscard]] int64_t integer(const Value& value);        ///< 0 for null or what is not a number; 't' and 'true' are 1

/// A result, whole in memory. Meant for small ones.
struct Rows {
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;
  int64_t affected = 0;  ///< rows changed by INSERT, UPDATE or DELETE

  [[nodiscard]] bool empty() const { return rows.empty(); }
  [[nodiscard]] size_t size() const { return rows.size(); }
};

/// Durations are milliseconds; 0 means none. What a transaction or statement may take.
struct Limits {
  int lock_timeout_ms = 0;
  int statement_timeout_ms = 0;
};

/// One connection of this runner, so that a successor can tell whether it is gone. For PostgreSQL `pid` and `start`
/// are pg_stat_activity.pid and backend_start; SQLite has one with pid of the process.
struct Session {
  std::string system;  ///< identifier of the server (pg_control_system) or path of the file
  int64_t pid = 0;
  std::string start;
};

/// Who holds up a lock, for the log.
struct Blocker {
  int64_t pid = 0;
  std::string application, state, query;
  double age_seconds = 0;  ///< of its transaction, -1 when the server hides it
};

class Database {
 public:
  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  virtual ~Database() = default;

  [[nodiscard]] virtual Dialect dialect() const = 0;
  /// PostgreSQL: major version (15). SQLite: e.g. 3040001.
  [[nodiscard]] virtual int server_version() const = 0;
  /// For people, without the password: "postgresql://app@127.0.0.1:5432/shop", "sqlite:shop.db".
  [[nodiscard]] virtual std::string display_name() const = 0;

  /// Runs one statement and gives its rows. Errors: Failed for what the server refuses for good; Retryable for
  /// 55P03, 57014, 40001, 40P01, 57P0x, 08xxx, a lost connection, SQLITE_BUSY; `sqlstate` is set where there is one.
  [[nodiscard]] virtual Result<Rows> query(std::string_view sql, const std::vector<Value>& parameters = {}) = 0;

  /// Opens a transaction (SQLite: BEGIN IMMEDIATE) under `limits`; query() then runs inside it.
  [[nodiscard]] virtual Status begin(const Limits& limits) = 0;
  [[nodiscard]] virtual Status commit() = 0;
  /// Never fails in a way that matters: an open transaction is gone afterwards, or so is the connection.
  virtual void rollback() = 0;
  [[nodiscard]] virtual bool in_transaction() const = 0;

  /// The limits of statements outside a transaction, until set again. CREATE INDEX CONCURRENTLY runs with none.
  [[nodiscard]] virtual Status set_limits(const Limits& limits) = 0;

  /// Reads the catalog, estimates of size included. Everything visible outside pg_catalog and information_schema.
  [[nodiscard]] virtual Result<Catalog> read_catalog() = 0;

  /// Takes the one-runner lock of `project` without waiting: false when another holds it. It is held on a connection
  /// (PostgreSQL: pg_try_advisory_lock on an idle autocommit connection of its own; SQLite: flock on a file beside the
  /// database), so that it ends with the process. Taking it twice gives true.
  [[nodiscard]] virtual Result<bool> try_runner_lock(std::string_view project) = 0;
  virtual void release_runner_lock() = 0;
  /// The connections that this object has open.
  [[nodiscard]] virtual std::vector<Session> sessions() const = 0;
  /// Whether a connection listed in a lease still exists. SQLite: false, the runner lock has already told.
  [[nodiscard]] virtual Result<bool> session_alive(const Session& session) = 0;
  /// Ends a connection of a dead runner (pg_terminate_backend); an error when the right is missing.
  [[nodiscard]] virtual Status terminate_session(const Session& session) = 0;

  /// Sessions that hold or wait for a lock on any of `relations` (catalog keys) which conflicts with an
  /// ACCESS EXCLUSIVE request and whose transaction is older than `older_than_ms`. SQLite: always empty.
  [[nodiscard]] virtual Result<std::vector<Blocker>> blockers(const std::vector<std::string>& relations,
                                                              int older_than_ms) = 0;

  /// Cancels what query() is running now, from another thread or a signal's watcher thread. The query then fails with
  /// Retryable.
  virtual void cancel() = 0;

  /// Discards the connection and opens it again; locks, transactions and session state are gone.
  [[nodiscard]] virtual Status reconnect() = 0;
};

/// Runs `body` in a transaction: commits when it succeeds, rolls back when it fails.
[[nodiscard]] Status in_transaction(Database& database, const Limits& limits, const std::function<Status()>& body);

}  // namespace lockstep
