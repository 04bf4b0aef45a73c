// The one-runner lock, and the sessions that a lease lists.
#include <filesystem>

#include "subject.h"

namespace lockstep {

TEST_CASE("one runner at a time") {
  FOR_EACH_DATABASE;
  const auto first = subject.open();
  const auto second = subject.open();
  CHECK(NEED(first->try_runner_lock("shop")));
  CHECK(NEED(first->try_runner_lock("shop")));  // twice is once
  CHECK_FALSE(NEED(second->try_runner_lock("shop")));
  CHECK_FALSE(NEED(second->try_runner_lock("shop")));
  first->release_runner_lock();
  first->release_runner_lock();
  CHECK(NEED(second->try_runner_lock("shop")));
  CHECK_FALSE(NEED(first->try_runner_lock("shop")));
}

TEST_CASE("projects of one PostgreSQL database do not wait for each other, those of one SQLite file do") {
  FOR_EACH_DATABASE;
  const auto first = subject.open();
  const auto second = subject.open();
  CHECK(NEED(first->try_runner_lock("shop")));
  CHECK(NEED(second->try_runner_lock("billing")) == !subject.sqlite());
  CHECK_FALSE(NEED(second->try_runner_lock("shop")));
}

TEST_CASE("the runner lock holds while transactions come and go") {
  FOR_EACH_DATABASE;
  const auto first = subject.open();
  const auto second = subject.open();
  CHECK(NEED(first->try_runner_lock("shop")));
  NEED(first->begin({}));
  first->rollback();
  CHECK_FALSE(first->query("SELECT * FROM missing"));
  CHECK_FALSE(NEED(second->try_runner_lock("shop")));
}

TEST_CASE("the runner lock ends with its object and with reconnect()") {
  FOR_EACH_DATABASE;
  const auto second = subject.open();
  {
    const auto first = subject.open();
    CHECK(NEED(first->try_runner_lock("shop")));
  }
  CHECK(eventually([&] { return NEED(second->try_runner_lock("shop")); }));
  NEED(second->reconnect());
  const auto third = subject.open();
  CHECK(eventually([&] { return NEED(third->try_runner_lock("shop")); }));
}

TEST_CASE("the runner lock ends with a process that is killed") {
  FOR_EACH_DATABASE;
  const auto survivor = subject.open();
  const std::string& url = subject.url();
  WaitingChild runner([&] {
    static std::unique_ptr<Database> database;  // lives until the kill
    auto opened = open_database(url);
    if (!opened) return false;
    database = std::move(*opened);
    const Result<bool> taken = database->try_runner_lock("shop");
    return taken && *taken && database->begin({}) && database->query("SELECT 1");
  });
  REQUIRE(runner.ready());
  CHECK_FALSE(NEED(survivor->try_runner_lock("shop")));
  runner.kill();
  CHECK(eventually([&] { return NEED(survivor->try_runner_lock("shop")); }));
}

TEST_CASE("the lock of a SQLite database in memory is always free") {
  const auto first = NEED(open_database("sqlite::memory:"));
  const auto second = NEED(open_database("sqlite::memory:"));
  CHECK(NEED(first->try_runner_lock("shop")));
  CHECK(NEED(second->try_runner_lock("shop")));
}

TEST_CASE("the lock file of SQLite is gone after release, and its path may be spelt in many ways") {
  const Subject subject(Dialect::SQLite);
  const auto first = subject.open();
  std::filesystem::create_symlink(subject.file(), subject.folder() + "/link.db");
  const auto second = NEED(open_database("sqlite:" + subject.folder() + "/link.db"));
  CHECK(NEED(first->try_runner_lock("shop")));
  CHECK(std::filesystem::exists(subject.file() + "-lockstep"));
  CHECK_FALSE(NEED(second->try_runner_lock("shop")));
  first->release_runner_lock();
  CHECK_FALSE(std::filesystem::exists(subject.file() + "-lockstep"));
}

}  // namespace lockstep
