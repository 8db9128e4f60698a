#include "run/replay.hpp"
#include "temp_dir.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

namespace rox {
namespace {

namespace fs = std::filesystem;

Column make_column(const char* name, TypeKind kind, bool nullable) {
  Column column;
  column.name = name;
  column.type.kind = kind;
  column.nullable = nullable;
  return column;
}

class ProblemTest : public test::TempDirTest {
 protected:
  ProblemTest() {
    table_.name = std::string("T");  // GCC 12 warns falsely about assigning one letter (its bug 105651)
    table_.primary_key = {"id"};
    table_.columns = {make_column("id", TypeKind::integer, true), make_column("name", TypeKind::varchar, true)};
    dialect_.delimiter = ';';
    dialect_.encoding = Encoding::windows1252;  // of the export; what was mended is UTF-8
    dialect_.null_words = {"NULL"};
  }

  std::string problem(const std::string& mended) {
    return problem_with(table_, dialect_, mended, dir_ / "tmp" / "mended.csv");
  }
  Table table_;
  Dialect dialect_;
};

TEST_F(ProblemTest, GoodRecordsHaveNone) {
  EXPECT_EQ(problem("1;x"), "");
  EXPECT_EQ(problem("1;NULL"), "");
  EXPECT_EQ(problem("1;\"two\nlines; and \"\"quotes\"\"\""), "");
  EXPECT_EQ(problem("1;ação"), "");
  dialect_.header = false;
  EXPECT_EQ(problem("1;x"), "");
}

TEST_F(ProblemTest, BadOnesSayWhy) {
  EXPECT_THAT(problem("x;x"), testing::StartsWith("column id: "));
  EXPECT_THAT(problem("1"), testing::HasSubstr("1 field"));
  EXPECT_THAT(problem("NULL;x"), testing::StartsWith("column id: ")) << "a key can't be missing";
  EXPECT_EQ(problem("1;x\n2;y"), "it should be one record and is 2");
  EXPECT_EQ(problem(""), "it should be one record and is 0");
  EXPECT_NE(problem("1;\"x"), "");
}

}  // namespace
}  // namespace rox
