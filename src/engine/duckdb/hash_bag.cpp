#include "engine/duckdb/hash_bag.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace rox {
namespace {

/// An open table of hashes for one bucket after another. 0 marks a free slot, so that hash is counted beside it.
class Table {
 public:
  void clear(std::size_t most) {
    slots_.assign(std::bit_ceil(std::max<std::size_t>(2 * most, 16)), 0);
    has_zero_ = false;
  }

  /// False if it was there already.
  bool insert(std::uint64_t hash) {
    if (hash == 0) return !std::exchange(has_zero_, true);
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
      if (slots_[at] == hash) return false;
      if (slots_[at] != 0) continue;
      slots_[at] = hash;
      return true;
    }
  }

 private:
  std::vector<std::uint64_t> slots_;
  bool has_zero_ = false;
};

}  // namespace

void HashBag::Bucket::grow() {
  chunks.push_back(std::make_unique_for_overwrite<std::uint64_t[]>(kChunk));
  used = 0;
}

/// Full chunks just change hands; what the other's last one has goes on where this one's last one ends.
void HashBag::Bucket::merge(Bucket&& other) {
  if (other.chunks.empty()) return;
  if (chunks.empty()) {
    *this = std::move(other);
    return;
  }
  const auto rest = std::move(other.chunks.back());
  chunks.insert(chunks.end() - 1, std::make_move_iterator(other.chunks.begin()),
                std::make_move_iterator(other.chunks.end() - 1));
  for (std::size_t i = 0; i < other.used; ++i) {
    if (used == kChunk) grow();
    chunks.back()[used++] = rest[i];
  }
}

void HashBag::merge(HashBag&& other) {
  for (std::size_t i = 0; i < buckets_.size(); ++i) buckets_[i].merge(std::move(other.buckets_[i]));
  other.buckets_ = {};
}

std::uint64_t HashBag::take_repeats() {
  std::uint64_t repeats = 0;
  Table table;
  for (Bucket& bucket : buckets_) {
    table.clear(bucket.size());
    for (std::size_t c = 0; c < bucket.chunks.size(); ++c) {
      const std::size_t size = c + 1 < bucket.chunks.size() ? kChunk : bucket.used;
      for (std::size_t i = 0; i < size; ++i) repeats += table.insert(bucket.chunks[c][i]) ? 0 : 1;
    }
    bucket = {};
  }
  return repeats;
}

}  // namespace rox
