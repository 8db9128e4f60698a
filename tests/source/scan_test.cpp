#include "source/scan.hpp"

#include <gmock/gmock.h>

#include <random>
#include <thread>

#include "base/error.hpp"
#include "source/scan_support.hpp"

namespace rox {
namespace {

using test::all_columns;
using test::CollectedRejects;
using test::ExportDir;
using test::read_texts;
using test::Rows;
using test::Scanned;
using test::semicolons;
using test::text_table;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Scanned scan_file(const ExportFile& file, const Table& table, std::size_t block_bytes, const Dialect& dialect,
                  std::size_t max_record) {
  CollectedRejects rejects;
  ScanOptions options = all_columns(table);
  options.block_bytes = block_bytes;
  options.max_record_bytes = max_record;
  TableScan scan(table, {file}, dialect, options, rejects);
  Scanned result;
  result.rows = read_texts(scan, options);
  result.counts = scan.finish();
  result.rejects = rejects.rejects;
  return result;
}

Scanned scan_text(std::string_view bytes, const Table& table, std::size_t block_bytes = 1 << 20,
                  const Dialect& dialect = semicolons(), std::size_t max_record = 1 << 20) {
  ExportDir dir;
  return scan_file(dir.write("t.csv", bytes), table, block_bytes, dialect, max_record);
}

TEST(Scan, ReadsQuotedFieldsWithDelimitersQuotesAndLineBreaks) {
  auto s = scan_text("a;b\r\n\"x;y\";\"say \"\"hi\"\"\"\r\n\"two\r\nlines\";3\r\n", text_table(2));
  EXPECT_THAT(s.rows, ElementsAre(ElementsAre("x;y", "say \"hi\""), ElementsAre("two\r\nlines", "3")));
  EXPECT_THAT(s.rejects, IsEmpty());
}

TEST(Scan, TakesAQuoteInsideAnUnquotedFieldAsACharacter) {
  auto s = scan_text("a;b\n24\" wheel;x\"y\"\n", text_table(2));
  EXPECT_THAT(s.rows, ElementsAre(ElementsAre("24\" wheel", "x\"y\"")));
}

TEST(Scan, ReadsAByteOrderMarkBothLineEndsAndAMissingLastOne) {
  auto s = scan_text(
      "\xEF\xBB\xBF"
      "a;b\r\n1;2\n3;4\r\n5;6",
      text_table(2));
  EXPECT_THAT(s.rows, ElementsAre(ElementsAre("1", "2"), ElementsAre("3", "4"), ElementsAre("5", "6")));
}

TEST(Scan, KeepsEmptyTextApartFromNull) {
  auto s = scan_text("a;b\n;NULL\n\"\";\"NULL\"\n", text_table(2));
  EXPECT_THAT(s.rows, ElementsAre(ElementsAre("", "∅"), ElementsAre("", "NULL")));
}

TEST(Scan, CountsBlankLinesApart) {
  auto s = scan_text("a;b\n1;2\n\n\r\n3;4\n\n", text_table(2));
  EXPECT_EQ(s.rows.size(), 2U);
  EXPECT_EQ(s.counts[0].records, 2U);
  EXPECT_EQ(s.counts[0].blank_lines, 3U);
}

TEST(Scan, TakesAnEmptyLineOfAOneColumnTableAsAValue) {
  auto s = scan_text("a\n1\n\n3\n", text_table(1));
  EXPECT_THAT(s.rows, ElementsAre(ElementsAre("1"), ElementsAre(""), ElementsAre("3")));
}

TEST(Scan, RejectsAWrongFieldCountAtTheFirstFieldTooManyOrMissing) {
  auto s = scan_text("a;b;c\n1;2;3\n1;2\n1;2;3;4\n", text_table(3));
  ASSERT_EQ(s.rejects.size(), 2U);
  EXPECT_EQ(s.rejects[0].code, RejectCode::field_count);
  EXPECT_EQ(s.rejects[0].line, 3U);
  EXPECT_EQ(s.rejects[0].offset, 12U);
  EXPECT_EQ(s.rejects[0].column, "c");
  EXPECT_EQ(s.rejects[0].raw, "1;2");
  EXPECT_EQ(s.rejects[1].line, 4U);
  EXPECT_EQ(s.rejects[1].field, 4U);
}

TEST(Scan, CountsTheFieldsOfALineOfDelimiters) {
  auto s = scan_text("a;b\n" + std::string(2000000, ';') + "\n3;4\n", text_table(2), 1 << 20, semicolons(), 1 << 22);
  ASSERT_EQ(s.rejects.size(), 1U);
  EXPECT_EQ(s.rejects[0].reason, "2000001 fields instead of 2");
  EXPECT_EQ(s.rows.size(), 1U);
}

TEST(Scan, LosesOnlyTheLineOfAnUnterminatedQuote) {
  auto s = scan_text("a;b\n1;\"open\n2;x\n3;\"ok\"\n4;y\n", text_table(2));
  ASSERT_EQ(s.rejects.size(), 1U);
  EXPECT_EQ(s.rejects[0].code, RejectCode::unterminated_quote);
  EXPECT_EQ(s.rejects[0].line, 2U);
  EXPECT_EQ(s.rejects[0].field, 2U);
  EXPECT_EQ(s.rejects[0].raw, "1;\"open");
  EXPECT_THAT(s.rows, ElementsAre(ElementsAre("2", "x"), ElementsAre("3", "ok"), ElementsAre("4", "y")));
}

TEST(Scan, RejectsTextAfterAClosingQuote) {
  auto s = scan_text("a;b\n\"x\"y;2\n3;4\n", text_table(2));
  ASSERT_EQ(s.rejects.size(), 1U);
  EXPECT_EQ(s.rejects[0].code, RejectCode::malformed_quote);
  EXPECT_EQ(s.rejects[0].column, "a");
  EXPECT_THAT(s.rows, ElementsAre(ElementsAre("3", "4")));
}

TEST(Scan, RejectsBytesThatAreNoTextWithTheirField) {
  std::string with_nul("a;b\nx;Jos\xE9\nx;\xC3\xA9\ny;a\0b\n", 22);
  auto t = scan_text(with_nul, text_table(2));
  ASSERT_EQ(t.rejects.size(), 2U);
  EXPECT_EQ(t.rejects[0].code, RejectCode::invalid_utf8);
  EXPECT_EQ(t.rejects[0].column, "b");
  EXPECT_EQ(t.rejects[0].value, "Jos\\xE9");
  EXPECT_EQ(t.rejects[1].line, 4U);
  EXPECT_THAT(t.rejects[1].reason, HasSubstr("NUL"));
  EXPECT_THAT(t.rows, ElementsAre(ElementsAre("x", "é")));
}

TEST(Scan, RejectsARecordLongerThanTheLimitAndGoesOn) {
  std::string bytes = "a;b\n1;2\n" + std::string(300000, 'x') + ";2\n3;4\n";
  for (std::size_t block : {64UL, 4096UL, 1UL << 20}) {
    auto s = scan_text(bytes, text_table(2), block, semicolons(), 1000);
    ASSERT_EQ(s.rejects.size(), 1U) << block;
    EXPECT_EQ(s.rejects[0].code, RejectCode::too_long);
    EXPECT_EQ(s.rejects[0].line, 3U);
    EXPECT_THAT(s.rows, ElementsAre(ElementsAre("1", "2"), ElementsAre("3", "4"))) << block;
  }
}

TEST(Scan, ReadsOtherEncodings) {
  Dialect dialect = semicolons();
  dialect.encoding = Encoding::windows1252;
  auto s = scan_text("a;b\nJo\xE3o;\x80 5\nx\n", text_table(2), 4, dialect);
  EXPECT_THAT(s.rows, ElementsAre(ElementsAre("João", "€ 5")));
  ASSERT_EQ(s.rejects.size(), 1U);
  EXPECT_EQ(s.rejects[0].offset, 13U);
}

std::string utf16(std::u16string_view text) {
  std::string bytes;
  for (char16_t c : text) {
    bytes.push_back(static_cast<char>(c & 0xFF));
    bytes.push_back(static_cast<char>(c >> 8));
  }
  return bytes;
}

TEST(Scan, ReadsUtf16WithSurrogatesOnBlockEdges) {
  Dialect dialect = semicolons();
  dialect.encoding = Encoding::utf16le;
  std::string bytes = utf16(u"\uFEFFa;b\r\n\U0001F6B2é;\"x\ny\"\r\n\U0001F6B2\U0001F6B2;2\r\n1\r\n");
  for (std::size_t block = 2; block < bytes.size() + 2; block += 2) {
    auto s = scan_text(bytes, text_table(2), block, dialect);
    EXPECT_THAT(s.rows, ElementsAre(ElementsAre("🚲é", "x\ny"), ElementsAre("🚲🚲", "2"))) << block;
    ASSERT_EQ(s.rejects.size(), 1U);
    EXPECT_EQ(s.rejects[0].offset, bytes.size() - 6);
    EXPECT_EQ(s.rejects[0].line, 5U);
  }
}

TEST(Scan, RejectsALoneSurrogate) {
  Dialect dialect = semicolons();
  dialect.encoding = Encoding::utf16le;
  auto s = scan_text(utf16(u"a;b\n1;x\xD800y\n3;4\n"), text_table(2), 1 << 20, dialect);
  ASSERT_EQ(s.rejects.size(), 1U);
  EXPECT_EQ(s.rejects[0].code, RejectCode::invalid_utf8);
  EXPECT_EQ(s.rows.size(), 1U);
}

// Text made of what makes CSV hard.
std::string random_csv(std::mt19937& random) {
  static constexpr std::string_view kPieces[] = {"\"",      "\"\"", ";",   "\n", "\r\n", "x",
                                                 "\"a;b\"", ";\"",  "\";", "é",  "\r"};
  std::string text = "a;b;c\n";
  std::size_t pieces = random() % 60;
  for (std::size_t i = 0; i < pieces; ++i) text += kPieces[random() % std::size(kPieces)];
  return text;
}

// Whatever the bytes, the blocks' size must not show: same rows, same rejects, same places.
TEST(Scan, SaysTheSameWhateverTheBlockSize) {
  std::mt19937 random(7);
  ExportDir dir;
  for (int i = 0; i < 1500; ++i) {
    std::string text = random_csv(random);
    ExportFile file = dir.write("t.csv", text);
    auto whole = scan_file(file, text_table(3), 1 << 20, semicolons(), 1 << 20);
    for (std::size_t block : {2UL, 4UL, 6UL, 10UL, 16UL, 30UL}) {
      auto cut = scan_file(file, text_table(3), block, semicolons(), 1 << 20);
      ASSERT_EQ(cut.rows, whole.rows) << testing::PrintToString(text) << " in blocks of " << block;
      ASSERT_EQ(cut.rejects.size(), whole.rejects.size()) << testing::PrintToString(text) << block;
      for (std::size_t r = 0; r < cut.rejects.size(); ++r) {
        ASSERT_EQ(cut.rejects[r].line, whole.rejects[r].line) << testing::PrintToString(text) << block;
        ASSERT_EQ(cut.rejects[r].offset, whole.rejects[r].offset);
        ASSERT_EQ(cut.rejects[r].code, whole.rejects[r].code);
        ASSERT_EQ(cut.rejects[r].raw, whole.rejects[r].raw);
      }
      ASSERT_EQ(cut.counts[0].records, cut.counts[0].rows + cut.counts[0].rejects);
      ASSERT_EQ(cut.counts[0].records, whole.counts[0].records);
      ASSERT_EQ(cut.counts[0].blank_lines, whole.counts[0].blank_lines);
    }
  }
}

TEST(Scan, GivesEveryRowOnceToSeveralThreads) {
  ExportDir dir;
  std::string text = "a;b\n";
  for (int i = 0; i < 20000; ++i) text += std::to_string(i) + ";\"x\ny\"\n";
  Table table = text_table(2);
  ScanOptions options = all_columns(table);
  options.block_bytes = 512;
  CollectedRejects rejects;
  TableScan scan(table, {dir.write("t.csv", text)}, semicolons(), options, rejects);
  std::vector<Rows> parts(4);
  std::vector<std::jthread> threads;
  for (Rows& part : parts) threads.emplace_back([&] { part = read_texts(scan, options, 100); });
  threads.clear();
  std::vector<bool> seen(20000);
  std::size_t rows = 0;
  for (const Rows& part : parts) {
    for (const auto& row : part) {
      EXPECT_FALSE(seen[std::stoul(row[0])]);
      seen[std::stoul(row[0])] = true;
      ++rows;
    }
  }
  EXPECT_EQ(rows, 20000U);
  EXPECT_EQ(scan.finish()[0].rows, 20000U);
}

TEST(Scan, FailsWhenTheFileShrinks) {
  ExportDir dir;
  Table table = text_table(1);
  ExportFile file = dir.write("t.csv", "a\n" + std::string(100000, 'x') + "\n");
  std::filesystem::resize_file(file.path, 1000);
  CollectedRejects rejects;
  ScanOptions options = all_columns(table);
  TableScan scan(table, {file}, semicolons(), options, rejects);
  try {
    read_texts(scan, options);
    FAIL() << "read a file that shrank";
  } catch (const Error& error) {
    EXPECT_EQ(error.exit_code(), ExitCode::data);
    EXPECT_THAT(error.what(), HasSubstr("shrank from 100003 to 1000 bytes"));
  }
}

TEST(Scan, WideRowsComeInSmallBatches) {
  ExportDir dir;
  const Table table = text_table(2);
  std::string text = "a;b\n";
  for (int i = 0; i < 40; ++i) text += std::to_string(i) + ";" + std::string(1 << 20, 'x') + "\n";
  CollectedRejects rejects;
  TableScan scan(table, {dir.write("t.csv", text)}, semicolons(), {}, rejects);
  const auto worker = scan.worker();
  std::size_t rows = 0;
  std::size_t batches = 0;
  while (const std::size_t n = worker->next({}, 2048)) {
    EXPECT_LE(n, 10U);
    rows += n;
    ++batches;
  }
  EXPECT_EQ(rows, 40U);
  EXPECT_GE(batches, 4U);
}

Table typed_table() {
  return test::make_table(
      "T", "t.csv", {test::make_column("id", "INTEGER", false), test::make_column("amount", "DECIMAL(9,2)")}, {"id"});
}

bool proves_key(std::string_view text) {
  ExportDir dir;
  Table table = typed_table();
  ScanOptions options = all_columns(table);
  options.watch_key_order = true;
  options.block_bytes = 8;
  CollectedRejects rejects;
  TableScan scan(table, {dir.write("t.csv", text)}, semicolons(), options, rejects);
  std::vector<std::int32_t> ids(64);
  std::vector<std::int32_t> amounts(64);
  std::uint64_t valid[2] = {};
  std::vector<ColumnSink> sinks = {{ids.data(), nullptr, nullptr, nullptr},
                                   {amounts.data(), &valid[0], nullptr, nullptr}};
  auto worker = scan.worker();
  while (worker->next(sinks, 64) > 0) {
  }
  scan.finish();
  return scan.key_was_increasing();
}

TEST(Scan, ProvesAKeyUniqueWhileItGrows) {
  EXPECT_TRUE(proves_key("id;amount\n1;1,00\n2;2\n10;NULL\n11;3\n"));
  EXPECT_FALSE(proves_key("id;amount\n1;1,00\n2;2\n2;3\n"));
  EXPECT_FALSE(proves_key("id;amount\n1;1,00\n20;2\n3;3\n"));
}

TEST(Scan, GivesOneBlockAtATimeAndSaysWhich) {
  ExportDir dir;
  const Table table = typed_table();
  ScanOptions options = all_columns(table);
  options.block_by_block = true;
  options.block_bytes = 16;
  CollectedRejects rejects;
  const std::vector<ExportFile> files{dir.write("a.csv", "id;amount\n1;1\n2;1\n3;1\n4;1\n5;1\n6;1\n"),
                                      dir.write("b.csv", "id;amount\n7;1\n")};
  TableScan scan(table, files, semicolons(), options, rejects);
  std::vector<std::int32_t> ids(64);
  std::vector<std::int32_t> amounts(64);
  std::uint64_t valid = 0;
  const std::vector<ColumnSink> sinks = {{ids.data(), nullptr, nullptr, nullptr},
                                         {amounts.data(), &valid, nullptr, nullptr}};
  std::vector<BlockPlace> places;
  std::vector<std::int32_t> firsts;
  const auto worker = scan.worker();
  while (worker->next(sinks, 2) > 0) {
    places.push_back(worker->place());
    firsts.push_back(ids[0]);
  }
  // The first block ends in the record of 2, the next one at byte 32; two rows were asked for at a time.
  EXPECT_EQ(places, (std::vector<BlockPlace>{{0, 0}, {0, 1}, {0, 1}, {1, 0}}));
  EXPECT_THAT(firsts, ElementsAre(1, 3, 5, 7));
}

TEST(Scan, ReplacesAMendedRecordAndOnlyAsLongAsItIsTheSame) {
  ExportDir dir;
  Table table = text_table(2);
  ExportFile file = dir.write("t.csv", "a;b\n1;2\n1\n3\n");
  MendSet mends;
  mends.add({"T", "t.csv", 3, "1", "1;mended"});
  mends.add({"T", "t.csv", 4, "something else", "3;mended"});
  ScanOptions options = all_columns(table);
  CollectedRejects rejects;
  TableScan scan(table, {file}, semicolons(), options, rejects, &mends);
  EXPECT_THAT(read_texts(scan, options), ElementsAre(ElementsAre("1", "2"), ElementsAre("1", "mended")));
  auto counts = scan.finish();
  EXPECT_EQ(counts[0].mended, 1U);
  EXPECT_EQ(counts[0].rejects, 1U);
  EXPECT_EQ(rejects.rejects.at(0).line, 4U);
}

TEST(Scan, RejectsAMendOfSeveralRecords) {
  ExportDir dir;
  Table table = text_table(2);
  ExportFile file = dir.write("t.csv", "a;b\n1\n2\n");
  MendSet mends;
  mends.add({"T", "t.csv", 2, "1", "1;x\n1;y\n"});
  mends.add({"T", "t.csv", 3, "2", "2;x\n"});
  ScanOptions options = all_columns(table);
  CollectedRejects rejects;
  TableScan scan(table, {file}, semicolons(), options, rejects, &mends);
  EXPECT_THAT(read_texts(scan, options), ElementsAre(ElementsAre("2", "x")));
  ASSERT_EQ(rejects.rejects.size(), 1U);
  EXPECT_THAT(rejects.rejects[0].reason, HasSubstr("this one is several"));
}

TEST(Scan, TellsWhereRowsCameFrom) {
  ExportDir dir;
  Table table = text_table(2);
  ScanOptions options;
  options.columns = {{0, Origin::file},
                     {std::nullopt, Origin::line},
                     {std::nullopt, Origin::offset},
                     {std::nullopt, Origin::file},
                     {std::nullopt, Origin::raw}};
  CollectedRejects rejects;
  TableScan scan(table, {dir.write("t.csv", "a;b\n\"1\n\";2\n3;4\r\n")}, semicolons(), options, rejects);
  EXPECT_THAT(read_texts(scan, options), ElementsAre(ElementsAre("1\n", "2", "4", "t.csv", "\"1\n\";2"),
                                                     ElementsAre("3", "4", "11", "t.csv", "3;4")));
}

}  // namespace
}  // namespace rox
