// begin(), commit(), rollback() and in_transaction().
#include <thread>

#include "subject.h"

namespace lockstep {
namespace {

std::string rows_of_t(Database& database) {
  return value_of(database, "SELECT count(*) FROM t");
}

}  // namespace

TEST_CASE("a commit is seen by others, a rollback is not") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  const auto other = subject.open();
  NEED(database->query("CREATE TABLE t (a integer)"));

  CHECK_FALSE(database->in_transaction());
  NEED(database->begin({}));
  CHECK(database->in_transaction());
  NEED(database->query("INSERT INTO t VALUES (1)"));
  CHECK(rows_of_t(*other) == "0");
  NEED(database->commit());
  CHECK_FALSE(database->in_transaction());
  CHECK(rows_of_t(*other) == "1");

  NEED(database->begin({}));
  NEED(database->query("INSERT INTO t VALUES (2)"));
  database->rollback();
  CHECK_FALSE(database->in_transaction());
  CHECK(rows_of_t(*database) == "1");
}

TEST_CASE("DDL is transactional") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  NEED(database->begin({}));
  NEED(database->query("CREATE TABLE t (a integer)"));
  database->rollback();
  CHECK_FALSE(database->query("SELECT * FROM t"));
}

TEST_CASE("a transaction in which a statement failed can only be rolled back") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  NEED(database->query("CREATE TABLE t (a integer PRIMARY KEY)"));
  NEED(database->begin({}));
  NEED(database->query("INSERT INTO t VALUES (1)"));
  CHECK_FALSE(database->query("INSERT INTO t VALUES (1)"));
  CHECK(error_of(database->query("INSERT INTO t VALUES (2)")).code == ErrorCode::Failed);
  CHECK(database->in_transaction());
  CHECK(error_of(database->commit()).code == ErrorCode::Failed);  // a server says COMMIT and means ROLLBACK
  CHECK_FALSE(database->in_transaction());
  CHECK(rows_of_t(*database) == "0");
}

TEST_CASE("a savepoint saves a transaction") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  NEED(database->query("CREATE TABLE t (a integer PRIMARY KEY)"));
  NEED(database->begin({}));
  NEED(database->query("INSERT INTO t VALUES (1)"));
  NEED(database->query("SAVEPOINT s"));
  CHECK_FALSE(database->query("INSERT INTO t VALUES (1)"));
  NEED(database->query("ROLLBACK TO SAVEPOINT s"));
  NEED(database->query("INSERT INTO t VALUES (2)"));
  NEED(database->query("RELEASE SAVEPOINT s"));
  NEED(database->commit());
  CHECK(rows_of_t(*database) == "2");
}

TEST_CASE("begin, commit and rollback at the wrong moment") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  CHECK(error_of(database->commit()).code == ErrorCode::Failed);
  database->rollback();
  NEED(database->begin({}));
  CHECK(error_of(database->begin({})).code == ErrorCode::Failed);
  CHECK(database->in_transaction());
  CHECK(error_of(database->set_limits({})).code == ErrorCode::Failed);
  database->rollback();
  NEED(database->begin({}));
  NEED(database->commit());
}

TEST_CASE("a commit that is refused leaves no transaction behind") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  NEED(database->query("CREATE TABLE p (id integer PRIMARY KEY)"));
  NEED(database->query("CREATE TABLE t (a integer REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED)"));
  NEED(database->begin({}));
  NEED(database->query("INSERT INTO t VALUES (7)"));
  const Error error = error_of(database->commit());
  CHECK(error.code == ErrorCode::Failed);
  if (!subject.sqlite()) CHECK(error.sqlstate == "23503");
  CHECK_FALSE(database->in_transaction());
  CHECK(rows_of_t(*database) == "0");
}

TEST_CASE("foreign keys are enforced") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  NEED(database->query("CREATE TABLE p (id integer PRIMARY KEY)"));
  NEED(database->query("CREATE TABLE t (a integer REFERENCES p (id))"));
  CHECK_FALSE(database->query("INSERT INTO t VALUES (7)"));
  NEED(database->reconnect());
  CHECK_FALSE(database->query("INSERT INTO t VALUES (7)"));
}

TEST_CASE("in_transaction() commits what succeeds and rolls back what fails") {
  FOR_EACH_DATABASE;
  const auto database = subject.open();
  NEED(database->query("CREATE TABLE t (a integer)"));
  NEED(in_transaction(*database, {}, [&]() -> Status {
    LOCKSTEP_CHECK(database->query("INSERT INTO t VALUES (1)"));
    return {};
  }));
  const Status failed = in_transaction(*database, {}, [&]() -> Status {
    LOCKSTEP_CHECK(database->query("INSERT INTO t VALUES (2)"));
    return fail(ErrorCode::Waiting, "not now");
  });
  CHECK(error_of(failed).message == "not now");
  CHECK_FALSE(database->in_transaction());
  CHECK(rows_of_t(*database) == "1");
}

TEST_CASE("serialization failures and deadlocks can be tried again") {
  const Subject subject(Dialect::PostgreSQL);
  const auto database = subject.open();
  const auto other = subject.open();
  NEED(database->query("CREATE TABLE t (a integer PRIMARY KEY, b integer)"));
  NEED(database->query("INSERT INTO t VALUES (1, 0), (2, 0)"));

  NEED(database->begin({}));
  NEED(database->query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"));
  NEED(database->query("SELECT * FROM t"));
  NEED(other->query("UPDATE t SET b = b + 1"));
  const Error serialization = error_of(database->query("UPDATE t SET b = b + 1"));
  CHECK(serialization.code == ErrorCode::Retryable);
  CHECK(serialization.sqlstate == "40001");
  database->rollback();

  NEED(database->query("SET deadlock_timeout = '50ms'"));
  NEED(database->begin({}));
  NEED(other->begin({}));
  NEED(database->query("UPDATE t SET b = 1 WHERE a = 1"));
  NEED(other->query("UPDATE t SET b = 1 WHERE a = 2"));
  Result<Rows> theirs;
  std::thread thread([&] { theirs = other->query("UPDATE t SET b = 1 WHERE a = 1"); });
  const Result<Rows> ours = database->query("UPDATE t SET b = 1 WHERE a = 2");
  if (!ours) database->rollback();
  thread.join();
  const Error deadlock = error_of(ours ? theirs : ours);
  CHECK(deadlock.code == ErrorCode::Retryable);
  CHECK(deadlock.sqlstate == "40P01");
}

}  // namespace lockstep
