// Limits and cancel(): nothing waits longer than it was told to.
#include <atomic>
#include <chrono>
#include <thread>

#include "subject.h"

namespace lockstep {
namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

/// Holds the lock that `write_under_lock` needs.
void take_lock(Database& holder) {
  NEED(holder.begin({}));
  NEED(holder.query("UPDATE t SET a = a"));
}

/// What another connection cannot do meanwhile, as a transaction with limits.
Status write_under_lock(Database& database, const Limits& limits) {
  return in_transaction(database, limits, [&]() -> Status {
    LOCKSTEP_CHECK(database.query("UPDATE t SET a = 2"));
    return {};
  });
}

void make_table(Database& database) {
  NEED(database.query("CREATE TABLE t (a integer)"));
  NEED(database.query("INSERT INTO t VALUES (1)"));
}

}  // namespace

TEST_CASE("a lock that is not obtained in time can be tried again") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  const auto holder = subject.open();
  make_table(*database);
  take_lock(*holder);
  const auto start = Clock::now();
  const Error error = error_of(write_under_lock(*database, {100, 0}));
  CHECK(error.code == ErrorCode::Retryable);
  CHECK(milliseconds_since(start) >= 90);
  CHECK(milliseconds_since(start) < 3000);
  if (!subject.sqlite()) CHECK(error.sqlstate == "55P03");
  CHECK_FALSE(database->in_transaction());
  holder->rollback();
  NEED(write_under_lock(*database, {100, 0}));
}

TEST_CASE("a lock without a limit is waited for") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  const auto holder = subject.open();
  make_table(*database);
  NEED(database->set_limits({50, 0}));
  take_lock(*holder);
  std::thread release([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(400));
    holder->rollback();
  });
  CHECK(write_under_lock(*database, {}).has_value());
  release.join();
}

TEST_CASE("limits outside transactions hold until they are set again") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  const auto holder = subject.open();
  make_table(*database);
  NEED(database->set_limits({100, 0}));
  take_lock(*holder);
  for (int time = 0; time < 2; ++time) {
    const auto start = Clock::now();
    CHECK(error_of(database->query("UPDATE t SET a = 3")).code == ErrorCode::Retryable);
    CHECK(milliseconds_since(start) < 3000);
    // A transaction with other limits in between changes nothing.
    CHECK(error_of(write_under_lock(*database, {20, 0})).code == ErrorCode::Retryable);
  }
  holder->rollback();
  NEED(database->query("UPDATE t SET a = 3"));
}

TEST_CASE("limits given at the start hold outside transactions, too") {
  FOR_EACH_DATABASE;
  OpenOptions options;
  options.limits = {60, 0};
  const auto database = subject.open(options);
  const auto holder = subject.open();
  make_table(*database);
  take_lock(*holder);
  CHECK(error_of(database->query("UPDATE t SET a = 3")).code == ErrorCode::Retryable);
}

TEST_CASE("a statement that takes too long is ended") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  NEED(database->set_limits({0, 150}));
  const auto start = Clock::now();
  const Error error = error_of(database->query(subject.endless()));
  CHECK(error.code == ErrorCode::Retryable);
  CHECK(milliseconds_since(start) < 5000);
  if (!subject.sqlite()) CHECK(error.sqlstate == "57014");

  NEED(database->begin({0, 150}));
  CHECK(error_of(database->query(subject.endless())).code == ErrorCode::Retryable);
  CHECK_FALSE(database->query("SELECT 1"));
  database->rollback();
  NEED(database->set_limits({}));
  NEED(database->query("SELECT 1"));
}

TEST_CASE("a running statement is cancelled from another thread") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  std::atomic<bool> done = false;
  std::thread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    while (!done) {
      database->cancel();
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  });
  const auto start = Clock::now();
  const Result<Rows> rows = database->query(subject.endless());
  done = true;
  canceller.join();
  CHECK(error_of(rows).code == ErrorCode::Retryable);
  CHECK(milliseconds_since(start) < 10000);
  if (!subject.sqlite()) CHECK(error_of(rows).sqlstate == "57014");
  NEED(database->query("SELECT 1"));
}

TEST_CASE("waiting for a lock is cancelled, too") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  const auto holder = subject.open();
  make_table(*database);
  take_lock(*holder);
  std::thread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    database->cancel();
  });
  const Status written = write_under_lock(*database, {});
  canceller.join();
  CHECK(error_of(written).code == ErrorCode::Retryable);
  CHECK_FALSE(database->in_transaction());
}

TEST_CASE("a cancel without a running statement does not hit the next one") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  for (int i = 0; i < 50; ++i) {
    database->cancel();
    NEED(database->query("SELECT 1"));
  }
  std::atomic<bool> done = false;
  std::thread canceller([&] {
    while (!done) database->cancel();
  });
  // Some of these are cancelled; none that starts after the thread has ended may be.
  for (int i = 0; i < 50; ++i) (void)database->query("SELECT 1");
  done = true;
  canceller.join();
  for (int i = 0; i < 50; ++i) NEED(database->query("SELECT 1"));
}

}  // namespace lockstep
