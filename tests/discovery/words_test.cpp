#include "discovery/words.hpp"

#include <gmock/gmock.h>

#include "model/model_support.hpp"

namespace rox {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Words, AreCutByCaseUnderscoresAndDigits) {
  EXPECT_THAT(words_of("SalesOrderID"), ElementsAre("sales", "order", "id"));
  EXPECT_THAT(words_of("COD_CLIENTE"), ElementsAre("cod", "cliente"));
  EXPECT_THAT(words_of("XMLFile"), ElementsAre("xml", "file"));
  EXPECT_THAT(words_of("AddressLine1"), ElementsAre("address", "line", "1"));
  EXPECT_THAT(words_of("Código do Cliente"), ElementsAre("codigo", "do", "cliente"));
  EXPECT_THAT(words_of("_id_"), ElementsAre("id"));
  EXPECT_THAT(words_of("rowguid"), ElementsAre("rowguid"));
}

TEST(Words, AreTheSameInThePlural) {
  EXPECT_TRUE(same_word("customer", "customers"));
  EXPECT_TRUE(same_word("categories", "category"));
  EXPECT_TRUE(same_word("address", "addresses"));
  EXPECT_TRUE(same_word("people", "person"));
  EXPECT_TRUE(same_word("pedidos", "pedido"));
  EXPECT_TRUE(same_word("itens", "item"));
  EXPECT_TRUE(same_word("regiao", "regioes"));
  EXPECT_FALSE(same_word("order", "border"));
  EXPECT_FALSE(same_word("a", "as"));
}

TEST(Words, TellKeysFromWhatTheyAreKeysOf) {
  const NameWords id = read_column_name("id_cliente");
  EXPECT_TRUE(id.key);
  EXPECT_THAT(id.entity, ElementsAre("cliente"));
  const NameWords stuck = read_column_name("custkey");
  EXPECT_TRUE(stuck.key);
  EXPECT_THAT(stuck.entity, ElementsAre("cust"));
  const NameWords guid = read_column_name("rowguid");
  EXPECT_TRUE(guid.guid);
  EXPECT_THAT(guid.entity, IsEmpty());
  EXPECT_FALSE(read_column_name("paid").key);  // no pa with an id
  EXPECT_THAT(read_table_name("tbl_Customers"), ElementsAre("customers"));
  EXPECT_THAT(read_table_name("dim"), ElementsAre("dim"));
}

TEST(Words, KnowMeasuresAuditsAndLabels) {
  EXPECT_TRUE(is_measure_name("OrderQty"));
  EXPECT_TRUE(is_measure_name("valor_total"));
  EXPECT_FALSE(is_measure_name("SalesOrderID"));
  EXPECT_TRUE(is_audit_name("ModifiedDate"));
  EXPECT_TRUE(is_audit_name("modifieddate"));
  EXPECT_FALSE(is_audit_name("OrderDate"));
  EXPECT_FALSE(is_audit_name("ratechangedate"));
  EXPECT_TRUE(is_label_name("ProductName"));
  EXPECT_TRUE(is_generic_name("type"));
  EXPECT_TRUE(is_generic_name("ID"));
  EXPECT_FALSE(is_generic_name("BusinessEntityID"));
}

TEST(Words, KnowCountsAndTimes) {
  EXPECT_TRUE(is_measure_name("number_of_pages"));
  EXPECT_TRUE(is_measure_name("NumberEmployees"));
  EXPECT_FALSE(is_measure_name("customer_number"));
  EXPECT_FALSE(is_measure_name("NR_PEDIDO"));
  EXPECT_TRUE(is_time_name("OrderDate"));
  EXPECT_FALSE(is_time_name("DateKey"));
  EXPECT_EQ(read_column_name("COD_CLIENTE").kind, KeyWord::code);
  EXPECT_EQ(read_column_name("stage_number").kind, KeyWord::number);
  EXPECT_EQ(read_column_name("custkey").kind, KeyWord::id);
}

TEST(Words, OfAnExporterAreNotATables) {
  const auto model_of = [](const std::vector<std::string>& names) {
    Model model;
    for (const std::string& name : names) {
      model.tables.push_back(test::make_table(name, name + ".csv"));
      model.tables.back().columns.push_back(test::make_column("order_id", "INTEGER"));
    }
    return model;
  };
  EXPECT_THAT(read_table_names(model_of({"acme_orders_dump", "acme_order_items_dump", "acme_shops_dump"})),
              ElementsAre(ElementsAre("orders"), ElementsAre("order", "items"), ElementsAre("shops")));
  EXPECT_THAT(read_table_names(model_of({"order_items", "order_notes", "order_files"})),
              ElementsAre(ElementsAre("order", "items"), ElementsAre("order", "notes"), ElementsAre("order", "files")));
}

TEST(Words, FindThePrefixOfATablesColumns) {
  EXPECT_EQ(column_prefix({"l_orderkey", "l_partkey", "l_tax"}), "l_");
  EXPECT_EQ(column_prefix({"l_orderkey", "o_orderkey"}), "");
  EXPECT_EQ(column_prefix({"id_customer", "id_product"}), "");  // says something
  EXPECT_EQ(column_prefix({"customer_id", "customer_name"}), "");
  EXPECT_EQ(column_prefix({"l_orderkey"}), "");
}

}  // namespace
}  // namespace rox
