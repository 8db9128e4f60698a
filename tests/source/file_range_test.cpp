#include "source/file_range.hpp"

#include <gmock/gmock.h>

#include <random>
#include <set>

#include "base/error.hpp"
#include "source/differential_support.hpp"
#include "source/scan_support.hpp"

namespace rox {
namespace {

using test::CollectedRejects;
using test::encoded;
using test::ExportDir;
using test::read_texts;
using test::repetitions;
using test::Scanned;
using test::semicolons;
using test::text_table;
using testing::ElementsAre;
using testing::HasSubstr;
using Verdict = SettledRange::Verdict;

/// The columns, and where each row is from.
ScanOptions with_places(const Table& table) {
  ScanOptions options = test::all_columns(table);
  options.columns.push_back({std::nullopt, Origin::line});
  options.columns.push_back({std::nullopt, Origin::offset});
  return options;
}

struct Reading {
  Scanned scanned;
  ReadRange read;
};

/// A table's only export, read whole or in ranges.
struct RangedExport {
  Table table;
  ExportFile file;
  Dialect dialect = semicolons();
  std::size_t block_bytes = std::size_t{1} << 20;

  Reading read(const ScanOptions& options, const ReadRange& range) const {
    CollectedRejects rejects;
    TableScan scan(table, {file}, dialect, options, rejects);
    Reading reading;
    reading.scanned.rows = read_texts(scan, options);
    reading.scanned.counts = scan.finish();
    reading.scanned.rejects = std::move(rejects.rejects);
    reading.read = range;
    reading.read.end = scan.range_end(0);
    return reading;
  }

  Scanned whole() const { return read(with_places(table), {}).scanned; }

  Reading range(const RangeToRead& wanted) const {
    const ReadRange range = begin_range(file, dialect, wanted);
    ScanOptions options = with_places(table);
    options.block_bytes = block_bytes;
    options.ranges = {{0, range.range}};
    return read(options, range);
  }

  std::vector<SettledRange> settled(const std::vector<Reading>& readings) const {
    std::vector<ReadRange> ranges;
    for (const Reading& reading : readings) ranges.push_back(reading.read);
    return settle(file, dialect, ranges);
  }
};

std::vector<RangeToRead> ranges_between(const std::set<std::uint64_t>& edges, std::uint64_t size) {
  std::vector<RangeToRead> ranges;
  std::uint64_t first = 0;
  for (const std::uint64_t edge : edges) {
    if (edge == 0 || edge >= size) continue;
    ranges.push_back({first, edge, {}});
    first = edge;
  }
  if (first < size) ranges.push_back({first, size, {}});
  return ranges;
}

void append(Scanned part, std::uint64_t lines_before, Scanned& sum) {
  for (auto& row : part.rows) {
    std::string& line = row[row.size() - 2];
    line = std::to_string(std::stoull(line) + lines_before);
    sum.rows.push_back(std::move(row));
  }
  for (Reject& reject : part.rejects) {
    reject.line += lines_before;
    sum.rejects.push_back(std::move(reject));
  }
  sum.counts[0].records += part.counts[0].records;
  sum.counts[0].rows += part.counts[0].rows;
  sum.counts[0].rejects += part.counts[0].rejects;
  sum.counts[0].blank_lines += part.counts[0].blank_lines;
  sum.counts[0].repeated_headers += part.counts[0].repeated_headers;
}

struct InRanges {
  Scanned sum;
  std::size_t mistaken = 0;
  std::size_t empty = 0;
};

InRanges read_in_ranges(const RangedExport& source, const std::vector<RangeToRead>& ranges) {
  std::vector<Reading> readings;
  for (const RangeToRead& range : ranges) readings.push_back(source.range(range));
  std::vector<SettledRange> settled = source.settled(readings);
  InRanges result;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    if (settled[i].verdict != Verdict::mistaken) continue;
    ++result.mistaken;
    readings[i] = source.range({ranges[i].first, ranges[i].last, settled[i].begin});
  }
  settled = source.settled(readings);
  result.sum.counts.resize(1);
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    EXPECT_NE(settled[i].verdict, Verdict::mistaken);
    if (settled[i].verdict == Verdict::empty) {
      ++result.empty;
    } else {
      append(readings[i].scanned, settled[i].lines_before, result.sum);
    }
  }
  return result;
}

