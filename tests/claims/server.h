// Databases on a real PostgreSQL server for the claims: LOCKSTEP_TEST_PG is the URL of a superuser.
#pragma once

#include <memory>
#include <string>

#include "adapters/open.h"
#include "engine/database.h"

namespace lockstep {

/// A database that is dropped at the end. Connections to it must be gone by then. The server also has a role
/// claims_reader, without privileges.
class ScratchDatabase {
 public:
  /// An empty one, or a copy of `original`, to which no connection may be open.
  explicit ScratchDatabase(const ScratchDatabase* original = nullptr);
  ScratchDatabase(const ScratchDatabase&) = delete;
  ScratchDatabase& operator=(const ScratchDatabase&) = delete;
  ~ScratchDatabase();

  [[nodiscard]] int server_version() const { return connect()->server_version(); }
  /// A new connection without timeouts.
  [[nodiscard]] std::unique_ptr<Database> connect() const;

 private:
  std::string name_;
};

/// Runs every statement of a script; a failure ends the test.
void run_script(Database& database, const std::string& sql);

}  // namespace lockstep
