#include "discovery/words.hpp"

#include <gmock/gmock.h>

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
  EXPECT_FALSE(is_audit_name("OrderDate"));
  EXPECT_TRUE(is_label_name("ProductName"));
  EXPECT_TRUE(is_generic_name("type"));
  EXPECT_TRUE(is_generic_name("ID"));
  EXPECT_FALSE(is_generic_name("BusinessEntityID"));
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
