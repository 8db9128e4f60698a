#include "source/field_map.hpp"

#include <gmock/gmock.h>

#include <random>

#include "base/error.hpp"
#include "source/scan_support.hpp"

namespace rox {
namespace {

using test::all_columns;
using test::CollectedRejects;
using test::ExportDir;
using test::make_column;
using test::read_texts;
using test::Rows;
using test::Scanned;
using test::semicolons;
using test::text_table;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Scans files whose headers are matched to the table's columns.
Scanned scan_matched(const Table& table, const std::vector<ExportFile>& files, ScanOptions options,
                     const MendSet* mends = nullptr) {
  for (const ExportFile& file : files) options.maps.push_back(match_header(file, semicolons(), table).map);
  CollectedRejects rejects;
  TableScan scan(table, files, semicolons(), options, rejects, mends);
  Scanned result;
  result.rows = read_texts(scan, options);
  result.counts = scan.finish();
  result.rejects = rejects.rejects;
  return result;
}

TEST(FieldMap, MatchesByName) {
  ExportDir dir;
  const HeaderMatch same = match_header(dir.write("1.csv", "a;b;c\n"), semicolons(), text_table(3));
  EXPECT_TRUE(same.map.is_identity());
  EXPECT_THAT(same.new_fields, IsEmpty());
  EXPECT_FALSE(same.reordered);
  const HeaderMatch other = match_header(dir.write("2.csv", "c;new;a;a\n"), semicolons(), text_table(3));
  EXPECT_THAT(other.new_fields, ElementsAre("new", "a"));
  EXPECT_THAT(other.missing_columns, ElementsAre(1U));
  EXPECT_TRUE(other.reordered);
  EXPECT_EQ(other.map.field_of[0], 2U);
  EXPECT_EQ(other.map.field_of[2], 0U);
  const HeaderMatch wider = match_header(dir.write("3.csv", "new;a;b;c\n"), semicolons(), text_table(3));
  EXPECT_FALSE(wider.reordered);
  EXPECT_FALSE(wider.map.is_identity());
}

TEST(FieldMap, FieldsWithoutANameAtTheEdgesAreNoColumns) {
  ExportDir dir;
  const ExportFile file = dir.write("1.csv", ";a;b;\n;1;2;\n;3;4; \nx;5;6;\n;7;8;\"y\"\n");
  const HeaderMatch match = match_header(file, semicolons(), text_table(2));
  EXPECT_THAT(match.new_fields, IsEmpty());
  EXPECT_THAT(match.missing_columns, IsEmpty());
  const Scanned s = scan_matched(text_table(2), {file}, all_columns(text_table(2)));
  EXPECT_THAT(s.rows, ElementsAre(ElementsAre("1", "2"), ElementsAre("3", "4")));
  ASSERT_EQ(s.rejects.size(), 2U);
  EXPECT_EQ(s.rejects[0].field, 1U);
  EXPECT_EQ(s.rejects[0].value, "x");
  EXPECT_THAT(s.rejects[1].reason, HasSubstr("field 4 has a value, and no name"));
}

TEST(FieldMap, ColumnsThatNobodyNamedMayMoveOrGo) {
  ExportDir dir;
  Table table = text_table(2);
  table.columns.push_back(test::make_column("column_3", "VARCHAR"));
  const HeaderMatch moved = match_header(dir.write("1.csv", "a;b;new;\n"), semicolons(), table);
  EXPECT_THAT(moved.new_fields, ElementsAre("new"));
  EXPECT_THAT(moved.missing_columns, IsEmpty());
  EXPECT_EQ(moved.map.field_of[2], 3U);
  EXPECT_THAT(match_header(dir.write("2.csv", "a;b\n"), semicolons(), table).missing_columns, IsEmpty());
  table.columns.back().max_bytes = 5;  // it had values
  EXPECT_THAT(match_header(dir.write("2.csv", "a;b\n"), semicolons(), table).missing_columns, ElementsAre(2U));
}

TEST(FieldMap, FieldsWithoutANameAmongOthersAreNew) {
  ExportDir dir;
  EXPECT_THAT(match_header(dir.write("1.csv", "a;;b\n"), semicolons(), text_table(2)).new_fields,
              ElementsAre("column_2"));
}

TEST(FieldMap, MatchesByPositionWithoutAHeader) {
  ExportDir dir;
  Dialect dialect = semicolons();
  dialect.header = false;
  const HeaderMatch match = match_header(dir.write("1.csv", "x;y;z;w\n"), dialect, text_table(3));
  EXPECT_THAT(match.new_fields, ElementsAre("column_4"));
  EXPECT_FALSE(match.reordered);
}

TEST(FieldMap, AnotherFileAltogetherIsNoDrift) {
  ExportDir dir;
  try {
    match_header(dir.write("1.csv", "a,b,c\n"), semicolons(), text_table(3));
    FAIL();
  } catch (const Error& e) {
    EXPECT_THAT(e.report(), HasSubstr("delimiter"));
  }
}

TEST(FieldMap, FilesOfOneTableMayDiffer) {
  ExportDir dir;
  const std::vector<ExportFile> files{dir.write("1.csv", "a;b;c\n1;2;3\n\n"),
                                      dir.write("2.csv", "c;new;a\n\"x;\";0;y\n"),
                                      dir.write("3.csv", "b;a\n;q\n4;NULL\n")};
  for (const std::size_t block : {std::size_t{2}, std::size_t{1} << 20}) {
    ScanOptions options = all_columns(text_table(3));
    options.block_bytes = block;
    const Scanned s = scan_matched(text_table(3), files, options);
    EXPECT_THAT(s.rows, testing::UnorderedElementsAre(ElementsAre("1", "2", "3"), ElementsAre("y", "∅", "x;"),
                                                      ElementsAre("q", "", "∅"), ElementsAre("∅", "4", "∅")));
    EXPECT_THAT(s.rejects, IsEmpty());
    EXPECT_EQ(s.counts[0].blank_lines, 1U);
  }
}

TEST(FieldMap, RejectsNameTheFilesFieldsAndTheTablesColumns) {
  ExportDir dir;
  Table table = text_table(2);
  table.columns[0].type = parse_type("VARCHAR(1)");
  const Scanned s =
      scan_matched(table, {dir.write("1.csv", "new;b;a\n0;1;22\n0;1\n0;1;2;3\n\"x\"y;1;2\n")}, all_columns(table));
  ASSERT_EQ(s.rejects.size(), 4U);
  EXPECT_EQ(s.rejects[0].field, 3U);
  EXPECT_EQ(s.rejects[0].column, "a");
  EXPECT_EQ(s.rejects[0].value, "22");
  EXPECT_EQ(s.rejects[1].reason, "2 fields instead of 3");
  EXPECT_EQ(s.rejects[1].column, "a");
  EXPECT_EQ(s.rejects[2].field, 4U);
  EXPECT_EQ(s.rejects[2].column, "");
  EXPECT_EQ(s.rejects[3].field, 1U);
  EXPECT_EQ(s.rejects[3].column, "");
}

TEST(FieldMap, AFileOfOneFieldHasEmptyLinesAsValues) {
  ExportDir dir;
  const Scanned s = scan_matched(text_table(2), {dir.write("1.csv", "b\n\n1\n")}, all_columns(text_table(2)));
  EXPECT_THAT(s.rows, ElementsAre(ElementsAre("∅", ""), ElementsAre("∅", "1")));
}

TEST(FieldMap, MendsAreWrittenAsTheirFileIs) {
  ExportDir dir;
  MendSet mends;
  mends.add({"T", "1.csv", 2, "1", "7;8"});
  const Scanned s =
      scan_matched(text_table(2), {dir.write("1.csv", "b;a\n1\n3;4\n")}, all_columns(text_table(2)), &mends);
  EXPECT_THAT(s.rows, ElementsAre(ElementsAre("8", "7"), ElementsAre("4", "3")));
  EXPECT_EQ(s.counts[0].mended, 1U);
}

TEST(FieldMap, MapsThatAreNotTheTablesAreRefused) {
  ExportDir dir;
  const ExportFile file = dir.write("1.csv", "a;b\n1;2\n");
  CollectedRejects rejects;
  const auto refused = [&](const Table& table, std::vector<FieldMap> maps) {
    ScanOptions options = all_columns(table);
    options.maps = std::move(maps);
    EXPECT_THROW(TableScan(table, {file}, semicolons(), options, rejects), Error);
  };
  refused(text_table(2), {identity_map(3)});
  refused(text_table(2), {identity_map(2), identity_map(2)});
  FieldMap beyond = identity_map(2);
  beyond.field_of[1] = 5;
  refused(text_table(2), {beyond});
  FieldMap stray = identity_map(2);
  stray.column_of.emplace_back(9);
  refused(text_table(2), {stray});
  FieldMap missing = identity_map(2);
  missing.field_of[1].reset();
  Table table = text_table(2);
  table.columns[1].nullable = false;
  refused(table, {missing});
}

TEST(FieldMap, ReadsTheSameWhateverTheOrderOfFields) {
  std::mt19937 random(3);
  const Table table = text_table(4);
  for (int round = 0; round < 100; ++round) {
    // Fields 0 to 3 are the table's columns, 4 and 5 are no column's.
    std::vector<std::size_t> order{0, 1, 2, 3, 4, 5};
    std::shuffle(order.begin(), order.end(), random);
    order.resize(1 + random() % 6);
    if (std::none_of(order.begin(), order.end(), [](std::size_t f) { return f < 4; })) continue;
    std::string text;
    const auto line = [&](auto field) {
      for (std::size_t i = 0; i < order.size(); ++i) text += (i > 0 ? ";" : "") + field(order[i]);
      text += '\n';
    };
    line([](std::size_t f) { return std::string(1, static_cast<char>('a' + f)); });
    Rows wanted;
    for (int r = 0; r < 300; ++r) {
      std::vector<std::string> row(4, "∅");
      line([&](std::size_t f) {
        const std::string value = std::to_string(random() % 1000);
        if (f < 4) row[f] = value;
        return random() % 3 == 0 ? '"' + value + '"' : value;
      });
      wanted.push_back(row);
    }
    ExportDir dir;
    ScanOptions options = all_columns(table);
    options.block_bytes = round % 2 == 0 ? 64 : std::size_t{1} << 20;
    const Scanned s = scan_matched(table, {dir.write("t.csv", text)}, options);
    EXPECT_THAT(s.rejects, IsEmpty());
    EXPECT_EQ(s.rows, wanted);
  }
}

}  // namespace
}  // namespace rox
