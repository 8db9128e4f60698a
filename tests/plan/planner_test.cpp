#include "plan/planner.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "model/model_file.hpp"
#include "plan/fingerprint.hpp"
#include "quality/report.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

/// Two tables, Parent and Child (which refers to it); the mart fact of Child, and big of fact; an answer of each table
/// and one of fact. published() is what a warehouse holds once a plan was done.
class PlannerTest : public test::TempDirTest {
 protected:
  PlannerTest() {
    project_.root = dir_;
    project_.source.path = dir_ / "exports";
    project_.source.dialect.delimiter = ';';
    for (const char* folder : {"exports", "marts", "analyses", "answers", "checks"}) make_directories(dir_ / folder);
    write_file(dir_ / "exports/Parent.csv", "id\n1\n2\n");
    write_file(dir_ / "exports/Child.csv", "id;parent\n1;1\n2;2\n3;2\n");
    write_file(dir_ / "model.toml", R"toml(
[[table]]
name = "Parent"
file = "Parent.csv"
primary_key = ["id"]
columns = [{ name = "id", type = "INTEGER", nullable = false }]
[[table]]
name = "Child"
file = "Child.csv"
columns = [{ name = "id", type = "INTEGER" }, { name = "parent", type = "INTEGER" }]
relations = [{ columns = ["parent"], references = "Parent" }]
)toml");
    write_file(dir_ / "marts/fact.sql", "SELECT id, parent FROM Child\n");
    write_file(dir_ / "marts/big.sql", "SELECT id FROM fact\n");
    write_file(dir_ / "analyses/of_fact.sql", "SELECT count(*) AS n FROM fact\n");
    write_file(dir_ / "analyses/of_parent.sql", "SELECT count(*) AS n FROM Parent\n");
    model_ = read_model(project_.model_file());
  }

  Plan plan(const PlanOptions& options = {}) { return make_plan(project_, model_, warehouse_, state_, options); }

  std::vector<std::string> due(const PlanOptions& options = {}) {
    std::vector<std::string> names;
    for (const Step& step : plan(options).steps) {
      if (step.due) names.push_back(step.name());
    }
    return names;
  }

  std::string reason(const std::string& name, const PlanOptions& options = {}) {
    for (const Step& step : plan(options).steps) {
      if (step.name() == name) return step.reason;
    }
    return "no such step";
  }

  /// As a run leaves it that did all of the plan.
  void publish() {
    const Plan done = plan();
    warehouse_ = {};
    for (const Step& step : done.steps) {
      if (step.kind == StepKind::load) warehouse_.tables[step.subject] = {step.subject, step.fingerprint, "r1", {}};
      if (step.kind == StepKind::transform) warehouse_.marts[step.subject] = {step.subject, step.fingerprint, "r1", {}};
      if (step.kind == StepKind::analyze) {
        write_file(project_.answer_file(step.subject), "n\n1\n");
        state_.answers[step.subject] = {step.fingerprint, hash_text("n\n1\n")};
      }
      if (step.kind == StepKind::check) note_checked(step);
    }
    for (const Table& table : model_.tables) {
      for (const Relation& relation : table.relations) {
        RelationReport& report = warehouse_.relations.emplace_back();
        report.fingerprint =
            relation_fingerprint(relation, done.fingerprints.at(table.name), done.fingerprints.at(relation.table));
      }
    }
  }

  void note_checked(const Step& step) {
    state_.checked_run = "r1";
    make_directories(project_.state_dir() / "checks");
    write_file(report(), "{}");
    state_.checked = {step.fingerprint, hash_text("{}")};
  }
  std::filesystem::path report() const { return check_report_file(project_.state_dir(), "r1"); }

  Project project_;
  Model model_;
  WarehouseState warehouse_;
  TargetState state_;
};

TEST_F(PlannerTest, DoesEverythingAtFirstInAnOrderInWhichItCanBeDone) {
  EXPECT_THAT(due(), ElementsAre("load.Child", "load.Parent", "relations", "transform.fact", "transform.big", "publish",
                                 "analyze.of_fact", "analyze.of_parent"));
  EXPECT_TRUE(plan().fresh);
  EXPECT_EQ(reason("load.Parent"), "it isn't loaded yet");
  EXPECT_EQ(reason("transform.fact"), "it isn't made yet");
}

TEST_F(PlannerTest, DoesNothingWhenNothingChanged) {
  publish();
  EXPECT_THAT(due(), IsEmpty());
  EXPECT_EQ(reason("load.Parent"), "nothing changed since run r1");
  EXPECT_FALSE(plan().changes_warehouse());
}

TEST_F(PlannerTest, AChangedExportMakesDueWhatHangsOnIt) {
  publish();
  write_file(dir_ / "exports/Parent.csv", "id\n1\n2\n3\n");
  EXPECT_THAT(due(), ElementsAre("load.Parent", "relations", "publish", "analyze.of_parent"));
  publish();
  write_file(dir_ / "exports/Child.csv", "id;parent\n1;1\n");
  EXPECT_THAT(due(),
              ElementsAre("load.Child", "relations", "transform.fact", "transform.big", "publish", "analyze.of_fact"));
}

TEST_F(PlannerTest, AChangedMartMakesDueTheMartsAndAnswersOfIt) {
  publish();
  write_file(dir_ / "marts/fact.sql", "SELECT id, parent AS p FROM Child\n");
  EXPECT_THAT(due(), ElementsAre("transform.fact", "transform.big", "publish", "analyze.of_fact"));
  EXPECT_EQ(reason("transform.fact"), "its SQL, or a table or mart that it reads, changed");
}

