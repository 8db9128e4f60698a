#include "base/csv.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

std::string field(std::string_view text, CsvStyle style = {}) {
  std::string out;
  CsvWriter(out, style).add(text);
  return out;
}

TEST(Csv, QuotesOnlyWhatNeedsIt) {
  EXPECT_EQ(field("a,b"), "\"a,b\"");
  EXPECT_EQ(field("a,b", {.delimiter = ';'}), "a,b");
  EXPECT_EQ(field("a;b", {.delimiter = ';'}), "\"a;b\"");
  EXPECT_EQ(field("say \"x\""), "\"say \"\"x\"\"\"");
  EXPECT_EQ(field("a\nb"), "\"a\nb\"");
  EXPECT_EQ(field("a\rb"), "\"a\rb\"");
}

TEST(Csv, QuotesEmptyTextsAndBlankEdgesWhereItMatters) {
  EXPECT_EQ(field(""), "");
  EXPECT_EQ(field("", {.quote_empty = true}), "\"\"");
  EXPECT_EQ(field(" a"), " a");
  EXPECT_EQ(field(" a", {.quote_blank_edges = true}), "\" a\"");
  EXPECT_EQ(field("a ", {.quote_blank_edges = true}), "\"a \"");
  EXPECT_EQ(field("", {.quote_blank_edges = true}), "");
}

TEST(Csv, RowsAreFieldsAndALineEnd) {
  std::string out;
  CsvWriter csv(out, {.line_end = "\r\n", .quote_empty = true});
  csv.add("a");
  csv.add_missing();
  csv.add("");
  csv.end_row();
  csv.add_missing();
  csv.add("b");
  csv.end_row();
  EXPECT_EQ(out, "a,,\"\"\r\n,b\r\n");
}

}  // namespace
}  // namespace rox
