// How long work on whole tables takes, about: nobody knows the machine. For people who choose the hour at which they run
// a step, and for findings.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "engine/effects/effects.h"

namespace lockstep {

/// Work on tables whose sizes are known.
struct TableWork {
  std::string table;   ///< catalog key of the one with the longest part
  int64_t bytes = 0;   ///< of that one
  double seconds = 0;  ///< all of it
};

/// The size in bytes of the table of that catalog key; nothing where it is not known.
using SizeOf = std::function<std::optional<int64_t>(const std::string& table)>;

/// What the statement copies, reads and builds; nothing when it has no such work, or the size of one of its tables is
/// not known. `before` is the catalog without it.
[[nodiscard]] std::optional<TableWork> work_of(const Effect& effect, const Catalog& before, const SizeOf& size_of);

/// Changing every row of the table, chunk by chunk.
[[nodiscard]] std::optional<TableWork> work_of_backfill(const std::string& table, const SizeOf& size_of);

/// Both, one after the other.
[[nodiscard]] std::optional<TableWork> added(std::optional<TableWork> work, const std::optional<TableWork>& more);

/// Whether somebody may notice that it takes its time.
[[nodiscard]] bool takes_time(const TableWork& work);

[[nodiscard]] std::string bytes_in_words(int64_t bytes);         ///< 82,000,000,000 as "82 GB"
[[nodiscard]] std::string about_seconds_in_words(double seconds);  ///< "less than a moment", "about 40 s", "about 3 h"

}  // namespace lockstep
