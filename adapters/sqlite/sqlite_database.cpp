#include "adapters/sqlite/sqlite_database.h"

#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <mutex>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "adapters/sqlite/errors.h"
#include "adapters/sqlite/read_catalog.h"
#include "adapters/sqlite/runner_lock.h"
#include "adapters/statement_verb.h"
#include "base/text.h"

namespace lockstep {
namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

struct CloseHandle {
  void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Handle = std::unique_ptr<sqlite3, CloseHandle>;
using Prepared = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

/// Steps of SQLite's virtual machine between two looks at the clock: some tens of microseconds.
constexpr int kStepsBetweenLooks = 1000;

Value column_value(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
      return std::monostate{};
    case SQLITE_INTEGER:
      return static_cast<int64_t>(sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, column);
    default: {  // a blob is its bytes
      const void* bytes = sqlite3_column_blob(statement, column);
      const auto size = static_cast<size_t>(sqlite3_column_bytes(statement, column));
      return bytes == nullptr ? std::string{} : std::string(static_cast<const char*>(bytes), size);
    }
  }
}

int bind_value(sqlite3_stmt* statement, int index, const Value& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) return sqlite3_bind_int64(statement, index, *number);
  if (const auto* real = std::get_if<double>(&value)) return sqlite3_bind_double(statement, index, *real);
  if (const auto* string = std::get_if<std::string>(&value)) {
    return sqlite3_bind_text64(statement, index, string->data(), string->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  }
  return sqlite3_bind_null(statement, index);
}

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(std::string path, const OpenOptions& options)
      : path_(std::move(path)), options_(options), limits_(options.limits), active_limits_(options.limits) {}

  [[nodiscard]] Dialect dialect() const override { return Dialect::SQLite; }
  [[nodiscard]] int server_version() const override { return sqlite3_libversion_number(); }
  [[nodiscard]] std::string display_name() const override { return "sqlite:" + path_; }

  [[nodiscard]] Result<Rows> query(std::string_view sql, const std::vector<Value>& parameters) override {
    const StatementVerb verb = statement_verb(sql);
    LOCKSTEP_CHECK(check_query(sql, verb));
    if (in_transaction_ && (failed_ ? verb != StatementVerb::RollbackTo : is_autocommit())) {
      return fail(
          {ErrorCode::Failed, "the transaction has failed and can only be rolled back", {}, {}, std::string(sql)});
    }
    Result<Rows> rows = run(sql, parameters);
    if (in_transaction_) {
      failed_ = !rows;  // as on PostgreSQL; SQLite alone would go on
    } else if (rows && !is_autocommit()) {
      (void)run("ROLLBACK", {});
      return fail({ErrorCode::Failed, "a savepoint needs an open transaction", {}, {}, std::string(sql)});
    }
    return rows;
  }

  [[nodiscard]] Status begin(const Limits& limits) override {
    if (in_transaction_) return fail(ErrorCode::Failed, "a transaction is open already");
    active_limits_ = limits;
    // IMMEDIATE takes the write lock here, where waiting is harmless: a transaction that asks for it later can find
    // that another one wrote in between, and must start again.
    const Result<Rows> begun = run(options_.read_only ? "BEGIN" : "BEGIN IMMEDIATE", {});
    if (!begun) {
      active_limits_ = limits_;
      return fail(begun.error());
    }
    in_transaction_ = true;
    failed_ = false;
    return {};
  }

  [[nodiscard]] Status commit() override {
    if (!in_transaction_) return fail(ErrorCode::Failed, "no transaction is open");
    if (failed_ || is_autocommit()) {
      rollback();
      return fail(ErrorCode::Failed, "the transaction had failed and was rolled back");
    }
    const Result<Rows> committed = run("COMMIT", {});
    if (!committed) {
      rollback();
      return fail(committed.error());
    }
    end_transaction();
    return {};
  }

  void rollback() override {
    if (!in_transaction_) return;
    // Some errors (disk full, interrupted writes) have rolled back already. Otherwise ROLLBACK cannot fail.
    if (!is_autocommit()) (void)run("ROLLBACK", {});
    end_transaction();
  }

  [[nodiscard]] bool in_transaction() const override { return in_transaction_; }

  [[nodiscard]] Status set_limits(const Limits& limits) override {
    if (in_transaction_) return fail(ErrorCode::Failed, "limits of a transaction are given when it begins");
    limits_ = active_limits_ = limits;
    return {};
  }

  [[nodiscard]] Result<Catalog> read_catalog() override {
    if (in_transaction_ && (failed_ || is_autocommit())) {
      return fail(ErrorCode::Failed, "the transaction has failed and can only be rolled back");
    }
    const bool alone = !in_transaction_;
    if (alone) LOCKSTEP_CHECK(run("BEGIN", {}));  // one snapshot for all queries
    Result<Catalog> catalog = read_sqlite_catalog(
        [this](std::string_view sql, const std::vector<Value>& parameters) { return run(sql, parameters); });
    if (alone) (void)run("ROLLBACK", {});
    return catalog;
  }

