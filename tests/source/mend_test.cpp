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

}  // namespace
}  // namespace rox
