#include "guard/guard_file.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "model/model_support.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::HasSubstr;

Model shop() {
  Model model;
  model.tables.push_back(test::make_table(
      "Sale", "Sale.csv", {test::make_column("SaleID", "INTEGER"), test::make_column("Amount", "DECIMAL(9,2)")}));
  return model;
}

Guards parse(const std::string& text) { return parse_guards(text, "expect/sales.toml", {"per_customer"}, shop()); }

std::string error_of(const std::string& text) {
  try {
    parse(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return error.report();
  }
  return "no error";
}

TEST(GuardFile, MakesAGuardOfEachThingThatIsAsked) {
  const Guards guards = parse(R"(
[[guard]]
table = "sale"
rows = "1000 to 5000"
new_rows = "as usual"
column = "amount"
missing = "at most 2.5%"
sum = "at least -10.5"
max_age = "2 business days"
arrives_by = "07:30"
arrives_after = "20:00"
tolerance = 6
meaning = "m"
owner = "o"
)");
  std::vector<std::string> names;
  for (const Guard& guard : guards.list) names.push_back(guard.name);
  EXPECT_THAT(names, testing::ElementsAre("Sale.rows", "Sale.new_rows", "Sale.Amount.missing", "Sale.Amount.sum",
                                          "Sale.Amount.age", "Sale.arrival"));
  EXPECT_EQ(guards.list[0].least, 1000);
  EXPECT_EQ(guards.list[0].most, 5000);
  EXPECT_TRUE(guards.list[0].column.empty());
  EXPECT_TRUE(guards.list[1].usual);
  EXPECT_EQ(guards.list[2].most, 0.025);
  EXPECT_EQ(guards.list[3].least, -10.5);
  EXPECT_EQ(guards.list[4].max_age, (GuardAge{2, GuardAge::Unit::business_days}));
  EXPECT_EQ(guards.list[5].arrives_by, std::chrono::minutes{450});
  for (const Guard& guard : guards.list) {
    EXPECT_EQ(guard.tolerance, 6U);
    EXPECT_EQ(guard.meaning, "m");
  }
}

TEST(GuardFile, HoldsWhatIsWrongAndWarnsOfWhatIsOld) {
  const std::string guard =
      "[[guard]]\ntable = \"Sale\"\nrows = \"at least 1\"\nmax_age = \"1 day\"\n{}column = \"SaleID\"\n";
  for (const auto& [alarm, rows, age] : std::vector<std::tuple<std::string, bool, bool>>{
           {"", true, false}, {"alarm = \"hold\"\n", true, true}, {"alarm = \"warn\"\n", false, false}}) {
    const Guards guards = parse(fmt::format(fmt::runtime(guard), alarm));
    EXPECT_EQ(guards.list.at(0).holds, rows) << alarm;
    EXPECT_EQ(guards.list.at(1).holds, age) << alarm;
  }
}

TEST(GuardFile, SaysWhatIsWrongAndWhere) {
  const auto guard = [](const std::string& lines) { return error_of("[[guard]]\ntable = \"Sale\"\n" + lines); };
  EXPECT_THAT(guard("rows = \"many\"\n"), HasSubstr("expect/sales.toml:3"));
  EXPECT_THAT(guard("rows = \"5 to 1\"\n"), HasSubstr("says nothing that 'rows' could be"));
  EXPECT_THAT(guard("rows = \"at least 5 rows\"\n"), HasSubstr("as usual"));
  EXPECT_THAT(guard("missing = \"at most 1%\"\n"), HasSubstr("of a column"));
  EXPECT_THAT(guard("column = \"Amont\"\nsum = \"as usual\"\n"), HasSubstr("did you mean 'Amount'"));
  EXPECT_THAT(guard("max_age = \"soon\"\n"), HasSubstr("26 hours"));
  EXPECT_THAT(guard("arrives_by = \"25:00\"\n"), HasSubstr("no time of day"));
  EXPECT_THAT(guard("arrives_after = \"05:00\"\nrows = \"as usual\"\n"), HasSubstr("nothing has to arrive"));
  EXPECT_THAT(guard(""), HasSubstr("asks for nothing"));
  EXPECT_THAT(guard("rows = \"as usual\"\nalarm = \"stop\"\n"), HasSubstr("unknown value 'stop'"));
  EXPECT_THAT(guard("rows = \"as usual\"\ntolerance = 0\n"), HasSubstr("tolerance"));
  EXPECT_THAT(guard("rows = \"as usual\"\n[[guard]]\ntable = \"Sale\"\nrows = \"at least 1\"\n"), HasSubstr("already"));
  EXPECT_THAT(error_of("[[guard]]\ntable = \"Sales\"\nrows = \"as usual\"\n"), HasSubstr("did you mean 'Sale'"));
  EXPECT_THAT(error_of("[[guard]]\nmart = \"per_cust\"\nrows = \"as usual\"\n"), HasSubstr("no mart 'per_cust'"));
  EXPECT_THAT(error_of("[[guard]]\nmart = \"per_customer\"\narrives_by = \"07:30\"\n"), HasSubstr("no export"));
  EXPECT_THAT(error_of("[[guard]]\nrows = \"as usual\"\n"), HasSubstr("table"));
  EXPECT_THAT(error_of("[calendar]\ndays = [\"monday\"]\n"), HasSubstr("no day of the week"));
  EXPECT_THAT(error_of("[calendar]\nholidays = [\"25-12\"]\n"), HasSubstr("12-25"));
}

TEST(GuardFile, KnowsOnWhichDaysExportsCome) {
  const BusinessDays days =
      parse("[calendar]\ndays = [\"mon\", \"Tue\"]\nholidays = [\"2026-01-05\", \"01-06\"]\n").days;
  const auto comes = [&](const char* day) { return days.contains(*parse_calendar_day(day)); };
  EXPECT_FALSE(comes("2026-01-05"));  // a Monday
  EXPECT_FALSE(comes("2026-01-06"));
  EXPECT_FALSE(comes("2026-01-07"));
  EXPECT_TRUE(comes("2026-01-12"));
  EXPECT_FALSE(comes("2025-01-06"));
  EXPECT_TRUE(days.leaves_out());
}

class GuardFolder : public test::TempDirTest {};

// A project whose guards can't be read would publish what they are there to hold.
TEST_F(GuardFolder, ThatCannotBeReadIsNoneWithoutGuards) {
  EXPECT_TRUE(read_guards(dir_ / "expect", dir_ / "marts", shop()).list.empty());
  write_file(dir_ / "expect", "no folder");
  EXPECT_THROW(read_guards(dir_ / "expect", dir_ / "marts", shop()), Error);
}

}  // namespace
}  // namespace rox
