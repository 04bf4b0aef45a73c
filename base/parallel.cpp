#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
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

namespace {

/// What the threads of a pipe know of each other.
class Pipe {
 public:
  Pipe(size_t count, size_t ahead) : count_(count), made_(ahead, false) {}

  /// The next to be made, as soon as there is room for it; nothing at the end.
  std::optional<size_t> take() {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return next_ >= count_ || next_ < used_ + made_.size(); });
    return next_ < count_ ? std::optional(next_++) : std::nullopt;
  }
  void done(size_t i) {
    const std::scoped_lock lock(mutex_);
    made_[i % made_.size()] = true;
    if (i == used_) ready_.notify_one();
  }
  /// Waits until it is made; false when nobody has begun to, which is then up to the caller.
  bool wait_for(size_t i) {
    std::unique_lock lock(mutex_);
    if (next_ == i) {
      ++next_;
      return false;
    }
    ready_.wait(lock, [&] { return made_[i % made_.size()]; });
    return true;
  }
  void used(size_t i) {
    const std::scoped_lock lock(mutex_);
    made_[i % made_.size()] = false;
    used_ = i + 1;
    // Who waits for room is woken for a good piece of it: for one at a time they would go to sleep after each.
    if (2 * (next_ - used_) <= made_.size()) room_.notify_all();
  }
  void stop() {
    const std::scoped_lock lock(mutex_);
    next_ = count_;
    room_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable room_, ready_;
  size_t count_;
  size_t next_ = 0;         ///< the first that nobody has begun to make
  size_t used_ = 0;         ///< how many are used up
  std::vector<bool> made_;  ///< of those between, by i modulo its size
};

}  // namespace

void in_order(size_t count, size_t ahead, const std::function<void(size_t)>& make,
              const std::function<bool(size_t)>& use) {
  Pipe pipe(count, ahead);
  const auto run = [&] {
    while (const auto i = pipe.take()) {
      make(*i);
      pipe.done(*i);
    }
  };
  const size_t processors = std::max(1U, std::thread::hardware_concurrency());
  std::vector<std::thread> others(std::min(processors, std::max<size_t>(1, count / kPiece)) - 1);
  for (std::thread& thread : others) thread = std::thread(run);
  for (size_t i = 0; i < count; ++i) {
    if (!pipe.wait_for(i)) make(i);
    if (!use(i)) break;
    pipe.used(i);
  }
  pipe.stop();
  for (std::thread& thread : others) thread.join();
}

}  // namespace lockstep
