// sessions(), session_alive(), terminate_session() and blockers().
#include <unistd.h>

#include <cstdlib>
#include <thread>

#include "subject.h"

namespace lockstep {

TEST_CASE("an object lists the connections that it has open") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  REQUIRE(database->sessions().size() == 1);
  const Session session = database->sessions()[0];
  CHECK_FALSE(session.system.empty());
  CHECK(session.pid > 0);
  if (subject.sqlite()) {
    CHECK(session.pid == getpid());
    return;
  }
  CHECK(value_of(*database, "SELECT pg_backend_pid()") == std::to_string(session.pid));
  CHECK(value_of(*database, "SELECT system_identifier FROM pg_control_system()") == session.system);
  CHECK(NEED(database->try_runner_lock("shop")));
  REQUIRE(database->sessions().size() == 2);
  CHECK(database->sessions()[1].pid != session.pid);
  database->release_runner_lock();
  CHECK(database->sessions().size() == 1);
}

TEST_CASE("on SQLite a session never outlives its lock") {
  const Subject subject(Dialect::SQLite);
  const auto database = subject.open();
  CHECK_FALSE(NEED(database->session_alive(database->sessions()[0])));
  NEED(database->terminate_session(database->sessions()[0]));
  CHECK(NEED(database->blockers({"main.t"}, 0)).empty());
}

TEST_CASE("a session is alive until it is gone") {
  const Subject subject(Dialect::PostgreSQL);
  const auto database = subject.open();
  auto other = subject.open();
  const Session session = other->sessions()[0];
  CHECK(NEED(database->session_alive(session)));

  Session reused = session;
  reused.start = "2001-01-01 00:00:00.000000";
  CHECK_FALSE(NEED(database->session_alive(reused)));
  NEED(database->terminate_session(reused));
  Session elsewhere = session;
  elsewhere.system = "1";
  CHECK_FALSE(NEED(database->session_alive(elsewhere)));
  NEED(database->terminate_session(elsewhere));
  CHECK(NEED(database->session_alive(session)));

  NEED(database->terminate_session(session));
  CHECK_FALSE(NEED(database->session_alive(session)));
  NEED(database->terminate_session(session));
  CHECK(error_of(other->query("SELECT 1")).code == ErrorCode::Retryable);
}

TEST_CASE("a role without rights waits rather than guesses") {
  const Subject subject(Dialect::PostgreSQL);
  const auto owner = subject.open();
  const std::string role = subject.make_role("PASSWORD 'secret'");
  const auto weak = NEED(open_database(subject.url_for(role, "secret")));
  const Session session = owner->sessions()[0];
  CHECK(NEED(weak->session_alive(session)));
  const Error error = error_of(weak->terminate_session(session));
  CHECK(error.code == ErrorCode::Failed);
  CHECK(error.help.find("pg_signal_backend") != std::string::npos);
  CHECK(NEED(owner->session_alive(session)));

  NEED(owner->query("GRANT pg_read_all_stats TO " + role));
  const Error refused = error_of(weak->terminate_session(session));  // of a superuser
  CHECK(refused.code == ErrorCode::Failed);
  CHECK(refused.sqlstate == "42501");

  const auto second = NEED(open_database(subject.url_for(role, "secret")));
  NEED(weak->terminate_session(second->sessions()[0]));
}

TEST_CASE("who holds or waits for a lock is named") {
  const Subject subject(Dialect::PostgreSQL);
  const auto database = subject.open();
  const auto holder = subject.open();
  const auto waiter = subject.open();
  NEED(database->query("CREATE TABLE \"Odd name\" (a integer)"));
  NEED(database->query("CREATE TABLE other (a integer)"));
  const std::vector<std::string> relations = {"public.Odd name"};
  CHECK(NEED(database->blockers(relations, 0)).empty());

  NEED(holder->begin({}));
  NEED(holder->query("SELECT * FROM \"Odd name\""));
  const std::vector<Blocker> found = NEED(database->blockers(relations, 0));
  REQUIRE(found.size() == 1);
  CHECK(found[0].pid == holder->sessions()[0].pid);
  CHECK(found[0].application == "lockstep");
  CHECK(found[0].state == "idle in transaction");
  CHECK(found[0].query == "SELECT * FROM \"Odd name\"");
  CHECK(found[0].age_seconds >= 0);
  CHECK(NEED(database->blockers({"public.other"}, 0)).empty());
  CHECK(NEED(database->blockers(relations, 60000)).empty());
  CHECK(eventually([&] { return NEED(database->blockers(relations, 200)).size() == 1; }));

  std::thread waiting([&] {
    (void)waiter->begin({});
    (void)waiter->query("LOCK TABLE \"Odd name\" IN ACCESS EXCLUSIVE MODE");
    waiter->rollback();
  });
  CHECK(eventually([&] { return NEED(database->blockers(relations, 0)).size() == 2; }));
  holder->rollback();
  waiting.join();
  CHECK(NEED(database->blockers(relations, 0)).empty());

  // One's own locks are no obstacle.
  NEED(database->begin({}));
  NEED(database->query("LOCK TABLE \"Odd name\" IN ACCESS EXCLUSIVE MODE"));
  CHECK(NEED(database->blockers(relations, 0)).empty());
  database->rollback();
}

TEST_CASE("a blocker whose age the server hides counts as old") {
  const Subject subject(Dialect::PostgreSQL);
  const auto holder = subject.open();
  NEED(holder->query("CREATE TABLE t (a integer)"));
  const auto weak = NEED(open_database(subject.url_for(subject.make_role("PASSWORD 'secret'"), "secret")));
  NEED(holder->begin({}));
  NEED(holder->query("SELECT * FROM t"));
  const std::vector<Blocker> found = NEED(weak->blockers({"public.t"}, 60000));
  REQUIRE(found.size() == 1);
  CHECK(found[0].pid == holder->sessions()[0].pid);
  CHECK(found[0].age_seconds == -1);
}

TEST_CASE("a prepared transaction holds its locks without a session") {
  const Subject subject(Dialect::PostgreSQL);
  const auto database = subject.open();
  if (value_of(*database, "SHOW max_prepared_transactions") == "0") {
    WARN("the server has max_prepared_transactions = 0: not tested");
    return;
  }
  NEED(database->query("CREATE TABLE t (a integer)"));
  // Through a procedure language there is no way to prepare: only a client can.
  const std::string name = "conformance_" + std::to_string(getpid());
  REQUIRE(std::system(("psql -qX '" + subject.url() +
                       "' -c \"BEGIN\" -c \"LOCK TABLE t IN SHARE MODE\" "
                       "-c \"PREPARE TRANSACTION '" +
                       name + "'\" >/dev/null 2>&1")
                          .c_str()) == 0);
  const std::vector<Blocker> found = NEED(database->blockers({"public.t"}, 0));
  NEED(database->query("ROLLBACK PREPARED '" + name + "'"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].pid == 0);
  CHECK(found[0].application == "prepared transaction");
  CHECK(found[0].query == name);
}

}  // namespace lockstep
