// What the suite is run against. Each test case that says FOR_EACH_DATABASE runs once on PostgreSQL and once on SQLite,
// with a new, empty database of its own that is gone afterwards.
//
// PostgreSQL: LOCKSTEP_TEST_PG is a superuser's URL. Without it that half fails.
#pragma once

#include <sys/types.h>

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "adapters/open.h"

#define FOR_EACH_DATABASE                                                        \
  const auto subject_dialect = GENERATE(Dialect::PostgreSQL, Dialect::SQLite);   \
  INFO("on " << (subject_dialect == Dialect::SQLite ? "SQLite" : "PostgreSQL")); \
  const Subject subject(subject_dialect)

/// The value of a Result, or the end of the test with the error's words.
#define NEED(...) need((__VA_ARGS__), #__VA_ARGS__, __LINE__)

namespace lockstep {

/// A new database.
class Subject {
 public:
  explicit Subject(Dialect dialect);
  Subject(const Subject&) = delete;
  Subject& operator=(const Subject&) = delete;
  ~Subject();

  [[nodiscard]] bool sqlite() const { return dialect_ == Dialect::SQLite; }
  [[nodiscard]] const std::string& url() const { return url_; }
  /// SQLite: a folder of the test's own, and the database's file in it.
  [[nodiscard]] const std::string& folder() const { return folder_; }
  [[nodiscard]] std::string file() const { return folder_ + "/test.db"; }
  [[nodiscard]] std::unique_ptr<Database> open(const OpenOptions& options = {}) const;

  /// PostgreSQL: a role that may connect, with a name of this test's own; gone at the end.
  [[nodiscard]] std::string make_role(const std::string& attributes) const;
  /// PostgreSQL: this database's URL for another role or, with `database`, another database.
  [[nodiscard]] std::string url_for(const std::string& user, const std::string& password,
                                    const std::string& database = {}) const;

  /// The dialect's own spelling of what differs between the two.
  [[nodiscard]] std::string pick(const std::string& postgresql, const std::string& sqlite_text) const {
    return sqlite() ? sqlite_text : postgresql;
  }
  /// A statement that runs for many seconds unless it is stopped.
  [[nodiscard]] std::string endless() const;

 private:
  Dialect dialect_;
  std::string url_, folder_, name_;
  mutable std::vector<std::string> roles_;
};

template <typename T>
T need(Result<T> result, const char* what, int line) {
  INFO("line " << line << ": " << what);
  if (!result) {
    INFO("sqlstate " << result.error().sqlstate << ", help: " << result.error().help);
    FAIL(result.error().message);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// The error of a Result that has to be one.
template <typename T>
Error error_of(const Result<T>& result) {
  if (result) FAIL("this should have failed");
  return result.error();
}

/// A script of statements without values; each ends at a line that ends with a semicolon.
void run_script(Database& database, const std::string& script);

/// The single value of a query.
[[nodiscard]] std::string value_of(Database& database, const std::string& sql);

/// The relation of that key, which has to be there.
[[nodiscard]] const CatalogRelation& relation_of(const Catalog& catalog, const std::string& key);
[[nodiscard]] bool same(const Catalog& a, const Catalog& b);

/// Runs `body` in a child process and gives its exit code; -1 if it was killed. Nothing of Catch works in the child.
int in_child(const std::function<int()>& body);

/// A child process that has done `body` and waits; ends with the object.
class WaitingChild {
 public:
  explicit WaitingChild(const std::function<bool()>& body);
  WaitingChild(const WaitingChild&) = delete;
  WaitingChild& operator=(const WaitingChild&) = delete;
  ~WaitingChild() { kill(); }
  [[nodiscard]] bool ready() const { return ready_; }
  void kill();  ///< SIGKILL

 private:
  pid_t pid_ = -1;
  bool ready_ = false;
};

/// Asks until `condition` is true; false after ten seconds.
bool eventually(const std::function<bool()>& condition);

inline std::ostream& operator<<(std::ostream& out, ErrorCode code) {
  static constexpr const char* kNames[] = {"Input", "Failed", "Retryable", "Waiting", "Incompatible"};
  return out << kNames[static_cast<size_t>(code)];
}

}  // namespace lockstep
