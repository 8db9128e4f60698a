#include "source/workbook/old_excel.hpp"

#include <gmock/gmock.h>

#include <functional>

#include "base/error.hpp"
#include "base/error_support.hpp"
#include "base/file.hpp"
#include "source/export_folder.hpp"
#include "source/workbook/old_excel_support.hpp"
#include "source/workbook/workbook.hpp"
#include "source/workbook/workbook_support.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using test::at_cell;
using test::biff;
using test::compound_file;
using test::le16;
using test::le32;
using test::le64;
using test::old_excel;
using test::OldBook;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

std::string number(unsigned row, unsigned column, double value, unsigned style = 0) {
  return biff(0x203, at_cell(row, column, style) + le64(value));
}

std::string packed(unsigned row, unsigned column, std::uint32_t value) {
  return biff(0x27E, at_cell(row, column) + le32(value));
}

std::string label(unsigned row, unsigned column, const std::string& text) {
  return biff(0x204, at_cell(row, column) + le16(static_cast<unsigned>(text.size())) + '\0' + text);
}

std::string truth(unsigned row, unsigned column, char value, char is_error) {
  return biff(0x205, at_cell(row, column) + value + is_error);
}

/// `result`: eight bytes.
std::string formula(unsigned row, unsigned column, const std::string& result, unsigned flags = 0, unsigned style = 0) {
  return biff(0x06, at_cell(row, column, style) + result + le16(flags) + std::string(6, '\0'));
}

std::string no_number(char kind, char value = 0) {
  return std::string{kind, '\0', value, '\0', '\0', '\0'} + "\xFF\xFF";
}

class OldExcel : public test::TempDirTest {
 protected:
  std::vector<ExportFile> list(std::uint64_t max_unpacked = kMaxUnpacked) {
    left_out_.clear();
    return list_exports(dir_, {}, {.max_unpacked = max_unpacked}, &left_out_);
  }

  /// Of the only sheet of the file.
  std::vector<std::string> rows(const std::string& bytes) {
    write_file(dir_ / "book.xls", bytes);
    return test::rows_as_text(*open_sheet(list().at(0)));
  }
  std::vector<std::string> rows_of_cells(const std::string& records, OldBook book = {}) {
    book.sheets = {{"S", records}};
    return rows(old_excel(book));
  }

  std::vector<LeftOut> left_out_;
};

TEST_F(OldExcel, EachSheetWithSomethingInItIsAnExport) {
  const std::string cells = label(0, 0, "id") + number(1, 0, 1);
  write_file(dir_ / "book.xls", old_excel({.sheets = {{"Sales", cells},
                                                      {"Secret", cells, 1},
                                                      {"Very", cells, 2},
                                                      {"Chart", cells, 0, 2},
                                                      {"Sheet5", biff(0x201, at_cell(0, 0))}}}));
  const auto files = list();
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].name, "book.xls!Sales");
  EXPECT_EQ(files[0].location(), (dir_ / "book.xls").string() + "!Sales");
  EXPECT_THAT(left_out_text(left_out_),
              AllOf(HasSubstr("book.xls!Secret, book.xls!Very (a hidden sheet"), HasSubstr("book.xls!Sheet5 (empty)"),
                    HasSubstr("book.xls!Chart (a chart")));
}

TEST_F(OldExcel, NumbersAreTheShortestDigitsThatMeanThem) {
  EXPECT_THAT(rows_of_cells(number(0, 0, 0.1) + number(0, 1, 0.1 + 0.2) + number(0, 2, 1e15) + number(0, 3, -2.5)),
              ElementsAre("1: A=0.1 B=0.3 C=1000000000000000 D=-2.5"));
  // An integer, a hundredth of one, the high half of a float, a hundredth of that; a negative integer.
  EXPECT_THAT(rows_of_cells(packed(0, 0, 42U << 2 | 2) + packed(0, 1, 1999U << 2 | 3) + packed(0, 2, 0x3FF80000) +
                            packed(0, 3, 0x40590001) + packed(0, 4, static_cast<std::uint32_t>(-7) << 2 | 2)),
              ElementsAre("1: A=42 B=19.99 C=1.5 D=1 E=-7"));
  EXPECT_THAT(rows_of_cells(
                  biff(0xBD, le16(4) + le16(1) + le16(0) + le32(1U << 2 | 2) + le16(0) + le32(2U << 2 | 2) + le16(2))),
              ElementsAre("5: B=1 C=2"));
}

