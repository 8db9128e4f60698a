#include "discovery/sniff_tables.hpp"

#include <gmock/gmock.h>

#include "discovery/sniff.hpp"
#include "source/scan_support.hpp"

namespace rox {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> notes(const std::string& text) {
  const test::ExportDir dir;
  dir.write("t.csv", text);
  return sniff_dialect(list_exports(dir.path(), {}).front()).notes;
}

constexpr const char* kTable = "id;name;v\n1;Ana;1,5\n2;Bia;2,5\n3;Cid;3,5\n";

TEST(SniffTables, AnotherTableBelowIsSaid) {
  EXPECT_THAT(
      notes(std::string(kTable) + "\ncode;text\n10;abc\n20;def\n"),
      Contains(AllOf(HasSubstr("line 6 begins another table"), HasSubstr("code;text"), HasSubstr("skip_end = 3"))));
}

// Nothing but its header tells it from rows.
TEST(SniffTables, AnotherTableOfTheSameWidthIsSaid) {
  EXPECT_THAT(notes(std::string(kTable) + "\ncode;text;n\n10;abc;7\n20;def;8\n"),
              Contains(HasSubstr("line 6 begins another table")));
  EXPECT_THAT(notes(std::string(kTable) + "\nGroup;Text;Kind\nA;x;y\nB;z;w\n"),
              Contains(HasSubstr("line 6 begins another table")))
      << "texts where the table has numbers";
}

TEST(SniffTables, AnotherTableAboveIsSaid) {
  EXPECT_THAT(notes(std::string(kTable) + "\n\na;b;c;d;e\n10;1;1;1;1\n20;2;2;2;2\n"),
              Contains(HasSubstr("line 1 begins another table")))
      << "the wider one is read";
  EXPECT_THAT(notes("code;n\nabc;10\ndef;20\n\n" + std::string(kTable) + "4;Dora;4,5\n5;Eva;5,5\n"),
              Contains(AllOf(HasSubstr("line 1 begins another table"), HasSubstr("not read"))));
}

TEST(SniffTables, GroupsOfRowsAreOneTable) {
  EXPECT_THAT(notes(std::string(kTable) + "\n4;Dora;4,5\n5;Eva;5,5\n\n6;Fay;6,5\n7;Gil;7,5\n"), IsEmpty());
  EXPECT_THAT(notes(std::string(kTable) + "\n" + kTable), Not(Contains(HasSubstr("another table"))));
  EXPECT_THAT(notes("Report of 2024\nShop: 1\n\n" + std::string(kTable)), Not(Contains(HasSubstr("another table"))));
}

}  // namespace
}  // namespace rox
