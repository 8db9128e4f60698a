#include "dashboard/find_facts.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "dashboard/page.hpp"
#include "dashboard/shop_model.hpp"

namespace rox {
namespace {

using test::column;
using test::table;

std::vector<Fact> facts_of(Model model) {
  FactSource source;
  source.model = std::move(model);
  return find_facts(source);
}

const Fact& fact(const std::vector<Fact>& facts, const std::string& name) {
  return *std::find_if(facts.begin(), facts.end(), [&](const Fact& one) { return one.name == name; });
}

template <class Named>
std::vector<std::string> names(const std::vector<Named>& list) {
  std::vector<std::string> all;
  for (const Named& one : list) all.push_back(one.name);
  return all;
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

TEST(FindFacts, PutsTheOrdersOfAShopFirstAndItsLinesNext) {
  const std::vector<Fact> facts = facts_of(test::shop());
  EXPECT_EQ(facts[0].name, "pedidos");
  EXPECT_EQ(facts[1].name, "itens");
  EXPECT_NE(facts[0].why.find("it has money (total)"), std::string::npos) << facts[0].why;
}

TEST(FindFacts, SumsMoneyAndQuantitiesAndAveragesPrices) {
  const std::vector<Fact> facts = facts_of(test::shop());
  const Fact& lines = fact(facts, "itens");
  EXPECT_EQ(lines.measure("total_item").aggregate, Aggregate::sum);
  EXPECT_EQ(lines.measure("total_item").format, ValueFormat::money);
  EXPECT_EQ(lines.measure("qtd").aggregate, Aggregate::sum);
  EXPECT_EQ(lines.measure("preco_unitario").aggregate, Aggregate::average);
  EXPECT_EQ(lines.measure("id_pedido_count").aggregate, Aggregate::distinct);
  EXPECT_EQ(lines.measure("rows").aggregate, Aggregate::count);
  for (const char* key : {"id_item", "id_pedido", "id_produto"}) EXPECT_EQ(lines.find_measure(key), nullptr) << key;
}

TEST(FindFacts, CallsWhatSalesComeToRevenueInBothLanguages) {
  const Fact orders = fact(facts_of(test::shop()), "pedidos");
  EXPECT_EQ(orders.measures.front().name, "total");
  EXPECT_EQ(orders.measures.front().title, (Title{"Revenue", "Faturamento"}));
  EXPECT_EQ(orders.measure("average_order").title.pt, "Ticket médio");
  EXPECT_EQ(orders.measure("average_order").sql.find("SUM(total)"), std::string("CAST(CAST(").size());
}

TEST(FindFacts, ReachesLabelsOverSeveralRelations) {
  const Fact lines = fact(facts_of(test::shop()), "itens");
  const Dimension& customer = lines.dimension("pedidos.clientes");
  EXPECT_EQ(customer.path.hops.size(), 2U);
  EXPECT_EQ(customer.path.column, "id_cliente");
  EXPECT_EQ(customer.label, std::vector<std::string>{"nome"});
  EXPECT_EQ(lines.dimension("produtos").label, std::vector<std::string>{"descricao"});
  EXPECT_EQ(lines.dimension("pedidos.clientes.uf").kind, DimensionKind::place);
  EXPECT_TRUE(has(names(lines.dimensions), "pedidos.canal"));
}

TEST(FindFacts, DatesLinesByTheirOrderAndNothingByABirthOrARegistration) {
  const std::vector<Fact> facts = facts_of(test::shop());
  EXPECT_EQ(names(fact(facts, "itens").times), std::vector<std::string>{"pedidos.data_pedido"});
  EXPECT_EQ(names(fact(facts, "pedidos").times), std::vector<std::string>{"data_pedido"});
  EXPECT_TRUE(fact(facts, "clientes").times.empty());
}

TEST(FindFacts, KnowsWhatAddsUp) {
  const auto adds = [](const std::string& sql) {
    Measure measure;
    measure.aggregate = Aggregate::sql;
    measure.sql = sql;
    return measure.additive();
  };
  EXPECT_TRUE(adds("SUM(a * (b - c))"));
  EXPECT_TRUE(adds("sum ( CASE WHEN a THEN b ELSE 0 END ) -- all"));
  for (const char* sql : {"SUM(a) / SUM(b)", "AVG(a)", "SUM(DISTINCT a)", "CAST(SUM(a) AS DECIMAL(9, 2))", ""}) {
    EXPECT_FALSE(adds(sql)) << sql;
  }
}

TEST(FindFacts, AveragesRatingsAndNeverSumsYears) {
  const std::vector<Fact> facts = facts_of(test::films());
  EXPECT_EQ(facts.front().name, "ratings");
  EXPECT_EQ(facts.front().measures.front().name, "rating");
  EXPECT_EQ(facts.front().measures.front().aggregate, Aggregate::average);
  EXPECT_EQ(fact(facts, "movies").find_measure("year"), nullptr);
}

TEST(FindFacts, TakesSecondsSince1970ForATime) {
  Model model = test::films();
  Column& rated = model.tables[1].columns[3];
  rated.name = "timestamp";
  rated.type = parse_type("BIGINT");
  rated.least = "828124615";
  rated.greatest = "1537799250";
  const Fact ratings = facts_of(model).front();
  ASSERT_EQ(names(ratings.times), std::vector<std::string>{"timestamp"});
  EXPECT_TRUE(ratings.times.front().path.epoch);
  EXPECT_EQ(ratings.find_measure("timestamp"), nullptr);
  rated.least = "1";  // no seconds
  EXPECT_TRUE(facts_of(model).front().times.empty());
}

TEST(FindFacts, RanksByAnAverageWithTheRowsBesideIt) {
  const Page page = page_of(facts_of(test::films()).front());
  const auto ranking = std::find_if(page.charts.begin(), page.charts.end(),
                                    [](const Chart& chart) { return chart.kind == ChartKind::ranking; });
  ASSERT_NE(ranking, page.charts.end());
  EXPECT_EQ(ranking->measures, (std::vector<std::string>{"rows", "rating"}));
}

TEST(FindFacts, TellsApartTwoRelationsToOneTable) {
  const Fact games = fact(facts_of(test::matches()), "matches");
  EXPECT_EQ(games.dimension("home_team_id").title.en, "Home team");
  EXPECT_EQ(games.dimension("away_team_id").title.en, "Away team");
  EXPECT_EQ(games.dimension("home_team_id").label, std::vector<std::string>{"team_name"});
  EXPECT_EQ(games.measures.front().name, "goals");
  for (const char* none : {"round", "latitude"}) EXPECT_EQ(games.find_measure(none), nullptr) << none;
}

TEST(FindFacts, MultipliesPriceQuantityAndDiscountWhereThereIsNoAmount) {
  Model model;
  Column discount = column("discount", "DECIMAL(18,2)", 11);
  discount.least = "0";
  discount.greatest = "0.25";
  model.tables.push_back(
      table("order_details", 2155,
            {column("order_id", "INTEGER", 830), column("product_id", "INTEGER", 77),
             column("unit_price", "DECIMAL(18,2)", 100), column("quantity", "INTEGER", 50), discount},
            {"order_id", "product_id"}));
  const Fact lines = facts_of(std::move(model)).front();
  const Measure& revenue = lines.measures.front();
  EXPECT_EQ(revenue.name, "revenue");
  EXPECT_EQ(
      revenue.sql,
      "SUM(CAST(CAST(unit_price * quantity AS DECIMAL(18, 4)) * CAST(1 - COALESCE(discount, 0) AS DECIMAL(9, 4)) AS "
      "DECIMAL(18, 4)))");
  EXPECT_TRUE(revenue.additive());
  EXPECT_EQ(lines.measure("discount").aggregate, Aggregate::average);
}

TEST(FindFacts, HasAPageWithoutDaysAndWithoutNumbers) {
  Model model;
  model.tables.push_back(
      table("paises", 200, {column("codigo", "VARCHAR(3)", 200), column("continente", "VARCHAR(20)", 6)}, {"codigo"}));
  const std::vector<Page> pages = derived_pages(facts_of(std::move(model)));
  ASSERT_EQ(pages.size(), 1U);
  EXPECT_EQ(pages[0].name, "overview");
  EXPECT_EQ(pages[0].charts.front().measures, std::vector<std::string>{"rows"});
  EXPECT_TRUE(std::any_of(pages[0].charts.begin(), pages[0].charts.end(),
                          [](const Chart& chart) { return chart.kind == ChartKind::ranking; }));
  EXPECT_TRUE(std::none_of(pages[0].charts.begin(), pages[0].charts.end(),
                           [](const Chart& chart) { return chart.kind == ChartKind::time; }));
}

TEST(FindFacts, HasNoPageWithoutATable) { EXPECT_TRUE(derived_pages(facts_of({})).empty()); }

TEST(FindFacts, ReachesNothingInATableWhoseKeyRepeats) {
  FactSource source;
  source.model = test::shop();
  source.ambiguous.insert("clientes");
  const std::vector<Fact> facts = find_facts(source);
  EXPECT_EQ(fact(facts, "pedidos").find_dimension("clientes"), nullptr);
}

TEST(FindFacts, PutsAStarBeforeWhatItIsMadeOf) {
  FactSource source;
  source.model = test::shop();
  source.model.tables.push_back(
      table("dim_date", 1200, {column("date_key", "INTEGER", 1200), column("full_date", "DATE", 1200)}, {"date_key"}));
  source.model.tables.push_back(
      table("fact_vendas", 12'000,
            {column("id_pedido", "INTEGER", 12'000), column("order_date_key", "INTEGER", 1200),
             column("valor", "DECIMAL(18,2)", 5000)},
            {"id_pedido"}, {{{"order_date_key"}, "dim_date", {"date_key"}, false}}));
  source.marts = {"fact_vendas", "dim_date"};
  source.unknown = {{"dim_date", "-1"}};
  const Fact first = find_facts(source).front();
  EXPECT_EQ(first.name, "fact_vendas");
  EXPECT_EQ(names(first.times), std::vector<std::string>{"dim_date.full_date"});
  EXPECT_EQ(first.times.front().path.hops.front().unknown, "-1");
}

}  // namespace
}  // namespace rox