TEST_F(OldExcel, DatesAreDatesByTheirStyle) {
  const OldBook book{.formats = {"dd/mm/yyyy", "hh:mm", "00000", "[h]:mm", "General"}};
  EXPECT_THAT(rows_of_cells(number(0, 0, 45322, 1) + number(0, 1, 0.4375, 2) + number(0, 2, 7, 3) +
                                number(0, 3, 1.5, 4) + number(0, 4, 45322, 5) + packed(0, 5, 45322U << 2 | 2),
                            book),
              ElementsAre("1: A=2024-01-31 B=10:30:00 C=00007 D=36:00:00 E=45322 F=45322"));
  OldBook from_1904 = book;
  from_1904.before = biff(0x22, le16(1));
  EXPECT_THAT(rows_of_cells(number(0, 0, 43860, 1), from_1904), ElementsAre("1: A=2024-01-31"));
}

TEST_F(OldExcel, FormulasHaveTheirResults) {
  EXPECT_THAT(rows_of_cells(formula(0, 0, le64(2.5)) + formula(0, 1, no_number(0)) + biff(0x4BC, "shared") +
                            biff(0x207, le16(3) + '\0' + "abc") + formula(0, 2, no_number(1, 1)) +
                            formula(0, 3, no_number(2, 0x07)) + formula(0, 4, no_number(3)) + formula(0, 5, le64(0))),
              ElementsAre("1: A=2.5 B=abc C=true D=#DIV/0! F=0"));
  // None of them was calculated.
  EXPECT_THAT(rows_of_cells(number(0, 0, 1) + formula(0, 1, le64(0), 2) + formula(1, 1, le64(0), 2)),
              ElementsAre("1: A=1 B==?", "2: B==?"));
  EXPECT_THAT(rows_of_cells(formula(0, 1, le64(0), 2) + formula(1, 1, le64(3), 2)), ElementsAre("1: B=0", "2: B=3"));
}

TEST_F(OldExcel, ErrorsAndTruthsAreNoNumbers) {
  EXPECT_THAT(rows_of_cells(truth(0, 0, 1, 0) + truth(0, 1, 0, 0) + truth(0, 2, 0x2A, 1) + truth(0, 3, 0x17, 1) +
                            number(0, 4, std::numeric_limits<double>::quiet_NaN())),
              ElementsAre("1: A=true B=false C=#N/A D=#REF! E=#NUM!"));
}

TEST_F(OldExcel, TextsAreSharedAndMayGoOnInAnotherRecord) {
  const std::string shared = biff(0xFD, at_cell(0, 0) + le32(1)) + biff(0xFD, at_cell(0, 1) + le32(0));
  EXPECT_THAT(rows_of_cells(shared, {.texts = {"one", "S\xE3o"}}), ElementsAre("1: A=São B=one"));
  // The text is cut in the middle, and goes on in wide characters; behind it stand fonts, which are cut as well.
  const std::string texts = biff(0xFC, le32(2) + le32(2) + le16(4) + '\x08' + le16(2) + "ab") +
                            biff(0x3C, '\1' + le16('c') + le16(0x20AC) + le32(0)) +
                            biff(0x3C, le32(0) + le16(1) + '\0' + "z");
  EXPECT_THAT(rows_of_cells(shared, {.before = texts}), ElementsAre("1: A=z B=abc€"));
}

TEST_F(OldExcel, CellsMayStandInAnyOrder) {
  EXPECT_THAT(rows_of_cells(number(1, 0, 3) + number(2, 0, 5) + label(0, 1, "b") + number(2, 1, 6) + label(0, 0, "a") +
                            number(1, 1, 4) + number(2, 1, 7)),
              ElementsAre("1: A=a B=b", "2: A=3 B=4", "3: A=5 B=7"));
}

TEST_F(OldExcel, ChartsInASheetAreNoCells) {
  const std::string chart =
      biff(0x809, le16(0x600) + le16(0x20) + std::string(12, '\0')) + number(0, 0, 99) + biff(0x0A, "");
  EXPECT_THAT(rows_of_cells(number(0, 0, 1) + chart + number(1, 0, 2)), ElementsAre("1: A=1", "2: A=2"));
}

TEST_F(OldExcel, MergedCellsAreTold) {
  write_file(
      dir_ / "book.xls",
      old_excel({.sheets = {{"S", number(0, 0, 1) + biff(0xE5, le16(1) + le16(1) + le16(4) + le16(0) + le16(2))}}}));
  EXPECT_THAT(open_sheet(list().at(0))->merged(), ElementsAre("A2:C5"));
}

