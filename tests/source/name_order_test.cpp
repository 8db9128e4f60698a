#include "source/name_order.hpp"

#include <gmock/gmock.h>

namespace rox {
namespace {

using testing::ElementsAre;

std::vector<std::string> newest(const std::vector<std::string>& names) {
  std::vector<std::string> found;
  for (const std::size_t i : order_by_name(names).newest(names)) found.push_back(names[i]);
  return found;
}

TEST(NameOrder, ComparesNumbersAsNumbers) {
  EXPECT_THAT(newest({"dump_10.csv", "dump_9.csv", "dump_0008.csv"}), ElementsAre("dump_10.csv"));
  EXPECT_THAT(newest({"d_99999999999999999999.csv", "d_100000000000000000000.csv"}),
              ElementsAre("d_100000000000000000000.csv"));
  EXPECT_THAT(newest({"s_2024_9.csv", "s_2024_53.csv", "s_2024_10.csv"}), ElementsAre("s_2024_53.csv")) << "weeks";
}

TEST(NameOrder, ReadsDatesAsTheyAreWritten) {
  EXPECT_THAT(newest({"v_2023-12-31.csv", "v_2024-01-02.csv", "v_2024-01-01.csv"}), ElementsAre("v_2024-01-02.csv"));
  EXPECT_THAT(newest({"v_31-12-2023.csv", "v_02-01-2024.csv"}), ElementsAre("v_02-01-2024.csv"));
  EXPECT_THAT(newest({"v_12-31-2023.csv", "v_01-02-2024.csv"}), ElementsAre("v_01-02-2024.csv"));
  EXPECT_THAT(newest({"v_31122023.csv", "v_02012024.csv"}), ElementsAre("v_02012024.csv"));
  EXPECT_THAT(newest({"v_20231231.csv", "v_20240102.csv"}), ElementsAre("v_20240102.csv"));
  EXPECT_THAT(newest({"v_12.2023.csv", "v_01.2024.csv"}), ElementsAre("v_01.2024.csv"));
  EXPECT_THAT(newest({"2024-01-31/v.csv", "2024-02-01/v.csv"}), ElementsAre("2024-02-01/v.csv"));
}

TEST(NameOrder, OneWithoutARealDateChangesNoOrder) {
  const std::vector<std::string> names{"cli_20240104.csv", "cli_05-01-2024.csv", "cli_2024-13-01.csv"};
  EXPECT_THAT(newest(names), ElementsAre("cli_05-01-2024.csv"));
  EXPECT_THAT(order_by_name(names).dated, ElementsAre(true, true, false));
  EXPECT_THAT(newest({"v_2024-01-04.csv", "v_2024-13-01.csv", "v_9999-12-31.csv"}), ElementsAre("v_2024-01-04.csv"));
}

TEST(NameOrder, ReadsWeeks) {
  EXPECT_THAT(newest({"o_2024W9.csv", "o_2024W10.csv", "o_2023W52.csv"}), ElementsAre("o_2024W10.csv"));
  EXPECT_THAT(newest({"o_2023-W52.csv", "o_2024-W01.csv"}), ElementsAre("o_2024-W01.csv"));
  EXPECT_THAT(newest({"o_2020_w53.csv", "o_2021_w01.csv"}), ElementsAre("o_2021_w01.csv"));
  // The week's Monday is 26 February.
  EXPECT_THAT(newest({"o_2024W09.csv", "o_2024-02-25.csv"}), ElementsAre("o_2024W09.csv"));
  EXPECT_THAT(newest({"o_2024W09.csv", "o_2024-02-27.csv"}), ElementsAre("o_2024-02-27.csv"));
  EXPECT_EQ(with_open_dates("orders_2024-W09.csv"), "orders_#.csv");
  EXPECT_EQ(with_open_dates("orders_2024W09.csv"), "orders_#.csv");
  EXPECT_EQ(with_open_dates("orders_2024W60.csv"), "orders_2024W60.csv") << "no year has as many";
  EXPECT_EQ(with_open_dates("lamp_2024Watt.csv"), "lamp_2024Watt.csv");
}

TEST(NameOrder, ATimeBelongsToTheDate) {
  EXPECT_THAT(newest({"v_20240102_083000.csv", "v_20240102_173000.csv"}), ElementsAre("v_20240102_173000.csv"));
  EXPECT_THAT(newest({"v_20240102083000.csv", "v_20240102173000.csv"}), ElementsAre("v_20240102173000.csv"));
  EXPECT_THAT(newest({"v_2024-01-02T08-30-00.csv", "v_2024-01-02T17-30-00.csv"}),
              ElementsAre("v_2024-01-02T17-30-00.csv"));
}

TEST(NameOrder, AllFilesOfTheNewestDateAreIt) {
  EXPECT_THAT(newest({"loja_02_2024-01-01.csv", "loja_01_2024-01-02.csv", "loja_02_2024-01-02.csv"}),
              ElementsAre("loja_01_2024-01-02.csv", "loja_02_2024-01-02.csv"));
  EXPECT_THAT(newest({"shop1_2024-01-02.csv", "shop2_2024-01-02.csv", "shop12_2024-01-01.csv"}),
              ElementsAre("shop1_2024-01-02.csv", "shop2_2024-01-02.csv"));
  EXPECT_THAT(newest({"v_20240101_1.csv", "v_20240101_2.csv", "v_20240102_1.csv", "v_20240102_2.csv"}),
              ElementsAre("v_20240102_1.csv", "v_20240102_2.csv"));
}

TEST(NameOrder, OfEqualNumbersTheLastNameIsTheNewest) {
  EXPECT_THAT(newest({"v_1.csv", "v_01.csv"}), ElementsAre("v_1.csv"));
}

TEST(NameOrder, SaysWhereDayAndMonthMayBeTheOtherWayRound) {
  EXPECT_FALSE(order_by_name({"v_02-01-2024.csv", "v_03-04-2024.csv"}).day_or_month)
      << "both readings have the same newest";
  EXPECT_TRUE(order_by_name({"v_05-01-2024.csv", "v_01-02-2024.csv"}).day_or_month);
  EXPECT_FALSE(order_by_name({"v_05-01-2024.csv", "v_01-02-2024.csv", "v_13-01-2024.csv"}).day_or_month);
}

TEST(NameOrder, OpensDatesAndNoOtherNumbers) {
  EXPECT_EQ(with_open_dates("vendas_2024_01.csv"), "vendas_#.csv");
  EXPECT_EQ(with_open_dates("vendas_loja3_2024-01-31.csv"), "vendas_loja3_#.csv");
  EXPECT_EQ(with_open_dates("stock_20240101.csv"), "stock_#.csv");
  EXPECT_EQ(with_open_dates("shop1_2024-01-31_0830.csv"), "shop1_#.csv");
  for (const char* name : {"form_1099.csv", "sp_500.csv", "table1.csv", "q4.csv", "iso_20022.csv", "cep_20040020.csv",
                           "census_2020.csv"}) {
    EXPECT_EQ(with_open_dates(name), name);
  }
}

}  // namespace
}  // namespace rox
