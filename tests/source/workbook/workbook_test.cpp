#include "source/workbook/workbook.hpp"

#include <gmock/gmock.h>

#include <functional>

#include "base/error.hpp"
#include "base/error_support.hpp"
#include "base/file.hpp"
#include "source/archive_support.hpp"
#include "source/export_folder.hpp"
#include "source/workbook/workbook_support.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using test::rows_of;
using test::write_excel;
using test::write_open_document;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class Workbooks : public test::TempDirTest {
 protected:
  std::vector<ExportFile> list(std::uint64_t max_unpacked = kMaxUnpacked) {
    left_out_.clear();
    return list_exports(dir_, {}, {.max_unpacked = max_unpacked}, &left_out_);
  }

  /// Of the only sheet.
  std::vector<std::string> rows() { return test::rows_as_text(*open_sheet(list().at(0))); }

  std::vector<LeftOut> left_out_;
};

TEST_F(Workbooks, EachSheetWithSomethingInItIsAnExport) {
  write_excel(dir_ / "book.xlsx", {.sheets = {{"Sales", rows_of({{"id"}, {"1"}})},
                                              {"Secret", rows_of({{"id"}, {"1"}}), "hidden"},
                                              {"Very", rows_of({{"id"}, {"1"}}), "veryHidden"},
                                              {"Chart", "", "chart"},
                                              {"Sheet5", "<row r=\"1\"><c r=\"A1\" s=\"1\"/></row>"},
                                              {"P &amp; L", rows_of({{"id"}, {"1"}})}}});
  std::vector<std::string> names;
  for (const ExportFile& file : list()) {
    names.push_back(file.name);
    EXPECT_EQ(file.format, ExportFormat::sheet);
    EXPECT_EQ(file.location(), (dir_ / "book.xlsx").string() + "!" + file.member);
  }
  EXPECT_THAT(names, ElementsAre("book.xlsx!P & L", "book.xlsx!Sales"));
  EXPECT_THAT(left_out_text(left_out_),
              AllOf(HasSubstr("book.xlsx!Secret, book.xlsx!Very (a hidden sheet"),
                    HasSubstr("book.xlsx!Sheet5 (empty)"), HasSubstr("book.xlsx!Chart (a chart")));
}

TEST_F(Workbooks, CellsAreReadByTypeAndFormat) {
  write_excel(dir_ / "book.xlsx",
              {.sheets = {{"S",
                           "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"C2\" t=\"s\"><v>2</v></c></row>"
                           "<row r=\"5\"><c r=\"A5\" t=\"inlineStr\"><is><r><t>in</t></r><r><t xml:space=\"preserve\"> "
                           "line</t></r></is></c><c r=\"B5\" t=\"b\"><v>1</v></c><c r=\"C5\" t=\"e\"><v>#DIV/0!</v></c>"
                           "<c r=\"D5\" s=\"1\"><v>45322</v></c><c r=\"E5\" s=\"2\"><v>7</v></c>"
                           "<c r=\"F5\" t=\"d\" s=\"1\"><v>2024-01-31T00:00:00</v></c></row>"
                           "<row><c><f>A1*2</f><v>0.30000000000000004</v></c><c><f>B1</f></c>"
                           "<c t=\"str\"><f>C1</f><v></v></c><c t=\"str\"><v>a_x000D_b_x_</v></c></row>"}},
               .texts = {"<t>one</t>", "<t>two</t>", "<r><t>th</t></r><rPh><t>no</t></rPh><r><t>ree</t></r>"},
               .formats = {"dd/mm/yyyy", "00000"}});
  EXPECT_THAT(rows(), ElementsAre("2: A=one C=three", "5: A=in line B=true C=#DIV/0! D=2024-01-31 E=00007 F=2024-01-31",
                                  "6: A=0.3 B==B1 D=a\rb_x_"));
}

TEST_F(Workbooks, DatesMayBeginIn1904) {
  write_excel(
      dir_ / "book.xlsx",
      {.sheets = {{"S", "<row><c s=\"1\"><v>43860</v></c></row>"}}, .formats = {"dd/mm/yyyy"}, .from_1904 = true});
  EXPECT_THAT(rows(), ElementsAre("1: A=2024-01-31"));
}

TEST_F(Workbooks, MergedCellsAreTold) {
  write_excel(dir_ / "book.xlsx", {.sheets = {{"S", rows_of({{"a", "b"}, {"1", "2"}}), "",
                                               "<mergeCells><mergeCell ref=\"A2:A5\"/></mergeCells>"}}});
  const auto reader = open_sheet(list().at(0));
  SheetRow row;
  while (reader->next(row)) {
  }
  EXPECT_THAT(reader->merged(), ElementsAre("A2:A5"));
}