// What scripts of web pages write, and Excel 2: records in no compound file, texts in an encoding.
TEST_F(OldExcel, RecordsAloneAreOneSheet) {
  const auto text = [](unsigned row, unsigned column, const std::string& bytes) {
    return biff(0x204, at_cell(row, column) + le16(static_cast<unsigned>(bytes.size())) + bytes);
  };
  const std::string begin = biff(0x809, le16(0) + le16(0x10) + le32(0));
  const std::string end = biff(0x0A, "");
  EXPECT_THAT(rows(begin + text(0, 0, "A\xE7\xE3o") + number(1, 0, 1.5) + end), ElementsAre("1: A=Ação", "2: A=1.5"));
  EXPECT_THAT(rows(begin + text(0, 0, "Ação") + end), ElementsAre("1: A=Ação"));
  EXPECT_THAT(rows(begin + biff(0x42, le16(1251)) + text(0, 0, "\xCC\xE8\xF0") + end), ElementsAre("1: A=Мир"));
  // The last letter waits for an accent there.
  EXPECT_THAT(rows(begin + biff(0x42, le16(1258)) + text(0, 0, "ab") + end), ElementsAre("1: A=ab"));
  const std::string three(3, '\0');
  EXPECT_THAT(
      rows(biff(0x09, le16(2) + le16(0x10)) + biff(0x04, le16(0) + le16(0) + three + '\2' + "id") +
           biff(0x02, le16(1) + le16(0) + three + le16(7)) + biff(0x03, le16(2) + le16(0) + three + le64(0.5)) + end),
      ElementsAre("1: A=id", "2: A=7", "3: A=0.5"));
}

TEST_F(OldExcel, WhatAFileIsItsBytesSay) {
  write_file(dir_ / "book.csv", old_excel({.sheets = {{"S", number(0, 0, 1)}}}));
  ASSERT_EQ(list().size(), 1U);
  EXPECT_EQ(list()[0].name, "book.csv!S");
}

TEST_F(OldExcel, WhatIsEncryptedIsRefusedWithTheWayOut) {
  const auto error = [&](const std::string& bytes) {
    write_file(dir_ / "book.xls", bytes);
    return test::data_error_of([&] { list(); });
  };
  EXPECT_THAT(error(old_excel({.sheets = {{"S", ""}}, .before = biff(0x2F, le16(1))})),
              AllOf(HasSubstr("book.xls"), HasSubstr("encrypted"), HasSubstr("password")));
  EXPECT_THAT(error(compound_file({{"EncryptedPackage", ""}})), HasSubstr("encrypted"));
  EXPECT_THAT(error(compound_file({{"WordDocument", ""}})), AllOf(HasSubstr("no workbook in it"), HasSubstr(".xlsx")));
}

TEST_F(OldExcel, DamagedOnesStopWhoeverReadsThem) {
  const auto error = [&](const std::string& bytes) { return test::data_error_of([&] { rows(bytes); }); };
  const std::string good = old_excel({.sheets = {{"S", number(0, 0, 1)}}});
  EXPECT_EQ(error(good), "no error");
  EXPECT_THAT(error(good.substr(0, 1500)), AllOf(HasSubstr("book.xls"), HasSubstr("cut off")));
  EXPECT_THAT(error(good.substr(0, 100)), HasSubstr("cut off"));
  std::string circle = good;
  circle.replace(512 + 4, 4, le32(1));  // the directory goes on in itself
  EXPECT_THAT(error(circle), HasSubstr("circles"));
  EXPECT_THAT(error(compound_file({{"Workbook", "nothing"}})), HasSubstr("damaged"));
  const auto error_of_cells = [&](const std::string& records) {
    return test::data_error_of([&] { rows_of_cells(records); });
  };
  EXPECT_THAT(error_of_cells(biff(0xFD, at_cell(0, 0) + le32(7))), HasSubstr("text number 7"));
  EXPECT_THAT(error_of_cells(biff(0x203, at_cell(0, 0))), HasSubstr("cut off"));
  EXPECT_THAT(error_of_cells(number(0, 256, 1)), HasSubstr("more columns"));
  EXPECT_THAT(error_of_cells(biff(0x204, at_cell(0, 0) + le16(9) + '\0' + "abc")), HasSubstr("cut off"));
}

// A text that thousands of cells share.
TEST_F(OldExcel, WhatUnpacksToTooMuchIsRefused) {
  std::string cells;
  for (unsigned row = 0; row < 1000; ++row) cells += biff(0xFD, at_cell(row, 0) + le32(0));
  write_file(dir_ / "book.xls", old_excel({.sheets = {{"S", cells}}, .texts = {std::string(8000, 'x')}}));
  const auto files = list(1'000'000);
  EXPECT_THAT(test::data_error_of([&] { test::rows_as_text(*open_sheet(files.at(0))); }),
              AllOf(HasSubstr("book.xls"), HasSubstr("max_unpacked")));
}

}  // namespace
}  // namespace rox
