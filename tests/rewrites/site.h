// A database after the setup of a case, and what can be said of it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "../run/scenario.h"
#include "case_file.h"

namespace lockstep {

/// Databases are used again, after everything in them was dropped: making one takes longer than most cases.
class Site {
 public:
  explicit Site(const RewriteCase& of);
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;
  ~Site();

  [[nodiscard]] Database& database() const { return *database_; }
  /// Another connection.
  [[nodiscard]] std::unique_ptr<Database> visitor() const { return subject_->open(); }
  /// The schema and the rows as lines.
  [[nodiscard]] std::vector<std::string> state() const;

 private:
  std::unique_ptr<Subject> subject_;
  std::vector<std::string> random_;
  std::unique_ptr<Database> database_;
};

/// The words of the database for the first statement that it refuses; empty when all ran.
[[nodiscard]] std::string try_sql(Database& database, const std::string& sql);

[[nodiscard]] std::vector<Migration> migrations_of(const RewriteCase& of);

/// The same end by plain SQL; the database's words when it refuses.
[[nodiscard]] std::string run_plain(Database& database, const RewriteCase& of);

}  // namespace lockstep
