// How an operation fails. A leaf: std and tl::expected only.
//
// Three kinds are never mixed: a Diagnostic says that the user's SQL has a problem (many per run), an Error in a
// Result says that an operation failed (one, and it ends what was under way), and an assertion is our own bug.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace lockstep {

/// What the caller does next, not what went wrong: each code maps to one exit code (docs/exit-codes.md).
enum class ErrorCode {
  Input,         ///< usage, configuration or input is wrong: exit 2
  Failed,        ///< a step failed for good, a person is needed: exit 3
  Retryable,     ///< lock not obtained, server away, interrupted: exit 4
  Waiting,       ///< a gate is closed, a migration is held: exit 5
  Incompatible,  ///< contracted away, or a newer journal: exit 6
};

/// A failed operation, in words for the person who has to act.
struct Error {
  ErrorCode code = ErrorCode::Failed;
  std::string message;  ///< what happened; lower-case start, no final period
  std::string help;     ///< what to do next; may be empty
  std::string sqlstate; ///< five characters when a PostgreSQL server refused; else empty
  std::string sql;      ///< the statement that was refused; else empty
};

template <typename T>
using Result = tl::expected<T, Error>;

/// Returned by functions that can fail but have nothing to give.
using Status = Result<void>;

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, std::string message, std::string help = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(help), {}, {}});
}
[[nodiscard]] inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

#define LOCKSTEP_CONCAT_2(a, b) a##b
#define LOCKSTEP_CONCAT(a, b) LOCKSTEP_CONCAT_2(a, b)

/// Evaluates an expression (a Result); on failure returns its error from the enclosing function.
#define LOCKSTEP_CHECK(...) LOCKSTEP_CHECK_IMPL(LOCKSTEP_CONCAT(lockstep_checked_, __COUNTER__), __VA_ARGS__)
#define LOCKSTEP_CHECK_IMPL(result, ...)                                                    \
  do {                                                                                      \
    if (auto result = (__VA_ARGS__); !result) return ::lockstep::fail(std::move(result).error()); \
  } while (false)

/// `LOCKSTEP_TRY(const Rows rows, db.query(sql));` declares `rows`, or returns the error. One per line, and not as the
/// body of an `if` without braces.
#define LOCKSTEP_TRY(declaration, ...) \
  LOCKSTEP_TRY_IMPL(LOCKSTEP_CONCAT(lockstep_result_, __COUNTER__), declaration, __VA_ARGS__)
#define LOCKSTEP_TRY_IMPL(result, declaration, ...)                        \
  auto result = (__VA_ARGS__);                                             \
  if (!result) return ::lockstep::fail(std::move(result).error());         \
  declaration = std::move(*result)

}  // namespace lockstep
