#include "source/export.hpp"

#include <gmock/gmock.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "model/model_support.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

using test::make_table;

std::vector<ExportFile> files(const std::vector<std::string>& names) {
  std::vector<ExportFile> list;
  for (const std::string& name : names) {
    ExportFile file;
    file.name = name;
    list.push_back(file);
  }
  return list;
}

std::vector<std::string> names(const std::vector<ExportFile>& list) {
  std::vector<std::string> out;
  for (const ExportFile& file : list) out.push_back(file.name);
  return out;
}

std::string match_error(const Model& model, const std::vector<std::string>& file_names) {
  try {
    match_exports(model, files(file_names), "exports");
  } catch (const Error& e) {
    EXPECT_EQ(e.kind(), ErrorKind::data);
    return e.report();
  }
  return "no error";
}

TEST(Export, MatchesFilesToTables) {
  const Model model{{make_table("Sales", "Sales_*.csv"), make_table("Targets", "Sales_Targets.csv"),
                     make_table("US", "Sales_US_*.csv")}};
  const auto matched = match_exports(
      model, files({"Sales_2015.csv", "Sales_2016.csv", "Sales_Targets.csv", "Sales_US_2015.csv"}), "exports");
  ASSERT_EQ(matched.size(), 3U);
  EXPECT_THAT(names(matched[0].files), ElementsAre("Sales_2015.csv", "Sales_2016.csv"));
  EXPECT_THAT(names(matched[1].files), ElementsAre("Sales_Targets.csv"));
  EXPECT_THAT(names(matched[2].files), ElementsAre("Sales_US_2015.csv"));
}

TEST(Export, APlainStarTakesOnlyWhatNoOtherTableHas) {
  const Model model{{make_table("Rest", "*"), make_table("Person", "Person.csv")}};
  const auto matched = match_exports(model, files({"Person.csv", "other.csv"}), "exports");
  EXPECT_THAT(names(matched[0].files), ElementsAre("other.csv"));
  EXPECT_THAT(names(matched[1].files), ElementsAre("Person.csv"));
}

TEST(Export, NamesEveryFileThatDoesNotFit) {
  const Model model{
      {make_table("A", "a.csv"), make_table("B", "b.csv"), make_table("X", "x_*.csv"), make_table("Y", "*_x.csv")}};
  EXPECT_THAT(match_error(model, {"a.csv", "c.csv", "d.csv", "x_x.csv"}),
              AllOf(HasSubstr("missing: b.csv (table B)\n"), HasSubstr("not in the model: c.csv, d.csv\n"),
                    HasSubstr("claimed by two tables: x_x.csv (X and Y)"), HasSubstr("[source] ignore")));
  EXPECT_THAT(match_error(Model{{make_table("A", "a.csv")}}, {"a.csv", "c.csv"}), Not(HasSubstr("missing")));
}

class ExportFolder : public test::TempDirTest {
 protected:
  void put(const std::string& name, const std::string& text = "a\n1\n") { write_file(dir_ / name, text); }
};

TEST_F(ExportFolder, ListsExportsOnly) {
  for (const char* name : {"b.CSV", "a.csv", "c.tsv", "d.txt", "e.xlsx", ".hidden.csv", "a.bak.csv"}) put(name);
  std::filesystem::create_directories(dir_ / "folder.csv");
  const auto list = list_exports(dir_, {"*.bak.csv"});
  EXPECT_THAT(names(list), ElementsAre("a.csv", "b.CSV", "c.tsv", "d.txt"));
  EXPECT_EQ(list[0].path, dir_ / "a.csv");
  EXPECT_EQ(list[0].bytes, 4U);
  EXPECT_GT(list[0].modified_ns, 0);
  EXPECT_GT(list[0].inode, 0U);
}

TEST_F(ExportFolder, AFolderWithoutExportsIsAnError) {
  put("readme.md");
  for (const auto& dir : {dir_, dir_ / "nowhere", dir_ / "readme.md"}) {
    try {
      list_exports(dir, {});
      FAIL() << dir;
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::usage);
      EXPECT_THAT(e.hint_text(), HasSubstr("--source"));
    }
  }
}

class ExportHeader : public ExportFolder {
 protected:
  std::vector<std::string> header(const std::string& text, const Dialect& dialect) {
    put("t.csv", text);
    return read_header(list_exports(dir_, {}).front(), dialect);
  }
  std::string check_error(const std::string& text, const Dialect& dialect) {
    put("t.csv", text);
    Table t = make_table("T", "t.csv");
    for (const char* name : {"id", "name"}) {
      Column column;
      column.name = name;
      t.columns.push_back(column);
    }
    t.columns[1].header = "Nome completo";
    try {
      check_header(list_exports(dir_, {}).front(), dialect, t);
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::data);
      return e.report();
    }
    return "no error";
  }
};

TEST_F(ExportHeader, IsReadInEveryEncoding) {
  EXPECT_THAT(header("\xEF\xBB\xBF"
                     "a;\"b \"\"c\"\"\";d\r\n1;2;3\r\n",
                     {';', ',', {}, Encoding::utf8, true}),
              ElementsAre("a", "b \"c\"", "d"));
  EXPECT_THAT(header("a\tPre\xE7o", {'\t', ',', {}, Encoding::latin1, true}), ElementsAre("a", "Preço"));
  EXPECT_THAT(header(std::string("\xFF\xFE"
                                 "a\0,\0\xE9\0\n\0",
                                 10),
                     {',', '.', {}, Encoding::utf16le, true}),
              ElementsAre("a", "é"));
  EXPECT_THAT(header("\"line\nbreak\",b\n", {}), ElementsAre("line\nbreak", "b"));
  EXPECT_THAT(header("a,,\n", {}), ElementsAre("a", "column_2", "column_3"));
}

TEST_F(ExportHeader, MustBeThatOfTheTable) {
  EXPECT_EQ(check_error("id,Nome completo\n1,2\n", {}), "no error");
  EXPECT_THAT(check_error("id,name,x\n", {}), AllOf(HasSubstr("t.csv:1: "), HasSubstr("missing: 'Nome completo'"),
                                                    HasSubstr("not in the model: 'name', 'x'")));
  EXPECT_THAT(check_error("Nome completo,id\n", {}), HasSubstr("column 1 is 'Nome completo' where the model has 'id'"));
  EXPECT_THAT(check_error("id;Nome completo\n", {}), HasSubstr("[source] delimiter"));
  EXPECT_THAT(check_error("", {}), HasSubstr("the export is empty"));
  EXPECT_THAT(check_error("\nid\n", {}), HasSubstr("the first line is empty"));
  EXPECT_THAT(check_error("id,\"Nome\n", {}), HasSubstr("never closed"));
  EXPECT_THAT(check_error("id,Pre\xE7o\n", {}), HasSubstr("[source] encoding"));
  EXPECT_THAT(check_error(std::string(2000000, ','), {}), HasSubstr("the first line has 2000001 fields"));
}

TEST_F(ExportHeader, WithoutOneTheFieldsAreCounted) {
  const Dialect dialect{',', '.', {}, Encoding::utf8, false};
  EXPECT_EQ(check_error("1,x\n2,y\n", dialect), "no error");
  EXPECT_THAT(check_error("1,x,3\n", dialect), HasSubstr("has 3 fields, table 'T' has 2 columns"));
}

}  // namespace
}  // namespace rox
