// How large tables are, as far as somebody has said, and what that makes of a finding: how long a lock is held, and
// whether anyone would notice.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "engine/effects/effects.h"

namespace lockstep {

struct TableSize {
  std::optional<int64_t> bytes;
  std::optional<double> rows;
  std::optional<double> writes_per_second;
};

/// By catalog key.
using TableSizes = std::map<std::string, TableSize, std::less<>>;

/// Tells in the findings of category lock how long the statement's work on the tables takes: about, since nobody knows
/// the machine. Where that is less than a moment they become notes. Nothing is said where a size is not known.
void tell_duration(const Effect& effect, const Catalog& before, const TableSizes& sizes,
                   std::vector<Diagnostic>& findings);

}  // namespace lockstep
