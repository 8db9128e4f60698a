#include "discovery/sniff_sheet.hpp"

#include <gmock/gmock.h>

#include "source/scan_support.hpp"
#include "source/workbook/workbook_support.hpp"

namespace rox {
namespace {

using test::ExportDir;
using test::rows_of;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using Grid = std::vector<std::vector<std::string>>;

FoundDialect found(const Grid& rows, const std::string& behind = "", std::size_t first_row = 1) {
  const ExportDir dir;
  test::write_excel(dir.path() / "book.xlsx", {.sheets = {{"S", rows_of(rows, first_row), "", behind}}});
  return sniff_sheet(list_exports(dir.path(), {}).front(), std::nullopt);
}

/// Ten rows below a header.
Grid table(std::vector<std::string> header = {"id", "name", "amount"}) {
  Grid rows{std::move(header)};
  for (int i = 1; i <= 10; ++i)
    rows.push_back({std::to_string(i), "Soap" + std::to_string(i % 3), std::to_string(i * 2 + 5)});
  return rows;
}

TEST(SniffSheet, ATableAtTheTopIsAllThereIs) {
  const FoundDialect sheet = found(table());
  EXPECT_TRUE(sheet.dialect.header);
  EXPECT_EQ(sheet.dialect.skip, 0U);
  EXPECT_EQ(sheet.dialect.columns, "");
  EXPECT_THAT(sheet.notes, IsEmpty());
  EXPECT_EQ(found(table(), "", 7).dialect.skip, 0U);  // empty rows above it need no mention
}

TEST(SniffSheet, TitlesAboveTheHeaderAreLeftOut) {
  Grid rows{{"Sales 2024"}, {}, {"at", "31/01/2024"}, {}};
  for (auto& row : table()) rows.push_back(row);
  const FoundDialect sheet = found(rows);
  EXPECT_EQ(sheet.dialect.skip, 4U);
  EXPECT_THAT(sheet.notes, Contains(HasSubstr("the header is row 5")));
}

TEST(SniffSheet, ATableMayBeginInAnyColumn) {
  Grid rows = table();
  for (auto& row : rows) row.insert(row.begin(), 2, "");
  const FoundDialect sheet = found(rows);
  EXPECT_EQ(sheet.dialect.columns, "C:");
  EXPECT_THAT(sheet.notes, Contains(HasSubstr("columns C:E")));
}

TEST(SniffSheet, AColumnWithoutANameIsOneOfTheTable) {
  const FoundDialect sheet = found(table({"", "name", "amount"}));
  EXPECT_EQ(sheet.dialect.columns, "");
  EXPECT_TRUE(sheet.dialect.header);
}

TEST(SniffSheet, NotesBesideTheTableAreSaidAndNotRead) {
  Grid rows = table();
  rows[2].insert(rows[2].end(), {"", "call them"});
  const FoundDialect sheet = found(rows);
  EXPECT_EQ(sheet.dialect.columns, "A:");
  EXPECT_THAT(sheet.notes, Contains(HasSubstr("E3 beside the table")));
}

TEST(SniffSheet, TheLastColumnIsSaidWhereNamesDoNotTellIt) {
  Grid beside = table();
  for (auto& row : beside) row.insert(row.end(), {"", "x"});
  EXPECT_EQ(found(beside).dialect.columns, "A:C") << "a name beside the table";
  Grid nameless = table({"id", "name", ""});
  for (auto& row : nameless) row.insert(row.begin(), "");
  EXPECT_EQ(found(nameless).dialect.columns, "B:D") << "a column without a name";
}

TEST(SniffSheet, ATotalIsSaidAndRead) {
  Grid rows = table();
  rows.push_back({"Total geral", "", "110"});
  EXPECT_THAT(found(rows).notes, Contains(HasSubstr("row 12 looks like a total")));
  EXPECT_EQ(found(rows).dialect.skip_end, 0U);
}

TEST(SniffSheet, ASumAndWhatStandsBelowItAreSaid) {
  Grid rows = table();
  int sum = 0;
  for (std::size_t r = 1; r < rows.size(); ++r) sum += std::stoi(rows[r].back());
  rows.insert(rows.end(), {{"", "", std::to_string(sum)}, {"Página 1 de 1"}});
  EXPECT_THAT(found(rows).notes, Contains(AllOf(HasSubstr("row 12 and what follows looks like a total (the sum of all"),
                                                HasSubstr("skip_end = 2"))));
}

TEST(SniffSheet, WhatStandsBelowAnEmptyRowIsSaid) {
  Grid rows = table();
  rows.insert(rows.end(), {{}, {"Source: ERP"}, {"Made by Ana"}});
  EXPECT_THAT(found(rows).notes, Contains(HasSubstr("row 13 and what follows stands below an empty row: read as rows. "
                                                    "To leave it out: `dialect = { skip_end = 2 }`")));
}

TEST(SniffSheet, MergedCellsAreSaidUnlessTheyAreATitle) {
  Grid rows{{"Sales"}};
  for (auto& row : table()) rows.push_back(row);
  const auto notes = found(rows, "<mergeCells><mergeCell ref=\"A1:C1\"/><mergeCell ref=\"B3:B4\"/></mergeCells>").notes;
  EXPECT_THAT(notes, Contains(HasSubstr("merged cells, whose value is in the first one alone: B3:B4")));
  EXPECT_THAT(notes, testing::Not(Contains(HasSubstr("A1:C1"))));
}

TEST(SniffSheet, WithoutAHeaderTheColumnsAreWrittenDown) {
  Grid rows = table();
  rows.erase(rows.begin());
  const FoundDialect sheet = found(rows);
  EXPECT_FALSE(sheet.dialect.header);
  EXPECT_EQ(sheet.dialect.columns, "A:C");
}

}  // namespace
}  // namespace rox
