#include "dashboard/titles.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

TEST(Titles, TranslatesWhatBothLanguagesKnow) {
  EXPECT_EQ(title_of("data_pedido"), (Title{"Order date", "Data do pedido"}));
  EXPECT_EQ(title_of("order_date"), (Title{"Order date", "Data do pedido"}));
  EXPECT_EQ(title_of("OrderDate"), (Title{"Order date", "Data do pedido"}));
  EXPECT_EQ(title_of("preco_unitario"), (Title{"Unit price", "Preço unitário"}));
  EXPECT_EQ(title_of("unit_price"), (Title{"Unit price", "Preço unitário"}));
  EXPECT_EQ(title_of("valor_total"), (Title{"Total amount", "Valor total"}));
  EXPECT_EQ(title_of("qtd"), (Title{"Quantity", "Quantidade"}));
  EXPECT_EQ(title_of("order_qty"), (Title{"Order quantity", "Quantidade do pedido"}));
}

TEST(Titles, KeepsWhatItDoesNotKnow) {
  EXPECT_EQ(title_of("spline_reticulation"), (Title{"Spline reticulation", "Spline reticulation"}));
  EXPECT_EQ(title_of("total_due"), (Title{"Total due", "Total due"}));
  EXPECT_EQ(title_of("descricao_do_item").pt, "Descrição do item");
}

TEST(Titles, KeepsAcronyms) {
  EXPECT_EQ(title_of("uf").pt, "UF");
  EXPECT_EQ(title_of("chave_NFE").pt, "Chave NFE");
  EXPECT_EQ(title_of("GDPGrowth").en, "GDP growth");
}

TEST(Titles, LeavesOutWhatOnlySaysThatItIsATable) {
  EXPECT_EQ(table_title("dim_customer"), (Title{"Customer", "Cliente"}));
  EXPECT_EQ(table_title("fact_sales"), (Title{"Sales", "Vendas"}));
  EXPECT_EQ(table_title("fato_vendas"), (Title{"Sales", "Vendas"}));
  EXPECT_EQ(table_title("dim"), (Title{"Dim", "Dim"}));
}

TEST(Titles, LeavesOutTheKeyOfAReference) {
  EXPECT_EQ(reference_title("home_team_id").en, "Home team");
  EXPECT_EQ(reference_title("customerid").en, "Customer");
  EXPECT_EQ(reference_title("id").en, "Id");
}

TEST(Titles, NamesOneOfMany) {
  EXPECT_EQ(singular({"Customers", "Clientes"}), (Title{"Customer", "Cliente"}));
  EXPECT_EQ(singular({"Categories", "Categorias"}), (Title{"Category", "Categoria"}));
  EXPECT_EQ(singular({"Movies", "Regiões"}), (Title{"Movie", "Região"}));
  EXPECT_EQ(singular({"Status", "Fornecedores"}), (Title{"Status", "Fornecedor"}));
  EXPECT_EQ(singular({"Address", "Itens do pedido"}), (Title{"Address", "Item do pedido"}));
}

}  // namespace
}  // namespace rox
