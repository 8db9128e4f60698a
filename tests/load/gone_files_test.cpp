#include "load/gone_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rox {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TableExports exports_of(const std::vector<std::string>& names) {
  TableExports exports;
  for (const std::string& name : names) exports.files.emplace_back().name = name;
  return exports;
}

std::vector<std::string> gone(const std::vector<LoadedFile>& before, const std::vector<std::string>& now) {
  std::vector<std::string> names;
  for (const LoadedFile& file : gone_files(before, exports_of(now))) names.push_back(file.file);
  return names;
}

TEST(GoneFiles, AreThoseThatWereThereBefore) {
  EXPECT_THAT(gone({{"a.csv", 1}, {"b.csv", 2}, {"c.csv", 3}}, {"b.csv", "d.csv"}), ElementsAre("a.csv", "c.csv"));
  EXPECT_THAT(gone({{"a.csv", 1}, {"b.csv", 2}}, {"a.csv", "b.csv", "c.csv"}), IsEmpty());
  EXPECT_THAT(gone({}, {"a.csv"}), IsEmpty());
}

TEST(GoneFiles, AreNoneWhereADumpTakesThePlaceOfAnother) {
  EXPECT_THAT(gone({{"dump_1.csv", 1}}, {"dump_2.csv"}), IsEmpty());
  EXPECT_THAT(gone({{"dump_1.csv", 1}}, {"dump_2.csv", "dump_3.csv"}), ElementsAre("dump_1.csv"));
}

TEST(GoneFiles, AreNamedWithTheirRows) {
  EXPECT_EQ(gone_text({{"a.csv", 1}}), "a.csv (1 row)");
  EXPECT_EQ(gone_text({{"a.csv", 1200}, {"b.csv", std::nullopt}, {"c\n.csv", 0}, {"d.csv", 2}, {"e.csv", 3}}),
            "a.csv (1,200 rows), b.csv, c\\n.csv (0 rows) and 2 more");
}

}  // namespace
}  // namespace rox
