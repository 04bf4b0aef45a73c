// Independent work on all processors.
#pragma once

#include <cstddef>
#include <functional>

namespace lockstep {

/// Calls `work(i)` for every i below `count`, on as many threads as there are processors where that pays, and returns
/// when all calls have. `work` must not throw, and one call must not touch what another does.
void for_each_index(size_t count, const std::function<void(size_t)>& work);

/// A pipe: calls `make(i)` for every i below `count` on the other processors, at most `ahead` of them before their
/// turn, and `use(i)` for what is made on this thread, one after the other in order. So at most `ahead` results are
/// there at a time: `make` puts its own where `use` finds it, i modulo `ahead` will do. Neither may throw. `use` gives
/// whether to go on.
void in_order(size_t count, size_t ahead, const std::function<void(size_t)>& make,
              const std::function<bool(size_t)>& use);

}  // namespace lockstep