  [[nodiscard]] Result<bool> try_runner_lock(std::string_view /*project*/) override {
    if (in_memory()) return true;
    return runner_lock_.try_take(canonical_path_);
  }
  void release_runner_lock() override { runner_lock_.release(); }

  [[nodiscard]] std::vector<Session> sessions() const override {
    return {Session{canonical_path_, static_cast<int64_t>(getpid()), {}}};
  }
  [[nodiscard]] Result<bool> session_alive(const Session& /*session*/) override { return false; }
  [[nodiscard]] Status terminate_session(const Session& /*session*/) override { return {}; }
  [[nodiscard]] Result<std::vector<Blocker>> blockers(const std::vector<std::string>& /*relations*/,
                                                      int /*older_than_ms*/) override {
    return std::vector<Blocker>{};
  }

  void cancel() override {
    const std::lock_guard lock(cancel_mutex_);
    cancelled_ = running_;
  }

  [[nodiscard]] Status reconnect() override {
    runner_lock_.release();
    end_transaction();
    handle_.reset();
    return open();
  }

  [[nodiscard]] Status open();

 private:
  [[nodiscard]] bool in_memory() const { return path_ == ":memory:"; }
  [[nodiscard]] bool is_autocommit() const { return sqlite3_get_autocommit(handle_.get()) != 0; }
  [[nodiscard]] Status check_path() const;
  [[nodiscard]] Result<Rows> run(std::string_view sql, const std::vector<Value>& parameters);
  [[nodiscard]] Result<Rows> run_prepared(std::string_view sql, const std::vector<Value>& parameters);

  void end_transaction() {
    in_transaction_ = failed_ = false;
    active_limits_ = limits_;
  }

  tl::unexpected<Error> failure(int code, std::string_view sql) const {
    return fail(sqlite_error(code, handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code), path_, sql));
  }

  bool is_stopped() {
    const std::lock_guard lock(cancel_mutex_);
    return cancelled_ || (active_limits_.statement_timeout_ms > 0 &&
                          Clock::now() - started_ >= Milliseconds(active_limits_.statement_timeout_ms));
  }

  /// Called by SQLite now and then while a statement runs; not 0 stops it with SQLITE_INTERRUPT.
  static int on_progress(void* self) { return static_cast<SqliteDatabase*>(self)->is_stopped() ? 1 : 0; }

  /// Called when another connection has the lock; 0 gives up with SQLITE_BUSY. As sqlite3_busy_timeout(), which has
  /// neither "no limit" nor a way to be cancelled.
  static int on_busy(void* self, int attempt) { return static_cast<SqliteDatabase*>(self)->wait_for_lock(attempt); }
  int wait_for_lock(int attempt) {
    static constexpr std::array<int, 7> kPauses = {1, 2, 5, 10, 15, 20, 25};
    if (attempt == 0) waiting_since_ = Clock::now();
    const auto waited = Clock::now() - waiting_since_;
    const int limit = active_limits_.lock_timeout_ms;
    if (is_stopped() || (limit > 0 && waited >= Milliseconds(limit))) return 0;
    Milliseconds pause(kPauses[std::min(static_cast<size_t>(attempt), kPauses.size() - 1)]);
    if (limit > 0) {
      pause = std::min(pause, std::chrono::duration_cast<Milliseconds>(Milliseconds(limit) - waited) + Milliseconds(1));
    }
    std::this_thread::sleep_for(pause);
    return 1;
  }

  std::string path_;            // as given
  std::string canonical_path_;  // what all connections to the file agree on
  OpenOptions options_;
  Limits limits_;         // outside transactions
  Limits active_limits_;  // of what runs now
  Handle handle_;
  RunnerLock runner_lock_;
  bool in_transaction_ = false;
  bool failed_ = false;  // a statement of the open transaction failed
  Clock::time_point started_, waiting_since_;
  std::mutex cancel_mutex_;  // guards the two below
  bool running_ = false;
  bool cancelled_ = false;
};

Status SqliteDatabase::check_path() const {
  namespace fs = std::filesystem;
  std::error_code ignored;
  if (in_memory()) return {};
  if (fs::is_directory(path_, ignored)) {
    return fail(ErrorCode::Input, fmt::format("`{}` is a folder, not a SQLite database", path_),
                fmt::format("name a file, for example sqlite:{}", (fs::path(path_) / "app.db").string()));
  }
  if (fs::exists(path_, ignored)) return {};
  if (!options_.create_sqlite_file) {
    return fail(ErrorCode::Input, fmt::format("there is no SQLite database at `{}`", path_),
                "check the path; `lockstep up` and `lockstep expand` make a new one");
  }
  const fs::path folder = fs::path(path_).parent_path();
  if (!folder.empty() && !fs::is_directory(folder, ignored)) {
    return fail(ErrorCode::Input, fmt::format("there is no folder `{}` for the database", folder.string()),
                "make the folder first, or check the path");
  }
  return {};
}

