// Time and memory of one piece of work, in a process of its own.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace lockstep::bench {

struct Measured {
  double seconds = 0;     ///< processor time
  size_t peak_bytes = 0;  ///< how much the process grew at most
  size_t statements = 0;  ///< what the work returned
};

/// Runs `work` once in a child process, so that neither memory that others left behind nor what this process holds
/// counts. Nothing if the child did not end well.
[[nodiscard]] std::optional<Measured> measure(const std::function<size_t()>& work);

/// The median wall-clock seconds from starting `command` to its end, its output thrown away. Nothing if a run fails.
[[nodiscard]] std::optional<double> median_run(const std::vector<std::string>& command, size_t runs);

}  // namespace lockstep::bench
