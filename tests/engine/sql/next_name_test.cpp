#include "engine/sql/next_name.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

TEST(RunInName, IsFoundOnlyInNamesOfRox) {
  EXPECT_EQ(run_in_name("person__20261125t105038123_ab12"), "20261125t105038123_ab12");
  EXPECT_EQ(run_in_name("public_rox__20261125t105038123_ab12"), "20261125t105038123_ab12");
  EXPECT_EQ(run_in_name("a__b__20261125t105038123_ab12"), "20261125t105038123_ab12");
  for (const char* other : {"person", "person__", "person_20261125t105038123_ab12", "person__20261125x105038123_ab12",
                            "person__20261125t105038123_ab1", "person__20261125t105038123_AB12",
                            "person__20261125t105038123_zz12", "person__20261125t10503812__ab12x"}) {
    EXPECT_EQ(run_in_name(other), "") << other;
  }
}

TEST(NextName, HasTheRunAndTheTableThatItBecomes) {
  const std::string run = run_name("20261125T105038123-AB12");
  EXPECT_EQ(run, "20261125t105038123_ab12");
  const std::string name = next_name("Person", run, 127);
  EXPECT_EQ(name, "person__20261125t105038123_ab12");
  EXPECT_EQ(table_in_name(name), "person");
  EXPECT_EQ(next_name("Person", run, 29).size(), 29U);
  EXPECT_TRUE(is_old_run(run));
}

}  // namespace
}  // namespace rox
