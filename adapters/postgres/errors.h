// SQLSTATE -> what the caller does next (https://www.postgresql.org/docs/current/errcodes-appendix.html).
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lockstep {

/// Retryable: 08xxx, 40001, 40P01, 55P03, 57014, 57P01 to 57P03, and the class of missing resources (53100 disk full,
/// 53200, 53300), which frees itself on most servers. Input: 28P01, 28000, 3D000 and 25006 (the server is a replica or
/// the role reads only). Everything else: Failed.
[[nodiscard]] ErrorCode code_of_sqlstate(std::string_view sqlstate);

/// `message` as libpq gives it: "ERROR:  primary\nLINE 1: ...\n  ^\nDETAIL:  ...\nHINT:  ...\n". Its HINT becomes the
/// help; where there is none, some states have a help of ours.
[[nodiscard]] Error server_error(std::string sqlstate, std::string_view message, std::string_view sql);

}  // namespace lockstep
