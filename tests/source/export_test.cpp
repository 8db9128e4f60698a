#include "source/export.hpp"

#include <gmock/gmock.h>

#include "base/error.hpp"
#include "model/model_support.hpp"

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

TEST(Export, WhatIsAnExportByAGuessNeedsNoTable) {
  std::vector<ExportFile> list = files({"a.csv", "notes"});
  list[1].guessed = true;
  const Model model{{make_table("A", "a.csv")}};
  EXPECT_THAT(names(match_exports(model, list, "exports")[0].files), ElementsAre("a.csv"));
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

}  // namespace
}  // namespace rox
