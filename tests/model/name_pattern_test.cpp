#include "model/name_pattern.hpp"

#include <gmock/gmock.h>

namespace rox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Optional;

TEST(NamePattern, TakesWhatStandsInTheName) {
  EXPECT_THAT(pattern_values("loja_{loja}.csv", "loja_01.csv"), Optional(ElementsAre("01")));
  EXPECT_THAT(pattern_values("{region}-{year}.*", "north-east-2024.csv.gz"),
              Optional(ElementsAre("north", "east-2024")));
  EXPECT_THAT(pattern_values("{region}-#.*", "north-east-2024.csv.gz"), Optional(ElementsAre("north-east")));
  EXPECT_THAT(pattern_values("vendas_{loja}_#.csv", "vendas_sul_2024-01-31.csv"), Optional(ElementsAre("sul")));
  EXPECT_THAT(pattern_values("{file}", "São Paulo.csv"), Optional(ElementsAre("São Paulo.csv")));
  EXPECT_EQ(pattern_values("loja_{loja}.csv", "loja_.csv"), std::nullopt);
  EXPECT_EQ(pattern_values("loja_{loja}.csv", "filial_01.csv"), std::nullopt);
}

TEST(NamePattern, FoldersCountWhereThePatternHasThem) {
  EXPECT_THAT(pattern_values("{month}.csv", "2024/jan.csv"), Optional(ElementsAre("jan")));
  EXPECT_THAT(pattern_values("{year}/{month}.csv", "2024/jan.csv"), Optional(ElementsAre("2024", "jan")));
  EXPECT_THAT(pattern_values("{month}.csv", "all.zip!2024/jan.csv"), Optional(ElementsAre("jan")));
  EXPECT_THAT(pattern_values("*!{year}/{month}.csv", "all.zip!2024/jan.csv"), Optional(ElementsAre("2024", "jan")));
}

TEST(NamePattern, ManyStarsTakeNoTime) {
  const std::string name(250, 'a');
  EXPECT_EQ(pattern_values("{a}*{b}*{c}*{d}*{e}*{f}*z", name), std::nullopt);
}

TEST(NamePattern, SaysWhatIsWrong) {
  EXPECT_THAT(pattern_fault("loja_{loja}.csv"), IsEmpty());
  EXPECT_EQ(pattern_columns("{a}_{b c}.csv"), (std::vector<std::string>{"a", "b c"}));
  for (const char* pattern : {"loja_{loja.csv", "loja_loja}.csv", "{a}}"}) {
    EXPECT_THAT(pattern_fault(pattern), HasSubstr("without the other")) << pattern;
  }
  EXPECT_THAT(pattern_fault("loja.csv"), HasSubstr("no column"));
  EXPECT_THAT(pattern_fault("{}.csv"), HasSubstr("without a name"));
  EXPECT_THAT(pattern_fault("{a}-{a}.csv"), HasSubstr("twice"));
  EXPECT_THAT(pattern_fault("{a}{b}.csv"), HasSubstr("nothing between"));
}

}  // namespace
}  // namespace rox
