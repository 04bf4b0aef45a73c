// What the process says when it ends, for the Job that runs it (docs/exit-codes.md).
#pragma once

#include "base/result.h"

namespace lockstep {

enum ExitCode : int {
  exit_done = 0,          ///< done, nothing to do, or (`check`) fits
  exit_findings = 1,      ///< lint findings at or above the threshold
  exit_input = 2,         ///< usage, configuration or input: do not retry
  exit_failed = 3,        ///< a step failed for good and needs a person
  exit_retryable = 4,     ///< lock not obtained, server away, interrupted after a checkpoint: retry
  exit_waiting = 5,       ///< a gate is closed, a migration is held: retry later
  exit_incompatible = 6,  ///< contracted away, or a newer journal
};

[[nodiscard]] constexpr ExitCode exit_code(ErrorCode code) {
  switch (code) {
    case ErrorCode::Input:
      return exit_input;
    case ErrorCode::Failed:
      return exit_failed;
    case ErrorCode::Retryable:
      return exit_retryable;
    case ErrorCode::Waiting:
      return exit_waiting;
    case ErrorCode::Incompatible:
      return exit_incompatible;
  }
  return exit_failed;
}

/// The code's name in machine output.
[[nodiscard]] constexpr std::string_view to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::Input:
      return "input";
    case ErrorCode::Failed:
      return "failed";
    case ErrorCode::Retryable:
      return "retryable";
    case ErrorCode::Waiting:
      return "waiting";
    case ErrorCode::Incompatible:
      return "incompatible";
  }
  return "failed";
}

}  // namespace lockstep
