#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace lockstep {
namespace {

// What a thread takes at a time; less than two of these is not worth a thread.
constexpr size_t kPiece = 16;

}  // namespace

void for_each_index(size_t count, const std::function<void(size_t)>& work) {
  std::atomic<size_t> next = 0;
  const auto run = [&] {
    for (size_t begin = next.fetch_add(kPiece); begin < count; begin = next.fetch_add(kPiece)) {
      for (size_t i = begin; i < std::min(begin + kPiece, count); ++i) work(i);
    }
  };
  const size_t processors = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::thread> others(std::min(processors, std::max<size_t>(1, count / kPiece)) - 1);
  for (std::thread& thread : others) thread = std::thread(run);
  run();
  for (std::thread& thread : others) thread.join();
}

}  // namespace lockstep
