#include "run/spark_exports.hpp"

#include <gmock/gmock.h>

namespace rox {
namespace {

using testing::HasSubstr;

Table sale() {
  Table table;
  table.name = "Sale";
  for (const auto& [name, type] : {std::pair{"ID", "INTEGER"}, {"Amount", "DECIMAL(9,2)"}, {"Day", "DATE"}}) {
    Column& column = table.columns.emplace_back();
    column.name = name;
    column.type = parse_type(type);
  }
  table.columns[2].format.date_order = DateOrder::dmy;
  return table;
}

// What the SQL does is seen where Spark runs it: tests/e2e/all_engines_give_the_same_answers.sh.

TEST(SparkExports, AllFieldsAreTexts) {
  const std::string schema = spark_text_schema(sale());
  EXPECT_THAT(schema, HasSubstr("Amount"));
  EXPECT_THAT(schema, HasSubstr("STRING"));
}

TEST(SparkExports, OptionsAreThoseOfTheDialect) {
  Dialect dialect;
  dialect.delimiter = ';';
  dialect.encoding = Encoding::windows1252;
  const auto options = spark_csv_options(dialect);
  EXPECT_EQ(options.at("sep"), ";");
  EXPECT_EQ(options.at("encoding"), "windows-1252");
  EXPECT_EQ(options.at("multiLine"), "true");
  EXPECT_EQ(options.at("escape"), "\"");
}

TEST(SparkExports, ValuesAreCastAsTheModelSays) {
  Dialect dialect;
  dialect.decimal = ',';
  dialect.null_words = {"NULL"};
  const std::string select = spark_typed_select(sale(), dialect, "texts");
  EXPECT_THAT(select, HasSubstr("DECIMAL(9,2)"));
  EXPECT_THAT(select, HasSubstr("'NULL'"));
  EXPECT_THAT(select, HasSubstr("$3-$2-$1")) << "day, month, year";
  EXPECT_THAT(select, HasSubstr("raise_error")) << "what isn't of its type fails";
}

}  // namespace
}  // namespace rox
