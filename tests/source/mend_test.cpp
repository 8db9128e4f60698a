#include "source/mend.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rox {
namespace {

std::vector<std::uint64_t> lines(const std::vector<const Mend*>& mends) {
  std::vector<std::uint64_t> lines;
  for (const Mend* mend : mends) lines.push_back(mend->line);
  return lines;
}

TEST(MendSetTest, FindsTheMendsOfAFileInARangeOfLines) {
  MendSet mends;
  EXPECT_TRUE(mends.empty());
  for (std::uint64_t line : {9, 2, 5}) mends.add({"T", "b.csv", line, "raw", "mended"});
  mends.add({"T", "a.csv", 5, "raw", "mended"});
  EXPECT_EQ(mends.size(), 4U);
  EXPECT_THAT(lines(mends.in_lines("b.csv", 0, 100)), testing::ElementsAre(2, 5, 9));
  EXPECT_THAT(lines(mends.in_lines("b.csv", 2, 9)), testing::ElementsAre(2, 5));
  EXPECT_THAT(lines(mends.in_lines("b.csv", 3, 5)), testing::ElementsAre());
  EXPECT_THAT(lines(mends.in_lines("c.csv", 0, 100)), testing::ElementsAre());
}

TEST(MendSetTest, LaterMendOfTheSameRecordCounts) {
  MendSet mends;
  mends.add({"T", "a.csv", 5, "raw", "first"});
  mends.add({"T", "a.csv", 5, "raw", "second"});
  EXPECT_EQ(mends.size(), 1U);
  EXPECT_EQ(mends.in_lines("a.csv", 5, 6).at(0)->mended, "second");
}

TEST(MendSetTest, RecordsOfOneLineAreKeptApart) {
  MendSet mends;
  mends.add({"T", "a.csv", 5, "of one day", "first"});
  mends.add({"T", "a.csv", 5, "of another", "second"});
  EXPECT_EQ(mends.size(), 2U);
}

using Found = std::vector<std::optional<std::size_t>>;

TEST(FindAgain, TellsEqualRecordsApartByTheirPlace) {
  const std::vector<BadRecord> before = {{"a.csv", 5, "x"}, {"a.csv", 9, "x"}};
  const std::vector<BadRecord> now = {{"a.csv", 4, "x"}, {"a.csv", 9, "x"}, {"a.csv", 5, "y"}};
  EXPECT_EQ(find_again(before, now, {"a.csv"}), (Found{0, 1}));
}

TEST(FindAgain, GivesNoRecordTwice) {
  const std::vector<BadRecord> before = {{"a.csv", 5, "x"}, {"a.csv", 9, "x"}};
  const std::vector<BadRecord> now = {{"a.csv", 6, "x"}};
  EXPECT_EQ(find_again(before, now, {"a.csv"}), (Found{0, std::nullopt}));
}

TEST(FindAgain, LooksInOtherFilesOnlyWhereItsOwnIsGone) {
  const std::vector<BadRecord> before = {{"1.csv", 5, "x"}};
  const std::vector<BadRecord> now = {{"2.csv", 5, "x"}};
  EXPECT_EQ(find_again(before, now, {"1.csv", "2.csv"}), Found{std::nullopt});
  EXPECT_EQ(find_again(before, now, {"2.csv"}), Found{0});
}

}  // namespace
}  // namespace rox
