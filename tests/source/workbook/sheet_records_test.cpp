#include "source/workbook/sheet_records.hpp"

#include <gmock/gmock.h>

#include "source/scan_support.hpp"
#include "source/workbook/sheet_reader.hpp"
#include "source/workbook/workbook_support.hpp"

namespace rox {
namespace {

using test::all_columns;
using test::CollectedRejects;
using test::ExportDir;
using test::rows_of;
using test::text_table;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

test::Scanned scan(const std::string& rows, Dialect dialect = {}, const std::string& first_type = "VARCHAR") {
  const ExportDir dir;
  test::write_excel(dir.path() / "book.xlsx", {.sheets = {{"S", rows}}});
  Table table = text_table(2);
  table.columns[0].type = parse_type(first_type);
  CollectedRejects rejects;
  ScanOptions options = all_columns(table);
  options.columns.push_back({std::nullopt, Origin::line});
  TableScan scan(table, list_exports(dir.path(), {}), dialect, options, rejects);
  test::Scanned result;
  result.rows = test::read_texts(scan, options);
  result.counts = scan.finish();
  result.rejects = rejects.rejects;
  return result;
}

TEST(SheetRecords, LinesAreRows) {
  const auto result = scan(rows_of({{"a", "b"}, {"1", "x"}, {}, {"2", "y,\"z\"\nw"}, {"3", "last"}}));
  EXPECT_THAT(result.rows, ElementsAre(ElementsAre("1", "x", "2"), ElementsAre("2", "y,\"z\"\nw", "4"),
                                       ElementsAre("3", "last", "5")));
  EXPECT_THAT(result.rejects, IsEmpty());
}

TEST(SheetRecords, TheTableIsWhereTheDialectSays) {
  Dialect dialect;
  dialect.skip = 2;
  dialect.skip_end = 1;
  dialect.columns = "B:C";
  const auto result = scan(rows_of({{"title"},
                                    {"2024"},
                                    {"", "a", "b", "", "note"},
                                    {"beside", "1", "x"},
                                    {"beside"},
                                    {"", "", "y"},
                                    {"", "Total", "1"}}),
                           dialect);
  EXPECT_THAT(result.rows, ElementsAre(ElementsAre("1", "x", "4"), ElementsAre("∅", "y", "6")));
}

TEST(SheetRecords, AnOpenTableGoesAsFarAsItsNames) {
  Dialect dialect;
  dialect.columns = "B:";
  const auto result = scan(rows_of({{"", "a", "b", "", "note"}, {"x", "1", "y", "", "z"}, {"", "2"}}), dialect);
  EXPECT_THAT(result.rows, ElementsAre(ElementsAre("1", "y", "2"), ElementsAre("2", "∅", "3")));
  EXPECT_THAT(result.rejects, IsEmpty());
}

TEST(SheetRecords, NamesBesideTheTableAreFound) {
  const auto beside = [](const std::string& columns) {
    const ExportDir dir;
    test::write_excel(dir.path() / "book.xlsx",
                      {.sheets = {{"S", rows_of({{"a", "b", "c", "d", "", "f"}, {"1", "2", "3", "4", "", "6"}})}}});
    Dialect dialect;
    dialect.columns = columns;
    std::vector<std::string> found;
    for (const NameBeside& one : names_beside(list_exports(dir.path(), {}).front(), dialect)) {
      found.push_back(one.cell + " " + one.name);
    }
    return found;
  };
  EXPECT_THAT(beside(""), IsEmpty());
  EXPECT_THAT(beside("B:C"), ElementsAre("A1 a", "D1 d"));
  EXPECT_THAT(beside("A:D"), IsEmpty()) << "farther away it may have been there when somebody said so";
  EXPECT_THAT(beside("A:"), ElementsAre("F1 f"));
}

TEST(SheetRecords, RejectsNameTheCell) {
  Dialect dialect;
  dialect.columns = "B:C";
  const auto result = scan(rows_of({{"", "a", "b"}, {"", "1", "x"}, {"", "one", "y"}}), dialect, "INTEGER");
  ASSERT_EQ(result.rejects.size(), 1U);
  EXPECT_EQ(result.rejects[0].file, "book.xlsx!S");
  EXPECT_EQ(result.rejects[0].line, 3U);
  EXPECT_THAT(result.rejects[0].reason, HasSubstr("(book.xlsx!S!B3)"));
}

TEST(SheetRecords, CellsBesideAHeaderThatEndsAreTooMany) {
  const auto result = scan(rows_of({{"a", "b"}, {"1", "x", "", "note"}, {"2", ""}}));
  ASSERT_EQ(result.rejects.size(), 1U);
  EXPECT_EQ(result.rejects[0].code, RejectCode::field_count);
  EXPECT_EQ(result.rows.size(), 1U);
}

TEST(SheetRecords, ColumnsHaveLetters) {
  for (const std::uint32_t column : {0U, 25U, 26U, 51U, 701U, 702U, 16'383U}) {
    EXPECT_EQ(column_number(column_letters(column)), column);
  }
  EXPECT_EQ(column_letters(16'383), "XFD");
  EXPECT_EQ(column_number("A1"), kMostSheetColumns);
}

}  // namespace
}  // namespace rox
