// libpq, loaded when a PostgreSQL server is to be reached and not before: it brings Kerberos, LDAP and GnuTLS along,
// which takes longer to load than most files take to lint, and a machine that only lints, or only has SQLite, needs
// none of them.
#pragma once

#include "base/result.h"

namespace lockstep {

/// Call it before anything else of libpq or pqxx: there is no way to report a missing library later. Errors:
/// Input, when libpq.so.5 cannot be loaded.
[[nodiscard]] Status load_libpq();

}  // namespace lockstep