TEST_F(Workbooks, OpenDocumentsAreReadAlike) {
  write_open_document(
      dir_ / "book.ods",
      "<table:table table:name=\"Hidden\" table:style-name=\"ta2\"><table:table-row><table:table-cell "
      "office:value-type=\"float\" office:value=\"9\"/></table:table-row></table:table>"
      "<table:table table:name=\"Empty\"><table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell "
      "table:number-columns-repeated=\"16384\"/></table:table-row></table:table>"
      "<table:table table:name=\"S\" "
      "table:style-name=\"ta1\"><table:shapes><draw:frame><text:p>no</text:p></draw:frame>"
      "</table:shapes><table:table-row><table:table-cell office:value-type=\"string\"><text:p>two<text:s text:c=\"2\"/>"
      "<text:span>blanks</text:span></text:p><text:p>lines</text:p><office:annotation><text:p>no</text:p>"
      "</office:annotation></table:table-cell><table:table-cell table:number-columns-repeated=\"2\"/><table:table-cell "
      "office:value-type=\"float\" office:value=\"0.1\" table:number-columns-repeated=\"2\"><text:p>0,10</text:p>"
      "</table:table-cell></table:table-row>"
      "<table:table-row table:number-rows-repeated=\"3\"><table:table-cell/></table:table-row>"
      "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"date\" "
      "office:date-value=\"2024-01-31\"/><table:table-cell office:value-type=\"time\" "
      "office:time-value=\"PT08H30M00.5S\"/>"
      "<table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"/><table:table-cell "
      "office:value-type=\"percentage\" office:value=\"0.15\"/><table:table-cell office:value-type=\"string\" "
      "calcext:value-type=\"error\"><text:p>#N/A</text:p></table:table-cell></table:table-row></table:table>",
      "<style:style style:name=\"ta1\" style:family=\"table\"><style:table-properties table:display=\"true\"/>"
      "</style:style><style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties "
      "table:display=\"false\"/></style:style>");
  EXPECT_THAT(rows(),
              ElementsAre("1: A=two  blanks\nlines D=0.1 E=0.1", "5: A=2024-01-31 B=08:30:00.5 C=true D=0.15 E=#N/A",
                          "6: A=2024-01-31 B=08:30:00.5 C=true D=0.15 E=#N/A"));
  EXPECT_EQ(list().size(), 1U);
  EXPECT_THAT(left_out_text(left_out_), AllOf(HasSubstr("book.ods!Hidden (a hidden"), HasSubstr("Empty (empty)")));
}

TEST_F(Workbooks, WhatIsEncryptedIsRefusedWithTheWayOut) {
  const std::string ole = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(1000, '\0');
  std::string encrypted = ole;
  for (const char c : std::string("EncryptedPackage")) encrypted += std::string(1, c) + '\0';
  write_file(dir_ / "secret.xlsx", encrypted);
  EXPECT_THAT(test::data_error_of([&] { list(); }),
              AllOf(HasSubstr("secret.xlsx"), HasSubstr("encrypted"), HasSubstr("password")));
  std::filesystem::remove(dir_ / "secret.xlsx");
  write_open_document(dir_ / "secret.ods", "", "", "<manifest:encryption-data/>");
  EXPECT_THAT(test::data_error_of([&] { list(); }), AllOf(HasSubstr("secret.ods"), HasSubstr("encrypted")));
}

TEST_F(Workbooks, WhatAFileIsItsBytesSay) {
  write_file(dir_ / "text.xls", "a\tb\n1\t2\n3\t4\n");
  write_excel(dir_ / "book.xlsx", {.sheets = {{"S", rows_of({{"id"}, {"1"}})}}});
  std::filesystem::rename(dir_ / "book.xlsx", dir_ / "book.csv");
  std::vector<std::string> names;
  for (const ExportFile& file : list()) names.push_back(file.name);
  EXPECT_THAT(names, ElementsAre("book.csv!S", "text.xls"));
  write_file(dir_ / "bad.xlsx", "no workbook");
  EXPECT_THAT(test::data_error_of([&] { list(); }), HasSubstr("the workbook is damaged"));
}

TEST_F(Workbooks, DamagedOnesStopWhoeverReadsThem) {
  const auto error = [&](const std::string& rows) {
    write_excel(dir_ / "book.xlsx", {.sheets = {{"S", rows}}});
    return test::data_error_of([&] { this->rows(); });
  };
  EXPECT_THAT(error("<row><c><v>1</v></c></row><row>"), AllOf(HasSubstr("book.xlsx"), HasSubstr("XML")));
  EXPECT_THAT(error("<row><c t=\"s\"><v>7</v></c></row>"), HasSubstr("text number 7"));
  EXPECT_THAT(error("<row r=\"5\"><c><v>1</v></c></row><row r=\"5\"/>"), HasSubstr("rows don't follow"));
  EXPECT_THAT(error("<row r=\"1\"><c r=\"ZZZZ1\"><v>1</v></c></row>"), HasSubstr("no cell ZZZZ1"));
  test::write_packed(dir_ / "book.xlsx", {{"xl/workbook.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><workbook/>"}});
  EXPECT_THAT(test::data_error_of([&] { list(); }), HasSubstr("document type"));
}

TEST_F(Workbooks, WhatUnpacksToTooMuchIsRefused) {
  std::string rows;
  for (int i = 0; i < 20'000; ++i) rows += "<row><c><v>1111111111</v></c></row>";
  write_excel(dir_ / "book.xlsx", {.sheets = {{"S", rows}}});
  EXPECT_THAT(test::data_error_of([&] { list(100'000); }), AllOf(HasSubstr("book.xlsx"), HasSubstr("max_unpacked")));
  std::filesystem::remove(dir_ / "book.xlsx");
  // A cell that stands in thousands of columns and millions of rows.
  write_open_document(dir_ / "bomb.ods",
                      "<table:table table:name=\"S\"><table:table-row table:number-rows-repeated=\"1000000\">"
                      "<table:table-cell office:value-type=\"float\" office:value=\"1\" "
                      "table:number-columns-repeated=\"16384\"/></table:table-row></table:table>");
  const auto files = list(1'000'000);
  EXPECT_THAT(test::data_error_of([&] {
                const auto reader = open_sheet(files.at(0));
                SheetRow row;
                while (reader->next(row)) {
                }
              }),
              HasSubstr("max_unpacked"));
}

}  // namespace
}  // namespace rox
