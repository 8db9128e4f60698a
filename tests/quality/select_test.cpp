#include "quality/select.hpp"

#include <gmock/gmock.h>

#include "base/error.hpp"
#include "model/model_support.hpp"

namespace rox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Check make_check(const std::string& name, std::vector<std::string> tables, Severity severity = Severity::error) {
  Check check;
  check.name = name;
  check.tables = std::move(tables);
  check.severity = severity;
  return check;
}

const std::vector<Check> kChecks{make_check("Sale.primary_key", {"Sale"}),
                                 make_check("Sale.C.references.Customer", {"Sale", "Customer"}, Severity::warn),
                                 make_check("Sale", {}), make_check("totals", {"Customer"})};
const Model kModel{{test::make_table("Sale", "s.csv"), test::make_table("Customer", "c.csv")}};

std::vector<std::string> chosen(const CheckSelection& selection) {
  std::vector<std::string> names;
  for (const Check& check : select_checks(kChecks, selection, kModel)) names.push_back(check.name);
  return names;
}

std::string refused(const CheckSelection& selection) {
  try {
    chosen(selection);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return error.report();
  }
  return "taken";
}

TEST(SelectChecks, by_name_start_table_and_severity) {
  EXPECT_EQ(chosen({}).size(), 4U);
  EXPECT_THAT(chosen({{"tot", "Sale.p"}, {}, {}}), ElementsAre("Sale.primary_key", "totals"));
  EXPECT_THAT(chosen({{"Sale"}, {}, {}}), ElementsAre("Sale"));  // the whole name before the start of others
  EXPECT_THAT(chosen({{}, {"customer"}, {}}), ElementsAre("Sale.C.references.Customer", "totals"));
  EXPECT_THAT(chosen({{}, {}, Severity::warn}), ElementsAre("Sale.C.references.Customer"));
  EXPECT_THAT(chosen({{"totals"}, {"Sale"}, {}}), IsEmpty());
}

TEST(SelectChecks, refuses_what_is_not_there_or_not_one) {
  EXPECT_THAT(refused({{"totls"}, {}, {}}), HasSubstr("there is no check 'totls' (did you mean 'totals'?)"));
  EXPECT_THAT(refused({{"Sale."}, {}, {}}), HasSubstr("there are: Sale.primary_key, Sale.C.references.Customer"));
  EXPECT_THAT(refused({{}, {"Costumer"}, {}}), HasSubstr("no table 'Costumer' (did you mean 'Customer'?)"));
}

}  // namespace
}  // namespace rox
