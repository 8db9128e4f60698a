// Records as hashes: the same ones as the scanner's, whatever the threads and blocks.
#include "source/record_marks.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <random>

#include "source/scan_support.hpp"

namespace rox {
namespace {

using test::ExportDir;

std::vector<std::vector<RecordMark>> marks_of(const Table& table, const std::vector<ExportFile>& files,
                                              unsigned threads = 1) {
  std::map<std::pair<std::size_t, std::size_t>, std::vector<RecordMark>> blocks;
  std::mutex mutex;
  const std::vector<FieldMap> maps(files.size(), identity_map(table.columns.size()));
  mark_exports(table, files, test::semicolons(), maps, threads, [&](const MarkedBlock& block) {
    std::lock_guard lock(mutex);
    blocks[{block.file, block.index}] = {block.marks.begin(), block.marks.end()};
  });
  std::vector<std::vector<RecordMark>> marks(files.size());
  for (const auto& [place, some] : blocks) {
    marks[place.first].insert(marks[place.first].end(), some.begin(), some.end());
  }
  return marks;
}

std::vector<RecordMark> marks_of(const Table& table, std::string_view text) {
  const ExportDir dir;
  return marks_of(table, {dir.write("t.csv", text)}).front();
}

Table keyed_table() {
  Table table = test::text_table(3);
  table.primary_key = {"b"};
  return table;
}

TEST(RecordMarksTest, EqualRecordsHaveEqualMarksAndOthersDont) {
  const std::vector<RecordMark> marks = marks_of(keyed_table(), "a;b;c\n1;2;3\n1;2;4\n5;6;7\n1;2;3\n");
  ASSERT_EQ(marks.size(), 4U);
  EXPECT_EQ(marks[0], marks[3]);
  EXPECT_EQ(marks[0].key, marks[1].key);
  EXPECT_NE(marks[0].record, marks[1].record);
  EXPECT_NE(marks[0].key, marks[2].key);
}

TEST(RecordMarksTest, LineEndsAndBlankLinesAreNoPartOfRecords) {
  const Table table = keyed_table();
  EXPECT_EQ(marks_of(table, "a;b;c\n1;2;3\n4;5;6\n"), marks_of(table, "a;b;c\r\n1;2;3\r\n\r\n4;5;6"));
}

TEST(RecordMarksTest, AQuotedLineBreakIsPartOfItsRecord) {
  const std::vector<RecordMark> marks = marks_of(keyed_table(), "a;b;c\n\"1\n1\";2;3\n4;5;6\n");
  ASSERT_EQ(marks.size(), 2U);
  EXPECT_EQ(marks[1], marks_of(keyed_table(), "a;b;c\n4;5;6\n").front());
}

TEST(RecordMarksTest, PartsOfAKeyDontRunIntoEachOther) {
  Table table = test::text_table(3);
  table.primary_key = {"a", "b"};
  const std::vector<RecordMark> marks = marks_of(table, "a;b;c\n12;3;x\n1;23;x\n");
  EXPECT_NE(marks[0].key, marks[1].key);
}

TEST(RecordMarksTest, WithoutAKeyBothHalvesAreOfTheRecord) {
  const std::vector<RecordMark> marks = marks_of(test::text_table(3), "a;b;c\n1;2;3\n1;2;4\n1;2;3\n");
  EXPECT_NE(marks[0].key, marks[1].key);
  EXPECT_EQ(marks[0], marks[2]);
}

TEST(RecordMarksTest, InATableOfOneColumnABlankLineIsARecord) {
  EXPECT_EQ(marks_of(test::text_table(1), "a\nx\n\ny\n").size(), 3U);
}

/// Some hundred kilobytes of records with quotes, line breaks and blank lines.
std::string many_records(std::mt19937& random, std::size_t records) {
  std::string text = "a;b;c\n";
  for (std::size_t i = 0; i < records; ++i) {
    const auto kind = random() % 12;
    if (kind == 0) {
      text += fmt::format("\"line\nbreak {}\";{};\"quo\"\"te\"\n", random() % 1000, i);
    } else if (kind == 1) {
      text += '\n';
    } else {
      text += fmt::format("{};{};{}\n", random() % 1000, i, std::string(random() % 300, 'x'));
    }
  }
  return text;
}

TEST(RecordMarksTest, AScanTellsTheSameMarksAndReadsWhatIsSelected) {
  std::mt19937 random(7);
  const ExportDir dir;
  const ExportFile file = dir.write("t.csv", many_records(random, 20'000));
  const Table table = keyed_table();
  const std::vector<RecordMark> alone = marks_of(table, {file}, 3).front();

  ScanOptions options = test::all_columns(table);
  std::map<std::size_t, MarkedBlock> blocks;
  std::vector<std::vector<RecordMark>> of_block;
  options.take_marks = [&](const MarkedBlock& block) {
    of_block.resize(std::max(of_block.size(), block.index + 1));
    of_block[block.index].assign(block.marks.begin(), block.marks.end());
    blocks[block.index] = block;
  };
  test::CollectedRejects rejects;
  TableScan scan(table, {file}, test::semicolons(), options, rejects);
  const test::Rows rows = test::read_texts(scan, options);
  std::vector<RecordMark> scanned;
  for (const auto& marks : of_block) scanned.insert(scanned.end(), marks.begin(), marks.end());
  EXPECT_EQ(scanned, alone);
  ASSERT_EQ(rows.size(), alone.size());

  RecordSelection selection;
  test::Rows wanted;
  std::size_t before = 0;
  for (std::size_t block = 0; block < of_block.size(); ++block) {
    for (std::uint32_t i = 0; i < of_block[block].size(); ++i) {
      if (random() % 50 != 0) continue;
      selection.blocks[{0, block}] = blocks.at(block).begin;
      selection.records[{0, block}].push_back(i);
      wanted.push_back(rows[before + i]);
    }
    before += of_block[block].size();
  }
  options.take_marks = nullptr;
  options.only = &selection;
  TableScan some(table, {file}, test::semicolons(), options, rejects);
  EXPECT_EQ(test::read_texts(some, options), wanted);
  EXPECT_EQ(some.finish().front().rows, wanted.size());
  EXPECT_TRUE(rejects.rejects.empty());
}

TEST(RecordMarksTest, BlocksBeforeAKnownOneNeedNotBeRead) {
  std::string text = "a;b;c\n";
  for (std::size_t i = 0; text.size() < (std::size_t{5} << 19); ++i) {
    text += fmt::format("{};\"{}\n{}\";{}\n", i, i % 7, i, i % 11);  // lines end within quotes too
  }
  const ExportDir dir;
  const std::vector<ExportFile> files = {dir.write("t.csv", text)};
  const Table table = keyed_table();
  const std::vector<FieldMap> maps = {identity_map(3)};
  struct Seen {
    BlockBegin begin;
    std::vector<RecordMark> marks;
  };
  const auto blocks_from = [&](const std::map<std::size_t, FirstBlock>* from) {
    std::map<std::size_t, Seen> blocks;
    std::mutex mutex;
    const auto take = [&](const MarkedBlock& block) {
      std::lock_guard lock(mutex);
      blocks[block.index] = {block.begin, {block.marks.begin(), block.marks.end()}};
    };
    mark_exports(table, files, test::semicolons(), maps, 2, take, from);
    return blocks;
  };
  const std::map<std::size_t, Seen> all = blocks_from(nullptr);
  ASSERT_EQ(all.size(), 3U);
  for (std::size_t first = 1; first < all.size(); ++first) {
    const std::map<std::size_t, FirstBlock> from = {{0, {first, all.at(first).begin}}};
    const std::map<std::size_t, Seen> some = blocks_from(&from);
    ASSERT_EQ(some.size(), all.size() - first);
    for (const auto& [index, block] : some) {
      EXPECT_EQ(block.marks, all.at(index).marks);
      EXPECT_EQ(block.begin.offset, all.at(index).begin.offset);
      EXPECT_EQ(block.begin.line, all.at(index).begin.line);
    }
  }
}

}  // namespace
}  // namespace rox
