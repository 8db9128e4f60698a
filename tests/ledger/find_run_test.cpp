#include "ledger/find_run.hpp"

#include <gmock/gmock.h>

#include "base/error.hpp"

namespace rox {
namespace {

using testing::HasSubstr;

const std::vector<std::string> kRuns{"20260102-cc", "20260102-bb", "20260101-aa"};

std::string refusal(const std::vector<std::string>& runs, const std::string& name) {
  try {
    return find_run(runs, name);
  } catch (const Error& error) {
    return error.report();
  }
}

TEST(FindRun, ByIdBeginningAndPlace) {
  EXPECT_EQ(find_run(kRuns, "20260102-bb"), "20260102-bb");
  EXPECT_EQ(find_run(kRuns, "20260101"), "20260101-aa");
  EXPECT_EQ(find_run(kRuns, "last"), "20260102-cc");
  EXPECT_EQ(find_run(kRuns, "last~2"), "20260101-aa");
}

TEST(FindRun, SaysWhichThereAre) {
  EXPECT_THAT(refusal(kRuns, "2027"), HasSubstr("there is no run '2027'\n  hint: there are 20260102-cc, 20260102-bb"));
  EXPECT_THAT(refusal(kRuns, "20260102"), HasSubstr("beginning of 2 runs"));
  EXPECT_THAT(refusal({}, "last"), HasSubstr("nothing ran yet"));
  for (const char* none : {"", "last~3", "last~", "last~-1", "last~1x", "latest"}) {
    EXPECT_THAT(refusal(kRuns, none), HasSubstr("there is no run")) << none;
  }
  EXPECT_THAT(refusal({"7", "6", "5", "4", "3", "2", "1"}, "x"), HasSubstr("there are 7, 6, 5, 4, 3 and 2 more"));
}

}  // namespace
}  // namespace rox
