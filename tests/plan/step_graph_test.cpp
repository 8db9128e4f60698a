#include "plan/step_graph.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace rox {
namespace {

using testing::IsSubsetOf;
using testing::UnorderedElementsAre;

/// Two tables, a mart of one and a mart of that mart and the other table.
Plan plan_with(bool relations, bool uploads, bool copies, bool checks) {
  Plan plan;
  const auto add = [&](StepKind kind, const char* subject) { plan.steps.push_back({{kind, subject}, "", true, ""}); };
  add(StepKind::load, "A");
  add(StepKind::load, "B");
  if (relations) add(StepKind::relate, "");
  for (const char* table : {"A", "B"}) {
    if (uploads) add(StepKind::upload, table);
  }
  for (const char* table : {"A", "B"}) {
    if (copies) add(StepKind::copy, table);
  }
  plan.marts.resize(2);
  plan.marts[0].file.name = "m";
  plan.marts[0].reads = {"A"};
  plan.marts[1].file.name = "n";
  plan.marts[1].reads = {"m", "B"};
  add(StepKind::transform, "m");
  add(StepKind::transform, "n");
  if (checks) add(StepKind::check, "");
  add(StepKind::publish, "");
  add(StepKind::analyze, "q");
  link_steps(plan);
  return plan;
}

/// Calls `look` with every plan of that shape: each step due or not.
template <typename Look>
void for_all_plans(const Look& look) {
  for (unsigned shape = 0; shape < 16; ++shape) {
    Plan plan = plan_with((shape & 1U) != 0, (shape & 2U) != 0, (shape & 4U) != 0, (shape & 8U) != 0);
    for (unsigned due = 0; due < 1U << plan.steps.size(); ++due) {
      for (std::size_t i = 0; i < plan.steps.size(); ++i) plan.steps[i].due = (due >> i & 1U) != 0;
      look(plan);
    }
  }
}

/// All steps that come before, through others too.
std::set<std::string> all_before(const std::string& step, const std::map<std::string, std::set<std::string>>& needs) {
  std::set<std::string> all;
  for (const std::string& needed : needs.at(step)) {
    all.insert(needed);
    all.merge(all_before(needed, needs));
  }
  return all;
}

// What is published was all made, and proven, whichever steps are left out.
TEST(StepGraphTest, InEveryPlanPublishingComesAfterAllThatMakesTheWarehouse) {
  std::size_t plans = 0;
  for_all_plans([&](const Plan& plan) {
    ++plans;
    const std::set<std::string> before = all_before("publish", due_needs(plan));
    for (const Step& step : plan.steps) {
      if (!step.due || !makes_warehouse(step.kind) || step.kind == StepKind::publish) continue;
      ASSERT_TRUE(before.contains(step.name())) << step.name();
    }
  });
  EXPECT_GT(plans, 14'000U);
}

TEST(StepGraphTest, InEveryPlanChecksComeAfterAllThatTheyRead) {
  for_all_plans([&](const Plan& plan) {
    for (const Step& check : plan.steps) {
      if (check.kind != StepKind::check) continue;
      const std::set<std::string> before = all_before("checks", due_needs(plan));
      for (const Step& step : plan.steps) {
        const bool read = step.kind == StepKind::load || step.kind == StepKind::relate || step.kind == StepKind::copy ||
                          step.kind == StepKind::transform;
        if (!step.due || !read) continue;
        ASSERT_TRUE(before.contains(step.name())) << step.name();
      }
    }
  });
}

TEST(StepGraphTest, InEveryPlanOnlyDueStepsBeforeAStepHoldItBack) {
  for_all_plans([&](const Plan& plan) {
    const auto needs = due_needs(plan);
    std::set<std::string> due;
    for (const Step& step : plan.steps) {
      ASSERT_THAT(needs.at(step.name()), IsSubsetOf(due)) << step.name();
      if (step.due) due.insert(step.name());
    }
  });
}

TEST(StepGraphTest, AStepThatIsLeftOutPassesOnWhatItNeeds) {
  Plan plan = plan_with(true, false, true, true);
  const auto named = [&](const std::string& name) -> Step& {
    return *std::find_if(plan.steps.begin(), plan.steps.end(), [&](const Step& step) { return step.name() == name; });
  };
  EXPECT_THAT(due_needs(plan).at("publish"), UnorderedElementsAre("checks"));
  named("checks").due = false;
  EXPECT_THAT(due_needs(plan).at("publish"), UnorderedElementsAre("transform.n"));
  named("transform.n").due = false;
  EXPECT_THAT(due_needs(plan).at("publish"), UnorderedElementsAre("transform.m", "copy.B"));
}

}  // namespace
}  // namespace rox
