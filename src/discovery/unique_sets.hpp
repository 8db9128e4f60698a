// Sets of columns whose values together are unique: found in a sample, a level at a time.
//
// A sample refutes: rows that are equal in it are equal in the whole, so what repeats in the sample is no key. What
// stays unique is only a candidate, which has to be proven on all rows. Level n looks at sets of n columns none of
// whose parts is unique (keys are minimal), and skips those with fewer combinations of values than there are rows.
#pragma once

#include <cstdint>
#include <vector>

namespace rox {

/// Indexes of columns, ascending.
using ColumnSet = std::vector<std::size_t>;

struct UniqueSearch {
  /// Column by column, the hashes of the sample's rows; all of the same size.
  std::vector<std::vector<std::uint64_t>> hashes;
  /// Different values of each column in the whole table.
  std::vector<std::uint64_t> distinct;
  std::uint64_t rows = 0;  // in the whole table
  std::size_t most_columns = 4;
};

/// The minimal sets that don't repeat in the sample, the smallest first. Sets that have one of `known` (unique already)
/// as a part are left out.
std::vector<ColumnSet> find_unique_sets(const UniqueSearch& search, const std::vector<ColumnSet>& known);

/// The number of pairs of rows that would be equal in these columns, were their values independent of each other. Many,
/// and the columns are unique all the same: that is no accident.
double expected_repeats(std::uint64_t rows, const std::vector<std::uint64_t>& distinct);

}  // namespace rox
