#include "discovery/names.hpp"

#include <gmock/gmock.h>

#include "base/text.hpp"

namespace rox {
namespace {

using testing::ElementsAre;

std::vector<std::string> grouped(const std::vector<std::string>& names,
                                 const std::vector<std::vector<std::string>>& headers) {
  std::vector<std::string> out;
  for (const FileGroup& group : group_files(names, headers)) {
    out.push_back(group.name + "=" + group.file + "/" + std::to_string(group.members.size()));
  }
  return out;
}

std::vector<std::string> grouped(const std::vector<std::string>& names) {
  return grouped(names, std::vector<std::vector<std::string>>(names.size(), {"a", "b"}));
}

TEST(Names, PlainIdentifiersStay) {
  EXPECT_EQ(identifier_for("SalesOrderID"), "SalesOrderID");
  EXPECT_EQ(identifier_for("order"), "order");
  EXPECT_EQ(identifier_for("_x1"), "_x1");
}

TEST(Names, OthersAreTransliterated) {
  EXPECT_EQ(identifier_for("Data de Emissão"), "data_de_emissao");
  EXPECT_EQ(identifier_for("Nº do Pedido"), "n_do_pedido");
  EXPECT_EQ(identifier_for("Preço (R$)"), "preco_r");
  EXPECT_EQ(identifier_for("2015"), "_2015");
  EXPECT_EQ(identifier_for("Straße"), "strasse");
  EXPECT_EQ(identifier_for("  % "), "");
  EXPECT_EQ(identifier_for("Příjmení"), "prijmeni");
  EXPECT_EQ(identifier_for("İşlem Tarihi / Açıklama"), "islem_tarihi_aciklama");
  EXPECT_EQ(identifier_for("Số lượng, Đơn giá"), "so_luong_don_gia");
  EXPECT_EQ(identifier_for("Emissa\u0303o"), "emissao");  // ã in two characters
  EXPECT_EQ(identifier_for("Ｎｏ．１"), "no_1");
  EXPECT_EQ(identifier_for("🚲 €"), "");
}

TEST(Names, OtherScriptsStayReadable) {
  EXPECT_EQ(identifier_for("Дата операции"), "дата_операции");
  EXPECT_EQ(identifier_for("Ημερομηνία (ΕΕ)"), "ημερομηνία_εε");
  EXPECT_EQ(identifier_for("Ημερομηνι\u0301α"), "ημερομηνία");  // NFC
  EXPECT_EQ(identifier_for("名前"), "名前");
  EXPECT_EQ(identifier_for("金额（元）"), "金额_元");
  EXPECT_EQ(identifier_for("اسم العميل"), "اسم_العميل");
  EXPECT_EQ(identifier_for("ชื่อ"), "ชื่อ");
  EXPECT_EQ(identifier_for("ग्राहक का नाम"), "ग्राहक_का_नाम");
  EXPECT_EQ(identifier_for("Сумма, R$"), "сумма_r");
  EXPECT_EQ(identifier_for("2024年"), "_2024年");
  EXPECT_EQ(identifier_for("\xC3\x28 x"), "x");  // no text
}

TEST(Names, OfOtherScriptsFitIntoEveryEngine) {
  std::string name;
  for (int i = 0; i < 40; ++i) name += "额";
  const std::vector<std::string> names = column_names({name + "一", name + "二"});
  EXPECT_LE(names.at(0).size(), 63U);
  EXPECT_LE(names.at(1).size(), 63U);
  EXPECT_NE(names.at(0), names.at(1));
  EXPECT_TRUE(valid_utf8(names.at(0)));
}

TEST(Names, ColumnNamesAreUnique) {
  EXPECT_THAT(column_names({"id", "ID", "Valor", "Valor ", "", "名前", "valor_2", "🚲"}),
              ElementsAre("id", "ID_2", "Valor", "Valor_3", "column_5", "名前", "valor_2", "column_8"));
}

TEST(Names, SchemasAreDroppedWhereNamesStayUnique) {
  EXPECT_THAT(grouped({"Person.Person.csv", "Production.Product.csv", "Sales.Product.csv"}),
              ElementsAre("Person=Person.Person.csv/1", "production_product=Production.Product.csv/1",
                          "sales_product=Sales.Product.csv/1"));
}

TEST(Names, TablesAreNotCalledLikeThoseOfTheEngines) {
  EXPECT_THAT(grouped({"pg_class.csv", "sqlite_master.csv"}, {{"a"}, {"b"}}),
              ElementsAre("t_pg_class=pg_class.csv/1", "t_sqlite_master=sqlite_master.csv/1"));
  EXPECT_LT(grouped({std::string(240, 'x') + ".csv"}, {{"a"}}).at(0).find('='), 200U);
}

TEST(Names, FilesThatDifferByNumbersAreOneTable) {
  EXPECT_THAT(grouped({"Sales_2015.csv", "Sales_2016.csv", "Stores.csv"}),
              ElementsAre("Sales=Sales_#.csv/2", "Stores=Stores.csv/1"));
  EXPECT_THAT(grouped({"log-2015-01-31.csv", "log-2015-02-28.csv"}), ElementsAre("log=log-#.csv/2"));
  EXPECT_THAT(grouped({"crm2_deals_1.csv", "crm2_deals_2.csv"}), ElementsAre("crm2_deals=crm2_deals_#.csv/2"));
  EXPECT_THAT(grouped({"2015.csv", "2016.csv"}), ElementsAre("table_1=#.csv/2"));
  EXPECT_THAT(grouped({"Sales_2015.csv"}), ElementsAre("Sales_2015=Sales_2015.csv/1"));
}

TEST(Names, AFileOfADayIsTheFirstOfItsKind) {
  EXPECT_THAT(grouped({"vendas_2024_01.csv"}), ElementsAre("vendas=vendas_#.csv/1"));
  EXPECT_THAT(grouped({"2024-01-31/vendas.csv"}), ElementsAre("vendas=#/vendas.csv/1"));
  EXPECT_THAT(grouped({"form_1099.csv", "sp_500.csv"}, {{"a"}, {"b"}}),
              ElementsAre("form_1099=form_1099.csv/1", "sp_500=sp_500.csv/1"));
  // What is called so but has other columns is no such part.
  EXPECT_THAT(grouped({"v_2024-01.csv", "v_2024-02.csv"}, {{"a"}, {"b"}}),
              ElementsAre("v_2024_01=v_2024-01.csv/1", "v_2024_02=v_2024-02.csv/1"));
}

TEST(Names, LikelyPartsAreSaid) {
  const auto said = [](const std::vector<std::string>& names, const std::vector<std::vector<std::string>>& headers) {
    return likely_parts(names, headers, group_files(names, headers));
  };
  EXPECT_THAT(said({"v_1.csv", "v_2.csv"}, {{"id", "v"}, {"id", "v", "new"}}),
              ElementsAre(testing::AllOf(testing::HasSubstr("v_2.csv is called like a part of v_1"),
                                         testing::HasSubstr("file = \"v_#.csv\""))));
  EXPECT_EQ(said({"v_1.csv", "v_2.csv", "v_3.csv"}, {{"id", "v"}, {"id", "v"}, {"V", "ID", "new"}}).size(), 1U);
  EXPECT_THAT(said({"v_1.csv", "v_2.csv"}, {{"id", "v"}, {"name", "street"}}), testing::IsEmpty());
  EXPECT_THAT(said({"a.csv", "b.csv"}, {{"id", "v"}, {"id", "v", "new"}}), testing::IsEmpty());
}

TEST(Names, AFileWithoutTheDateOfTheOthersIsSaid) {
  const auto said = [](const std::vector<std::string>& names, const std::vector<std::vector<std::string>>& headers) {
    return likely_parts(names, headers, group_files(names, headers));
  };
  const std::vector<std::string> columns{"id", "v"};
  EXPECT_THAT(said({"v.csv", "v_2024-01-01.csv", "v_2024-01-02.csv"}, {columns, columns, columns}),
              ElementsAre(testing::AllOf(testing::HasSubstr("v.csv has the columns of v_#.csv"),
                                         testing::HasSubstr("ignore = [\"v.csv\"]"))));
  EXPECT_EQ(said({"v.csv", "v_2024-01-01.csv"}, {columns, columns}).size(), 1U);
  EXPECT_THAT(said({"v.csv", "v_2024-01-01.csv"}, {{"id", "name"}, columns}), testing::IsEmpty());
  EXPECT_THAT(said({"w.csv", "v_2024-01-01.csv"}, {columns, columns}), testing::IsEmpty());
}

TEST(Names, TablesThatMayBeOneAreSaid) {
  const std::vector<std::string> columns{"id", "name", "value", "day"};
  const auto said = [&](const std::vector<std::string>& names, const std::vector<std::string>& header) {
    const std::vector<std::vector<std::string>> headers(names.size(), header);
    return likely_kin(names, headers, group_files(names, headers));
  };
  EXPECT_THAT(said({"v_fev.csv", "v_jan.csv"}, columns), ElementsAre(testing::HasSubstr("file = \"v_*.csv\"")));
  EXPECT_THAT(said({"v_1.csv.gz", "v_2.csv"}, columns), ElementsAre(testing::HasSubstr("file = \"v_*\"")));
  EXPECT_THAT(said({"V_2.CSV", "v_1.csv"}, columns), ElementsAre(testing::HasSubstr("call them alike")));
  EXPECT_THAT(said({"v_1.csv", "v_2.csv"}, columns), testing::IsEmpty()) << "one table";
  EXPECT_THAT(said({"customer.csv", "supplier.csv"}, columns), testing::IsEmpty());
  EXPECT_THAT(said({"tb_color.csv", "tb_size.csv"}, {"id", "name"}), testing::IsEmpty());
}

TEST(Names, TablesAreCalledByTheFileNotByWhereItLies) {
  EXPECT_THAT(
      grouped({"Sales.Orders.csv.gz", "all.zip!2024/shops.csv", "deep/people.dat"}),
      ElementsAre("Orders=Sales.Orders.csv.gz/1", "shops=all.zip!2024/shops.csv/1", "people=deep/people.dat/1"));
  EXPECT_THAT(grouped({"sales.tar.gz!2024-01.csv", "sales.tar.gz!2024-02.csv"}),
              ElementsAre("sales=sales.tar.gz!#.csv/2"));
  EXPECT_THAT(grouped({"months/2024-01.csv", "months/2023-02.csv"}), ElementsAre("months=months/#.csv/2"));
  EXPECT_THAT(grouped({"wow!.csv"}), ElementsAre("wow=wow!.csv/1"));
}

TEST(Names, SheetsAreCalledLikeTheirWorkbook) {
  EXPECT_THAT(grouped({"Sales 2024.xlsx!Sheet1"}), ElementsAre("sales_2024=Sales 2024.xlsx!Sheet1/1"));
  EXPECT_THAT(grouped({"book.xlsx!Orders", "book.xlsx!Price list", "other.ods!Tabelle1"}, {{"a"}, {"b"}, {"c"}}),
              ElementsAre("book_Orders=book.xlsx!Orders/1", "book_price_list=book.xlsx!Price list/1",
                          "other=other.ods!Tabelle1/1"));
  EXPECT_THAT(grouped({"sales_2023.xlsx!Data", "sales_2024.xlsx!Data"}), ElementsAre("sales=sales_#.xlsx!Data/2"));
  EXPECT_THAT(grouped({"book.xlsx!2023", "book.xlsx!2024"}), ElementsAre("book=book.xlsx!#/2"));
  EXPECT_THAT(grouped({"2024.xlsx!Orders"}), ElementsAre("Orders=2024.xlsx!Orders/1"));
  EXPECT_THAT(grouped({"m.xls!x.y", "m.xls!z"}, {{"a"}, {"b"}}), ElementsAre("m_x_y=m.xls!x.y/1", "m_z=m.xls!z/1"));
  EXPECT_THAT(grouped({"m.csv!Jan", "m.csv!Fev"}, {{"a"}, {"b"}}),
              ElementsAre("m_Jan=m.csv!Jan/1", "m_Fev=m.csv!Fev/1"))
      << "a workbook by its bytes";
}

TEST(Names, FilesOfDifferentTablesStayApart) {
  const std::vector<std::string> names{"s1.csv", "s2.csv", "s3.csv", "s4.csv"};
  const std::vector<std::vector<std::string>> headers(4, {"a"});
  const auto members = [&](const std::vector<std::optional<std::size_t>>& owners) {
    std::vector<std::vector<std::size_t>> out;
    for (const FileGroup& group : group_files(names, headers, owners)) out.push_back(group.members);
    return out;
  };
  const std::optional<std::size_t> none;
  EXPECT_THAT(members({0, 1, 0, none}), ElementsAre(ElementsAre(0U, 2U), ElementsAre(1U), ElementsAre(3U)));
  EXPECT_THAT(members({none, 1, none, 1}), ElementsAre(ElementsAre(0U, 1U, 2U, 3U)));
}

TEST(Names, FilesWithOtherHeadersAreOtherTables) {
  EXPECT_THAT(grouped({"t1.csv", "t2.csv"}, {{"a"}, {"b"}}), ElementsAre("t1=t1.csv/1", "t2=t2.csv/1"));
}

}  // namespace
}  // namespace rox
