#include "discovery/sniff_layout.hpp"

#include <gmock/gmock.h>

#include "discovery/sniff.hpp"
#include "source/scan_support.hpp"

namespace rox {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<LayoutField> layout(std::string_view sample) {
  const auto found = sniff_layout(sample);
  return found ? found->fields : std::vector<LayoutField>{};
}

TEST(SniffLayout, FieldsBeginBehindBlanksAndWhereDigitsAndLettersMeet) {
  EXPECT_THAT(layout("000001Ana Maria           20240131\n"
                     "000002João                20240201\n"
                     "000003Carla de Souza      20240301\n"),
              ElementsAre(LayoutField{"field_1", 1, 6}, LayoutField{"field_2", 7, 20}, LayoutField{"field_3", 27, 8}));
}

TEST(SniffLayout, TheFirstLineMayNameThem) {
  const auto found = sniff_layout("CODE  CITY      \n000001Rio       \n000002Recife    \n");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->skip, 1U);
  EXPECT_THAT(found->fields, ElementsAre(LayoutField{"CODE", 1, 6}, LayoutField{"CITY", 7, 10}));
}

TEST(SniffLayout, ALineOfDashesRulesThemOff) {
  const auto found = sniff_layout(
      "        ID NOME\n"
      "---------- ----------\n"
      "         1 Ana\n"
      "         2 Bruno\n");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->skip, 2U);
  EXPECT_THAT(found->fields, ElementsAre(LayoutField{"ID", 1, 10}, LayoutField{"NOME", 12, 10}));
}

TEST(SniffLayout, OneColumnAndProseHaveNone) {
  EXPECT_THAT(layout("name\nAna\nBia\n"), testing::IsEmpty());
  EXPECT_THAT(layout("1234567890\n2345678901\n3456789012\n"), testing::IsEmpty());
  EXPECT_THAT(layout("Some words that\nstand in lines of\nno common length\n"), testing::IsEmpty());
  EXPECT_THAT(layout("one line alone of 25 chars\n"), testing::IsEmpty());
}

TEST(SniffLayout, IsProposedAndNoLineTakenForNames) {
  const test::ExportDir dir;
  dir.write("t.txt", "0001Ana   10\n0002Bia   20\n0003Carla 30\n");
  const FoundDialect found = sniff_dialect(list_exports(dir.path(), {}).front());
  EXPECT_FALSE(found.dialect.header);
  EXPECT_THAT(found.notes, ElementsAre(HasSubstr("layout = [{ name = \"field_1\", width = 4 }")));
}

/// Whether lines are read as text of fixed width.
bool is_layout(const std::string& lines) {
  const test::ExportDir dir;
  dir.write("t.txt", lines);
  const FoundDialect found = sniff_dialect(list_exports(dir.path(), {}).front());
  return std::any_of(found.notes.begin(), found.notes.end(),
                     [](const std::string& note) { return note.find("text of fixed width") != std::string::npos; });
}

TEST(SniffLayout, SignsInsideOfItsNumbersDoNotCut) {
  EXPECT_TRUE(
      is_layout("HDR20230512STATEMENT                       \n"
                "000001Ana Maria           1.234,5620230512S\n"
                "000002João                1.034,5020230513S\n"
                "000003Carla de Souza      2.234,0020230514N\n"
                "TRL000003                                  \n"));
  EXPECT_TRUE(is_layout("000001Ana       123,45\n000002Bia       223,45\n000003Carla     323,40\n"));
  EXPECT_TRUE(is_layout("000001Ana       12:45\n000002Bia       22:45\n000003Carla     13:40\n"));
  EXPECT_TRUE(is_layout("000001Ana       12/05/2023\n000002Bia       22/05/2023\n000003Carla     13/05/2023\n"));
}

TEST(SniffLayout, FieldsOfOneWidthBetweenSignsAreNone) {
  EXPECT_FALSE(is_layout("101,205,5\n102,207,6\n103,208,7\n"));
  EXPECT_FALSE(is_layout("2024-01-01T10:00:00,1,20\n2024-01-01T10:00:01,2,30\n2024-01-01T10:00:02,3,40\n"));
  EXPECT_FALSE(is_layout("id;name      ;amt\n01;Ana  Maria;1,5\n02;Bia       ;2,5\n03;Carla     ;3,5\n"));
  EXPECT_FALSE(
      is_layout("35230512345678000190550010000012341000012345,12\n"
                "35230512345678000190550010000012351000012346,13\n"));
}

}  // namespace
}  // namespace rox
