#include "sample/row.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace rox {
namespace {

using testing::ElementsAre;

Fields split(std::string_view row) {
  Fields fields{"left over", "from", "a", "longer", "row"};
  split_row(row, fields);
  return fields;
}

std::string join(const Fields& fields, char delimiter) {
  std::string row;
  join_row(fields, delimiter, row);
  return row;
}

TEST(Row, IsCutOutsideOfQuotes) {
  EXPECT_THAT(split("a;;c"), ElementsAre("a", "", "c"));
  EXPECT_THAT(split("\"x;\"\"y\"\";\";b"), ElementsAre("\"x;\"\"y\"\";\"", "b"));
  EXPECT_THAT(split("a;"), ElementsAre("a", ""));
}

TEST(Row, IsJoinedAsItWas) {
  for (std::string_view row : {"a;;c", "\"x;\"\"y\"\"\";b", ";"}) EXPECT_EQ(join(split(row), ';'), row);
}

TEST(Row, GetsQuotesWhereAnotherDelimiterNeedsThem) {
  EXPECT_EQ(join({"1,5", "b", "\"c,\"\"d\"\"\""}, ','), "\"1,5\",b,\"c,\"\"d\"\"\"");
}

TEST(Amount, IsExact) {
  EXPECT_EQ(read_amount("12,5"), 1'250'000'000);
  EXPECT_EQ(read_amount("12.500000"), 1'250'000'000);
  EXPECT_EQ(read_amount("7"), 700'000'000);
  EXPECT_EQ(read_amount("0,00000001"), 1);
  EXPECT_EQ(amount_text(1'250'000'000, ',', 2), "12,50");
  EXPECT_EQ(amount_text(1, '.', 2), "0.00000001");
  EXPECT_EQ(amount_text(300'000'000, '.', 6), "3.000000");
}

TEST(Amount, IsNothingElse) {
  for (std::string_view text : {"1,5,5", "1.234,5", "x", "-1", "0,000000001"}) {
    EXPECT_THROW(read_amount(text), std::logic_error) << text;
  }
}

}  // namespace
}  // namespace rox
