#include "base/log.hpp"

#include <gmock/gmock.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace rox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;

class LogTest : public testing::Test {
 protected:
  LogTest() {
    log_to([this](std::string_view line) { lines_.emplace_back(line); });
  }
  ~LogTest() override { log_to({}); }

  std::vector<std::string> lines_;
};

TEST_F(LogTest, LinesHaveTheTimeAndWhoIsAsked) {
  EXPECT_TRUE(logs());
  log_line("duckdb", "open x");
  EXPECT_THAT(lines_, ElementsAre(MatchesRegex("[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3} duckdb: open x")));
  log_to({});
  EXPECT_FALSE(logs());
  log_line("duckdb", "close x");
  EXPECT_EQ(lines_.size(), 1U);
}

TEST_F(LogTest, LongTextsOfManyLinesBecomeOneShortLine) {
  log_line("sql", "\n  SELECT\n\t a,   b\nFROM t\x1B[1m\n");
  EXPECT_THAT(lines_.back(), HasSubstr(" sql: SELECT a, b FROM t\\x1B[1m"));
  for (std::size_t width = 1; width <= 2; ++width) {  // cut between characters
    std::string text(width, 'x');
    for (int i = 0; i < 10'000; ++i) text += "ç";
    log_line("sql", text);
    EXPECT_LT(lines_.back().size(), 600U);
    EXPECT_TRUE(lines_.back().ends_with("ç…")) << lines_.back();
  }
}

TEST_F(LogTest, TimersSayHowItEnded) {
  {
    LogTimer timer("http", "GET https://host");
    timer.result("200");
    EXPECT_THAT(lines_, IsEmpty());
  }
  EXPECT_THAT(lines_.back(), MatchesRegex(".* http: GET https://host \\(200, [0-9]+\\.[0-9]{3} s\\)"));
  try {
    const LogTimer timer("duckdb", "SELECT 1");
    throw std::runtime_error("no");
  } catch (const std::runtime_error&) {
  }
  EXPECT_THAT(lines_.back(), MatchesRegex(".* duckdb: SELECT 1 \\(failed after [0-9]+\\.[0-9]{3} s\\)"));
}

}  // namespace
}  // namespace rox