Status SqliteDatabase::open() {
  LOCKSTEP_CHECK(check_path());
  sqlite3* raw = nullptr;
  int flags = options_.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  if (options_.create_sqlite_file && !options_.read_only) flags |= SQLITE_OPEN_CREATE;
  if (in_memory()) flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(path_.c_str(), &raw, flags, nullptr);
  handle_.reset(raw);
  if (code != SQLITE_OK) return failure(code, {});
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_handler(raw, &SqliteDatabase::on_busy, this);
  sqlite3_progress_handler(raw, kStepsBetweenLooks, &SqliteDatabase::on_progress, this);
  // Nothing is read before the first statement: only now is a file that is no database noticed.
  LOCKSTEP_CHECK(run("PRAGMA schema_version", {}));
  LOCKSTEP_CHECK(run("PRAGMA foreign_keys = ON", {}));
  if (!options_.read_only && sqlite3_db_readonly(raw, "main") == 1) {
    return fail(sqlite_error(SQLITE_READONLY, "no right to write it", path_, {}));
  }
  std::error_code ignored;
  canonical_path_ = in_memory() ? path_ : std::filesystem::canonical(path_, ignored).string();
  return {};
}

Result<Rows> SqliteDatabase::run(std::string_view sql, const std::vector<Value>& parameters) {
  started_ = Clock::now();
  {
    const std::lock_guard lock(cancel_mutex_);
    running_ = true;
  }
  Result<Rows> rows = run_prepared(sql, parameters);
  const std::lock_guard lock(cancel_mutex_);
  if (!rows && rows.error().code == ErrorCode::Retryable) {  // BUSY or INTERRUPT, by our own doing?
    const int limit = active_limits_.statement_timeout_ms;
    if (cancelled_) {
      rows.error().message = "the statement was cancelled";
    } else if (limit > 0 && Clock::now() - started_ >= Milliseconds(limit)) {
      rows.error().message = fmt::format("the statement took longer than its limit of {} ms", limit);
    }
  }
  running_ = cancelled_ = false;
  return rows;
}

Result<Rows> SqliteDatabase::run_prepared(std::string_view sql, const std::vector<Value>& parameters) {
  sqlite3* const handle = handle_.get();
  if (handle == nullptr) return fail(ErrorCode::Retryable, fmt::format("`{}` is not open", path_));
  const auto refuse = [&](std::string message) {
    return fail({ErrorCode::Failed, std::move(message), {}, {}, std::string(sql)});
  };
  sqlite3_stmt* raw = nullptr;
  const char* tail = nullptr;
  int code = sqlite3_prepare_v2(handle, sql.data(), static_cast<int>(sql.size()), &raw, &tail);
  const Prepared statement(raw);
  if (code != SQLITE_OK) return failure(code, sql);
  if (!statement) return Rows{};  // blanks and comments only

  const std::string_view rest(tail, static_cast<size_t>(sql.data() + sql.size() - tail));
  sqlite3_stmt* second = nullptr;
  code = sqlite3_prepare_v2(handle, rest.data(), static_cast<int>(rest.size()), &second, nullptr);
  const Prepared unwanted(second);
  if (code != SQLITE_OK || unwanted) return refuse("a query holds one statement, this text holds more");

  const auto count = static_cast<size_t>(sqlite3_bind_parameter_count(raw));
  if (count != parameters.size()) {
    return refuse(fmt::format("the statement has {} parameters, {} were given", count, parameters.size()));
  }
  for (size_t i = 0; i < parameters.size(); ++i) {
    const int index = sqlite3_bind_parameter_index(raw, fmt::format("${}", i + 1).c_str());
    if (index == 0) return refuse(fmt::format("the statement has no parameter ${}", i + 1));
    code = bind_value(raw, index, parameters[i]);
    if (code != SQLITE_OK) return failure(code, sql);
  }

  Rows rows;
  const int columns = sqlite3_column_count(raw);
  for (int column = 0; column < columns; ++column) rows.columns.emplace_back(sqlite3_column_name(raw, column));
  const int64_t changes_before = sqlite3_total_changes64(handle);
  while ((code = sqlite3_step(raw)) == SQLITE_ROW) {
    std::vector<Value>& row = rows.rows.emplace_back();
    row.reserve(static_cast<size_t>(columns));
    for (int column = 0; column < columns; ++column) row.push_back(column_value(raw, column));
  }
  if (code != SQLITE_DONE) return failure(code, sql);
  // sqlite3_changes() keeps its value through statements that change nothing.
  if (sqlite3_total_changes64(handle) != changes_before) rows.affected = sqlite3_changes64(handle);
  return rows;
}

}  // namespace

Result<std::unique_ptr<Database>> open_sqlite(const std::string& path, const OpenOptions& options) {
  auto database = std::make_unique<SqliteDatabase>(path, options);
  LOCKSTEP_CHECK(database->open());
  return database;
}

}  // namespace lockstep
