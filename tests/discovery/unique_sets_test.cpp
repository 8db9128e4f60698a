#include "discovery/unique_sets.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <set>

namespace rox {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

UniqueSearch search_in(std::vector<std::vector<std::uint64_t>> columns, std::size_t most = 4) {
  UniqueSearch search;
  search.rows = columns.front().size();
  for (const auto& column : columns) {
    search.distinct.push_back(std::set<std::uint64_t>(column.begin(), column.end()).size());
  }
  search.hashes = std::move(columns);
  search.most_columns = most;
  return search;
}

TEST(UniqueSets, AreMinimal) {
  const UniqueSearch search = search_in({{1, 1, 2, 2}, {1, 2, 1, 2}, {1, 2, 3, 4}});
  EXPECT_THAT(find_unique_sets(search, {}), UnorderedElementsAre(ColumnSet{2}, ColumnSet{0, 1}));
  EXPECT_THAT(find_unique_sets(search, {{2}}), ElementsAre(ColumnSet{0, 1}));
}

TEST(UniqueSets, AreOnlyThoseOfTheSizeAsked) {
  const std::vector<std::vector<std::uint64_t>> columns = {
      {1, 1, 1, 1, 2, 2, 2, 2}, {1, 1, 2, 2, 1, 1, 2, 2}, {1, 2, 1, 2, 1, 2, 1, 2}};
  EXPECT_THAT(find_unique_sets(search_in(columns, 2), {}), IsEmpty());
  EXPECT_THAT(find_unique_sets(search_in(columns, 3), {}), ElementsAre(ColumnSet{0, 1, 2}));
}

TEST(UniqueSets, OfNoRowsAreNone) { EXPECT_THAT(find_unique_sets(UniqueSearch{}, {}), IsEmpty()); }

// Against trying all sets with a std::set of rows.
TEST(UniqueSets, AreThoseThatTryingAllFinds) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    const std::size_t width = 2 + random() % 4;
    const std::size_t rows = 1 + random() % 40;
    std::vector<std::vector<std::uint64_t>> columns(width, std::vector<std::uint64_t>(rows));
    for (auto& column : columns) {
      const std::uint64_t values = 1 + random() % 12;
      for (auto& value : column) value = random() % values;
    }
    std::set<ColumnSet> wanted;
    for (std::size_t size = 1; size <= 4; ++size) {
      for (unsigned mask = 1; mask < 1U << width; ++mask) {
        ColumnSet set;
        for (std::size_t c = 0; c < width; ++c) {
          if ((mask >> c & 1U) != 0) set.push_back(c);
        }
        if (set.size() != size) continue;
        const bool minimal = std::none_of(wanted.begin(), wanted.end(), [&](const ColumnSet& known) {
          return std::includes(set.begin(), set.end(), known.begin(), known.end());
        });
        std::set<std::vector<std::uint64_t>> seen;
        for (std::size_t r = 0; r < rows; ++r) {
          std::vector<std::uint64_t> row;
          for (const std::size_t c : set) row.push_back(columns[c][r]);
          seen.insert(row);
        }
        if (minimal && seen.size() == rows) wanted.insert(set);
      }
    }
    const std::vector<ColumnSet> found = find_unique_sets(search_in(columns), {});
    EXPECT_EQ(std::set<ColumnSet>(found.begin(), found.end()), wanted);
  }
}

TEST(UniqueSets, KnowWhatChanceWouldRepeat) {
  EXPECT_NEAR(expected_repeats(1000, {1000}), 499.5, 0.01);
  EXPECT_LT(expected_repeats(100, {1000, 1000}), 0.01);
}

}  // namespace
}  // namespace rox
