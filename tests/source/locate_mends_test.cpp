#include "source/locate_mends.hpp"

#include <gmock/gmock.h>

#include "source/encoding.hpp"
#include "source/scan_support.hpp"

namespace rox {
namespace {

using test::ExportDir;
using test::semicolons;

std::vector<std::string> places(const MendSet& mends) {
  std::vector<std::string> places;
  for (const Mend* mend : mends.all()) {
    places.push_back(mend->file + ":" + std::to_string(mend->line) + " " + mend->mended);
  }
  return places;
}

TEST(LocateMends, FollowsARecordToItsLineOfToday) {
  ExportDir dir;
  MendSet mends;
  mends.add({"T", "t.csv", 2, "1;x", "1;2"});
  mends.add({"T", "t.csv", 3, "2;\"a\nb\"", "2;3"});
  mends.add({"T", "t.csv", 4, "gone;x", "3;4"});
  const ExportFile file = dir.write("t.csv", "a;b\r\n0;\"c\nd\"\r\n1;x\r\n2;\"a\nb\"\r\n");
  EXPECT_THAT(places(locate_mends(mends, {file}, semicolons())), testing::ElementsAre("t.csv:4 1;2", "t.csv:5 2;3"));
}

TEST(LocateMends, FollowsARecordThatIsNoTextInItsEncoding) {
  ExportDir dir;
  MendSet mends;
  mends.add({"T", "t.csv", 2, printable_utf8("1;\xFF"), "1;2"});
  EXPECT_EQ(locate_mends(mends, {dir.write("t.csv", "a;b\n0;0\n1;\xFF\n")}, semicolons()).all().size(), 1U);
}

TEST(LocateMends, FollowsARecordToTheFileOfToday) {
  ExportDir dir;
  MendSet mends;
  mends.add({"T", "t_1.csv", 2, "1;x", "1;2"});
  const ExportFile first = dir.write("t_1.csv", "a;b\n3;4\n");
  const ExportFile second = dir.write("t_2.csv", "a;b\n3;4\n1;x\n");
  EXPECT_THAT(places(locate_mends(mends, {second}, semicolons())), testing::ElementsAre("t_2.csv:3 1;2"));
  EXPECT_TRUE(locate_mends(mends, {first, second}, semicolons()).empty()) << "its own file was corrected";
}

}  // namespace
}  // namespace rox
