#include "source/fixed_width.hpp"

#include <gmock/gmock.h>

#include "source/scan_support.hpp"
#include "source/text_bytes.hpp"

namespace rox {
namespace {

using testing::ElementsAre;

Dialect layout() {
  Dialect dialect;
  dialect.layout = {{"id", 1, 4}, {"name", 5, 6}, {"amount", 12, 6}};
  dialect.names = {"id", "name", "amount"};
  dialect.header = false;
  return dialect;
}

std::string records(std::string_view text, const Dialect& dialect = layout(), std::size_t piece = 3) {
  const auto stream = fixed_width(std::make_unique<TextBytes>(text, piece), dialect, 1000);
  RecordChunk chunk;
  std::string all;
  while (stream->next(chunk)) all += std::to_string(chunk.line) + ":" + chunk.bytes;
  return all;
}

TEST(FixedWidth, FieldsBeginAtTheSameCharacters) {
  EXPECT_EQ(records("0001Soap     1.50\r\n0002São Pão  22.5\n"), "1:0001,Soap,1.50\n0002,São Pã,22.5\n");
  EXPECT_EQ(records("0001A,\"B   1\n"), "1:0001,\"A,\"\"B\",1\n");
}

TEST(FixedWidth, ShortLinesLackTheirLastFieldsAndLongOnesHaveOneTooMany) {
  EXPECT_EQ(records("0001So\n0002Soap     1.50 x\n00"), "1:0001,So,\n0002,Soap,1.50,x\n00,,\n");
}

TEST(FixedWidth, WhatIsNoDataIsLeftOut) {
  Dialect dialect = layout();
  dialect.skip = 1;
  dialect.skip_end = 1;
  dialect.comment = "*";
  EXPECT_EQ(records("HEADER 2024\n0001Soap     1.50\n\n* no\n0002Soap     1.50\nTRAILER\n", dialect),
            "2:0001,Soap,1.50\n5:0002,Soap,1.50\n");
}

TEST(FixedWidth, ReturnsMayEndLinesAndFeedsAlwaysDo) {
  Dialect dialect = layout();
  dialect.line_end = LineEnd::cr;
  EXPECT_EQ(records("0001Soap     1.50\r0002Cr\neam    2\r", dialect), "1:0001,Soap,1.50\n0002,Cr,\neam,2,\n");
}

TEST(FixedWidth, ALineWithoutAnEndCostsItself) {
  const std::string text = "0001" + std::string(5000, 'x') + "\n0002Soap     1.50\n";
  const auto stream = fixed_width(std::make_unique<TextBytes>(text, 100), layout(), 1000);
  RecordChunk chunk;
  ASSERT_TRUE(stream->next(chunk));
  EXPECT_TRUE(chunk.oversized);
  ASSERT_TRUE(stream->next(chunk));
  EXPECT_EQ(chunk.bytes, "0002,Soap,1.50\n");
  EXPECT_EQ(chunk.line, 2U);
}

}  // namespace
}  // namespace rox
