// open_database(): what cannot be opened, and why, without the password.
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

#include "subject.h"

namespace lockstep {
namespace {

namespace fs = std::filesystem;

bool mentions_secret(const Error& error) {
  return (error.message + error.help + error.sql).find("s3cret") != std::string::npos;
}

/// Runs `body` as a user who has no right to what root owns. Exit code 0 is success.
int as_nobody(const std::function<int()>& body) {
  return in_child([&] {
    if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) return 99;
    return body();
  });
}

}  // namespace

TEST_CASE("a wrong password is refused and never printed") {
  const Subject subject(Dialect::PostgreSQL);
  const std::string role = subject.make_role("PASSWORD 'right'");
  const auto opened = open_database(subject.url_for(role, "s3cret"));
  if (opened) FAIL("the test server lets a wrong password pass: its pg_hba.conf must ask members of password_users");
  CHECK(opened.error().code == ErrorCode::Input);
  CHECK(opened.error().sqlstate == "28P01");
  CHECK_FALSE(opened.error().help.empty());
  CHECK_FALSE(mentions_secret(opened.error()));
  NEED(open_database(subject.url_for(role, "right")));
}

TEST_CASE("a database or role that is not there") {
  const Subject subject(Dialect::PostgreSQL);
  const Error database = error_of(open_database(subject.url_for({}, {}, "not_there")));
  CHECK(database.code == ErrorCode::Input);
  CHECK(database.sqlstate == "3D000");
  const Error role = error_of(open_database(subject.url_for("not_there", "s3cret")));
  CHECK(role.code == ErrorCode::Input);
  CHECK(role.sqlstate.substr(0, 2) == "28");
  CHECK_FALSE(mentions_secret(role));
}

TEST_CASE("a database that the role may not connect to") {
  const Subject subject(Dialect::PostgreSQL);
  const auto owner = subject.open();
  const std::string role = subject.make_role("PASSWORD 's3cret'");
  NEED(owner->query("REVOKE CONNECT ON DATABASE " + value_of(*owner, "SELECT current_database()") + " FROM PUBLIC"));
  const Error error = error_of(open_database(subject.url_for(role, "s3cret")));
  CHECK(error.code == ErrorCode::Input);
  CHECK(error.sqlstate == "42501");
  CHECK_FALSE(mentions_secret(error));
}

TEST_CASE("a role without a free connection") {
  const Subject subject(Dialect::PostgreSQL);
  const std::string role = subject.make_role("PASSWORD 'secret' CONNECTION LIMIT 0");
  const Error error = error_of(open_database(subject.url_for(role, "secret")));
  CHECK(error.code == ErrorCode::Retryable);
  CHECK(error.sqlstate == "53300");
}

TEST_CASE("a server that is away") {
  for (const char* url : {"postgresql://app:s3cret@127.0.0.1:1/shop", "postgresql://app:s3cret@name.invalid/shop",
                          "host=127.0.0.1 port=1 user=app password=s3cret dbname=shop"}) {
    INFO(url);
    const Error error = error_of(open_database(url));
    CHECK(error.code == ErrorCode::Retryable);
    CHECK(error.sqlstate == "08001");
    CHECK(error.message.find("cannot connect to postgresql://app@") == 0);
    CHECK_FALSE(mentions_secret(error));
  }
}

TEST_CASE("a URL that libpq cannot read does not give the password away") {
  for (const char* url : {"postgresql://app:%zzs3cret@db/shop", "postgresql://app:s3cret@db:port/shop",
                          "postgresql://app:s3cret@db/shop?unknown=1", "postgresql://app:a@s3cret@db/shop",
                          "postgresql://app:a/s3cret@db/shop", "password=s3cret host", "password='s3cret",
                          "postgresql://db/shop?sslmode=bad&password=s3cret"}) {
    INFO(url);
    const Error error = error_of(open_database(url));
    CHECK(error.code == ErrorCode::Input);
    CHECK_FALSE(mentions_secret(error));
  }
}

TEST_CASE("what a role may not do has failed for good, and the help says who can") {
  const Subject subject(Dialect::PostgreSQL);
  const auto owner = subject.open();
  NEED(owner->query("CREATE TABLE t (a integer)"));
  NEED(owner->query("REVOKE CREATE ON SCHEMA public FROM PUBLIC"));
  const auto weak = NEED(open_database(subject.url_for(subject.make_role("PASSWORD 'secret'"), "secret")));
  for (const char* sql : {"SELECT * FROM t", "CREATE SCHEMA lockstep", "CREATE TABLE public.u (a integer)"}) {
    const Error error = error_of(weak->query(sql));
    CHECK(error.code == ErrorCode::Failed);
    CHECK(error.sqlstate == "42501");
    CHECK_FALSE(error.help.empty());
  }
  NEED(weak->read_catalog());
}

TEST_CASE("a missing SQLite file is made only when asked for") {
  const Subject subject(Dialect::SQLite);
  const Error error = error_of(open_database(subject.url()));
  CHECK(error.code == ErrorCode::Input);
  CHECK(error.message.find("there is no SQLite database at") == 0);
  CHECK_FALSE(fs::exists(subject.file()));
  OpenOptions create;
  create.create_sqlite_file = true;
  NEED(open_database(subject.url(), create));
  CHECK(fs::exists(subject.file()));
  NEED(open_database(subject.url()));

  const Error folder = error_of(open_database("sqlite:" + subject.folder() + "/no/such.db", create));
  CHECK(folder.code == ErrorCode::Input);
  CHECK(folder.message.find("there is no folder") == 0);
  CHECK(error_of(open_database("sqlite:" + subject.folder(), create)).code == ErrorCode::Input);
}

