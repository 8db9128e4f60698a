// What programs write that want a spreadsheet to open it, mostly called .xls: XML of Excel 2003, and web pages.
#include <gmock/gmock.h>

#include <functional>

#include "base/error.hpp"
#include "base/error_support.hpp"
#include "base/file.hpp"
#include "source/export_folder.hpp"
#include "source/workbook/workbook.hpp"
#include "source/workbook/workbook_support.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class Markup : public test::TempDirTest {
 protected:
  std::vector<ExportFile> list() {
    left_out_.clear();
    return list_exports(dir_, {}, {}, &left_out_);
  }
  /// Of the only sheet of the file.
  std::vector<std::string> rows(const std::string& bytes) {
    write_file(dir_ / "book.xls", bytes);
    return test::rows_as_text(*open_sheet(list().at(0)));
  }
  static std::string xml(const std::string& sheets, const std::string& encoding = "UTF-8") {
    return "<?xml version=\"1.0\" encoding=\"" + encoding +
           "\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n"
           "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "
           "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">"
           "<Styles><Style ss:ID=\"day\"><NumberFormat ss:Format=\"Short Date\"/></Style>"
           "<Style ss:ID=\"clock\"><NumberFormat ss:Format=\"hh:mm\"/></Style>"
           "<Style ss:ID=\"both\"><NumberFormat ss:Format=\"General Date\"/></Style></Styles>" +
           sheets + "</Workbook>";
  }
  static std::string sheet(const std::string& rows, const std::string& name = "S", const std::string& behind = "") {
    return "<Worksheet ss:Name=\"" + name + "\"><Table>" + rows + "</Table>" + behind + "</Worksheet>";
  }
  std::vector<LeftOut> left_out_;
};

TEST_F(Markup, CellsOfExcelsXmlAreReadByTypeAndStyle) {
  EXPECT_THAT(
      rows(xml(sheet(
          "<Row><Cell><Data ss:Type=\"String\">São &amp; Cia</Data><Comment><ss:Data>no</ss:Data></Comment></Cell>"
          "<Cell ss:Index=\"3\"><Data ss:Type=\"Number\">0.30000000000000004</Data></Cell></Row>"
          "<Row ss:Index=\"4\"><Cell ss:StyleID=\"day\"><Data "
          "ss:Type=\"DateTime\">2024-01-31T00:00:00.000</Data></Cell>"
          "<Cell ss:StyleID=\"both\"><Data ss:Type=\"DateTime\">2024-01-31T00:00:00.000</Data></Cell>"
          "<Cell ss:StyleID=\"clock\"><Data ss:Type=\"DateTime\">1899-12-31T08:30:00.000</Data></Cell>"
          "<Cell><Data ss:Type=\"Boolean\">1</Data></Cell><Cell><Data ss:Type=\"Error\">#N/A</Data></Cell>"
          "<Cell ss:Formula=\"=A1\"/></Row>"
          "<Row><Cell ss:MergeAcross=\"1\"><ss:Data ss:Type=\"String\"><B>rich</B> text</ss:Data></Cell>"
          "<Cell><Data ss:Type=\"Number\">1</Data></Cell></Row>"))),
      ElementsAre("1: A=São & Cia C=0.3", "4: A=2024-01-31 B=2024-01-31 00:00:00 C=08:30:00 D=true E=#N/A F==A1",
                  "5: A=rich text C=1"));
  EXPECT_THAT(rows(xml(sheet("<Row><Cell><Data ss:Type=\"String\">S\xE3o</Data></Cell></Row>"), "windows-1252")),
              ElementsAre("1: A=São"));
}

TEST_F(Markup, SheetsOfExcelsXmlAreExports) {
  const std::string rows = "<Row><Cell><Data ss:Type=\"Number\">1</Data></Cell></Row>";
  const std::string hidden = "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions>";
  write_file(dir_ / "book.xml.xls", xml(sheet(rows, "One") + sheet("", "Two") + sheet(rows, "Three", hidden) +
                                        sheet("<Row><Cell><Data ss:Type=\"Number\">4</Data></Cell></Row>", "Four")));
  const auto files = list();
  ASSERT_EQ(files.size(), 2U);
  EXPECT_EQ(files[0].name, "book.xml.xls!Four");
  EXPECT_EQ(files[1].name, "book.xml.xls!One");
  EXPECT_THAT(test::rows_as_text(*open_sheet(files[0])), ElementsAre("1: A=4"));
  EXPECT_THAT(left_out_text(left_out_), AllOf(HasSubstr("Two (empty)"), HasSubstr("Three (a hidden sheet")));
}

TEST_F(Markup, DamagedXmlOfExcelStopsWhoeverReadsIt) {
  const std::string good = xml(sheet("<Row><Cell><Data ss:Type=\"Number\">1</Data></Cell></Row>"));
  EXPECT_THAT(test::data_error_of([&] { rows(good.substr(0, good.size() - 20)); }),
              AllOf(HasSubstr("book.xls"), HasSubstr("XML")));
  EXPECT_THAT(test::data_error_of(
                  [&] { rows(xml(sheet("<Row ss:Index=\"5\"/><Row ss:Index=\"5\"><Cell><Data/></Cell></Row>"))); }),
              HasSubstr("rows don't follow"));
  EXPECT_THAT(test::data_error_of([&] { rows(xml(sheet("<Row><Cell ss:Index=\"99999\"><Data/></Cell></Row>"))); }),
              HasSubstr("cells don't follow"));
}

