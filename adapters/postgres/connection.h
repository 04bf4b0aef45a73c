// One connection to a PostgreSQL server. All of libpqxx is behind it, in connection.cpp.
//
// Belongs to one thread, but for cancel(). Never reconnects: once lost() it stays so, and is replaced as a whole.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/database.h"

namespace lockstep {

class Connection {
 public:
  /// Connects with a string of complete_conninfo(), and sets what a session of ours needs whatever the role's or the
  /// database's own settings are. Errors: as connection_error(); Input for a server older than 14.
  static Result<std::unique_ptr<Connection>> open(const std::string& conninfo, bool read_only);

  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  /// One statement, through the extended protocol, which refuses a second one in the same text.
  [[nodiscard]] Result<Rows> execute(std::string_view sql, const std::vector<Value>& parameters);
  /// Several statements of our own in one round trip, without results.
  [[nodiscard]] Status script(const std::string& sql);

  /// Cancels the statement that is running, if one is. From any thread; returns when the server has got the request,
  /// so that it cannot hit a later statement.
  void cancel();

  [[nodiscard]] bool lost() const;
  /// Whether the server has sent something since the last call, as it does when it ends an idle connection. Costs no
  /// round trip.
  [[nodiscard]] bool stirred() const;

  [[nodiscard]] int server_version() const;  ///< major
  [[nodiscard]] const Session& session() const;
  [[nodiscard]] const std::string& display_name() const;

 private:
  struct State;
  explicit Connection(std::unique_ptr<State> state);
  [[nodiscard]] Status set_up(bool read_only);

  std::unique_ptr<State> state_;
};

}  // namespace lockstep
