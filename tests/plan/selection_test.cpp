#include "plan/selection.hpp"

#include <gmock/gmock.h>

#include <deque>

#include "base/error.hpp"

namespace rox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Names = std::set<std::string>;

/// Person and Sale; dim_person of Person; fact of dim_person and Sale; the analyses monthly (of fact) and people.
class SelectionTest : public testing::Test {
 protected:
  SelectionTest() {
    project_.root = "/p";
    for (const char* name : {"Person", "Sale"}) tables_.emplace_back().name = name;
    for (const Table& table : tables_) {
      plan_.steps.push_back({{StepKind::load, table.name}, "", true, ""});
      TableExports& exports = plan_.inputs.exports.emplace_back();
      exports.table = &table;
      exports.files.emplace_back().path = "/p/exports/" + table.name + ".csv";
    }
    plan_.steps.push_back({{StepKind::relate, ""}, "", true, ""});
    add_mart("dim_person", {"Person"}, "");
    add_mart("fact", {"dim_person", "Sale"}, "daily, big");
    plan_.steps.push_back({{StepKind::check, ""}, "", true, ""});
    plan_.steps.push_back({{StepKind::publish, ""}, "", true, ""});
    add_analysis("monthly", "SELECT 1 FROM FACT", "daily");
    add_analysis("people", "SELECT 1 FROM Person", "");
  }

  void add_mart(const std::string& name, std::vector<std::string> reads, const std::string& tags) {
    plan_.steps.push_back({{StepKind::transform, name}, "", true, ""});
    Mart& mart = plan_.marts.emplace_back();
    mart.file.name = name;
    mart.file.path = "/p/marts/" + name + ".sql";
    if (!tags.empty()) mart.file.keys["tags"] = tags;
    mart.reads = std::move(reads);
  }

  void add_analysis(const std::string& name, const std::string& sql, const std::string& tags) {
    plan_.steps.push_back({{StepKind::analyze, name}, "", true, ""});
    SqlFile& file = plan_.analyses.emplace_back();
    file.name = name;
    file.path = "/p/analyses/" + name + ".sql";
    file.text = sql;
    if (!tags.empty()) file.keys["tags"] = tags;
  }

  /// Without the checks, which go with every selection.
  Names select(std::vector<std::string> select, std::vector<std::string> exclude = {}) const {
    Names names = select_steps(plan_, {std::move(select), std::move(exclude)}, project_);
    names.erase("checks");
    return names;
  }

  std::string error(const std::string& word) const {
    try {
      select({word});
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      return std::string(error.what()) + " / " + error.hint_text();
    }
    return "none";
  }

  Project project_;
  std::deque<Table> tables_;
  Plan plan_;
};

TEST_F(SelectionTest, NamesATableAMartOrAStepByItsFullName) {
  EXPECT_THAT(select({"person"}), ElementsAre("load.Person"));
  EXPECT_THAT(select({"transform.fact"}), ElementsAre("transform.fact"));
  EXPECT_THAT(select({"*a*"}), ElementsAre("analyze.monthly", "analyze.people", "load.Person", "load.Sale",
                                           "transform.dim_person", "transform.fact"));
}

TEST_F(SelectionTest, FollowsWhatIsMadeFromWhat) {
  EXPECT_THAT(select({"+fact"}), ElementsAre("load.Person", "load.Sale", "transform.dim_person", "transform.fact"));
  EXPECT_THAT(select({"1+fact"}), ElementsAre("load.Sale", "transform.dim_person", "transform.fact"));
  EXPECT_THAT(select({"Person+"}), ElementsAre("analyze.monthly", "analyze.people", "load.Person",
                                               "transform.dim_person", "transform.fact"));
  EXPECT_THAT(select({"Person+1"}), ElementsAre("analyze.people", "load.Person", "transform.dim_person"));
  EXPECT_THAT(select({"1+fact+"}),
              ElementsAre("analyze.monthly", "load.Sale", "transform.dim_person", "transform.fact"));
}

TEST_F(SelectionTest, ChoosesByTagPathAndKind) {
  EXPECT_THAT(select({"tag:daily"}), ElementsAre("analyze.monthly", "transform.fact"));
  EXPECT_THAT(select({"path:marts"}), ElementsAre("transform.dim_person", "transform.fact"));
  EXPECT_THAT(select({"path:exports/Sale.csv"}), ElementsAre("load.Sale"));
  EXPECT_THAT(select({"kind:analyze"}), ElementsAre("analyze.monthly", "analyze.people"));
}

TEST_F(SelectionTest, WordsAddUpAndCommasNarrow) {
  EXPECT_THAT(select({"Sale people", "fact"}), ElementsAre("analyze.people", "load.Sale", "transform.fact"));
  EXPECT_THAT(select({"tag:daily,kind:analyze"}), ElementsAre("analyze.monthly"));
  EXPECT_THAT(select({"+fact"}, {"kind:load", "fact"}), ElementsAre("transform.dim_person"));
  EXPECT_THAT(select({}, {"kind:load kind:analyze"}), ElementsAre("transform.dim_person", "transform.fact"));
}

TEST_F(SelectionTest, ChecksGoWithASelectionUnlessTheyAreExcluded) {
  EXPECT_TRUE(select_steps(plan_, {{"fact"}, {}}, project_).contains("checks"));
  EXPECT_FALSE(select_steps(plan_, {{"fact"}, {"checks"}}, project_).contains("checks"));
}

TEST_F(SelectionTest, WordThatFitsNothingOrIsNoneIsAnError) {
  EXPECT_THAT(error("fakt"), HasSubstr("'fakt' fits no step (did you mean 'fact'?)"));
  EXPECT_THAT(error("tag:dayly"), HasSubstr("did you mean 'daily'?"));
  EXPECT_THAT(error("state:modified"), HasSubstr("'state', which isn't a way to choose steps"));
  EXPECT_THAT(error("+"), HasSubstr("names no step"));
  EXPECT_THAT(error("publish"), HasSubstr("fits no step"));
}

}  // namespace
}  // namespace rox
