#include "load/likely_part.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

TEST(NameCore, IsWhatPartsHaveInCommon) {
  for (const char* name :
       {"guias_#.csv", "guias_2023-03.csv", "GUIAS_2023-03.csv", "guias_2023-03.CSV", "guias-2023-03.csv",
        "guias 2023-03.csv", "guias2023-03.csv", "guias_2023-03.csv.gz", "guias_2023-03.txt", "guias_2023Q1.csv",
        "guias_20230301T101500.csv", "guias_mar_2023.csv", "guias_2023-03_v2.csv", "guias_2023-03 (1).csv", "guias.csv",
        "2024/guias_03.csv", "all.zip!guias_03.csv", "guias_março.csv"}) {
    EXPECT_EQ(name_core(name), "guias") << name;
  }
}

TEST(NameCore, TellsOthersApart) {
  EXPECT_EQ(name_core("guias_devolvidas_2023.csv"), "guiasdevolvidas");
  EXPECT_EQ(name_core("Sales.SalesOrderDetail.csv"), "salessalesorderdetail");
  EXPECT_EQ(name_core("vendas.xlsx!Mar"), "vendas");
  EXPECT_EQ(name_core("vendas.xlsx!Jan 2024"), "vendas");
  EXPECT_EQ(name_core("vendas.xlsx!Ajuda"), "ajuda");
  EXPECT_EQ(name_core("2023.csv"), "");
  EXPECT_EQ(name_core("plan_b.csv"), "planb");
}

}  // namespace
}  // namespace rox