TEST_F(PlannerTest, AnAnswerWhoseFileIsGoneIsComputedAgain) {
  publish();
  remove_file(project_.answer_file("of_fact"));
  EXPECT_THAT(due(), ElementsAre("analyze.of_fact"));
}

TEST_F(PlannerTest, AnAnswerThatIsNotTheFileThatWasWrittenIsComputedAgain) {
  publish();
  write_file(project_.answer_file("of_fact"), "n\n2\n");
  EXPECT_THAT(due(), ElementsAre("analyze.of_fact"));
  EXPECT_EQ(reason("analyze.of_fact"), "its answer isn't the file that was written");
  write_file(project_.answer_file("of_fact"), "n\n1\n");
  EXPECT_THAT(due(), IsEmpty());
}

TEST_F(PlannerTest, ChecksThatPassedAreLeftOutWhileTheirReportStands) {
  write_file(dir_ / "checks/no_zero.sql", "SELECT * FROM Child WHERE id = 0\n");
  publish();
  EXPECT_THAT(due(), IsEmpty());
  write_file(report(), "");
  EXPECT_THAT(due(), ElementsAre("checks"));
  remove_file(report());
  EXPECT_THAT(due(), ElementsAre("checks"));
}

/// They may have passed on the same data once: what is published is proven each time.
TEST_F(PlannerTest, NothingIsPublishedWithoutChecks) {
  write_file(dir_ / "checks/no_zero.sql", "SELECT * FROM Child WHERE id = 0\n");
  publish();
  warehouse_.tables.at("Child").fingerprint = "of another export, which somebody loaded";
  EXPECT_THAT(due(), Contains("checks"));
  EXPECT_EQ(reason("checks"), "the warehouse changes");
  warehouse_ = {};
  EXPECT_THAT(due(), Contains("checks"));
}

TEST_F(PlannerTest, AFullRefreshDoesAllOfIt) {
  publish();
  EXPECT_EQ(due({.full_refresh = true}).size(), 8U);
  EXPECT_EQ(reason("load.Parent", {.full_refresh = true}), "a full refresh was asked for");
}

TEST_F(PlannerTest, WhatIsNotSelectedStaysAndMayGoOutOfDate) {
  publish();
  write_file(dir_ / "exports/Child.csv", "id;parent\n1;1\n");
  const PlanOptions only_child{.selection = {{"load.Child"}, {}}};
  EXPECT_THAT(due(only_child), ElementsAre("load.Child", "relations", "publish"));
  EXPECT_THAT(plan(only_child).stale_marts, UnorderedElementsAre("fact", "big"));
  EXPECT_EQ(reason("transform.fact", only_child), "it isn't selected");
  const PlanOptions with_marts{.selection = {{"load.Child+"}, {}}};
  EXPECT_THAT(due(with_marts), Contains("transform.big"));
  EXPECT_THAT(plan(with_marts).stale_marts, IsEmpty());
}

TEST_F(PlannerTest, ASelectionThatWouldLackATableIsRefused) {
  try {
    plan({.selection = {{"load.Child"}, {}}});
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("Parent isn't loaded yet"));
    EXPECT_THAT(error.hint_text(), HasSubstr("--select Parent"));
  }
}

TEST_F(PlannerTest, WithoutLoadsTablesStayWhateverTheExportsAre) {
  publish();
  write_file(dir_ / "exports/Child.csv", "id;parent\n1;1\n");
  EXPECT_THAT(due({.loads = false}), IsEmpty());
  warehouse_ = {};
  EXPECT_THROW(plan({.loads = false}), Error);
}

TEST_F(PlannerTest, WithoutMartsThoseOfChangedTablesAreOutOfDate) {
  publish();
  write_file(dir_ / "exports/Child.csv", "id;parent\n1;1\n");
  const PlanOptions loads{.marts = false, .checks = false, .answers = false};
  EXPECT_THAT(due(loads), ElementsAre("load.Child", "relations", "publish"));
  EXPECT_THAT(plan(loads).stale_marts, UnorderedElementsAre("fact", "big"));
}

TEST_F(PlannerTest, WhatTheModelOrTheFolderOfMartsNoLongerHasIsDropped) {
  publish();
  remove_file(dir_ / "marts/big.sql");
  const Plan without_mart = plan();
  EXPECT_THAT(without_mart.dropped_marts, ElementsAre("big"));
  EXPECT_TRUE(without_mart.is_due(StepKind::publish));
}

TEST_F(PlannerTest, TablesThatAreLoadedTravelInTheSameOrder) {
  Target target;
  target.place = AwsConfig{};
  const PlanOptions options = options_for(target, {});
  EXPECT_THAT(due(options), ElementsAre("load.Child", "load.Parent", "relations", "upload.Child", "upload.Parent",
                                        "copy.Child", "copy.Parent", "transform.fact", "transform.big", "publish",
                                        "analyze.of_fact", "analyze.of_parent"));
}

TEST_F(PlannerTest, EachStepNeedsOnlyStepsBeforeIt) {
  for (const bool transfers : {false, true}) {
    const Plan made = plan({.uploads = transfers, .copies = transfers});
    std::set<std::string> before;
    for (const Step& step : made.steps) {
      for (const std::string& needed : step.needs) EXPECT_TRUE(before.contains(needed)) << step.name() << " " << needed;
      before.insert(step.name());
    }
  }
}

}  // namespace
}  // namespace rox
