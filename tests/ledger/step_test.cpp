#include "ledger/step.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

TEST(StepId, NamesAreReadAsTheyAreWritten) {
  const StepId ids[] = {{StepKind::evolve, ""},       {StepKind::load, "Person"}, {StepKind::relate, ""},
                        {StepKind::upload, "Person"}, {StepKind::copy, "a.b"},    {StepKind::transform, "dim_date"},
                        {StepKind::check, ""},        {StepKind::publish, ""},    {StepKind::analyze, "q1"},
                        {StepKind::stage, "Person"}};
  for (const StepId& id : ids) EXPECT_EQ(StepId::parse(id.name()), id) << id.name();
}

TEST(StepId, HasTheNamesThatLedgersAndSchedulersKnow) {
  EXPECT_EQ((StepId{StepKind::load, "Person"}).name(), "load.Person");
  EXPECT_EQ((StepId{StepKind::relate, ""}).name(), "relations");
  EXPECT_EQ((StepId{StepKind::check, ""}).name(), "checks");
}

TEST(StepId, OtherNamesAreNone) {
  for (const char* name : {"", "load", "loads.Person", "relate", "check.Person.id.not_null", "relations.x"}) {
    EXPECT_FALSE(StepId::parse(name)) << name;
  }
}

TEST(Counts, AddUpEachByItself) {
  Counts counts{1, 2, 3, 4};
  counts += {10, 20, 30, 40};
  EXPECT_EQ(counts, (Counts{11, 22, 33, 44}));
}

}  // namespace
}  // namespace rox
