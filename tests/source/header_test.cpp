#include "source/header.hpp"

#include <gmock/gmock.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "model/model_support.hpp"
#include "source/export_folder.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

using test::make_table;

class HeaderTest : public testing::Test {
 protected:
  void put(const std::string& text) { write_file(folder_.path() / "t.csv", text); }
  ExportFile file() const { return list_exports(folder_.path(), {}).front(); }
  std::vector<std::string> header(const std::string& text, const Dialect& dialect) {
    put(text);
    return read_header(file(), dialect);
  }
  std::string check_error(const std::string& text, const Dialect& dialect) {
    put(text);
    Table t = make_table("T", "t.csv");
    for (const char* name : {"id", "name"}) {
      Column column;
      column.name = name;
      t.columns.push_back(column);
    }
    t.columns[1].header = "Nome completo";
    try {
      check_header(file(), dialect, t);
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::data);
      return e.report();
    }
    return "no error";
  }

 private:
  test::TempDir folder_;
};

TEST_F(HeaderTest, IsReadInEveryEncoding) {
  EXPECT_THAT(header("\xEF\xBB\xBF"
                     "a;\"b \"\"c\"\"\";d\r\n1;2;3\r\n",
                     {.delimiter = ";", .header = true, .decimal = ',', .null_words = {}, .encoding = Encoding::utf8}),
              ElementsAre("a", "b \"c\"", "d"));
  EXPECT_THAT(
      header("a\tPre\xE7o",
             {.delimiter = "\t", .header = true, .decimal = ',', .null_words = {}, .encoding = Encoding::latin1}),
      ElementsAre("a", "Preço"));
  EXPECT_THAT(
      header(std::string("\xFF\xFE"
                         "a\0,\0\xE9\0\n\0",
                         10),
             {.delimiter = ",", .header = true, .decimal = '.', .null_words = {}, .encoding = Encoding::utf16le}),
      ElementsAre("a", "é"));
  EXPECT_THAT(header("\"line\nbreak\",b\n", {}), ElementsAre("line\nbreak", "b"));
  EXPECT_THAT(header("a,,\n", {}), ElementsAre("a", "column_2", "column_3"));
}

TEST_F(HeaderTest, MustBeThatOfTheTable) {
  EXPECT_EQ(check_error("id,Nome completo\n1,2\n", {}), "no error");
  EXPECT_THAT(check_error("id,name,x\n", {}), AllOf(HasSubstr("t.csv:1: "), HasSubstr("missing: 'Nome completo'"),
                                                    HasSubstr("not in the model: 'name', 'x'")));
  EXPECT_EQ(check_error("Nome completo,id\n", {}), "no error");
  EXPECT_EQ(check_error(" ID ,NOME COMPLETO\n", {}), "no error");
  EXPECT_THAT(
      check_error("id;Nome completo\n", {}),
      HasSubstr("its fields are parted by ';' now, and should be by ',': export it again as before; or, if it is "
                "written so from now on, say below the [[table]] of T in model.toml: `dialect = { delimiter = "
                "\";\" }`"));
  EXPECT_THAT(check_error("a|b\n", {}), HasSubstr("its fields should be parted by ','"));
  EXPECT_THAT(check_error("", {}), HasSubstr("the export is empty"));
  EXPECT_THAT(check_error("\nid\n", {}), HasSubstr("the first line is empty"));
  EXPECT_THAT(check_error("id,\"Nome\n", {}), HasSubstr("never closed"));
  EXPECT_THAT(check_error("id,Pre\xE7o\n", {}), HasSubstr("[source] encoding"));
  EXPECT_THAT(check_error("id,Nome completo\r1,2\r", {}), HasSubstr("t.csv:1: the lines end with CR alone"));
  EXPECT_EQ(check_error("id,Nome completo\r\n1,a\rb\r\n", {}), "no error");
  EXPECT_THAT(check_error(std::string(2000000, ','), {}), HasSubstr("the first line has 2000001 fields"));
}

TEST_F(HeaderTest, WithoutOneTheFieldsAreCounted) {
  const Dialect dialect{
      .delimiter = ",", .header = false, .decimal = '.', .null_words = {}, .encoding = Encoding::utf8};
  EXPECT_EQ(check_error("1,x\n2,y\n", dialect), "no error");
  EXPECT_THAT(check_error("1,x,3\n", dialect), HasSubstr("has 3 fields, table 'T' has 2 columns"));
}

}  // namespace
}  // namespace rox
