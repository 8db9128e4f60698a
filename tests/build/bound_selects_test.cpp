#include "build/bound_selects.hpp"

#include <gmock/gmock.h>

#include "base/file.hpp"
#include "build/integer_tables.hpp"
#include "build/plan_paths.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

class BoundSelectsTest : public test::TempDirTest {
 protected:
  Model model_{{test::integer_table("Sale", {"Id", "Code", "Quantity", "Note"}),
                test::integer_table("Product", {"Code", "Price", "Name"}),
                test::integer_table("Shop", {"Id", "City"})}};
};

TEST_F(BoundSelectsTest, TellWhatMartsRead) {
  write_file(dir_ / "sold.sql",
             "SELECT s.Id, p.Price * s.Quantity AS Amount FROM Sale s JOIN Product p ON p.Code = s.Code");
  write_file(dir_ / "total.sql", "SELECT SUM(Amount) AS Total FROM sold");
  write_file(dir_ / "lucky.sql", "SELECT Id FROM Sale WHERE random() < 0.5");
  const std::vector<Mart> marts = read_marts(dir_, model_);
  const std::vector<Check> checks;
  BoundSelects selects(model_, marts, checks);
  const std::vector<QueryPlan> plans = selects.plans({marts[1].file.text, marts[2].file.text, marts[0].file.text});
  EXPECT_THAT(columns_read(plans[0].root), UnorderedElementsAre(Pair("Sale", ElementsAre("Code", "Id", "Quantity")),
                                                                Pair("Product", ElementsAre("Code", "Price"))));
  EXPECT_THAT(columns_read(plans[1].root), ElementsAre(Pair("sold", ElementsAre("Amount"))));
  EXPECT_NE(plans[2].refusal, "");
  EXPECT_THAT(selects.columns_of("sold"), ElementsAre("Id", "Amount"));
  EXPECT_THAT(selects.columns_of("no_such_mart"), ElementsAre());
  EXPECT_EQ(selects.other_sql_with("Sale"), "");
}

TEST_F(BoundSelectsTest, TellWhatIsReadInSqlOfTheServerAlone) {
  write_file(dir_ / "theirs.sql", "SELECT no_such_function(Id) AS n FROM Sale");
  write_file(dir_ / "after_theirs.sql", "SELECT n, Price FROM theirs, Product");
  const std::vector<Mart> marts = read_marts(dir_, model_);
  std::vector<Check> checks(1);
  Check& check = checks.front();
  check.name = "by_key";
  check.tables = {"Shop"};
  check.file.emplace();
  check.file->text = check.sql = "SELECT Id, City FROM Shop GROUP BY Id";
  BoundSelects selects(model_, marts, checks);
  EXPECT_THAT(selects.columns_of("theirs"), ElementsAre());
  EXPECT_NE(selects.plans({marts.front().file.text}).front().refusal, "");
  EXPECT_EQ(selects.other_sql_with("sale"), "mart theirs");
  EXPECT_EQ(selects.other_sql_with("Product"), "mart after_theirs");
  EXPECT_EQ(selects.other_sql_with("Shop"), "check by_key");
}

/// What ORDER BY doesn't say of missing values is as on the server.
TEST_F(BoundSelectsTest, OrderMissingValuesAsPostgresDoes) {
  const std::vector<Mart> marts;
  const std::vector<Check> checks;
  BoundSelects selects(model_, marts, checks);
  const std::vector<QueryPlan> plans =
      selects.plans({"SELECT Id FROM Sale ORDER BY Id", "SELECT Id FROM Sale ORDER BY Id DESC",
                     "SELECT Id FROM Sale ORDER BY Id DESC NULLS LAST"});
  EXPECT_FALSE(plans[0].order.at(0).nulls_first);
  EXPECT_TRUE(plans[1].order.at(0).nulls_first);
  EXPECT_FALSE(plans[2].order.at(0).nulls_first);
}

}  // namespace
}  // namespace rox
