#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "base/file.hpp"
#include "base/stop.hpp"
#include "base/temporary_folder.hpp"
#include "engine/spark/spark.hpp"

namespace rox {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/// Something that starts as spark-submit does, says `ready`, and works on what it is asked for ever.
class SparkInterrupt : public testing::Test {
 protected:
  SparkConfig config(const std::string& ready) {
    SparkConfig config;
    config.submit = folder_.path() / "spark-submit";
    config.master = "local[1]";
    write_file(config.submit,
               "#!/usr/bin/env python3\nimport socket, sys\ns = socket.socket(socket.AF_UNIX)\n"
               "s.connect(sys.argv[-2])\ns.sendall(b'" +
                   ready +
                   "')\nwhile s.recv(1000): pass\n"
                   "import time\ntime.sleep(600)\n");
    std::filesystem::permissions(config.submit, std::filesystem::perms::owner_all);
    return config;
  }

  const TemporaryFolder folder_{"test-spark"};
};

TEST_F(SparkInterrupt, EndsAQueryAndSparkItself) {
  const auto begun = Clock::now();
  {
    SparkEngine spark(config("{}\\n"));
    const std::jthread other([&] {
      std::this_thread::sleep_for(100ms);  // before or after it has asked: it ends
      spark.interrupt();
    });
    for (int i = 0; i < 2; ++i) {
      try {
        spark.query("SELECT 1");
        FAIL() << "it was answered";
      } catch (const Error& error) {
        EXPECT_STREQ(error.what(), interrupted_error().what());
      }
    }
  }
  EXPECT_LT(Clock::now() - begun, 4s);  // two, and what a busy machine takes
}

TEST_F(SparkInterrupt, EndsTheWaitForIt) {
  std::stop_source stop;
  const auto begun = Clock::now();
  const std::jthread other([&] {
    std::this_thread::sleep_for(100ms);
    stop.request_stop();
  });
  EXPECT_THROW(SparkEngine(config(""), stop.get_token()), Error);
  EXPECT_LT(Clock::now() - begun, 4s);
}

}  // namespace
}  // namespace rox
