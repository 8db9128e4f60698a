// Work on several threads, by oneTBB.
#pragma once

#include <cstddef>
#include <functional>

namespace rox {

/// `wanted`, or as many as there are cores for 0.
unsigned thread_count(unsigned wanted);

/// The most threads that oneTBB may use at a time. Who makes an arena sets it (tbb::global_control), and always to
/// this: the lowest of several counts, and work that waits for a disk or a server wants more threads than there are
/// cores.
inline constexpr std::size_t kMostThreads = 1024;

/// Calls work(i) for each i in [0, count), begun in that order, at most `threads` at a time; the calling thread is one
/// of them. Once a call has thrown no other is begun, and its exception is thrown on when those under way have ended.
void for_each_index(std::size_t count, unsigned threads, const std::function<void(std::size_t index)>& work);

}  // namespace rox
