#include "dashboard/page_file.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/temporary_folder.hpp"
#include "dashboard/find_facts.hpp"
#include "dashboard/shop_model.hpp"

namespace rox {
namespace {

class PageFile : public testing::Test {
 protected:
  void SetUp() override {
    source_.model = test::shop();
    facts_ = find_facts(source_);
  }

  Page read(const std::string& text) {
    const auto file = folder_.path() / "vendas.toml";
    write_file(file, text);
    return read_page(file, source_, facts_);
  }

  std::string problem(const std::string& text) {
    try {
      read("[page]\nfact = \"pedidos\"\n" + text);
    } catch (const Error& error) {
      const SourceLocation& place = error.place();
      EXPECT_TRUE(place.file.ends_with("vendas.toml")) << place.file;
      EXPECT_FALSE(error.hint_text().empty()) << error.what();
      return std::to_string(place.line) + ": " + error.what();
    }
    return "none";
  }

  FactSource source_;
  std::vector<Fact> facts_;
  TemporaryFolder folder_{"page"};
};

TEST_F(PageFile, IsReadAsItWasWritten) {
  for (const Page& page : derived_pages(facts_)) {
    const Page again = read(page_text(page));
    EXPECT_EQ(again.title, page.title);
    EXPECT_EQ(again.fact.name, page.fact.name);
    EXPECT_EQ(again.fact.times.front().name, page.fact.times.front().name);
    ASSERT_EQ(again.charts.size(), page.charts.size());
    for (std::size_t i = 0; i < page.charts.size(); ++i) {
      EXPECT_EQ(again.charts[i].title, page.charts[i].title);
      EXPECT_EQ(again.charts[i].measures, page.charts[i].measures);
      EXPECT_EQ(again.charts[i].by, page.charts[i].by);
      const Measure& measure = again.fact.measure(page.charts[i].measures.front());
      EXPECT_EQ(measure.title, page.fact.measure(measure.name).title);
      EXPECT_EQ(measure.format, page.fact.measure(measure.name).format);
    }
  }
}

TEST_F(PageFile, MakesTheChartsOfAPageThatNamesNone) {
  EXPECT_EQ(read("[page]\nfact = \"pedidos\"\ntitle = \"Vendas\"\n").charts.size(),
            page_of(facts_.front()).charts.size());
}

TEST_F(PageFile, HasMeasuresDimensionsAndFiltersOfItsOwn) {
  const Page page = read(R"TOML(
[page]
title = "Itens"
fact = "itens"
currency = "BRL"
[[measure]]
name = "sem_frete"
sql = "SUM(total_item)"
format = "money"
[[dimension]]
name = "estado"
column = "id_pedido.id_cliente.uf"
names = { PE = "Pernambuco" }
[[dimension]]
name = "quem"
column = "pedidos.clientes"
label = ["nome", "cidade + uf"]
[[filter]]
dimension = "pedidos.status"
where = ["pago"]
[[chart]]
kind = "ranking"
measure = "sem_frete"
by = "estado"
)TOML");
  EXPECT_EQ(page.fact.measures.front().name, "sem_frete");
  EXPECT_EQ(page.fact.measures.front().currency, "BRL");
  EXPECT_EQ(page.fact.dimension("estado").path.hops.size(), 2U);
  EXPECT_EQ(page.fact.dimension("estado").names.front().second, "Pernambuco");
  EXPECT_EQ(page.fact.dimension("quem").path.column, "id_cliente");
  EXPECT_EQ(page.fact.dimension("quem").label.back(), "cidade + uf");
  EXPECT_EQ(page.filters.front().where, std::vector<std::string>{"pago"});
  EXPECT_EQ(page.charts.front().title.pt, "Sem frete por estado");
}

TEST_F(PageFile, SaysWhereItIsWrong) {
  EXPECT_EQ(problem("[[measure]]\nname = \"x\"\ncolumn = \"totall\"\n"),
            "5: pedidos has no column 'totall' (did you mean 'total'?)");
  EXPECT_EQ(problem("[[measure]]\nname = \"x\"\n"), "none");  // rows are counted
  EXPECT_EQ(problem("[[measure]]\nname = \"x\"\naggregate = \"sum\"\n"), "4: measure 'x' has neither column nor sql");
  EXPECT_EQ(problem("[[measure]]\nname = \"x\"\ncolumn = \"canal\"\n"),
            "5: canal is VARCHAR(10), which can't be added up");
  EXPECT_EQ(problem("[[measure]]\nname = \"x\"\nsql = \"SUM(total)\"\naggregate = \"sum\"\n"), "5: `sql` stands alone");
  EXPECT_EQ(problem("[[dimension]]\nname = \"x\"\ncolumn = \"clientes.uff\"\n"),
            "5: clientes has no column 'uff' and no relation to such a table (did you mean 'uf'?)");
  EXPECT_EQ(problem("[[dimension]]\nname = \"clientes\"\nlabel = \"nomes\"\n"),
            "5: clientes has no column 'nomes' (did you mean 'nome'?)");
  EXPECT_EQ(problem("[[chart]]\nkind = \"pie\"\n"), "4: there is no kind of chart 'pie'");
  EXPECT_EQ(problem("[[chart]]\nkind = \"ranking\"\nby = \"cana\"\n"),
            "5: pedidos has no dimension 'cana' (did you mean 'canal'?)");
  EXPECT_EQ(problem("[[chart]]\nkind = \"heat\"\nby = \"canal\"\n"), "5: a heat has 2 in `by`, not 1");
  EXPECT_EQ(problem("[[filter]]\ndimension = \"canal\"\n"), "4: the filter says neither `where` nor `not`");
  EXPECT_EQ(problem("[[filter]]\ndimension = \"total\"\nwhere = [\"x\"]\n"),
            "5: where 'x' is not a number such as 12.50");
}

TEST_F(PageFile, ShowsTheOthersWhereOneIsWrong) {
  write_file(folder_.path() / "a.toml", "[page]\nfact = \"nope\"\n");
  write_file(folder_.path() / "b.toml", "[page]\nfact = \"pedidos\"\nposition = 1\n");
  write_file(folder_.path() / "overview.toml", "[page]\nfact = \"itens\"\n");
  const std::vector<Page> pages = read_pages(folder_.path(), source_, facts_);
  ASSERT_EQ(pages.size(), 3U);
  EXPECT_EQ(pages[0].name, "overview");
  EXPECT_EQ(pages[1].name, "b");
  EXPECT_EQ(pages[2].problem.find("there is no table or mart 'nope'") == std::string::npos, false) << pages[2].problem;
  EXPECT_TRUE(pages[2].charts.empty());
}

}  // namespace
}  // namespace rox
