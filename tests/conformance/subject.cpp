#include "subject.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include <fmt/format.h>

#include "base/text.h"

// libpqxx 6 loses one libpq result with each lost connection; nothing of ours.
extern "C" const char* __lsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier)
  return "leak:libpqxx";
}

namespace lockstep {
namespace {

std::string server_url() {
  const char* url = std::getenv("LOCKSTEP_TEST_PG");
  if (url == nullptr || *url == '\0') {
    FAIL(
        "LOCKSTEP_TEST_PG must hold the URL of a superuser on a PostgreSQL server for tests, for example "
        "postgresql://postgres@127.0.0.1:5432/postgres (scripts/test starts one)");
  }
  return url;
}

/// "postgresql://user:password@host:port/database": the URL with one part replaced.
std::string replace_part(const std::string& url, const std::string& user_and_password, const std::string& database) {
  const size_t begin = url.find("://") + 3;
  const size_t slash = std::min(url.find('/', begin), url.size());
  const size_t question = std::min(url.find('?', begin), url.size());
  std::string authority = url.substr(begin, slash - begin);
  if (!user_and_password.empty()) authority = user_and_password + "@" + authority.substr(authority.find('@') + 1);
  const std::string name = database.empty() ? url.substr(slash, question - slash) : "/" + database;
  return url.substr(0, begin) + authority + name + url.substr(question);
}

std::string new_name() {
  static int count = 0;
  return fmt::format("lockstep_conformance_{}_{}", getpid(), ++count);
}

}  // namespace

Subject::Subject(Dialect dialect) : dialect_(dialect), name_(new_name()) {
  if (sqlite()) {
    folder_ = (std::filesystem::temp_directory_path() / name_).string();
    std::filesystem::create_directories(folder_);
    url_ = "sqlite:" + file();
    return;
  }
  const auto server = NEED(open_database(server_url()));
  NEED(server->query("CREATE DATABASE " + name_ + " TEMPLATE template0"));
  url_ = replace_part(server_url(), {}, name_);
}

Subject::~Subject() {
  if (sqlite()) {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
    return;
  }
  const auto server = open_database(server_url());
  if (!server) return;
  (void)(*server)->query("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
  for (const std::string& role : roles_) (void)(*server)->query("DROP ROLE IF EXISTS " + role);
}

std::unique_ptr<Database> Subject::open(const OpenOptions& options) const {
  OpenOptions all = options;
  all.create_sqlite_file = true;
  return NEED(open_database(url_, all));
}

std::string Subject::make_role(const std::string& attributes) const {
  const auto server = NEED(open_database(server_url()));
  roles_.push_back(new_name());
  NEED(server->query(fmt::format("CREATE ROLE {} LOGIN {}", roles_.back(), attributes)));
  // scripts/test lets everybody in without a password but for the members of this role.
  if (value_of(*server, "SELECT count(*) FROM pg_roles WHERE rolname = 'password_users'") == "1") {
    NEED(server->query("GRANT password_users TO " + roles_.back()));
  }
  return roles_.back();
}

std::string Subject::url_for(const std::string& user, const std::string& password, const std::string& database) const {
  return replace_part(url_, user.empty() ? std::string{} : password.empty() ? user : user + ":" + password, database);
}

std::string Subject::endless() const {
  return pick("SELECT pg_sleep(60)",
              "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n");
}

void run_script(Database& database, const std::string& script) {
  std::string statement;
  for (const std::string& line : split(script, '\n')) {
    statement += line + "\n";
    const std::string_view seen = trim(line);
    if (seen.empty() || seen.back() != ';') continue;
    INFO(statement);
    NEED(database.query(statement));
    statement.clear();
  }
}

std::string value_of(Database& database, const std::string& sql) {
  const Rows rows = NEED(database.query(sql));
  REQUIRE(rows.size() == 1);
  return text(rows.rows[0][0]);
}

const CatalogRelation& relation_of(const Catalog& catalog, const std::string& key) {
  const CatalogRelation* relation = catalog.find(key);
  if (relation == nullptr) FAIL("the catalog has no " << key);
  return *relation;
}

bool same(const Catalog& a, const Catalog& b) {
  return a.relations == b.relations && a.types == b.types && a.functions == b.functions && a.schemas == b.schemas &&
         a.statistics == b.statistics && a.publications == b.publications && a.extensions == b.extensions &&
         a.unknowns == b.unknowns;
}

int in_child(const std::function<int()>& body) {
  const pid_t pid = fork();
  if (pid == 0) _exit(body());
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

WaitingChild::WaitingChild(const std::function<bool()>& body) {
  int ends[2] = {-1, -1};
  REQUIRE(pipe(ends) == 0);
  pid_ = fork();
  if (pid_ == 0) {
    close(ends[0]);
    const char done = body() ? 'y' : 'n';
    if (write(ends[1], &done, 1) != 1) _exit(1);
    for (;;) pause();
  }
  close(ends[1]);
  char done = 'n';
  ready_ = read(ends[0], &done, 1) == 1 && done == 'y';
  close(ends[0]);
}

void WaitingChild::kill() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

bool eventually(const std::function<bool()>& condition) {
  for (int i = 0; i < 1000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

}  // namespace lockstep
