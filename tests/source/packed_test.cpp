#include "source/packed.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <functional>

#include "base/error.hpp"
#include "base/error_support.hpp"
#include "base/file.hpp"
#include "source/archive_support.hpp"
#include "source/export_folder.hpp"
#include "source/scan_support.hpp"

namespace rox {
namespace {

using test::all_columns;
using test::CollectedRejects;
using test::ExportDir;
using test::Members;
using test::read_texts;
using test::Rows;
using test::Scanned;
using test::semicolons;
using test::text_table;
using test::write_packed;
using testing::AnyOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Scanned scan(const std::vector<ExportFile>& files, std::size_t columns = 2) {
  const Table table = text_table(columns);
  CollectedRejects rejects;
  ScanOptions options = all_columns(table);
  options.columns.push_back({std::nullopt, Origin::line});
  TableScan scan(table, files, semicolons(), options, rejects);
  Scanned result;
  result.rows = read_texts(scan, options);
  result.counts = scan.finish();
  result.rejects = rejects.rejects;
  return result;
}

std::vector<std::string> names_in(const std::filesystem::path& dir, std::vector<LeftOut>* left_out = nullptr) {
  std::vector<std::string> names;
  for (const ExportFile& file : list_exports(dir, {}, {}, left_out)) names.push_back(file.name);
  return names;
}

/// Quotes, line breaks within them, a bad row, several chunks.
std::string sample_text() {
  std::string text = "\xEF\xBB\xBFid;text\r\n1;\"a;b\r\nc\"\n2;plain\n3;one;too many\n4;\"bad\"quote\n";
  for (int i = 5; i < 12'000; ++i) {
    text += std::to_string(i) + ";" + std::to_string(i * i) + std::string(100, static_cast<char>('a' + i % 26)) + "\n";
  }
  return text + "last;NULL";
}

const std::vector<std::string>& endings() {
  static const std::vector<std::string> kEndings{"csv.gz", "csv.zst", "csv.bz2", "csv.xz",  "csv.lz4", "zip",    "tar",
                                                 "tar.gz", "tgz",     "tar.zst", "tar.bz2", "tar.xz",  "tar.lz4"};
  return kEndings;
}

TEST(Packed, EveryFormatReadsAsThePlainFile) {
  const std::string text = sample_text();
  const ExportDir plain_dir;
  const Scanned plain = scan({plain_dir.write("t.csv", text)});
  ASSERT_THAT(plain.rejects, SizeIs(2));
  for (const std::string& ending : endings()) {
    SCOPED_TRACE(ending);
    const ExportDir dir;
    write_packed(dir.path() / ("t." + ending), {{"t.csv", text}});
    const std::vector<ExportFile> files = list_exports(dir.path(), {});
    ASSERT_THAT(files, SizeIs(1));
    EXPECT_EQ(files[0].name, ending.starts_with("csv") ? "t." + ending : "t." + ending + "!t.csv");
    const Scanned packed = scan(files);
    EXPECT_TRUE(packed.rows == plain.rows);
    ASSERT_THAT(packed.rejects, SizeIs(plain.rejects.size()));
    for (std::size_t i = 0; i < plain.rejects.size(); ++i) {
      EXPECT_EQ(packed.rejects[i].file, files[0].name);
      EXPECT_EQ(packed.rejects[i].line, plain.rejects[i].line);
      EXPECT_EQ(packed.rejects[i].reason, plain.rejects[i].reason);
      EXPECT_EQ(packed.rejects[i].raw, plain.rejects[i].raw);
    }
    EXPECT_EQ(packed.counts[0].records, plain.counts[0].records);
    EXPECT_EQ(packed.counts[0].file, files[0].name);
  }
}

TEST(Packed, EachMemberIsAnExportOfItsOwn) {
  for (const std::string ending : {"zip", "tar", "tar.gz"}) {
    SCOPED_TRACE(ending);
    const ExportDir dir;
    const std::string archive = "a." + ending;
    write_packed(dir.path() / archive,
                 {{"2024/jan.csv", "a;b\n1;2\n"}, {"2024/feb.csv", "a;b\n3;4\n5;6\n"}, {"Ação.txt", "a;b\n"}});
    const std::vector<ExportFile> files = list_exports(dir.path(), {});
    ASSERT_THAT(files, SizeIs(3));
    EXPECT_EQ(files[0].name, archive + "!2024/feb.csv");
    EXPECT_EQ(files[1].name, archive + "!2024/jan.csv");
    EXPECT_EQ(files[2].name, archive + "!Ação.txt");
    EXPECT_EQ(files[0].bytes, 12U);
    EXPECT_THAT(scan({files[0], files[1]}).rows,
                ElementsAre(ElementsAre("3", "4", "2"), ElementsAre("5", "6", "3"), ElementsAre("1", "2", "2")));
    EXPECT_THAT(names_in(dir.path()), SizeIs(3));
  }
}

TEST(Packed, OfMembersWithOneNameTheLastCounts) {
  const ExportDir dir;
  write_packed(dir.path() / "a.tar", {{"t.csv", "a;b\nold;1\n"}, {"t.csv", "a;b\nnew;2\n"}});
  const auto files = list_exports(dir.path(), {});
  ASSERT_THAT(files, SizeIs(1));
  EXPECT_THAT(scan(files).rows, ElementsAre(ElementsAre("new", "2", "2")));
}

TEST(Packed, NamesThatLeaveTheFolderAreOnlyNames) {
  for (const std::string ending : {"zip", "tar"}) {
    const ExportDir dir;
    std::filesystem::create_directory(dir.path() / "exports");
    write_packed(dir.path() / "exports" / ("a." + ending),
                 {{"../x.csv", "a;b\n1;2\n"}, {"/tmp/rox-never.csv", "a;b\n3;4\n"}});
    const auto files = list_exports(dir.path() / "exports", {});
    ASSERT_THAT(files, SizeIs(2));
    EXPECT_THAT(scan(files).rows, SizeIs(2));
    EXPECT_FALSE(std::filesystem::exists(dir.path() / "x.csv"));
    EXPECT_FALSE(std::filesystem::exists("/tmp/rox-never.csv"));
  }
}

TEST(Packed, SaysWhatOfAnArchiveIsNotRead) {
  const ExportDir dir;
  write_packed(dir.path() / "a.zip", {{"t.csv", "a;b\n1;2\n"},
                                      {"inner.zip", "PK"},
                                      {"deep.csv.gz", "x"},
                                      {"book.xlsx", "x"},
                                      {"__MACOSX/._t.csv", "x"},
                                      {".hidden.csv", "x"},
                                      {"LICENSE", "This is, in short, nothing\nof a table.\n"},
                                      {"more", "a;b\n1;2\n3;4\n"}});
  write_packed(dir.path() / "empty.zip", {});
  std::vector<LeftOut> left_out;
  EXPECT_THAT(names_in(dir.path(), &left_out), ElementsAre("a.zip!more", "a.zip!t.csv"));
  std::vector<std::string> names;
  for (const LeftOut& file : left_out) names.push_back(file.name);
  EXPECT_THAT(names,
              ElementsAre("a.zip!LICENSE", "a.zip!book.xlsx", "a.zip!deep.csv.gz", "a.zip!inner.zip", "empty.zip"));
  EXPECT_THAT(left_out_text(left_out),
              HasSubstr("a.zip!book.xlsx, a.zip!deep.csv.gz, a.zip!inner.zip (packed within an archive"));
}

TEST(Packed, IgnoresMembersByTheirNames) {
  const ExportDir dir;
  write_packed(dir.path() / "a.zip", {{"t.csv", "a;b\n"}, {"old/t.bak.csv", "a;b\n"}});
  const auto files = list_exports(dir.path(), {"*.bak.csv"});
  ASSERT_THAT(files, SizeIs(1));
  EXPECT_EQ(files[0].name, "a.zip!t.csv");
}

TEST(Packed, TakesNoPasswords) {
  const ExportDir dir;
  write_packed(dir.path() / "a.zip", {{"t.csv", "a;b\n1;2\n"}}, "secret");
  const std::string error = test::data_error_of([&] { list_exports(dir.path(), {}); });
  EXPECT_THAT(error, HasSubstr("a.zip!t.csv"));
  EXPECT_THAT(error, HasSubstr("no passwords"));
}

TEST(Packed, BoundsWhatAFileUnpacksTo) {
  for (const std::string& ending : endings()) {
    SCOPED_TRACE(ending);
    const ExportDir dir;
    write_packed(dir.path() / ("bomb." + ending), {{"t.csv", "a;b\n" + std::string(5 << 20, '1') + ";2\n"}});
    ListOptions options;
    options.max_unpacked = 1 << 20;
    const std::string error = test::data_error_of([&] { scan(list_exports(dir.path(), {}, options)); });
    EXPECT_THAT(error, HasSubstr("bomb." + ending));
    EXPECT_THAT(error, HasSubstr("max_unpacked"));
  }
}

/// Rows, or an error that names the file.
void expect_same_or_refused(const ExportDir& dir, const std::string& name, const Rows& rows) {
  try {
    const auto files = list_exports(dir.path(), {});
    if (files.size() != 1 || files[0].packing == Packing::none) return;  // its name says what it was, not its bytes
    EXPECT_TRUE(scan(files).rows == rows);
  } catch (const Error& error) {
    EXPECT_THAT(error.kind(), AnyOf(ErrorKind::data, ErrorKind::usage)) << error.report();
    EXPECT_THAT(error.report(), AnyOf(HasSubstr(name), HasSubstr("no exports")));
  }
}

TEST(Packed, RefusesFilesThatAreCutOff) {
  std::string text = "a;b\n";
  for (int i = 0; i < 3000; ++i) text += std::to_string(i * 7919 % 10007) + ";" + std::to_string(i) + "\n";
  for (const std::string& ending : endings()) {
    if (ending == "csv.lz4") continue;  // as much as an empty frame ends it
    SCOPED_TRACE(ending);
    const ExportDir dir;
    const std::filesystem::path file = dir.path() / ("t." + ending);
    write_packed(file, {{"t.csv", text}});
    const std::string whole = read_file(file);
    const Rows rows = scan(list_exports(dir.path(), {})).rows;
    for (std::size_t i = 1; i < 25; ++i) {
      write_file(file, whole.substr(0, whole.size() * i / 25));
      expect_same_or_refused(dir, "t." + ending, rows);
    }
  }
}

TEST(Packed, RefusesDamage) {
  std::string text = "a;b\n";
  for (int i = 0; i < 200; ++i) text += std::to_string(i * 7919 % 10007) + ";" + std::to_string(i) + "\n";
  for (const std::string ending : {"csv.gz", "csv.bz2", "csv.xz", "zip", "tar.gz", "tar.xz"}) {
    SCOPED_TRACE(ending);
    const ExportDir dir;
    const std::filesystem::path file = dir.path() / ("t." + ending);
    write_packed(file, {{"t.csv", text}});
    const std::string whole = read_file(file);
    const Rows rows = scan(list_exports(dir.path(), {})).rows;
    for (std::size_t i = 0; i < whole.size(); i += 7) {
      std::string bad = whole;
      bad[i] = static_cast<char>(bad[i] ^ (1 << (i % 8)));
      write_file(file, bad);
      expect_same_or_refused(dir, "t.", rows);
      if (testing::Test::HasFailure()) FAIL() << "byte " << i;
    }
  }
}

TEST(Packed, ReadsSeveralStreamsInOneFile) {
  const ExportDir dir;
  const std::filesystem::path part = dir.path() / "part.gz";
  std::string both;
  for (const char* text : {"a;b\n1;2\n", "3;4\n"}) {
    write_packed(part, {{"t", text}});
    both += read_file(part);
  }
  std::filesystem::remove(part);
  write_file(dir.path() / "t.csv.gz", both + std::string(100, '\0'));
  EXPECT_THAT(scan(list_exports(dir.path(), {})).rows,
              ElementsAre(ElementsAre("1", "2", "2"), ElementsAre("3", "4", "3")));
  write_file(dir.path() / "t.csv.gz", both + "garbage");
  EXPECT_THAT(test::data_error_of([&] { scan(list_exports(dir.path(), {})); }), HasSubstr("t.csv.gz"));
}

TEST(Packed, GoesByWhatAFileIsNotByItsName) {
  const ExportDir dir;
  write_packed(dir.path() / "x.csv.gz", {{"t", "a;b\n1;2\n"}});
  std::filesystem::rename(dir.path() / "x.csv.gz", dir.path() / "compressed.csv");
  write_file(dir.path() / "plain.csv.gz", "a;b\n3;4\n");
  const auto files = list_exports(dir.path(), {});
  ASSERT_THAT(files, SizeIs(2));
  EXPECT_THAT(scan(files).rows, ElementsAre(ElementsAre("1", "2", "2"), ElementsAre("3", "4", "2")));
}

TEST(Packed, NoticesThatTheArchiveChanged) {
  const ExportDir dir;
  write_packed(dir.path() / "a.zip", {{"t.csv", "a;b\n1;2\n"}});
  const auto files = list_exports(dir.path(), {});
  write_packed(dir.path() / "a.zip", {{"t.csv", "a;b\n1;2\n3;4\n"}});
  EXPECT_THAT(test::data_error_of([&] { scan(files); }), HasSubstr("while it was read"));
}

}  // namespace
}  // namespace rox
