#include "adapters/postgres/connection.h"

#include <poll.h>

#include <atomic>
#include <mutex>
#include <pqxx/pqxx>
#include <utility>

#include <fmt/format.h>

#include "adapters/postgres/conninfo.h"
#include "adapters/postgres/errors.h"
#include "adapters/statement_verb.h"

namespace lockstep {
namespace {

constexpr int kOldestServer = 14;

/// Role and database settings must not decide how our statements behave: everything that matters is set here. A runner
/// that hangs inside a transaction (a frozen container) must not keep its locks: the server ends it after half a
/// minute. An idle session may last: the runner lock lives on one.
std::string session_settings(int server_version, bool read_only) {
  std::string sql =
      "SET standard_conforming_strings = on; SET default_transaction_isolation = 'read committed'; "
      "SET lock_timeout = 0; SET statement_timeout = 0; SET idle_session_timeout = 0; "
      "SET idle_in_transaction_session_timeout = 30000";
  if (server_version >= 17) sql += "; SET transaction_timeout = 0";
  if (read_only) sql += "; SET default_transaction_read_only = on";
  return sql;
}

std::string display_of(const char* user, const char* host, const char* port, const char* database) {
  const std::string_view at = host == nullptr ? "" : host;
  if (at.empty() || at[0] == '/') return fmt::format("postgresql://{}@/{}?host={}", user, database, at);
  return fmt::format("postgresql://{}@{}:{}/{}", user, at, port, database);
}

Result<std::vector<std::string>> as_text(const std::vector<Value>& parameters) {
  std::vector<std::string> texts;
  texts.reserve(parameters.size());
  for (const Value& parameter : parameters) {
    texts.push_back(text(parameter));
    if (texts.back().find('\0') != std::string::npos) {
      return fail({ErrorCode::Failed, "a text with a zero byte cannot be stored in PostgreSQL", {}, "22021", {}});
    }
  }
  return texts;
}

// What differs between libpqxx 6 and 7. Both mark as deprecated what the other needs.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

/// libpqxx 6 would connect again by itself, without our settings and locks; 7 never does.
void prevent_reconnect([[maybe_unused]] pqxx::connection& connection) {
#if PQXX_VERSION_MAJOR < 7
  connection.inhibit_reactivation(true);
#endif
}

/// Only verbose messages have every SQLSTATE: libpqxx's exceptions drop some.
void make_errors_verbose(pqxx::connection& connection) {
#if PQXX_VERSION_MAJOR < 7
  connection.set_verbosity(pqxx::connection::verbose);
#else
  connection.set_verbosity(pqxx::error_verbosity::verbose);
#endif
}

pqxx::result execute_with(pqxx::nontransaction& channel, const std::string& sql,
                          const std::vector<const char*>& parameters) {
#if PQXX_VERSION_MAJOR < 7
  return channel.exec_params(sql, pqxx::prepare::make_dynamic_params(parameters));
#else
  pqxx::params list;
  for (const char* parameter : parameters) list.append(parameter);
  return channel.exec_params(sql, list);
#endif
}

#pragma GCC diagnostic pop

Rows as_rows(const pqxx::result& result, StatementVerb verb) {
  Rows rows;
  for (pqxx::row_size_type column = 0; column < result.columns(); ++column) {
    rows.columns.emplace_back(result.column_name(column));
  }
  rows.rows.reserve(static_cast<size_t>(result.size()));
  for (const auto& row : result) {
    std::vector<Value>& values = rows.rows.emplace_back();
    values.reserve(rows.columns.size());
    for (const auto& field : row) {
      if (field.is_null()) {
        values.emplace_back(std::monostate{});
      } else {
        values.emplace_back(std::string(field.c_str(), field.size()));
      }
    }
  }
  // The server counts the rows of a SELECT here, too; the port does not.
  if (verb == StatementVerb::Change) rows.affected = static_cast<int64_t>(result.affected_rows());
  return rows;
}

}  // namespace

struct Connection::State {
  explicit State(const std::string& conninfo) : connection(conninfo) {}

  /// Runs `work` with cancel() enabled, and turns whatever pqxx throws into an Error.
  template <typename Work>
  Status guarded(std::string_view sql, const Work& work) {
    if (lost) return fail(lost_error("it was lost before"));
    {
      const std::lock_guard lock(cancel_mutex);
      running = true;
    }
    Status done = caught(sql, work);
    {
      const std::lock_guard lock(cancel_mutex);
      running = false;
    }
    return done;
  }

  template <typename Work>
  Status caught(std::string_view sql, const Work& work) {
    try {
      work();
      return {};
    } catch (const std::exception& failure) {
      // The class of the exception tells less than its text: libpqxx 6 drops the SQLSTATE of several.
      Error error = server_error(failure.what(), sql);
      if (connection.is_open()) return fail(std::move(error));
      lost = true;
      // libpqxx 6 asks a closed connection for its encoding before it looks at the error, which is lost by that.
      const bool known = error.message.find("client encoding") == std::string::npos;
      return fail(lost_error(known ? error.message : "the server closed it"));
    }
  }

