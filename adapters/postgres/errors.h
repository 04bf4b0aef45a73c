// SQLSTATE -> what the caller does next (https://www.postgresql.org/docs/current/errcodes-appendix.html).
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lockstep {

/// Retryable: 08xxx but 08P01 (a parameter too many is nobody's network), 40001, 40P01, 55P03, 57014, 57P01 to 57P03,
/// and what runs out and frees itself (53100 disk full, 53200, 53300). Input: 28P01, 28000, 3D000 and 25006 (the server
/// is a replica, or the role reads only). Everything else: Failed.
[[nodiscard]] ErrorCode code_of_sqlstate(std::string_view sqlstate);

/// The state in a verbose message of libpq, "ERROR:  42601: syntax error ...", or "". The last one counts: with several
/// hosts there is one for each.
[[nodiscard]] std::string sqlstate_in(std::string_view message);

/// `message` is a verbose one of libpq: "ERROR:  42703: primary\nLINE 1: ...\n  ^\nDETAIL:  ...\nHINT:  ...\n
/// LOCATION:  ...\n". Its HINT becomes the help; where there is none, some states have a help of ours.
[[nodiscard]] Error server_error(std::string_view message, std::string_view sql);

/// Our own help for a state, or "".
[[nodiscard]] std::string help_for_sqlstate(std::string_view sqlstate);

}  // namespace lockstep