void expect_same(const Scanned& ranges, const Scanned& whole, const std::string& what) {
  ASSERT_EQ(ranges.rows, whole.rows) << what;
  ASSERT_EQ(ranges.rejects.size(), whole.rejects.size()) << what;
  for (std::size_t i = 0; i < ranges.rejects.size(); ++i) {
    const Reject& a = ranges.rejects[i];
    const Reject& b = whole.rejects[i];
    ASSERT_EQ(a.line, b.line) << what;
    ASSERT_EQ(a.offset, b.offset) << what;
    ASSERT_EQ(a.field, b.field) << what;
    ASSERT_EQ(a.code, b.code) << what;
    ASSERT_EQ(a.reason, b.reason) << what;
    ASSERT_EQ(a.raw, b.raw) << what;
  }
  ASSERT_EQ(ranges.counts[0].records, whole.counts[0].records) << what;
  ASSERT_EQ(ranges.counts[0].rows, whole.counts[0].rows) << what;
  ASSERT_EQ(ranges.counts[0].rejects, whole.counts[0].rejects) << what;
  ASSERT_EQ(ranges.counts[0].blank_lines, whole.counts[0].blank_lines) << what;
  ASSERT_EQ(ranges.counts[0].repeated_headers, whole.counts[0].repeated_headers) << what;
}

