#include "adapters/postgres/conninfo.h"

#include <libpq-fe.h>
#include <poll.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "adapters/open.h"
#include "adapters/postgres/errors.h"
#include "base/text.h"

namespace lockstep {
namespace {

using ConninfoOptions = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;
using Attempt = std::unique_ptr<PGconn, decltype(&PQfinish)>;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kConnectTimeout{10};

struct Setting {
  std::string_view name, value;
};

/// A dead server is noticed after 10 + 3 * 5 s when idle, and after 20 s when we wait for an answer to what we sent.
constexpr std::array<Setting, 6> kDefaults = {{
    {"connect_timeout", "10"},
    {"keepalives", "1"},
    {"keepalives_idle", "10"},
    {"keepalives_interval", "5"},
    {"keepalives_count", "3"},
    {"tcp_user_timeout", "20000"},
}};

/// As libpq reads values: single quotes, with backslashes before quotes and backslashes.
void append(std::string& conninfo, std::string_view name, std::string_view value) {
  if (!conninfo.empty()) conninfo += ' ';
  conninfo += name;
  conninfo += "='";
  for (const char c : value) {
    if (c == '\'' || c == '\\') conninfo += '\\';
    conninfo += c;
  }
  conninfo += '\'';
}

/// Whether the text holds a secret that a message of libpq about it could repeat.
bool holds_secret(const std::string& target) {
  return display_url(target) != target;
}

/// Connects step by step, which is the only way to have verbose messages from the start. Gives what libpq says.
std::string verbose_attempt(const std::string& conninfo) {
  const Attempt attempt(PQconnectStart(conninfo.c_str()), &PQfinish);
  if (!attempt) return {};
  PQsetErrorVerbosity(attempt.get(), PQERRORS_VERBOSE);
  const Clock::time_point deadline = Clock::now() + kConnectTimeout;
  PostgresPollingStatusType status = PGRES_POLLING_WRITING;
  while (status == PGRES_POLLING_READING || status == PGRES_POLLING_WRITING) {
    pollfd wait{PQsocket(attempt.get()), static_cast<short>(status == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    if (wait.fd < 0 || left.count() <= 0 || poll(&wait, 1, static_cast<int>(left.count())) == 0) break;
    status = PQconnectPoll(attempt.get());
  }
  return PQerrorMessage(attempt.get());
}

/// What libpq itself refuses, which no retry puts right. Its words are English as long as nobody calls setlocale().
bool is_configuration(std::string_view message) {
  static constexpr std::array<std::string_view, 7> kSigns = {
      "no password supplied",    "certificate",           "does not support SSL", "invalid ", "private key file",
      "server does not support", "authentication method",
  };
  for (const std::string_view sign : kSigns) {
    if (message.find(sign) != std::string_view::npos) return true;
  }
  return false;
}

/// "postgresql://app@db:5432/shop", with what the string itself says.
std::string display_of(const std::string& conninfo) {
  std::string user, host, port, database;
  const ConninfoOptions options(PQconninfoParse(conninfo.c_str(), nullptr), &PQconninfoFree);
  for (const PQconninfoOption* option = options.get(); option && option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    const std::string_view name = option->keyword;
    if (name == "user") user = fmt::format("{}@", option->val);
    if (name == "host" || (name == "hostaddr" && host.empty())) host = option->val;
    if (name == "port") port = fmt::format(":{}", option->val);
    if (name == "dbname") database = fmt::format("/{}", option->val);
  }
  return fmt::format("postgresql://{}{}{}{}", user, host, port, database);
}

/// One line per host that was tried; libpq's indented questions ("Is the server running ...?") are our help's job.
std::string one_line(std::string_view message) {
  std::vector<std::string> lines;
  for (const std::string& line : split(trim(message), '\n')) {
    if (line.substr(0, 1) != "\t") lines.emplace_back(trim(line));
  }
  return join(lines, "; ");
}

}  // namespace

Result<std::string> complete_conninfo(const std::string& target, bool read_only) {
  char* refused = nullptr;
  const ConninfoOptions options(PQconninfoParse(target.c_str(), &refused), &PQconninfoFree);
  const std::unique_ptr<char, decltype(&PQfreemem)> reason(refused, &PQfreemem);
  if (!options) {
    return fail(ErrorCode::Input,
                holds_secret(target) || !reason
                    ? fmt::format("`{}` cannot be read as a PostgreSQL URL", display_url(target))
                    : one_line(reason.get()),
                "write postgresql://user:password@host:5432/database, with every character of the password that is "
                "not a letter or a digit percent-encoded (`@` as %40, `%` as %25)");
  }
  std::string conninfo;
  bool several_hosts = false;
  const auto is_given = [&](std::string_view name) {
    for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
      if (name == option->keyword) return option->val != nullptr;
    }
    return false;
  };
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    const std::string_view name = option->keyword;
    if (option->val == nullptr || name == "application_name" || name == "client_encoding") continue;
    append(conninfo, name, option->val);
    if (name == "host" || name == "hostaddr") {
      several_hosts = several_hosts || std::string_view(option->val).find(',') != std::string_view::npos;
    }
  }
  // What the environment says counts as said by the user, too; libpq reads it where the string is silent.
  for (const Setting& setting : kDefaults) {
    const bool in_environment = setting.name == "connect_timeout" && std::getenv("PGCONNECT_TIMEOUT") != nullptr;
    if (!is_given(setting.name) && !in_environment) append(conninfo, setting.name, setting.value);
  }
  if (several_hosts && !read_only && !is_given("target_session_attrs") &&
      std::getenv("PGTARGETSESSIONATTRS") == nullptr) {
    append(conninfo, "target_session_attrs", "read-write");
  }
  append(conninfo, "application_name", "lockstep");
  append(conninfo, "client_encoding", "UTF8");
  return conninfo;
}

Error connection_error(const std::string& conninfo, const std::string& message) {
  // A server's own words come as "FATAL:  ..."; libpq's come without the two blanks.
  const bool answered = message.find(":  ") != std::string::npos;
  const std::string sqlstate = answered ? sqlstate_in(verbose_attempt(conninfo)) : std::string{};
  Error error{ErrorCode::Retryable,
              fmt::format("cannot connect to {}: {}", display_of(conninfo), one_line(message)),
              {},
              {},
              {}};
  if (!sqlstate.empty()) {
    error.code = code_of_sqlstate(sqlstate);
    if (sqlstate == "42501") error.code = ErrorCode::Input;      // no right to connect
    if (sqlstate == "08P01") error.code = ErrorCode::Retryable;  // how poolers say that they have no server
    error.help = help_for_sqlstate(sqlstate);
    error.sqlstate = sqlstate;
  } else if (is_configuration(message)) {
    error.code = ErrorCode::Input;
    error.help = "check the connection's settings; a password can also come from PGPASSWORD or ~/.pgpass";
  } else {
    error.sqlstate = "08001";
    error.help = "check host and port, and that the server runs and can be reached from here";
  }
  return error;
}

}  // namespace lockstep
