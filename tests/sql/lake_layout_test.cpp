#include "sql/lake_layout.hpp"

#include <gmock/gmock.h>

#include "model/model_support.hpp"

namespace rox {
namespace {

using test::make_column;
using test::make_table;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Column dated(const std::string& name, const std::string& least, const std::string& greatest) {
  Column column = make_column(name, "DATE", false);
  column.least = least;
  column.greatest = greatest;
  return column;
}

/// Orders of customers, with lines.
Model shop(std::uint64_t orders, const Column& ordered) {
  Table customer = make_table("customer", "customer.csv", {make_column("id", "INTEGER", false), ordered}, {"id"});
  customer.rows = orders;
  Table order = make_table("ordering", "ordering.csv",
                           {make_column("id", "INTEGER", false), make_column("customer", "INTEGER", false),
                            dated("updated_at", "2000-01-01", "2024-12-31"), ordered},
                           {"id"});
  order.relations = {{{"customer"}, "customer", {"id"}, false}};
  order.rows = orders;
  Table line = make_table("line", "line.csv", {make_column("order_id", "INTEGER", false)}, {});
  line.relations = {{{"order_id"}, "ordering", {"id"}, false}};
  line.rows = 3 * orders;
  return {{customer, order, line}};
}

enum : std::size_t { kCustomer, kOrder, kLine };

LakeLayout layout_of(std::uint64_t rows, const Column& ordered, std::size_t table = kOrder) {
  const Model model = shop(rows, ordered);
  return lake_layout(model, model.tables[table]);
}

TEST(LakeLayout, APartIsAMonthOrAYearWhereItIsLargeEnough) {
  const Column three_years = dated("ordered", "2022-02-03", "2024-12-31");
  const LakeLayout months = layout_of(40'000'000, three_years);
  EXPECT_EQ(months.transform, "month");
  EXPECT_EQ(months.column, "ordered");
  EXPECT_THAT(months.partition_reason, HasSubstr("40,000,000 rows from 2022-02 to 2024-12, about 1,142,857 a month"));
  EXPECT_EQ(layout_of(34'000'000, three_years).transform, "year") << "35 months";
  EXPECT_EQ(layout_of(3'000'000, three_years).transform, "year");
  const LakeLayout none = layout_of(2'999'999, three_years);
  EXPECT_THAT(none.transform, IsEmpty());
  EXPECT_THAT(none.partition_reason, HasSubstr("no more than 999,999 a year"));
  EXPECT_THAT(layout_of(50'000, three_years).partition_reason, HasSubstr("50,000 rows"));
}

TEST(LakeLayout, DatesThatDontSpreadMakeNoPartitions) {
  EXPECT_THAT(layout_of(40'000'000, dated("ordered", "2024-05-01", "2024-05-31")).partition_reason,
              HasSubstr("of one span of time"));
  EXPECT_THAT(layout_of(40'000'000, dated("ordered", "0001-01-01", "9999-12-31")).transform, IsEmpty());
  EXPECT_THAT(layout_of(40'000'000, dated("ordered", "", "")).partition_reason, HasSubstr("isn't measured"));
  EXPECT_THAT(layout_of(0, dated("ordered", "2022-02-03", "2024-12-31")).partition_reason,
              HasSubstr("aren't measured"));
  Column few = dated("ordered", "1900-01-01", "2024-12-31");
  few.distinct = 3;
  EXPECT_EQ(layout_of(40'000'000, few).transform, "month") << "of 1,500 months three have rows";
  few.nullable = true;
  EXPECT_THAT(layout_of(40'000'000, few).partition_reason, HasSubstr("no date"));
}

TEST(LakeLayout, WhatIsOnlyLookedUpIsSortedByItsKey) {
  const LakeLayout customer = layout_of(40'000'000, dated("born", "1950-01-01", "2010-12-31"), kCustomer);
  EXPECT_THAT(customer.transform, IsEmpty());
  EXPECT_THAT(customer.partition_reason, HasSubstr("looked up by their key"));
  EXPECT_THAT(customer.sort_key, ElementsAre("id"));
}

TEST(LakeLayout, RowsAreSortedByTheDateTheKeyOrTheirJoin) {
  const Column ordered = dated("ordered", "2022-02-03", "2024-12-31");
  EXPECT_THAT(layout_of(1'000, ordered).sort_key, ElementsAre("ordered"));
  EXPECT_THAT(layout_of(1'000, ordered, kLine).sort_key, ElementsAre("order_id"));
  const Model alone{{make_table("t", "t.csv", {make_column("a", "VARCHAR")}, {})}};
  EXPECT_THAT(lake_layout(alone, alone.tables[0]).sort_key, IsEmpty());
}

TEST(LakeLayout, IsSaidWithItsReasons) {
  const LakeLayout layout = layout_of(40'000'000, dated("ordered", "2022-02-03", "2024-12-31"));
  EXPECT_EQ(layout_text(layout), "partitioned by month(ordered), sorted by ordered");
  EXPECT_THAT(explained_layout(layout), HasSubstr("month(ordered) (40,000,000 rows"));
  EXPECT_THAT(explained_layout(layout_of(5, dated("ordered", "", ""))), HasSubstr("no partitions (5 rows, and one is"));
}

}  // namespace
}  // namespace rox