/// A text of what makes CSV hard, most of it records of three fields.
std::string random_text(std::mt19937& random, std::string_view newline) {
  static constexpr std::string_view kHard[] = {"\"",      "\"\"", ";",   "\n", "\r\n", "x",
                                               "\"a;b\"", ";\"",  "\";", "é",  "\r"};
  static constexpr std::string_view kNotes[] = {
      "plain", "\"two\nlines\"",    "\"3\r\n;x\n\"", "24\" wheel", "\"say \"\"hi\"\"\"", "NULL", "", "\"open",
      "é€",    "\"a;b\n1;2,5;c\n\""};
  std::string text;
  const std::size_t records = random() % 12;
  for (std::size_t i = 0; i < records; ++i) {
    if (random() % 8 == 0) {
      for (std::size_t n = random() % 6; n > 0; --n) text += kHard[random() % std::size(kHard)];
    } else {
      text += std::to_string(random() % 2000) + ";" + std::to_string(random() % 90) + ",5;";
      text += kNotes[random() % std::size(kNotes)];
    }
    text += newline.empty() ? (random() % 2 == 0 ? "\n" : "\r\n") : newline;
    if (random() % 15 == 0) text += "a;b;c\n";
  }
  while (random() % 2 == 0 && !text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

Table typed_table() {
  return test::make_table(
      "T", "t.csv",
      {test::make_column("a", "VARCHAR"), test::make_column("b", "VARCHAR"), test::make_column("c", "VARCHAR(12)")},
      {});
}

TEST(FileRange, RangesOfAnyFileAreTheFileWhereverTheyBegin) {
  std::mt19937 random(11);
  ExportDir dir;
  std::size_t mistaken = 0;
  std::size_t empty = 0;
  std::size_t rejects = 0;
  for (unsigned i = 0; i < repetitions(1200); ++i) {
    RangedExport source;
    source.table = typed_table();
    static constexpr Encoding kEncodings[] = {Encoding::utf8,   Encoding::utf8,    Encoding::windows1252,
                                              Encoding::latin1, Encoding::utf16le, Encoding::utf16be};
    source.dialect.encoding = kEncodings[random() % std::size(kEncodings)];
    const bool wide = source.dialect.encoding == Encoding::utf16le || source.dialect.encoding == Encoding::utf16be;
    const bool marked = (wide || source.dialect.encoding == Encoding::utf8) && random() % 2 == 0;
    source.dialect.skip = random() % 3;
    source.dialect.units = random() % 4 == 0;
    source.dialect.header = random() % 5 > 0;
    std::string text = marked ? "\xEF\xBB\xBF" : "";
    for (std::uint32_t line = 0; line < source.dialect.skip; ++line) text += "from \"here\n";
    if (source.dialect.header) text += "a;b;c\r\n";
    if (source.dialect.units) text += "-;kg;\"-\n\"\n";
    text += random_text(random, random() % 3 == 0 ? "" : random() % 2 == 0 ? "\n" : "\r\n");
    if (source.dialect.encoding == Encoding::latin1) {
      for (std::size_t at; (at = text.find("€")) != std::string::npos;) text.replace(at, 3, "E");
    }
    source.file = dir.write("t.csv", encoded(text, source.dialect.encoding));
    const Scanned whole = source.whole();
    const std::string shown = testing::PrintToString(text) + " " + std::string(to_string(source.dialect.encoding));
    for (int round = 0; round < 6; ++round) {
      std::set<std::uint64_t> edges;
      for (std::size_t n = 1 + random() % 5; n > 0; --n) {
        const std::uint64_t edge = random() % (source.file.bytes + 1);
        edges.insert(edge);
        if (random() % 2 == 0) edges.insert(edge + 1);
      }
      source.block_bytes = random() % 2 == 0 ? std::size_t{1} << 20 : 2 + random() % 20;
      const InRanges parts = read_in_ranges(source, ranges_between(edges, source.file.bytes));
      ASSERT_NO_FATAL_FAILURE(expect_same(parts.sum, whole, shown + " at " + testing::PrintToString(edges)));
      mistaken += parts.mistaken;
      empty += parts.empty;
    }
    rejects += whole.rejects.size();
  }
  EXPECT_GT(mistaken, repetitions(1200) / 4);
  EXPECT_GT(empty, repetitions(1200) / 4);
  EXPECT_GT(rejects, repetitions(1200) / 4);
}

/// Each place in turn, so that each byte is once the last one of a range and once the first.
TEST(FileRange, EveryByteMayBeAnEdge) {
  ExportDir dir;
  RangedExport source;
  source.table = text_table(2);
  source.file = dir.write("t.csv",
                          "\xEF\xBB\xBF"
                          "a;b\r\n1;\"x\n\ny\"\r\n\n2;\"open\n3;\"z\r\n\"\r\n\"4\n\";é\n5");
  const Scanned whole = source.whole();
  EXPECT_EQ(whole.rows.size(), 3U);
  EXPECT_EQ(whole.rejects.size(), 2U);
  for (std::uint64_t edge = 1; edge < source.file.bytes; ++edge) {
    for (std::uint64_t next = edge + 1; next <= source.file.bytes; ++next) {
      const InRanges parts = read_in_ranges(source, ranges_between({edge, next}, source.file.bytes));
      ASSERT_NO_FATAL_FAILURE(expect_same(parts.sum, whole, std::to_string(edge) + "-" + std::to_string(next)));
    }
  }
}

TEST(FileRange, ALineBreakInQuotesAtTheEdgeIsAMistakenGuess) {
  ExportDir dir;
  RangedExport source;
  source.table = text_table(2);
  source.file = dir.write("t.csv", "a;b\n1;\"two\nlines\"\n2;x\n3;y\n");
  const Reading head = source.range({0, 9, {}});
  EXPECT_EQ(head.read.end.offset, 18U);
  EXPECT_EQ(head.read.end.line, 4U);
  const Reading guessed = source.range({9, 26, {}});
  EXPECT_TRUE(guessed.read.guessed);
  EXPECT_EQ(guessed.read.range.begin.offset, 11U);
  const std::vector<SettledRange> settled = source.settled({head, guessed});
  EXPECT_EQ(settled[0].verdict, Verdict::right);
  EXPECT_EQ(settled[1].verdict, Verdict::mistaken);
  EXPECT_EQ(settled[1].begin.offset, 18U);
  EXPECT_EQ(settled[1].begin.line, 4U);
  EXPECT_EQ(settled[1].end.offset, 26U);
  EXPECT_EQ(settled[1].end.line, 6U);
}

TEST(FileRange, ARangeWithinOneRecordIsEmpty) {
  ExportDir dir;
  RangedExport source;
  source.table = text_table(2);
  source.file = dir.write("t.csv", "a;b\n1;" + std::string(100, 'x') + "\n2;y\n");
  const std::vector<Reading> readings{source.range({0, 20, {}}), source.range({20, 40, {}}),
                                      source.range({40, source.file.bytes, {}})};
  EXPECT_EQ(readings[1].scanned.rows.size(), 0U);
  EXPECT_EQ(readings[1].read.range.begin.offset, source.file.bytes);
  const std::vector<SettledRange> settled = source.settled(readings);
  EXPECT_EQ(settled[1].verdict, Verdict::empty);
  EXPECT_EQ(settled[2].verdict, Verdict::right);
  EXPECT_EQ(settled[2].lines_before, 2U);
}

TEST(FileRange, DividesAFileIntoEqualRanges) {
  ExportFile file;
  file.bytes = 10;
  std::vector<std::uint64_t> edges;
  for (const RangeToRead& range : divide(file, 4)) edges.insert(edges.end(), {range.first, range.last});
  EXPECT_THAT(edges, ElementsAre(0, 4, 4, 8, 8, 10));
}

TEST(FileRange, TellsAFileThatIsShorterThanItWas) {
  ExportDir dir;
  const ExportFile file = dir.write("t.csv", "a;b\n1;2\n");
  try {
    begin_range(file, semicolons(), {4, 100, {}});
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("shrank to 8 bytes"));
  }
}

}  // namespace
}  // namespace rox
