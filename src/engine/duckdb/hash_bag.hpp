// Many 64-bit hashes, and the question whether two of them are equal.
//
// A GROUP BY over millions of different keys builds a table of all of them, with room for their values and counts, to
// say in the end that there was nothing to count. Here a key is eight bytes: they are put into buckets by their first
// byte as they come, by several threads each into its own bag, and each bucket is then looked through in a table that
// fits into the processor's cache.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace rox {

class HashBag {
 public:
  void add(std::uint64_t hash) {
    Bucket& bucket = buckets_[hash >> (64 - kBits)];
    if (bucket.used == kChunk) bucket.grow();
    bucket.chunks.back()[bucket.used++] = hash;
  }

  /// Takes over all that `other` has.
  void merge(HashBag&& other);

  /// How many are equal to one that is counted already; 0: all are different. Empties the bag.
  std::uint64_t take_repeats();

 private:
  static constexpr unsigned kBits = 8;
  static constexpr std::size_t kChunk = 512;  // 4 KB

  struct Bucket {
    std::vector<std::unique_ptr<std::uint64_t[]>> chunks;  // all full but the last one
    std::size_t used = kChunk;                             // of the last chunk

    void grow();
    void merge(Bucket&& other);
    std::size_t size() const { return chunks.empty() ? 0 : (chunks.size() - 1) * kChunk + used; }
  };

  std::array<Bucket, std::size_t{1} << kBits> buckets_;
};

}  // namespace rox
