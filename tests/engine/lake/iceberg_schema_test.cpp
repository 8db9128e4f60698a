#include "engine/lake/iceberg_schema.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/json.hpp"

namespace rox {
namespace {

Column column(const std::string& name, const std::string& type, bool nullable = true) {
  Column column;
  column.name = name;
  column.type = parse_type(type);
  column.nullable = nullable;
  return column;
}

TEST(IcebergType, IsExact) {
  for (const auto& [type, iceberg] :
       std::vector<std::pair<std::string, std::string>>{{"BOOLEAN", "boolean"},
                                                        {"SMALLINT", "int"},
                                                        {"INTEGER", "int"},
                                                        {"BIGINT", "long"},
                                                        {"DECIMAL(38,10)", "decimal(38, 10)"},
                                                        {"DATE", "date"},
                                                        {"TIMESTAMP", "timestamp"},
                                                        {"TIME", "string"},
                                                        {"UUID", "uuid"},
                                                        {"VARCHAR(50)", "string"}}) {
    EXPECT_EQ(iceberg_type(parse_type(type)), iceberg) << type;
  }
}

TEST(IcebergSchema, HasKeysCommentsAndNamesInLowerCase) {
  Table table;
  table.columns = {column("OrderID", "INTEGER"), column("Line", "INTEGER", false), column("Amount", "DECIMAL(9,2)")};
  table.columns[2].comment = "in \"euros\"";
  table.primary_key = {"orderid", "Line"};
  EXPECT_EQ(json_text(iceberg_schema(table)),
            R"json({"fields":[{"id":1,"name":"orderid","required":true,"type":"int"},)json"
            R"json({"id":2,"name":"line","required":true,"type":"int"},)json"
            R"json({"doc":"in \"euros\"","id":3,"name":"amount","required":false,"type":"decimal(9, 2)"}],)json"
            R"json("identifier-field-ids":[1,2],"schema-id":0,"type":"struct"})json");
}

}  // namespace
}  // namespace rox
