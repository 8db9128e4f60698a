#include "discovery/sniff_footer.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "discovery/sniff.hpp"
#include "source/scan_support.hpp"

namespace rox {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;

std::vector<std::string> notes(const std::string& text) {
  const test::ExportDir dir;
  dir.write("t.csv", text);
  return sniff_dialect(list_exports(dir.path(), {}).front()).notes;
}

std::string rows(int count) {
  std::string text = "id;name;v\n";
  for (int i = 0; i < count; ++i) text += std::to_string(i) + ";some name;1,50\n";
  return text;
}

TEST(SniffFooter, ATotalIsSaidAndStaysARow) {
  EXPECT_THAT(notes(rows(3) + "Total;;4,50\n"), Contains(HasSubstr("looks like a total")));
  EXPECT_THAT(notes(rows(3)), IsEmpty());
  EXPECT_THAT(notes(rows(40000) + "Total;;4,50\n"), Contains(HasSubstr("looks like a total"))) << "far behind the head";
}

TEST(SniffFooter, LinesOfAnotherShapeAreSaid) {
  EXPECT_THAT(notes(rows(4) + "4 records\n"),
              Contains(HasSubstr("leave it out with `dialect = { skip_end = 1 }` below its [[table]] in model.toml")));
  EXPECT_THAT(notes(rows(40000) + "\nEnd\n40000 records\n"),
              Contains(HasSubstr("leave them out with `dialect = { skip_end = 2 }`")));
  EXPECT_THAT(notes(rows(4) + "5;cut o"), Contains(HasSubstr("If it is no data")));
}

/// Rows of 1,50 each, and some of 12,25.
std::string bill(int count) {
  std::string text = "nota;cliente;dia;valor\n";
  for (int i = 0; i < count; ++i) {
    text += fmt::format("{};Ana Souza;{:02}/01/2024;{}\n", 1000 + i, i % 28 + 1, i % 10 == 3 ? "1.012,25" : "1,50");
  }
  return text;
}

TEST(SniffFooter, WhatStandsBelowATotalGoesWithIt) {
  EXPECT_THAT(notes(bill(120) + "Total geral;;;12309,00\nPágina 4 de 4;;;\n"),
              Contains(AllOf(HasSubstr("the last 2 lines look like a total"), HasSubstr("skip_end = 2"))));
  EXPECT_THAT(notes(bill(9000) + "Total geral;;;1,00\nImpresso em 01/02/2024;;;\n"),
              Contains(HasSubstr("the last 2 lines look like a total")))
      << "far behind the head";
  EXPECT_THAT(notes(bill(20) + "Seite 2/2;;;\n"), Contains(HasSubstr("the last line looks like the foot of a page")));
}

TEST(SniffFooter, TheSumOfAllRowsIsATotalWhateverStandsBesideIt) {
  for (const char* line : {";;;12309,00", "Geral;;;12309,00", ";;;12.309,00", ";;;R$ 12.309,00"}) {
    EXPECT_THAT(notes(bill(120) + line + "\n"), Contains(HasSubstr("the sum of all above"))) << line;
  }
  EXPECT_THAT(notes(bill(120) + ";;;12309,01\n"), IsEmpty());
  EXPECT_THAT(notes("id;a;b\n1;1;x\n2;2;y\n3;3;z\n4;4;z\n"), IsEmpty()) << "small numbers add up by chance";
}

TEST(SniffFooter, TheSumOfALongFileIsFound) {
  // 30000 rows: 27000 times 1,50, and 3000 times 1.012,25.
  EXPECT_THAT(notes(bill(30000) + ";;;3077250,00\n"), Contains(HasSubstr("the sum of all above")));
  EXPECT_THAT(notes(bill(30000) + ";;;3077251,00\n"), IsEmpty());
}

TEST(SniffFooter, SubtotalsAreNoPartOfTheSum) {
  std::string text =
      bill(60) + "Subtotal Ana;;;6154,50\n" + bill(60).substr(bill(0).size()) + "Subtotal Eva;;;6154,50\n";
  for (int i = 0; i < 8; ++i) text += fmt::format("{};Bia;01/02/2024;2,00\n", 3000 + i);
  EXPECT_THAT(notes(text + ";;;12325,00\n"), IsSupersetOf({HasSubstr("lines 62, 123 look like a total among the rows"),
                                                           HasSubstr("the sum of all above")}));
}

TEST(SniffFooter, PagesAmongRowsAreSaidWithWhatLeavesThemOut) {
  std::string text = bill(40);
  for (int page = 1; page < 4; ++page) {
    text += fmt::format("\"Página {} de 4\";\"\";\"\";\"\"\n", page) + bill(40).substr(bill(0).size());
  }
  EXPECT_THAT(notes(text), Contains(AllOf(HasSubstr("lines 42, 83, 124 look like the foot of a page among the rows"),
                                          HasSubstr(R"(comment = "\"Página ")"))));
  EXPECT_THAT(notes(text + "\"Total\";\"\";\"\";\"1,00\"\n\"Página 4 de 4\";\"\";\"\";\"\"\n"),
              Contains(HasSubstr(
                  R"(skip_end = 2 }` below its [[table]] in model.toml; beside comment = "\"Página ", skip_end = 1)")))
      << "or a row would go";
  EXPECT_THAT(notes(bill(9) + "Pagina Comércio;Bia;;3,00\n" + bill(9).substr(bill(0).size())), IsEmpty());
}

}  // namespace
}  // namespace rox
