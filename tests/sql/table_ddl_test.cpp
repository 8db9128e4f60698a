#include "sql/table_ddl.hpp"

#include <gmock/gmock.h>

namespace rox {
namespace {

using testing::ElementsAre;

Table sale() {
  Table table;
  table.name = "Sale";
  table.comment = "what we sold";
  for (const char* name : {"SaleID", "User", "note text"}) table.columns.emplace_back().name = name;
  table.columns[0].type = parse_type("INTEGER");
  table.columns[1].type = parse_type("VARCHAR(20)");
  table.columns[1].nullable = false;
  table.columns[1].comment = "who's it";
  table.primary_key = {"SaleID"};
  return table;
}

TEST(TableDdl, MakesTheBareTable) {
  EXPECT_EQ(create_table_sql(sale(), "Loja", SqlDialect::postgres),
            R"(CREATE TABLE loja.sale (saleid INTEGER NOT NULL, "user" VARCHAR(20) NOT NULL, "note text" TEXT))");
}

TEST(TableDdl, AddsKeysAndRelationsLater) {
  EXPECT_EQ(add_key_sql("loja", "Sale", "PRIMARY KEY", {"SaleID", "User"}, {"sale"}, SqlDialect::postgres),
            R"(ALTER TABLE loja.sale ADD PRIMARY KEY (saleid, "user"))");
  EXPECT_EQ(add_relation_sql("next", "Sale", {{"User"}, "Person", {"ID"}, true}, "loja", SqlDialect::postgres),
            R"(ALTER TABLE next.sale ADD FOREIGN KEY ("user") REFERENCES loja.person (id))");
}

TEST(TableDdl, NamesAKeyWhosePostgresIndexWouldBeCalledLikeATable) {
  const std::set<std::string> tables{"sale", "sale_pkey", "sale_a_b_key"};
  EXPECT_EQ(add_key_sql("loja", "Sale", "PRIMARY KEY", {"ID"}, tables, SqlDialect::postgres),
            R"(ALTER TABLE loja.sale ADD CONSTRAINT "primary key of sale_pkey" PRIMARY KEY (id))");
  EXPECT_EQ(add_key_sql("loja", "Sale", "UNIQUE", {"A", "B"}, tables, SqlDialect::postgres),
            R"(ALTER TABLE loja.sale ADD CONSTRAINT "unique of sale_a_b_key" UNIQUE (a, b))");
  EXPECT_EQ(add_key_sql("loja", "Sale", "UNIQUE", {"A"}, tables, SqlDialect::postgres),
            "ALTER TABLE loja.sale ADD UNIQUE (a)");
  EXPECT_EQ(add_key_sql("loja", "Sale", "PRIMARY KEY", {"ID"}, tables, SqlDialect::redshift),
            "ALTER TABLE loja.sale ADD PRIMARY KEY (id)");
}

TEST(TableDdl, Comments) {
  EXPECT_THAT(comment_sql(sale(), "loja", SqlDialect::postgres),
              ElementsAre("COMMENT ON TABLE loja.sale IS 'what we sold'",
                          R"(COMMENT ON COLUMN loja.sale."user" IS 'who''s it')"));
}

}  // namespace
}  // namespace rox
