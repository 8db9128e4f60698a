#include "dashboard/figure_sql.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "dashboard/find_facts.hpp"
#include "dashboard/shop_model.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "engine/result/cells.hpp"

namespace rox {
namespace {

/// A few rows of the shop: an order whose customer there isn't, a line whose order there isn't, an order without lines,
/// one without a day.
constexpr const char* kRows = R"(
CREATE TABLE clientes(id_cliente INTEGER, nome VARCHAR, cidade VARCHAR, uf VARCHAR, cadastro DATE);
INSERT INTO clientes VALUES (1, 'Ana', 'Recife', 'PE', NULL), (2, 'Ana', 'Santos', 'SP', NULL), (3, 'João', 'O''x', NULL, NULL);
CREATE TABLE pedidos(id_pedido INTEGER, data_pedido DATE, id_cliente INTEGER, canal VARCHAR, status VARCHAR, frete DECIMAL(18,2), total DECIMAL(18,2));
INSERT INTO pedidos VALUES (1, DATE '2025-01-10', 1, 'site', 'pago', 1, 100.10), (2, DATE '2025-01-31', 2, 'loja', 'pago', 1, 50.05),
  (3, DATE '2025-02-01', 2, 'site', 'cancelado', 1, 30), (4, DATE '2025-02-10', 99, 'site', 'pago', 1, 7), (5, NULL, 1, NULL, 'pago', 1, 1);
CREATE TABLE produtos(id_produto INTEGER, descricao VARCHAR, categoria VARCHAR, preco DECIMAL(18,2));
INSERT INTO produtos VALUES (1, 'Boné', 'Acessórios', 10), (2, 'Calça', 'Roupas', 50);
CREATE TABLE itens(id_item INTEGER, id_pedido INTEGER, id_produto INTEGER, qtd INTEGER, preco_unitario DECIMAL(18,2), total_item DECIMAL(18,2));
INSERT INTO itens VALUES (1, 1, 1, 2, 10, 20), (2, 1, 2, 1, 50, 50), (3, 2, 1, 5, 10, 50), (4, 77, 1, 9, 10, 90), (5, 3, NULL, 1, 5, 5);
)";

class FigureSql : public testing::Test {
 protected:
  void SetUp() override {
    FactSource source;
    source.model = test::shop();
    facts_ = find_facts(source);
    connection_.execute(kRows);
  }

  const Fact& fact(const std::string& name) {
    return *std::find_if(facts_.begin(), facts_.end(), [&](const Fact& one) { return one.name == name; });
  }

  Question question(const std::string& name, const std::string& measure) {
    Question asked;
    asked.fact = &fact(name);
    asked.measures = {&asked.fact->measure(measure)};
    asked.selection.time = &asked.fact->times.front();
    return asked;
  }

  static void group(Question& asked, const std::string& dimension) {
    asked.by.push_back({&asked.fact->dimension(dimension), nullptr, Grain::month, {}});
  }

  /// "a|b\nc|d".
  std::string rows(const std::string& sql) {
    std::string text;
    const auto result = connection_.query(sql);
    while (result->next()) {
      for (std::size_t r = 0; r < result->rows(); ++r) {
        if (!text.empty()) text += "\n";
        for (std::size_t c = 0; c < result->columns().size(); ++c) {
          text += (c == 0 ? "" : "|") + (result->is_null(c, r) ? std::string("NULL") : text_at(*result, c, r));
        }
      }
    }
    return text;
  }
  std::string rows(const Question& asked) { return rows(figure_sql(asked, SqlDialect::duckdb)); }

