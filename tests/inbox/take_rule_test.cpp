#include "inbox/take_rule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rox {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;

SourceConfig source_of(const std::string& pattern) {
  SourceConfig source;
  source.remote.emplace();
  source.remote->pattern = pattern;
  return source;
}

TEST(TakeRule, MeansThePatternsFiles) {
  SourceConfig source = source_of("*.csv");
  EXPECT_TRUE(is_meant("a.csv", source));
  for (const char* name : {"a.csv.part", "a.txt", ".a.csv", "2026/a.csv", ".hidden/a.csv"}) {
    EXPECT_FALSE(is_meant(name, source)) << name;
  }
  source.listing.recursive = true;
  source.ignore = {"old/*"};
  EXPECT_TRUE(is_meant("2026/a.csv", source));
  EXPECT_FALSE(is_meant("old/a.csv", source));
  EXPECT_FALSE(is_meant("2026/.x/a.csv", source));
}

TEST(TakeRule, MeansHostileNamesToo) {
  // They are refused, and told.
  const SourceConfig source = source_of("*.csv");
  for (const char* name : {"../a.csv", "/a.csv", "a\n.csv"}) EXPECT_TRUE(is_meant(name, source)) << name;
}

TEST(TakeRule, LeavesOutWhatWasMovedAndWhatIsStillWritten) {
  SourceConfig source = source_of("");
  source.listing.recursive = true;
  source.remote->after_load = AfterLoad::move;
  EXPECT_FALSE(is_meant("loaded/a.csv", source));
  EXPECT_FALSE(is_meant("a.csv.filepart", source));
  source.remote->unfinished = {"*.busy"};
  EXPECT_TRUE(is_meant("a.csv.filepart", source));
  EXPECT_FALSE(is_meant("a.csv.busy", source));
}

TEST(TakeRule, HasCompanions) {
  SourceConfig source = source_of("");
  source.remote->take = TakeRule::done;
  EXPECT_THAT(companions_of("2026.11/orders.csv.gz", *source.remote),
              ElementsAre(Field(&Companion::name, "2026.11/orders.csv.gz.done"),
                          Field(&Companion::name, "2026.11/orders.done")));
  EXPECT_FALSE(is_meant("orders.done", source));
  EXPECT_TRUE(is_meant_or_companion("orders.done", source));
  source.remote->take = TakeRule::checksum;
  EXPECT_EQ(companions_of("a", *source.remote).front().algorithm, "sha256");
  EXPECT_FALSE(is_meant("a.md5", source));
  source.remote->take = TakeRule::still;
  EXPECT_TRUE(companions_of("a", *source.remote).empty());
}

TEST(TakeRule, RefusesWhatNoFileOfTheMirrorMayBe) {
  const SourceConfig source = source_of("");
  EXPECT_FALSE(refusal_of({"a.csv", 5, "1"}, *source.remote));
  EXPECT_THAT(refusal_of({"../a.csv", 5, "1"}, *source.remote).value_or(""), HasSubstr("leads out"));
  EXPECT_THAT(refusal_of({"a.csv", 5, "1", false}, *source.remote).value_or(""), HasSubstr("link"));
  RemoteSource small = *source.remote;
  small.max_file = 4;
  EXPECT_THAT(refusal_of({"a.csv", 5, "1"}, small).value_or(""), HasSubstr("max_file"));
}

}  // namespace
}  // namespace rox
