// What a store or a service of AWS answers, whatever it is: the first byte says which question was asked, the second
// whether the answer was an error, the rest is its body. It is understood, or refused by an Error.
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "cloud/http_server_support.hpp"
#include "cloud/redshift_data.hpp"
#include "cloud/s3.hpp"
#include "cloud/session_support.hpp"
#include "require.hpp"

namespace rox {
namespace {

/// A server that gives the body as its answer, to a few questions: pages that refer to a next one would never end.
class Service {
 public:
  Service() : server_([this](const test::Question&) { return answer(); }), session_(test::options_for(server_.url())) {}

  void say(int status, std::string_view body) {
    status_ = status;
    body_ = body;
    asked_ = 0;
  }
  AwsSession& session() { return session_; }

 private:
  test::Answer answer() {
    constexpr int kMost = 8;
    if (++asked_ > kMost) return {400, "<Error><Code>Enough</Code></Error>"};
    return {status_, body_};
  }

  std::atomic<int> status_ = 200;
  std::atomic<int> asked_ = 0;
  std::string body_;  // written while nobody asks
  test::HttpServer server_;
  AwsSession session_;
};

void ask(char question, AwsSession& session) {
  const S3Bucket bucket(session, "bucket");
  switch (question) {
    case 'l':
      for (const S3Object& object : bucket.list("a/")) REQUIRE(!object.key.empty());
      return;
    case 'v': bucket.versions("a/"); return;
    case 'r': bucket.remove({"a/b", "a/c"}); return;
    case 'u': bucket.unfinished_uploads("a/"); return;
    case 'b': REQUIRE(!bucket.begin_upload("a/b", {}).id.empty()); return;
    case 'p':
      for (const S3Part& part : bucket.parts({"a/b", "id"})) REQUIRE(part.number > 0);
      return;
    case 'f': bucket.finish_upload({"a/b", "id"}, {{1, 5, "e", ""}}); return;
    case 'd': {
      RedshiftData data(session, {});
      data.columns("id");
      data.page("id", "");
      return;
    }
    default: return;
  }
}

}  // namespace
}  // namespace rox

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rox;
  if (size < 2) return 0;
  static Service service;
  service.say(data[1] == '!' ? 400 : 200, {reinterpret_cast<const char*>(data) + 2, size - 2});
  try {
    ask(static_cast<char>(data[0]), service.session());
  } catch (const Error& error) {
    REQUIRE(!error.report().empty());
  }
  return 0;
}
