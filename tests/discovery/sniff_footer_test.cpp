#include "discovery/sniff_footer.hpp"

#include <gmock/gmock.h>

#include "discovery/sniff.hpp"
#include "source/scan_support.hpp"

namespace rox {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

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

TEST(SniffFooter, TotalsBeginLikeThat) {
  for (const char* text : {"Total", "TOTAL:", "total geral", "Subtotal 3", "Soma"}) EXPECT_TRUE(begins_a_total(text));
  for (const char* text : {"Totalmente", "", "Sumatra", "A total"}) EXPECT_FALSE(begins_a_total(text)) << text;
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

}  // namespace
}  // namespace rox
