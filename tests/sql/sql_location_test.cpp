#include "sql/sql_location.hpp"

#include <gmock/gmock.h>

namespace rox {
namespace {

TEST(PlaceInSql, counts_lines_and_bytes_from_one) {
  const SqlLocation place = locate_in_sql("SELECT\n  nope\nFROM t", 9);
  EXPECT_EQ(place.line, 2U);
  EXPECT_EQ(place.column, 3U);
  EXPECT_EQ(place.picture, "\n\nLINE 2:   nope\n          ^");
}

TEST(PlaceInSql, draws_the_caret_below_the_character) {
  const SqlLocation place = locate_in_sql("SELECT 'ção', x", 16);
  EXPECT_EQ(place.column, 17U);
  EXPECT_EQ(place.picture, "\n\nLINE 1: SELECT 'ção', x\n" + std::string(8 + 14, ' ') + "^");
}

TEST(PlaceInSql, knows_the_start_and_the_end) {
  EXPECT_EQ(locate_in_sql("a\nb", 0).column, 1U);
  EXPECT_EQ(locate_in_sql("a\nb", 2).line, 2U);
  EXPECT_EQ(locate_in_sql("a\nb", 99).column, 2U);
  EXPECT_EQ(locate_in_sql("", 0).line, 1U);
}

}  // namespace
}  // namespace rox
