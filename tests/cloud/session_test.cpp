#include "cloud/session.hpp"

#include <gmock/gmock.h>

#include <fmt/chrono.h>

#include "base/error.hpp"
#include "base/log.hpp"
#include "cloud/http_server_support.hpp"
#include "cloud/session_support.hpp"

namespace rox {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;

using test::options_for;

TEST(AwsSession, TriesAgainAfterWhatPasses) {
  int asked = 0;
  const test::HttpServer service([&](const test::Question&) {
    if (++asked == 1) return test::Answer{503, "<Error><Code>SlowDown</Code></Error>", {{"Retry-After", "3"}}};
    return asked == 2 ? test::Answer{500} : test::Answer{200, "done"};
  });
  std::vector<std::chrono::milliseconds> waits;
  AwsSession session(options_for(service.url(), &waits));
  EXPECT_EQ(session.query("cloudformation", "v", "Action", {}), "done");
  EXPECT_EQ(asked, 3);
  ASSERT_EQ(waits.size(), 2U);
  EXPECT_GE(waits[0], std::chrono::seconds(3));
}

TEST(AwsSession, LogsEachTryAndEachWait) {
  int asked = 0;
  const test::HttpServer service([&](const test::Question&) {
    return ++asked == 1 ? test::Answer{503} : test::Answer{200, "done"};
  });
  std::vector<std::chrono::milliseconds> waits;
  AwsSession session(options_for(service.url(), &waits));
  std::vector<std::string> lines;
  log_to([&](std::string_view line) { lines.emplace_back(line); });
  session.query("cloudformation", "v", "DescribeStacks", {{"Secret", "s3cret"}}, "rox-bikes");
  log_to({});
  const std::string request = "http: POST " + service.url() + " for cloudformation:DescribeStacks of rox-bikes ";
  EXPECT_THAT(lines, ElementsAre(HasSubstr(request + "(503, "), HasSubstr("retry: after 1 of 6 tries, in "),
                                 HasSubstr(request + "(200, ")));
  EXPECT_THAT(lines, Each(testing::Not(HasSubstr("s3cret"))));
}

TEST(AwsSession, GivesUpAfterSomeTriesAndAtOnceWhereItIsInVain) {
  int asked = 0;
  int status = 503;
  const test::HttpServer service([&](const test::Question&) {
    ++asked;
    return test::Answer{status};
  });
  AwsSession session(options_for(service.url()));
  EXPECT_THROW(session.query("cloudformation", "v", "Action", {}), Error);
  EXPECT_EQ(asked, RetryPolicy{}.tries);
  asked = 0;
  status = 403;
  EXPECT_THROW(session.query("cloudformation", "v", "Action", {}), Error);
  EXPECT_EQ(asked, 1);
}

TEST(AwsSession, SetsItsClockByTheServices) {
  const auto theirs = std::chrono::system_clock::now() + std::chrono::hours(2);
  const std::string day = fmt::format("{:%Y%m%dT%H}", fmt::gmtime(theirs));
  int asked = 0;
  const test::HttpServer service([&](const test::Question& question) {
    ++asked;
    if (question.header("x-amz-date").starts_with(day)) return test::Answer{200, "done"};
    return test::Answer{403,
                        "<Error><Code>RequestTimeTooSkewed</Code></Error>",
                        {{"Date", fmt::format("{:%a, %d %b %Y %H:%M:%S GMT}", fmt::gmtime(theirs))}}};
  });
  AwsSession session(options_for(service.url()));
  EXPECT_EQ(session.query("cloudformation", "v", "Action", {}), "done");
  EXPECT_EQ(asked, 2);
  session.query("cloudformation", "v", "Action", {});
  EXPECT_EQ(asked, 3);
}

TEST(AwsSession, NeedsARegion) {
  SessionOptions options = options_for("http://127.0.0.1");
  options.environment = [](const std::string&) { return std::string(); };
  try {
    AwsSession session(options);
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.report(), HasSubstr("no AWS region is set"));
  }
  options.region = "cn-north-1";
  EXPECT_EQ(AwsSession(options).partition(), "aws-cn");
}

}  // namespace
}  // namespace rox
