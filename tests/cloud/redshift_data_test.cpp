#include "cloud/redshift_data.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "base/error.hpp"
#include "base/stop.hpp"
#include "cloud/http_server_support.hpp"
#include "cloud/session_support.hpp"

namespace rox {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using testing::HasSubstr;

/// A warehouse with one statement, which runs until it is cancelled.
class RedshiftDataTest : public testing::Test {
 protected:
  test::Answer answer(const test::Question& question) {
    const std::string target = question.header("X-Amz-Target");
    const std::string action = target.substr(target.find('.') + 1);
    const std::lock_guard lock(mutex_);
    actions_.push_back(action);
    if (action == "ExecuteStatement") return {200, R"({"Id": "s1", "SessionId": "n1"})"};
    if (action == "CancelStatement") {
      EXPECT_THAT(question.body, HasSubstr("s1"));
      status_ = when_cancelled_;
      return {200, R"({"Status": true})"};
    }
    if (polled_ != nullptr) polled_->request_stop();
    return {200, R"({"Id": "s1", "Status": ")" + status_ + "\"}"};
  }

  static AwsResources place() {
    AwsResources place;
    place.workgroup = "w";
    place.database = "d";
    return place;
  }

  std::mutex mutex_;
  std::vector<std::string> actions_;
  std::string status_ = "STARTED";
  std::string when_cancelled_ = "ABORTED";
  std::stop_source* polled_ = nullptr;
  const test::HttpServer server_{[this](const test::Question& question) { return answer(question); }};
  AwsSession session_{test::options_for(server_.url())};
  RedshiftData data_{session_, place()};
};

TEST_F(RedshiftDataTest, CancelsAStatementThatIsStopped) {
  std::stop_source stop;
  polled_ = &stop;
  const auto begun = Clock::now();
  try {
    data_.run("SELECT slow()", stop.get_token());
    FAIL() << "it was not stopped";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), interrupted_error().what());
    EXPECT_FALSE(error.can_retry());
  }
  EXPECT_LT(Clock::now() - begun, 3s);
  EXPECT_THAT(actions_, testing::Contains("CancelStatement"));
}

TEST_F(RedshiftDataTest, DoesNotWaitLongForOneThatGoesOn) {
  std::stop_source stop;
  polled_ = &stop;
  when_cancelled_ = "STARTED";
  const auto begun = Clock::now();
  EXPECT_THROW(data_.run("SELECT slow()", stop.get_token()), Error);
  EXPECT_LT(Clock::now() - begun, 3s);
}

TEST_F(RedshiftDataTest, SaysThatAStatementIsDoneIfItWasTooLate) {
  std::stop_source stop;
  polled_ = &stop;
  when_cancelled_ = "FINISHED";
  EXPECT_EQ(data_.run("SELECT quick()", stop.get_token()), "s1");
}

TEST_F(RedshiftDataTest, BeginsNothingOnceItIsStopped) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(data_.run("SELECT 1", stop.get_token()), Error);
  EXPECT_TRUE(actions_.empty());
}

}  // namespace
}  // namespace rox
