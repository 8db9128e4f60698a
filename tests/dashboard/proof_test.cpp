#include "dashboard/proof.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

WarehouseState state(std::uint64_t read, std::uint64_t loaded, std::uint64_t rejected) {
  WarehouseState state;
  LoadedTable table;
  table.table = "Sale";
  table.run = "20261130T080102123-ab12";
  table.counts.rows_in = read;
  table.counts.rows_out = loaded;
  table.counts.rejects = rejected;
  state.tables.emplace("Sale", table);
  RelationReport orphans;
  orphans.table = "Sale";
  orphans.orphans = 7;
  state.relations.push_back(orphans);
  return state;
}

TEST(Proof, HasThreeVerdicts) {
  EXPECT_EQ(row_counts(state(10, 10, 0)).verdict(), LoadVerdict::loaded);
  EXPECT_EQ(row_counts(state(10, 8, 2)).verdict(), LoadVerdict::rejected);
  EXPECT_EQ(row_counts(state(10, 8, 1)).verdict(), LoadVerdict::lost);
  EXPECT_EQ(to_string(LoadVerdict::lost), "lost");
}

TEST(Proof, CountsOfTheTablesThatAreMeant) {
  EXPECT_EQ(row_counts(state(10, 8, 2), {"Sale"}).orphans, 7U);
  EXPECT_EQ(row_counts(state(10, 8, 2), {"Other"}).read, 0U);
}

TEST(Proof, KnowsWhenTheNewestWasLoaded) {
  WarehouseState later = state(1, 1, 0);
  BuiltMart mart;
  mart.run = "20261201T080102123-ab12";
  later.marts.emplace("fact_sales", mart);
  EXPECT_EQ(loaded_at(later), "2026-12-01T08:01:02.123Z");
  EXPECT_EQ(loaded_at({}), "");
}

}  // namespace
}  // namespace rox