TEST_F(Markup, TablesOfWebPagesAreASheet) {
  EXPECT_THAT(rows("\n<html><head><meta charset=utf-8><title>no</title><style>td{}</style></head><body>\n"
                   "<TABLE border=1><tr><td colspan=2>Relatório</TABLE>\n<table>\n<thead><tr>"
                   "<th>Código<th>Nome</th><th>Valor</th></tr></thead>"
                   "<tr><td>&nbsp;1&nbsp;</td><td>S&atilde;o\n  Jo&#227;o<br>&amp; Cia</td><td>R$ 1.234,56</td></tr>"
                   "<tr><td x:num=\"1234.5\">1.234,50</td><td x:num>7</td><td x:num=\"45322\">31/01/2024</td></tr>"
                   "<tr><td>&nbsp;</td><td></td></tr><tr><td>2<script>no</script></td></tr></table></body></html>"),
              ElementsAre("1: A=Relatório", "2: A=Código B=Nome C=Valor", "3: A=1 B=São João\n& Cia C=R$ 1.234,56",
                          "4: A=1234.5 B=7 C=31/01/2024", "6: A=2"));
}

TEST_F(Markup, CellsThatSpanRowsCoverTheOnesBelow) {
  write_file(dir_ / "book.xls",
             "<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr><tr><td>d</td><td>e</td></tr></table>");
  const auto reader = open_sheet(list().at(0));
  EXPECT_THAT(test::rows_as_text(*reader), ElementsAre("1: A=a B=b", "2: B=c", "3: A=d B=e"));
  EXPECT_THAT(reader->merged(), ElementsAre("A1:A2"));
}

TEST_F(Markup, TablesInTablesComeFirst) {
  EXPECT_THAT(
      rows("<table><tr><td> <table><tr><td>1</td><td>2</td></tr></table> </td></tr><tr><td>3</td></tr></table>"),
      ElementsAre("1: A=1 B=2", "3: A=3"));
}

TEST_F(Markup, WhichEncodingAPageHasItSaysOrShows) {
  const auto page = [](const std::string& head, const std::string& text) {
    return head + "<table><tr><td>" + text + "</td></tr></table>";
  };
  EXPECT_THAT(rows(page("", "S\xE3o")), ElementsAre("1: A=São"));
  EXPECT_THAT(rows(page("", "São")), ElementsAre("1: A=São"));
  EXPECT_THAT(rows(page("<meta http-equiv=Content-Type content=\"text/html; charset=windows-1251\">", "\xCC\xE8\xF0")),
              ElementsAre("1: A=Мир"));
  EXPECT_THAT(rows(page("<meta charset=\"utf-8\">", "S\xE3o")), ElementsAre("1: A=São"));
  std::string wide = "\xFF\xFE";
  for (const char c : page("", "x")) wide += {c, '\0'};
  EXPECT_THAT(rows(wide), ElementsAre("1: A=x"));
}

TEST_F(Markup, APageWithoutATableIsNotRead) {
  write_file(dir_ / "book.xls", "<html><body>Please log in</body></html>\n");
  write_file(dir_ / "a.csv", "id\n1\n");
  EXPECT_EQ(list().size(), 1U);
  EXPECT_EQ(left_out_text(left_out_), "book.xls (a web page without a table)");
}

// A page that a server sent in place of the export.
TEST_F(Markup, WhatIsCalledCsvAndIsAPageIsNoText) {
  write_file(dir_ / "a.csv", "<!DOCTYPE html>\n<html><body><table><tr><td>id</td></tr></table></body></html>\n");
  write_file(dir_ / "b.csv", "<!DOCTYPE html>\n<html><body>Please log in</body></html>\n");
  write_file(dir_ / "c.csv", "<id>;n\n1;2\n");
  std::vector<std::string> names;
  for (const ExportFile& file : list()) names.push_back(file.name);
  EXPECT_THAT(names, ElementsAre("a.csv!Sheet1", "c.csv"));
  EXPECT_EQ(left_out_text(left_out_), "b.csv (a web page without a table)");
}

TEST_F(Markup, APageThatIsCutOffInARowIsDamaged) {
  const std::string page = "<table><tr><td>id</td></tr><tr><td>1</td></tr><tr><td>64</td></tr>";
  EXPECT_THAT(rows(page), testing::SizeIs(3));  // some pages end so
  for (const char* cut : {"<tr><td>6", "<tr><td>6</td>", "<tr>", "<TR><TD>"}) {
    EXPECT_THAT(test::data_error_of([&] { rows(page + cut); }), testing::HasSubstr("cut off in the middle of a row"))
        << cut;
  }
}

}  // namespace
}  // namespace rox
