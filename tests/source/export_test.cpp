#include "source/export.hpp"
#include "source/export_folder.hpp"

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

}  // namespace
}  // namespace rox
