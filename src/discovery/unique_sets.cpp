#include "discovery/unique_sets.hpp"

#include <algorithm>
#include <bit>

namespace rox {

namespace {

/// Mixes the next column's hash into a row's (the finalizer of MurmurHash3).
std::uint64_t mix(std::uint64_t sum, std::uint64_t next) {
  std::uint64_t h = sum * 0x9E3779B97F4A7C15ULL + next;
  h = (h ^ (h >> 33U)) * 0xFF51AFD7ED558CCDULL;
  h = (h ^ (h >> 33U)) * 0xC4CEB9FE1A85EC53ULL;
  return h ^ (h >> 33U);
}

/// A set of hashes that is emptied by counting on.
class HashSet {
 public:
  explicit HashSet(std::size_t most) : slots_(std::bit_ceil(std::max<std::size_t>(most * 2, 16))) {}

  void clear() { ++round_; }
  /// False if it was there already.
  bool insert(std::uint64_t hash) {
    for (std::size_t at = hash & (slots_.size() - 1);; at = (at + 1) & (slots_.size() - 1)) {
      Slot& slot = slots_[at];
      if (slot.round != round_) {
        slot = {hash, round_};
        return true;
      }
      if (slot.hash == hash) return false;
    }
  }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t round = 0;
  };
  std::vector<Slot> slots_;
  std::uint32_t round_ = 1;
};

bool contains(const ColumnSet& set, const ColumnSet& part) {
  return std::includes(set.begin(), set.end(), part.begin(), part.end());
}

class Search {
 public:
  explicit Search(const UniqueSearch& search, std::vector<ColumnSet> unique)
      : search_(search), unique_(std::move(unique)), seen_(search.hashes.empty() ? 0 : search.hashes.front().size()) {}

  std::vector<ColumnSet> run() {
    for (std::size_t size = 1; size <= search_.most_columns; ++size) {
      ColumnSet set;
      extend(set, 0, size, 1);
    }
    return std::move(found_);
  }

 private:
  /// Tries all sets of `size` columns that begin with `set`. `combinations`: how many values they can have together.
  void extend(ColumnSet& set, std::size_t from, std::size_t size, double combinations) {
    if (set.size() == size) {
      if (combinations >= static_cast<double>(search_.rows) && is_minimal(set) && is_unique(set)) {
        unique_.push_back(set);
        found_.push_back(set);
      }
      return;
    }
    for (std::size_t c = from; c < search_.distinct.size(); ++c) {
      set.push_back(c);
      extend(set, c + 1, size, combinations * static_cast<double>(search_.distinct[c]));
      set.pop_back();
    }
  }

  bool is_minimal(const ColumnSet& set) const {
    return std::none_of(unique_.begin(), unique_.end(), [&](const ColumnSet& known) { return contains(set, known); });
  }

  bool is_unique(const ColumnSet& set) {
    seen_.clear();
    const std::size_t rows = search_.hashes.front().size();
    for (std::size_t r = 0; r < rows; ++r) {
      std::uint64_t hash = 0;
      for (const std::size_t c : set) hash = mix(hash, search_.hashes[c][r]);
      if (!seen_.insert(hash)) return false;
    }
    return true;
  }

  const UniqueSearch& search_;
  std::vector<ColumnSet> unique_;  // known and found
  std::vector<ColumnSet> found_;
  HashSet seen_;
};

}  // namespace

std::vector<ColumnSet> find_unique_sets(const UniqueSearch& search, const std::vector<ColumnSet>& known) {
  if (search.hashes.empty() || search.hashes.front().empty()) return {};
  return Search(search, known).run();
}

double expected_repeats(std::uint64_t rows, const std::vector<std::uint64_t>& distinct) {
  const auto n = static_cast<double>(rows);
  double combinations = 1;
  for (const std::uint64_t values : distinct) combinations *= static_cast<double>(std::max<std::uint64_t>(values, 1));
  return n * (n - 1) / 2 / combinations;
}

}  // namespace rox
