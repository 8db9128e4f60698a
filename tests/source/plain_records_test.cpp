#include "source/plain_records.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "source/records.hpp"
#include "source/rewrite.hpp"
#include "source/text_bytes.hpp"

namespace rox {
namespace {

void append_records(std::string bytes, std::uint64_t line, std::vector<std::string>& out) {
  const std::size_t size = bytes.size();
  bytes.append(kStructuralPadding, '\0');
  RecordReader reader(std::string_view(bytes).substr(0, size), ';', line);
  std::string scratch;
  while (reader.next()) {
    std::string record = std::to_string(reader.line());
    const bool good = reader.state() == RecordState::good || reader.state() == RecordState::blank;
    if (!good) record += " bad";
    for (const Field& field : reader.fields()) {
      if (!good) break;
      const std::string text(unescape(field, scratch));
      // The rewriter puts a CR into quotes, where it is the same.
      record += (field.quoted && text.find('\r') == std::string::npos ? "|q:" : "|") + text;
    }
    out.push_back(record);
  }
}

std::vector<std::string> records_of(RecordStream& stream) {
  std::vector<std::string> out;
  RecordChunk chunk;
  while (stream.next(chunk)) append_records(chunk.bytes, chunk.line, out);
  return out;
}

TEST(PlainRecords, CutTextAsTheScannerDoesAndAsTheRewriter) {
  std::mt19937 random(20'260'901);
  constexpr std::string_view kSigns = "ab;;\"\"\n\n\r";
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (std::size_t left = random() % 60; left > 0; --left) text += kSigns[random() % kSigns.size()];
    Dialect dialect;
    dialect.delimiter = ";";
    const std::size_t chunk = 1 + random() % 24;
    const std::size_t piece = 1 + random() % 24;
    const auto plain = plain_records(std::make_unique<TextBytes>(text, piece), dialect, 1 << 20, chunk);
    const auto slow = rewrite(std::make_unique<TextBytes>(text, piece), dialect, 1 << 20);
    std::vector<std::string> whole;
    append_records(text, 1, whole);
    const std::vector<std::string> cut = records_of(*plain);
    ASSERT_EQ(cut, whole) << testing::PrintToString(text) << ", chunks of " << chunk;
    ASSERT_EQ(records_of(*slow), whole) << testing::PrintToString(text);
  }
}

TEST(PlainRecords, LeaveOutTheLinesAboveTheHeader) {
  Dialect dialect;
  dialect.delimiter = ";";
  dialect.skip = 2;
  const auto stream = plain_records(std::make_unique<TextBytes>("title\n\"made;by\na;b\n1;2\n", 3), dialect, 100, 4);
  EXPECT_EQ(records_of(*stream), (std::vector<std::string>{"3|a|b", "4|1|2"}));
  dialect.skip = 0;
  const auto hinted = plain_records(std::make_unique<TextBytes>("sep=;\r\na;b\n", 3), dialect, 100, 4);
  EXPECT_EQ(records_of(*hinted), (std::vector<std::string>{"2|a|b"}));
}

TEST(PlainRecords, GoOnBehindARecordWithoutAnEnd) {
  Dialect dialect;
  dialect.delimiter = ";";
  const std::string text = "1;2\n" + std::string(1000, 'x') + "\n3;4\n\"" + std::string(1000, 'y') + "\n5;6\n";
  const auto stream = plain_records(std::make_unique<TextBytes>(text, 7), dialect, 50, 16);
  std::vector<std::string> good;
  bool oversized = false;
  RecordChunk chunk;
  std::vector<std::string> records;
  while (stream->next(chunk)) {
    oversized = oversized || chunk.oversized;
    EXPECT_LT(chunk.bytes.size(), 300U);
    append_records(chunk.bytes, chunk.line, records);
  }
  EXPECT_TRUE(oversized);
  for (const std::string& record : records) {
    if (record.size() < 10) good.push_back(record);
  }
  EXPECT_EQ(good.front(), "1|1|2");
  EXPECT_NE(std::find(good.begin(), good.end(), "3|3|4"), good.end());
  EXPECT_EQ(good.back(), "5|5|6");
}

}  // namespace
}  // namespace rox
