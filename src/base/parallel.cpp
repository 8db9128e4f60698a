#include "base/parallel.hpp"

#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <thread>

namespace rox {

unsigned thread_count(unsigned wanted) {
  return wanted > 0 ? wanted : std::max(1U, std::thread::hardware_concurrency());
}

void for_each_index(std::size_t count, unsigned threads, const std::function<void(std::size_t index)>& work) {
  const std::size_t together = std::min<std::size_t>(threads, count);
  if (together <= 1) {
    for (std::size_t i = 0; i < count; ++i) work(i);
    return;
  }
  std::atomic<std::size_t> next = 0;
  const auto take = [&](std::size_t) {
    try {
      for (std::size_t i = next++; i < count; i = next++) work(i);
    } catch (...) {
      next = count;
      throw;
    }
  };
  const tbb::global_control allow(tbb::global_control::max_allowed_parallelism, kMostThreads);
  tbb::task_arena arena(static_cast<int>(together));
  arena.execute([&] { tbb::parallel_for(std::size_t{0}, together, take, tbb::simple_partitioner()); });
}

}  // namespace rox
