#include "inbox/arrival_name.hpp"

#include <gtest/gtest.h>

#include <string>

namespace rox {
namespace {

TEST(ArrivalName, MayBeAnyPathBelowTheFolder) {
  for (const char* name : {"orders.csv", "2026/11/orders.csv", "a b;c'd\"e$(x).csv", "-rf", "ção ü 漢字.csv", "a..b",
                           "..c", "percent%2F.csv", "back\\slash.csv", "a!b.csv"}) {
    EXPECT_FALSE(arrival_name_problem(name)) << name;
    EXPECT_EQ(shown_name(name), name);
  }
}

TEST(ArrivalName, LeadsNowhereElse) {
  for (const char* name : {"", "/etc/passwd", "../a", "a/../b", "a/..", "..", ".", "./a", "a//b", "a/", "a/./b"}) {
    EXPECT_TRUE(arrival_name_problem(name)) << name;
  }
}

TEST(ArrivalName, HasNoCharactersThatCantBeShown) {
  for (const std::string& name :
       {std::string("a\nb"), std::string("a\0b", 3), std::string("a\x1b[31m"), std::string("a\x7f"),
        std::string("a\xc2\x85"), std::string("\xff.csv"), std::string(300, 'a')}) {
    EXPECT_TRUE(arrival_name_problem(name));
  }
  EXPECT_EQ(shown_name("a\nb"), "a\\nb");
  EXPECT_EQ(shown_name("\xff\n.csv"), "\\xFF\\n.csv");
}

TEST(ArrivalName, EndsWithItsOwnName) {
  EXPECT_EQ(base_name("2026/11/orders.csv"), "orders.csv");
  EXPECT_EQ(base_name("orders.csv"), "orders.csv");
}

}  // namespace
}  // namespace rox
