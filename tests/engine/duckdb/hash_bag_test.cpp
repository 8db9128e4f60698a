// Equal hashes are found wherever they were put, and nothing else is.
#include "engine/duckdb/hash_bag.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace rox {
namespace {

TEST(HashBag, counts_what_was_there_already) {
  HashBag bag;
  EXPECT_EQ(bag.take_repeats(), 0U);
  for (const std::uint64_t hash : {0ULL, 1ULL, ~0ULL, 1ULL, 0ULL, 0ULL, 2ULL}) bag.add(hash);
  EXPECT_EQ(bag.take_repeats(), 3U);
  bag.add(0);  // it is empty again
  EXPECT_EQ(bag.take_repeats(), 0U);
}

// Against a set, hashes spread over all buckets and over few, in several bags that are merged in any order.
TEST(HashBag, agrees_with_a_set) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    std::mt19937_64 random(seed);
    const std::uint64_t values = 1ULL << (random() % 24);
    const unsigned shift = random() % 2 == 0 ? 0 : 40;
    HashBag bags[3];
    std::set<std::uint64_t> seen;
    std::uint64_t repeats = 0;
    for (int i = 0; i < 20'000; ++i) {
      const std::uint64_t hash = (random() % values) << shift;
      repeats += seen.insert(hash).second ? 0 : 1;
      bags[random() % 3].add(hash);
    }
    bags[2].merge(std::move(bags[0]));
    bags[2].merge(std::move(bags[1]));
    EXPECT_EQ(bags[2].take_repeats(), repeats) << "seed " << seed;
  }
}

}  // namespace
}  // namespace rox
