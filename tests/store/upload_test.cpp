#include "store/upload.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/file.hpp"
#include "base/stop.hpp"
#include "base/temporary_folder.hpp"
#include "cloud/http_server_support.hpp"
#include "cloud/session_support.hpp"

namespace rox {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

TEST(Upload, EndsSoonWhenItIsStopped) {
  std::mutex mutex;
  std::condition_variable changed;
  int parts = 0;
  bool over = false;
  const test::HttpServer store([&](const test::Question& question) -> test::Answer {
    if (question.method == "HEAD") return {404};
    if (question.method == "GET") return {200, "<ListMultipartUploadsResult/>"};
    if (question.method == "POST") {
      return {200, "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>"};
    }
    std::unique_lock lock(mutex);  // a part: no answer
    ++parts;
    changed.notify_all();
    changed.wait(lock, [&] { return over; });
    return {200};
  });
  AwsSession session(test::options_for(store.url()));
  const TemporaryFolder folder("test-upload");
  const std::filesystem::path path = folder.path() / "file";
  write_file(path, std::string(64'000, 'x'));
  std::stop_source stop;
  Clock::time_point asked;
  const std::jthread other([&] {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return parts >= 2; });
    asked = Clock::now();
    stop.request_stop();
  });
  UploadProgress progress;
  UploadOptions options{.part_bytes = 16'000, .threads = 2, .stop = stop.get_token()};
  try {
    upload_files(S3Bucket(session, "lake"), {{path, "key", 64'000, "hash"}}, options, progress);
    ADD_FAILURE() << "it was not stopped";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), interrupted_error().what());
  }
  EXPECT_LT(Clock::now() - asked, 3s);  // two, and what a busy machine takes
  const std::lock_guard lock(mutex);
  EXPECT_EQ(parts, 2);
  over = true;
  changed.notify_all();
}

}  // namespace
}  // namespace rox