  Error lost_error(std::string_view reason) const {
    return Error{ErrorCode::Retryable,
                 fmt::format("the connection to {} was lost: {}", display_name, reason),
                 "run again: lockstep goes on where its journal ends",
                 "08006",
                 {}};
  }

  pqxx::connection connection;
  // Statements go through one nontransaction for the life of the connection: transactions are begun and ended by the
  // caller's own statements, in one round trip with their limits.
  std::unique_ptr<pqxx::nontransaction> channel;
  std::string display_name;
  Session session;
  bool lost = false;
  std::mutex cancel_mutex;
  bool running = false;  // guarded by cancel_mutex
};

Connection::Connection(std::unique_ptr<State> state) : state_(std::move(state)) {}
Connection::~Connection() = default;

Result<std::unique_ptr<Connection>> Connection::open(const std::string& conninfo, bool read_only) {
  std::unique_ptr<State> state;
  std::string refused;
  try {
    state = std::make_unique<State>(conninfo);
    pqxx::connection& connection = state->connection;
    prevent_reconnect(connection);
    make_errors_verbose(connection);
    state->display_name =
        display_of(connection.username(), connection.hostname(), connection.port(), connection.dbname());
    state->channel = std::make_unique<pqxx::nontransaction>(connection);
  } catch (const std::exception& failure) {
    refused = failure.what();
  }
  if (!refused.empty() || !state) return fail(connection_error(conninfo, refused));
  std::unique_ptr<Connection> opened(new Connection(std::move(state)));
  LOCKSTEP_CHECK(opened->set_up(read_only));
  return opened;
}

Status Connection::set_up(bool read_only) {
  if (server_version() < kOldestServer) {
    return fail(ErrorCode::Input,
                fmt::format("{} runs PostgreSQL {}, lockstep needs {} or later", display_name(), server_version(),
                            kOldestServer),
                "upgrade the server");
  }
  LOCKSTEP_CHECK(script(session_settings(server_version(), read_only)));
  // A pooler shows itself here: the pid of the connection's start-up differs from pg_backend_pid().
  LOCKSTEP_TRY(const Rows self,
               execute("SELECT pid, to_char(backend_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), "
                       "has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE'), "
                       "'started ' || to_char(pg_postmaster_start_time() AT TIME ZONE 'UTC', "
                       "'YYYY-MM-DD HH24:MI:SS.US') FROM pg_stat_activity WHERE pid = pg_backend_pid()",
                       {}));
  if (self.empty()) return fail(ErrorCode::Failed, "the server does not list this session in pg_stat_activity");
  const std::vector<Value>& row = self.rows[0];
  state_->session.pid = integer(row[0]);
  state_->session.start = text(row[1]);
  state_->session.system = text(row[3]);  // as good as the identifier: a restart ends every session
  if (integer(row[2]) == 1) {
    LOCKSTEP_TRY(const Rows control, execute("SELECT system_identifier FROM pg_control_system()", {}));
    state_->session.system = text(control.rows[0][0]);
  }
  return {};
}

Result<Rows> Connection::execute(std::string_view sql, const std::vector<Value>& parameters) {
  LOCKSTEP_TRY(const std::vector<std::string> texts, as_text(parameters));
  std::vector<const char*> values;
  values.reserve(texts.size());
  for (size_t i = 0; i < texts.size(); ++i) values.push_back(is_null(parameters[i]) ? nullptr : texts[i].c_str());
  Rows rows;
  LOCKSTEP_CHECK(state_->guarded(
      sql, [&] { rows = as_rows(execute_with(*state_->channel, std::string(sql), values), statement_verb(sql)); }));
  return rows;
}

Status Connection::script(const std::string& sql) {
  return state_->guarded(sql, [&] { state_->channel->exec(sql); });
}

void Connection::cancel() {
  const std::lock_guard lock(state_->cancel_mutex);
  if (!state_->running) return;
  try {
    state_->connection.cancel_query();
  } catch (const std::exception&) {
    // The server could not be reached: the statement's own connection will tell.
  }
}

bool Connection::lost() const {
  return state_->lost;
}

bool Connection::stirred() const {
  pollfd wait{state_->connection.sock(), POLLIN, 0};
  return wait.fd < 0 || poll(&wait, 1, 0) != 0;
}

int Connection::server_version() const {
  return state_->connection.server_version() / 10000;
}
const Session& Connection::session() const {
  return state_->session;
}
const std::string& Connection::display_name() const {
  return state_->display_name;
}

}  // namespace lockstep