TEST_CASE("a file that is no database") {
  const Subject subject(Dialect::SQLite);
  std::ofstream(subject.file()) << "Dear diary, this is a long text and surely no database. " << std::string(2000, '.');
  const Error error = error_of(open_database(subject.url()));
  CHECK(error.code == ErrorCode::Input);
  CHECK(error.message.find("is not a SQLite database") != std::string::npos);
}

TEST_CASE("a damaged database") {
  const Subject subject(Dialect::SQLite);
  {
    const auto database = subject.open();
    NEED(database->query("CREATE TABLE t (a text)"));
    NEED(database->query("INSERT INTO t SELECT hex(randomblob(2000)) FROM (VALUES (1), (2), (3), (4), (5), (6))"));
  }
  std::fstream file(subject.file(), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(4096);
  file << std::string(4096, 'x');
  file.close();
  const auto database = open_database(subject.url());
  const Error error = database ? error_of((*database)->query("SELECT count(*) FROM t")) : database.error();
  CHECK(error.code == ErrorCode::Input);
  CHECK(error.message.find("is damaged") != std::string::npos);
}

TEST_CASE("a database opened for reading only refuses writes") {
  FOR_EACH_DATABASE;
  NEED(subject.open()->query("CREATE TABLE t (a integer)"));
  OpenOptions options;
  options.read_only = true;
  const auto database = NEED(open_database(subject.url(), options));
  CHECK(value_of(*database, "SELECT count(*) FROM t") == "0");
  const Error error = error_of(database->query("INSERT INTO t VALUES (1)"));
  CHECK(error.code == ErrorCode::Input);
  if (!subject.sqlite()) CHECK(error.sqlstate == "25006");
  NEED(database->begin({}));
  CHECK(value_of(*database, "SELECT count(*) FROM t") == "0");
  database->rollback();
  NEED(database->read_catalog());
}

TEST_CASE("a SQLite file without the right to write") {
  const Subject subject(Dialect::SQLite);
  NEED(subject.open()->query("CREATE TABLE t (a integer)"));
  fs::permissions(subject.file(), fs::perms(0444));
  fs::permissions(subject.folder(), fs::perms(0555));
  const std::string& url = subject.url();
  CHECK(as_nobody([&] {
          const auto opened = open_database(url);
          if (opened || opened.error().code != ErrorCode::Input) return 1;
          if (opened.error().message.find("can only be read") == std::string::npos) return 2;
          OpenOptions options;
          options.read_only = true;
          const auto reader = open_database(url, options);
          if (!reader || !(*reader)->query("SELECT count(*) FROM t")) return 3;
          const Result<bool> lock = (*reader)->try_runner_lock("shop");  // a file beside it
          return !lock && lock.error().code == ErrorCode::Input ? 0 : 4;
        }) == 0);
  fs::permissions(subject.folder(), fs::perms(0755));

  fs::permissions(subject.file(), fs::perms(0000));
  CHECK(as_nobody([&] {
          const auto opened = open_database(url);
          return !opened && opened.error().code == ErrorCode::Input ? 0 : 1;
        }) == 0);
  fs::permissions(subject.file(), fs::perms(0644));
}

TEST_CASE("a full disk can be tried again, and what was committed stays") {
  const Subject subject(Dialect::SQLite);
  const std::string small = subject.folder() + "/small";
  fs::create_directories(small);
  // A file system of its own where we may mount one, else SQLite's own limit, which fails in the same way.
  const bool mounted = mount("tmpfs", small.c_str(), "tmpfs", 0, "size=256k") == 0;
  const std::shared_ptr<void> unmount(nullptr, [&](void*) {
    if (mounted) (void)umount(small.c_str());
  });
  OpenOptions create;
  create.create_sqlite_file = true;
  const auto database = NEED(open_database("sqlite:" + small + "/full.db", create));
  NEED(database->query("CREATE TABLE t (a text)"));
  NEED(database->query("INSERT INTO t VALUES ('kept')"));
  if (!mounted) NEED(database->query("PRAGMA max_page_count = 40"));
  const Status written = in_transaction(*database, {}, [&]() -> Status {
    LOCKSTEP_CHECK(database->query("INSERT INTO t VALUES ('lost')"));
    LOCKSTEP_CHECK(database->query("INSERT INTO t SELECT hex(randomblob(400000))"));
    return {};
  });
  CHECK(error_of(written).code == ErrorCode::Retryable);
  CHECK(error_of(written).message.find("the disk is full") == 0);
  CHECK_FALSE(database->in_transaction());
  CHECK(value_of(*database, "SELECT group_concat(a) FROM t") == "kept");
  NEED(database->query("INSERT INTO t VALUES ('after')"));
}

TEST_CASE("the journal mode of a SQLite file stays as its owner has it") {
  const Subject subject(Dialect::SQLite);
  CHECK(value_of(*subject.open(), "PRAGMA journal_mode = WAL") == "wal");
  CHECK(value_of(*subject.open(), "PRAGMA journal_mode") == "wal");
}

TEST_CASE("a name for people") {
  FOR_EACH_DATABASE;
  if (subject.sqlite()) {
    CHECK(subject.open()->display_name() == "sqlite:" + subject.file());
    return;
  }
  const std::string role = subject.make_role("PASSWORD 's3cret'");
  const auto database = NEED(open_database(subject.url_for(role, "s3cret")));
  CHECK(database->display_name().find("postgresql://" + role + "@") == 0);
  CHECK(database->display_name().find("s3cret") == std::string::npos);
}

}  // namespace lockstep
