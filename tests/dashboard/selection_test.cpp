#include "dashboard/selection.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"
#include "dashboard/find_facts.hpp"
#include "dashboard/shop_model.hpp"

namespace rox {
namespace {

class AskedSelection : public testing::Test {
 protected:
  void SetUp() override {
    FactSource source;
    source.model = test::shop();
    orders_ = find_facts(source).front();
  }

  SelectionRequest parse(const std::string& query) { return parse_selection(Params::parse(query), orders_, {"grain"}); }

  std::string problem(const std::string& query) {
    try {
      parse(query);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      return error.what();
    }
    return "none";
  }

  Fact orders_;
};

TEST_F(AskedSelection, ReadsAllThatAnAddressSays) {
  const SelectionRequest request = parse(
      "from=2025-01-01&to=2025-01-31&where.canal=site&where.canal=app&not.status=pago&missing.clientes=except&min."
      "total=1.5&compare=year");
  const Selection& selection = request.selection;
  EXPECT_EQ(selection.period, (Period{parse_day("2025-01-01"), parse_day("2025-01-31")}));
  ASSERT_EQ(selection.filters.size(), 4U);
  EXPECT_EQ(selection.filters[0].where, (std::vector<std::string>{"site", "app"}));
  EXPECT_EQ(selection.filters[1].not_in, std::vector<std::string>{"pago"});
  EXPECT_EQ(selection.filters[2].missing, false);
  EXPECT_EQ(selection.filters[3].least, "1.5");
  EXPECT_EQ(request.comparison, CompareWith::year);
  EXPECT_EQ(selection.without(orders_.dimension("canal")).filters.size(), 3U);
}

TEST_F(AskedSelection, RefusesWhatCanNotBe) {
  EXPECT_EQ(problem("from=2025-02-01&to=2025-01-31"), "the period ends (2025-01-31) before it begins (2025-02-01)");
  EXPECT_EQ(problem("from=banana"), "'banana' isn't a date");
  EXPECT_EQ(problem("period=last_moon").substr(0, 29), "there is no period 'last_moon");
  EXPECT_EQ(problem("period=all&from=2025-01-01"), "period doesn't go with from and to");
  EXPECT_EQ(problem("where.clientes=x'"), "where.clientes 'x'' is not a whole number");
  EXPECT_EQ(problem("min.total=1;DROP"), "min.total '1;DROP' is not a number such as 12.50");
  EXPECT_EQ(problem("where.canall=site").substr(0, 54), "pedidos has no dimension 'canall' (did you mean 'canal");
  EXPECT_EQ(problem("missing.canal=perhaps"), "missing.canal can't be 'perhaps'");
  EXPECT_EQ(problem("min.total=1&min.total=2"), "min.total is there twice");
  EXPECT_EQ(problem("nope=1").substr(0, 29), "there is no parameter 'nope'");
  EXPECT_EQ(problem("compare=soon"), "there is no comparison 'soon'");
}

TEST_F(AskedSelection, HasNoPeriodWhereThereIsNoDay) {
  orders_.times.clear();
  EXPECT_EQ(problem("from=2025-01-01"), "pedidos has no day, so it has no periods");
  EXPECT_EQ(parse("where.canal=x").selection.time, nullptr);
}

}  // namespace
}  // namespace rox
