#include "adapters/postgres/postgres_database.h"

#include <charconv>
#include <mutex>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "adapters/postgres/connection.h"
#include "adapters/postgres/conninfo.h"
#include "adapters/postgres/libpq.h"
#include "adapters/postgres/read_catalog.h"
#include "adapters/postgres/sessions.h"
#include "adapters/statement_verb.h"
#include "base/hash.h"

namespace lockstep {
namespace {

/// The key of pg_advisory_lock: the first 64 bits of a SHA-256, so that two projects, or another program's small
/// numbers, do not meet. Advisory locks are counted per database.
int64_t lock_key(std::string_view project) {
  const std::string digest = sha256(fmt::format("lockstep:{}", project));
  uint64_t key = 0;
  std::from_chars(digest.data(), digest.data() + 16, key, 16);
  return static_cast<int64_t>(key);
}

class PostgresDatabase final : public Database {
 public:
  PostgresDatabase(std::string conninfo, const OpenOptions& options)
      : conninfo_(std::move(conninfo)), read_only_(options.read_only), limits_(options.limits) {}

  [[nodiscard]] Dialect dialect() const override { return Dialect::PostgreSQL; }
  [[nodiscard]] int server_version() const override { return connection_->server_version(); }
  [[nodiscard]] std::string display_name() const override { return connection_->display_name(); }

  [[nodiscard]] Result<Rows> query(std::string_view sql, const std::vector<Value>& parameters) override {
    LOCKSTEP_CHECK(usable());
    LOCKSTEP_CHECK(check_query(sql, statement_verb(sql)));
    Result<Rows> rows = connection_->execute(sql, parameters);
    if (in_transaction_) failed_ = !rows;  // after a failure only ROLLBACK TO succeeds
    return rows;
  }

  [[nodiscard]] Status begin(const Limits& limits) override {
    LOCKSTEP_CHECK(usable());
    if (in_transaction_) return fail(ErrorCode::Failed, "a transaction is open already");
    in_transaction_ = true;
    failed_ = false;
    Status begun =
        connection_->script(fmt::format("BEGIN; SET LOCAL lock_timeout = {}; SET LOCAL statement_timeout = {}",
                                        limits.lock_timeout_ms, limits.statement_timeout_ms));
    if (!begun) rollback();
    return begun;
  }

  [[nodiscard]] Status commit() override {
    LOCKSTEP_CHECK(usable());
    if (!in_transaction_) return fail(ErrorCode::Failed, "no transaction is open");
    if (failed_) {  // the server would roll back and call it success
      rollback();
      return fail({ErrorCode::Failed, "the transaction had failed and was rolled back", {}, "25P02", {}});
    }
    Status committed = connection_->script("COMMIT");
    in_transaction_ = false;  // a COMMIT that fails ends the transaction, too
    return committed;
  }

  void rollback() override {
    if (!in_transaction_) return;
    in_transaction_ = false;
    if (!connection_->lost() && !connection_->script("ROLLBACK")) given_up_ = true;
  }

  [[nodiscard]] bool in_transaction() const override { return in_transaction_; }

  [[nodiscard]] Status set_limits(const Limits& limits) override {
    LOCKSTEP_CHECK(usable());
    if (in_transaction_) return fail(ErrorCode::Failed, "limits of a transaction are given when it begins");
    limits_ = limits;
    return apply_limits();
  }

  [[nodiscard]] Result<Catalog> read_catalog() override { return read_postgres_catalog(*this); }

  [[nodiscard]] Result<bool> try_runner_lock(std::string_view project) override {
    LOCKSTEP_CHECK(usable());
    if (!lock_connection_) {
      LOCKSTEP_TRY(lock_connection_, Connection::open(conninfo_, read_only_));
    }
    const int64_t key = lock_key(project);
    if (held_locks_.count(key) != 0) {  // the server would count a second one; ask only whether we are still there
      LOCKSTEP_CHECK(lock_connection_->execute("SELECT 1", {}));
      return true;
    }
    LOCKSTEP_TRY(const Rows rows, lock_connection_->execute("SELECT pg_try_advisory_lock($1::bigint)", {key}));
    if (integer(rows.rows[0][0]) != 1) return false;
    held_locks_.insert(key);
    return true;
  }

  void release_runner_lock() override {
    // The server notices a closed connection a moment later, an unlock at once.
    if (!held_locks_.empty()) (void)lock_connection_->script("SELECT pg_advisory_unlock_all()");
    held_locks_.clear();
    lock_connection_.reset();
  }

  [[nodiscard]] std::vector<Session> sessions() const override {
    std::vector<Session> all = {connection_->session()};
    if (lock_connection_) all.push_back(lock_connection_->session());
    return all;
  }

  [[nodiscard]] Result<bool> session_alive(const Session& session) override {
    return postgres_session_alive(*this, connection_->session().system, session);
  }

  [[nodiscard]] Status terminate_session(const Session& session) override {
    return postgres_terminate_session(*this, connection_->session().system, session);
  }

  [[nodiscard]] Result<std::vector<Blocker>> blockers(const std::vector<std::string>& relations,
                                                      int older_than_ms) override {
    return postgres_blockers(*this, relations, older_than_ms);
  }

  void cancel() override {
    const std::lock_guard lock(connection_mutex_);
    if (connection_) connection_->cancel();
  }

  [[nodiscard]] Status reconnect() override {
    rollback();
    release_runner_lock();
    given_up_ = true;
    LOCKSTEP_TRY(std::unique_ptr<Connection> fresh, Connection::open(conninfo_, read_only_));
    {
      const std::lock_guard lock(connection_mutex_);
      connection_ = std::move(fresh);
    }
    given_up_ = false;
    return apply_limits();
  }

 private:
  /// Every call needs both connections: the runner lock is gone with its own, and then nothing may be written.
  Status usable() {
    if (lock_connection_ && !lock_connection_->lost() && lock_connection_->stirred() &&
        !lock_connection_->execute("SELECT 1", {})) {
      given_up_ = true;
    }
    if (given_up_ || connection_->lost() || (lock_connection_ && lock_connection_->lost())) {
      return fail({ErrorCode::Retryable,
                   fmt::format("the connection to {} is lost", display_name()),
                   "run again: lockstep goes on where its journal ends",
                   "08003",
                   {}});
    }
    return {};
  }

  Status apply_limits() {
    return connection_->script(fmt::format("SET lock_timeout = {}; SET statement_timeout = {}", limits_.lock_timeout_ms,
                                           limits_.statement_timeout_ms));
  }

  std::string conninfo_;
  bool read_only_;
  Limits limits_;
  std::unique_ptr<Connection> connection_;
  std::mutex connection_mutex_;  // for cancel() only: a reconnect must not pull the connection from under it
  std::unique_ptr<Connection> lock_connection_;  // idle but for the lock, so that it never holds up a vacuum
  std::set<int64_t> held_locks_;                 // keys, on lock_connection_
  bool in_transaction_ = false;
  bool failed_ = false;    // a statement of the open transaction failed
  bool given_up_ = false;  // until reconnect()
};

}  // namespace

Result<std::unique_ptr<Database>> open_postgres(const std::string& target, const OpenOptions& options) {
  LOCKSTEP_CHECK(load_libpq());
  LOCKSTEP_TRY(const std::string conninfo, complete_conninfo(target, options.read_only));
  auto database = std::make_unique<PostgresDatabase>(conninfo, options);
  LOCKSTEP_CHECK(database->reconnect());
  return database;
}

}  // namespace lockstep
