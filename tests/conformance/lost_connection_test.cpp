// A connection that is lost: an error, never a silent second one.
#include <chrono>
#include <thread>

#include "subject.h"

namespace lockstep {
namespace {

std::string setting(Database& database, const std::string& name) {
  return value_of(database, "SHOW " + name);
}

void expect_settings(Database& database) {
  CHECK(setting(database, "application_name") == "lockstep");
  CHECK(setting(database, "standard_conforming_strings") == "on");
  CHECK(setting(database, "client_encoding") == "UTF8");
  CHECK(setting(database, "default_transaction_isolation") == "read committed");
  CHECK(setting(database, "lock_timeout") == "1234ms");
  CHECK(setting(database, "statement_timeout") == "0");
  CHECK(setting(database, "idle_session_timeout") == "0");
  CHECK(setting(database, "idle_in_transaction_session_timeout") == "30s");
}

/// Every call of the port fails as one that may be tried again.
void expect_lost(Database& database) {
  CHECK(error_of(database.query("SELECT 1")).code == ErrorCode::Retryable);
  CHECK(error_of(database.query("SELECT 1")).code == ErrorCode::Retryable);
  CHECK(error_of(database.begin({})).code == ErrorCode::Retryable);
  CHECK(error_of(database.set_limits({})).code == ErrorCode::Retryable);
  CHECK(error_of(database.read_catalog()).code == ErrorCode::Retryable);
  CHECK(error_of(database.try_runner_lock("shop")).code == ErrorCode::Retryable);
  CHECK(error_of(database.session_alive({})).code == ErrorCode::Retryable);
  CHECK(error_of(database.terminate_session({})).code == ErrorCode::Retryable);
  CHECK(error_of(database.blockers({"public.t"}, 0)).code == ErrorCode::Retryable);
  database.cancel();
  database.rollback();
  CHECK_FALSE(database.in_transaction());
}

}  // namespace

TEST_CASE("reconnect() forgets locks and transactions, and keeps limits") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  const auto other = subject.open();
  NEED(database->query("CREATE TABLE t (a integer)"));
  NEED(database->set_limits({70, 0}));
  CHECK(NEED(database->try_runner_lock("shop")));
  NEED(database->begin({}));
  NEED(database->query("INSERT INTO t VALUES (1)"));
  NEED(database->reconnect());
  CHECK_FALSE(database->in_transaction());
  CHECK(value_of(*database, "SELECT count(*) FROM t") == "0");
  CHECK(eventually([&] { return NEED(other->try_runner_lock("shop")); }));

  NEED(other->begin({}));
  NEED(other->query("INSERT INTO t VALUES (1)"));
  if (!subject.sqlite()) NEED(other->query("LOCK TABLE t"));
  CHECK(error_of(database->query("INSERT INTO t VALUES (2)")).code == ErrorCode::Retryable);
}

TEST_CASE("after the server ended the session every call fails until reconnect()") {
  const Subject subject(Dialect::PostgreSQL);
  const auto database = subject.open();
  const auto killer = subject.open();
  NEED(database->set_limits({1234, 0}));
  expect_settings(*database);
  NEED(killer->terminate_session(database->sessions()[0]));
  expect_lost(*database);
  NEED(database->reconnect());
  expect_settings(*database);
}

TEST_CASE("a session that ends within a transaction takes it along") {
  const Subject subject(Dialect::PostgreSQL);
  const auto database = subject.open();
  const auto killer = subject.open();
  NEED(database->query("CREATE TABLE t (a integer)"));
  NEED(database->begin({}));
  NEED(database->query("INSERT INTO t VALUES (1)"));
  NEED(killer->terminate_session(database->sessions()[0]));
  const Error error = error_of(database->commit());
  CHECK(error.code == ErrorCode::Retryable);
  CHECK(error.sqlstate == "08006");
  expect_lost(*database);
  NEED(database->reconnect());
  CHECK(value_of(*database, "SELECT count(*) FROM t") == "0");
}

TEST_CASE("losing the runner lock's connection is losing the connection") {
  const Subject subject(Dialect::PostgreSQL);
  const auto database = subject.open();
  const auto killer = subject.open();
  CHECK(NEED(database->try_runner_lock("shop")));
  NEED(killer->terminate_session(database->sessions()[1]));
  expect_lost(*database);
  NEED(database->reconnect());
  CHECK(NEED(database->try_runner_lock("shop")));
  NEED(database->query("SELECT 1"));
}

TEST_CASE("settings of the role and the database do not reach our sessions") {
  const Subject subject(Dialect::PostgreSQL);
  const auto database = subject.open();
  const std::string name = value_of(*database, "SELECT current_database()");
  for (const char* wild :
       {"lock_timeout = '1ms'", "statement_timeout = '400ms'", "idle_session_timeout = '400ms'",
        "idle_in_transaction_session_timeout = '400ms'", "standard_conforming_strings = off",
        "default_transaction_isolation = 'serializable'", "application_name = 'other'", "client_encoding = 'LATIN1'"}) {
    NEED(database->query("ALTER DATABASE " + name + " SET " + wild));
  }
  NEED(database->set_limits({1234, 0}));
  NEED(database->reconnect());
  expect_settings(*database);
  NEED(database->query("SELECT pg_sleep(0.5)"));
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  expect_settings(*database);
}

TEST_CASE("a reconnect that fails leaves the connection lost, and the next one may succeed") {
  const Subject subject(Dialect::PostgreSQL);
  const auto owner = subject.open();
  const std::string role = subject.make_role("PASSWORD 'secret'");
  const auto database = NEED(open_database(subject.url_for(role, "secret")));
  NEED(owner->query("ALTER ROLE " + role + " NOLOGIN"));
  CHECK_FALSE(database->reconnect());
  expect_lost(*database);
  NEED(owner->query("ALTER ROLE " + role + " LOGIN"));
  NEED(database->reconnect());
  NEED(database->query("SELECT 1"));
}

}  // namespace lockstep
