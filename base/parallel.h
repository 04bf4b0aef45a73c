// Independent work on all processors.
#pragma once

#include <cstddef>
#include <functional>

namespace lockstep {

/// Calls `work(i)` for every i below `count`, on as many threads as there are processors where that pays, and returns
/// when all calls have. `work` must not throw, and one call must not touch what another does.
void for_each_index(size_t count, const std::function<void(size_t)>& work);

}  // namespace lockstep
