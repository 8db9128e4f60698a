#include "base/parallel.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <barrier>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

namespace rox {
namespace {

TEST(ForEachIndex, DoesEachOnce) {
  for (unsigned threads : {0U, 1U, 2U, 7U, 64U}) {
    std::vector<std::atomic<int>> done(1000);
    for_each_index(done.size(), threads, [&](std::size_t i) { ++done[i]; });
    EXPECT_TRUE(std::all_of(done.begin(), done.end(), [](const auto& times) { return times == 1; })) << threads;
  }
  for_each_index(0, 4, [](std::size_t) { FAIL(); });
}

TEST(ForEachIndex, BeginsInOrder) {
  std::mutex mutex;
  std::size_t begun = 0;
  for_each_index(500, 4, [&](std::size_t i) {
    const std::lock_guard lock(mutex);
    EXPECT_LE(i, begun + 3) << "one was begun that others should have come before";
    ++begun;
  });
}

// Each waits for all others, as uploads wait for a server: with fewer threads than asked for this would never end.
TEST(ForEachIndex, HasMoreThreadsThanCoresIfAsked) {
  constexpr std::size_t kTogether = 24;
  std::barrier all(kTogether);
  for_each_index(kTogether, kTogether, [&](std::size_t) { all.arrive_and_wait(); });
}

TEST(ForEachIndex, ThrowsTheFirstExceptionAndBeginsNothingAfterIt) {
  for (unsigned threads : {1U, 4U}) {
    std::atomic<int> begun = 0;
    try {
      for_each_index(100'000, threads, [&](std::size_t i) {
        ++begun;
        if (i == 10) throw std::runtime_error("the eleventh");
      });
      FAIL();
    } catch (const std::runtime_error& e) {
      EXPECT_EQ(std::string(e.what()), "the eleventh");
    }
    EXPECT_LT(begun, 100'000);
  }
}

TEST(ThreadCount, IsWhatIsWantedOrTheCores) {
  EXPECT_EQ(thread_count(3), 3U);
  EXPECT_GE(thread_count(0), 1U);
}

}  // namespace
}  // namespace rox
