// libpq connection strings: completed with the settings that every connection of lockstep has, and searched for the
// reason when a connection cannot be made. No pqxx here.
#pragma once

#include <string>

#include "base/result.h"

namespace lockstep {

/// `target` (URI or key=value) as a key=value string with our own settings added: application_name and
/// client_encoding always; connect_timeout, keepalives and tcp_user_timeout where the user gave none, so that a dead
/// server is noticed within half a minute; with several hosts target_session_attrs=read-write, so that the primary is
/// found after a failover. Errors: Input, never with the password in them.
[[nodiscard]] Result<std::string> complete_conninfo(const std::string& target, bool read_only);

/// Why `conninfo` does not connect. `message` is libpq's text of the failed attempt; if the server has answered, it is
/// asked once more for the SQLSTATE, which libpq only gives as part of a verbose message.
[[nodiscard]] Error connection_error(const std::string& conninfo, const std::string& message);

}  // namespace lockstep