  std::vector<Fact> facts_;
  DuckDbConnection connection_ = DuckDbDatabase("", {}).connect();
};

TEST_F(FigureSql, IsASelectThatAnyoneCanRead) {
  Question asked = question("pedidos", "total");
  group(asked, "canal");
  asked.top = 10;
  EXPECT_EQ(figure_sql(asked, SqlDialect::duckdb),
            "SELECT f.canal AS canal,\n  SUM(f.total) AS total\nFROM pedidos AS f\nGROUP BY 1\nORDER BY 2 DESC NULLS "
            "LAST, 1 NULLS "
            "LAST\nLIMIT 10");
}

TEST_F(FigureSql, CountsEveryRowOnceWhateverItsParents) {
  Question asked = question("itens", "total_item");
  EXPECT_EQ(rows(asked), "215.00");
  group(asked, "pedidos.clientes");
  EXPECT_EQ(rows(asked), "NULL|NULL|90.00\n1|Ana|70.00\n2|Ana|55.00");
}

TEST_F(FigureSql, KeepsApartWhatHasTheSameName) {
  Question asked = question("pedidos", "total");
  group(asked, "clientes");
  asked.only_known = true;
  EXPECT_EQ(rows(asked), "1|Ana|101.10\n2|Ana|80.05");
}

TEST_F(FigureSql, SumsUpWhatIsMissingBesideARanking) {
  Question asked = question("itens", "total_item");
  group(asked, "produtos");
  EXPECT_EQ(rows(summary_sql(asked, SqlDialect::duckdb) + " ORDER BY 1"), "0|1|0|5.00\n1|4|2|210.00");
}

TEST_F(FigureSql, CutsBucketsToThePeriod) {
  Question asked = question("pedidos", "total");
  asked.by.push_back({nullptr, asked.selection.time, Grain::month, {}});
  asked.order = FigureOrder::by;
  asked.selection.period = {parse_day("2025-01-11"), parse_day("2025-02-05")};
  EXPECT_EQ(rows(asked), "2025-01-01|50.05\n2025-02-01|30.00");
}

TEST_F(FigureSql, PutsTwoPeriodsSideBySide) {
  Question asked = question("pedidos", "total");
  asked.selection.period = {parse_day("2025-02-01"), parse_day("2025-02-28")};
  asked.before = Period{parse_day("2025-01-01"), parse_day("2025-01-31")};
  EXPECT_EQ(rows(asked), "37.00|150.15");
  group(asked, "canal");
  asked.only_known = true;
  EXPECT_EQ(rows(asked), "site|37.00|100.10");  // nothing of the shop's in February
  asked.change = true;
  asked.order = FigureOrder::change;
  EXPECT_EQ(rows(asked), "site|37.00|100.10|-63.10\nloja|NULL|50.05|-50.05");
}

TEST_F(FigureSql, FiltersByValuesExceptionsRangesAndWhatIsMissing) {
  Question asked = question("pedidos", "rows");
  const auto count = [&](const Filter& filter) {
    asked.selection.filters = {filter};
    return rows(asked);
  };
  const Dimension* channel = &asked.fact->dimension("canal");
  EXPECT_EQ(count({channel, {"site", "loja"}}), "4");
  EXPECT_EQ(count({channel, {}, {"site"}}), "2");  // the one without a channel isn't the site's
  EXPECT_EQ(count({channel, {}, {}, true}), "1");
  EXPECT_EQ(count({channel, {"loja"}, {}, true}), "2");
  EXPECT_EQ(count({channel, {}, {}, false}), "4");
  EXPECT_EQ(count({&asked.fact->dimension("total"), {}, {}, std::nullopt, "30", "60"}), "2");
  EXPECT_EQ(count({&asked.fact->dimension("clientes.cidade"), {"O'x' OR 1=1 --"}}), "0");
}

TEST_F(FigureSql, RanksTheGreatestOfOneOfTwo) {
  Question asked = question("pedidos", "total");
  asked.by.push_back({nullptr, asked.selection.time, Grain::month, {}});
  group(asked, "canal");
  asked.order = FigureOrder::by;
  asked.top = 1;
  EXPECT_EQ(rows(asked), "2025-01-01|site|100.10\n2025-02-01|site|37.00");
}

TEST_F(FigureSql, WritesAMeasureOfItsOwnOverTheFactsColumns) {
  Measure share;
  share.name = "share";
  share.aggregate = Aggregate::sql;
  share.sql = "CAST(SUM(CASE WHEN status = 'pago' THEN total ELSE 0 END) / SUM(total) AS DECIMAL(9, 4))";
  Question asked = question("pedidos", "total");
  asked.measures = {&share};
  group(asked, "clientes.uf");
  asked.only_known = true;
  EXPECT_NE(figure_sql(asked, SqlDialect::duckdb).find("f.status = 'pago' THEN f.total"), std::string::npos);
  EXPECT_EQ(rows(asked), "PE|1.0000\nSP|0.6252");
}

TEST_F(FigureSql, PutsNumbersIntoBins) {
  Question asked = question("pedidos", "rows");
  group(asked, "total");
  asked.by.front().width = "50";
  asked.order = FigureOrder::by;
  EXPECT_EQ(rows(asked), "0.0000|3\n50.0000|1\n100.0000|1");
}

TEST_F(FigureSql, LeavesOutTheMemberThatStandsForAnUnknownOne) {
  Question asked = question("pedidos", "rows");
  Dimension known = asked.fact->dimension("clientes");
  known.path.hops.front().unknown = "1";
  asked.by.push_back({&known, nullptr, Grain::month, {}});
  EXPECT_EQ(rows(asked), "NULL|NULL|3\n2|Ana|2");
}

TEST_F(FigureSql, HasRowsWithTheTimeAndTheNamesOfParents) {
  const Fact& lines = fact("itens");
  Selection selection;
  selection.time = &lines.times.front();
  selection.filters = {{&lines.dimension("produtos"), {"1"}}};
  const std::string sql = rows_sql(lines, selection, RowsOrder{"total_item", true}, 2, 0, SqlDialect::duckdb);
  EXPECT_EQ(rows("SELECT id_item, pedidos_data_pedido, produtos, pedidos_clientes FROM (" + sql + ")"),
            "4|NULL|Boné|NULL\n3|2025-01-31|Boné|Ana");
  EXPECT_EQ(rows(count_sql(lines, selection, SqlDialect::duckdb)), "3");
}

TEST_F(FigureSql, FindsValuesByAPartOfTheirNames) {
  const Fact& orders = fact("pedidos");
  EXPECT_EQ(rows(values_sql(orders, orders.dimension("clientes"), {}, "aN", 5, SqlDialect::duckdb)),
            "1|Ana|2\n2|Ana|2");
  EXPECT_EQ(rows(values_sql(orders, orders.dimension("clientes"), {}, "%", 5, SqlDialect::duckdb)), "");
}

TEST_F(FigureSql, ReadsSecondsSince1970AsTimes) {
  connection_.execute(
      "CREATE TABLE ratings(rating INTEGER, ts BIGINT); INSERT INTO ratings VALUES (4, 0), (5, 86399), (3, 86400)");
  Fact ratings;
  ratings.name = "ratings";
  ratings.measures.push_back({"rows", {}});
  ratings.times.push_back({"ts", {}, {{}, "ts", Type{TypeKind::timestamp}, true}});
  Question asked;
  asked.fact = &ratings;
  asked.measures = {&ratings.measures.front()};
  asked.selection.time = &ratings.times.front();
  asked.by.push_back({nullptr, asked.selection.time, Grain::day, {}});
  asked.order = FigureOrder::by;
  EXPECT_EQ(rows(asked), "1970-01-01|2\n1970-01-02|1");
  asked.selection.period = {parse_day("1970-01-02"), std::nullopt};
  EXPECT_EQ(rows(asked), "1970-01-02|1");
}

TEST_F(FigureSql, KnowsFromWhenToWhenAFactGoes) {
  const Fact& orders = fact("pedidos");
  EXPECT_EQ(rows(extent_sql(orders, orders.times.front(), SqlDialect::duckdb)), "2025-01-10|2025-02-10|1|5");
}

}  // namespace
}  // namespace rox
