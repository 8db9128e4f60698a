#include "quality/held_keys.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "base/file.hpp"
#include "model/model_support.hpp"
#include "quality/report.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class HeldKeys : public test::TempDirTest {
 protected:
  /// The report of a run's checks of the table's key and of its column id.
  void report(int run, const std::string& key, const std::string& complete = "pass") {
    const std::string check = R"({{"check":"x","kind":"{}","table":"{}","status":"{}"}})";
    write_file(dir_ / "checks" / fmt::format("20260101T0000{:02d}.json", run),
               fmt::format(R"({{"run":"r","status":"pass","seconds":0,"checks":[{},{},{}]}})",
                           fmt::format(fmt::runtime(check), "primary_key", "Order", key),
                           fmt::format(fmt::runtime(check), "not_null", "Order", complete),
                           fmt::format(fmt::runtime(check), "primary_key", "Line", "pass")));
  }

  std::vector<HeldKey> held() const {
    Model model{{test::make_table("Order", "o.csv", {test::make_column("id", "INTEGER")}, {"id"}),
                 test::make_table("Line", "l.csv", {test::make_column("id", "INTEGER")}, {"id"})}};
    model.tables[0].inferred_keys = true;
    return held_keys(model, dir_);
  }

  void SetUp() override {
    test::TempDirTest::SetUp();
    make_directories(dir_ / "checks");
  }
};

TEST_F(HeldKeys, AreToldWhenTheyHeldLongEnough) {
  EXPECT_THAT(held(), IsEmpty());
  for (int run = 0; run < 9; ++run) report(run, "pass");
  EXPECT_THAT(held(), IsEmpty());
  report(9, "pass");
  EXPECT_THAT(held(), ElementsAre(HeldKey{"Order", 10})) << "and not Line, whose key is confirmed";
  report(10, "pass");
  EXPECT_THAT(held(), ElementsAre(HeldKey{"Order", 11}));
}

TEST_F(HeldKeys, CountOnlyTheRunsSinceTheyBroke) {
  for (int run = 0; run < 30; ++run) report(run, run == 15 ? "warn" : "pass");
  EXPECT_THAT(held(), ElementsAre(HeldKey{"Order", 14}));
  report(30, "pass", "warn");
  EXPECT_THAT(held(), IsEmpty()) << "a missing value breaks a key, too";
}

TEST_F(HeldKeys, ADamagedReportCountsAsNone) {
  for (int run = 0; run < 10; ++run) report(run, "pass");
  write_file(dir_ / "checks" / "20260102T000000.json", "{");
  EXPECT_THAT(held(), ElementsAre(HeldKey{"Order", 10}));
}

TEST_F(HeldKeys, AreSaidWithWhatConfirmsThem) {
  EXPECT_EQ(held_keys_text({}), "");
  EXPECT_EQ(held_keys_text({{"A", 12}, {"B", 10}}),
            "the inferred keys of A, B held in the last 10 runs: `rox model confirm A B` makes them certain");
}

}  // namespace
}  // namespace rox
