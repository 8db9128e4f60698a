#include "cloud/http.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "base/error.hpp"
#include "base/log.hpp"
#include "base/stop.hpp"
#include "cloud/http_server_support.hpp"

namespace rox {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string error_of(HttpClient& client, const HttpRequest& request, bool retryable = true) {
  try {
    client.send(request);
  } catch (const Error& error) {
    EXPECT_EQ(error.can_retry(), retryable);
    return error.report();
  }
  return "no error";
}

TEST(Fields, AreEncodedInTheirOrder) { EXPECT_EQ(encode_fields({{"b", ""}, {"a", "=&"}}), "b=&a=%3D%26"); }

TEST(Url, IsReadInParts) {
  const Url url = parse_url("http://127.0.0.1:8333/base");
  EXPECT_EQ(url.scheme, "http");
  EXPECT_EQ(url.host, "127.0.0.1:8333");
  EXPECT_EQ(url.path, "/base");
  for (const char* bad : {"", "127.0.0.1", "ftp://x", "https://", "https://u:p@x", "https://x?y=1"}) {
    EXPECT_THROW(parse_url(bad), Error) << bad;
  }
  try {
    parse_url("https://me:topsecret@host/");
    FAIL() << "an address with a password was taken";
  } catch (const Error& error) {
    EXPECT_THAT(error.report(), testing::Not(HasSubstr("topsecret")));
  }
}

TEST(HttpClient, SendsAndReceives) {
  test::Question seen;
  const test::HttpServer server([&](const test::Question& question) {
    seen = question;
    return test::Answer{201, "hello", {{"X-Thing", " v "}}};
  });
  HttpClient client;
  HttpRequest request{.method = "PUT", .url = parse_url(server.url()), .headers = {{"X-Empty", ""}, {"A", "b"}}};
  request.url.path = "/a/../b%20c";
  request.url.query = {{"q", "1 2"}};
  request.body = "body";
  for (int i = 0; i < 2; ++i) {  // the second on the connection of the first
    const HttpResponse response = client.send(request);
    EXPECT_EQ(response.status, 201);
    EXPECT_EQ(response.body, "hello");
    EXPECT_EQ(response.header("x-thing"), "v");
    EXPECT_EQ(response.header("x-other"), "");
    EXPECT_EQ(seen.target, "/a/../b%20c?q=1%202");
    EXPECT_EQ(seen.body, "body");
    EXPECT_EQ(seen.header("A"), "b");
    EXPECT_EQ(seen.header("Content-Type"), "");
  }
}

TEST(HttpClient, LogsNeitherPathNorQueryNorHeadersNorBody) {
  const test::HttpServer server([](const test::Question&) { return test::Answer{403, "s3cret"}; });
  std::string lines;
  log_to([&](std::string_view line) { (lines += line) += '\n'; });
  HttpClient client;
  HttpRequest request{.method = "PUT", .url = parse_url(server.url()), .headers = {{"Authorization", "s3cret"}}};
  request.url.path = "/s3cret";
  request.url.query = {{"X-Amz-Signature", "s3cret"}};
  request.body = "s3cret";
  client.send(request);
  request.about = "s3:PutObject of s3://bucket/key";
  client.send(request);
  log_to({});
  EXPECT_THAT(lines, HasSubstr(" http: PUT " + server.url() + " (403, "));
  EXPECT_THAT(lines, HasSubstr(" http: PUT " + server.url() + " for s3:PutObject of s3://bucket/key (403, "));
  EXPECT_THAT(lines, testing::Not(HasSubstr("s3cret")));
}

TEST(HttpClient, GivesGoodBodiesPieceByPieceAndBadOnesWhole) {
  const std::string big(3'000'000, 'x');
  const test::HttpServer server([&](const test::Question& question) {
    return question.target == "/good" ? test::Answer{200, big} : test::Answer{404, "no such key"};
  });
  HttpClient client;
  std::string got;
  int pieces = 0;
  HttpRequest request{.method = "GET", .url = parse_url(server.url() + "/good")};
  request.receive = [&](std::string_view piece) {
    got += piece;
    ++pieces;
  };
  EXPECT_EQ(client.send(request).body, "");
  EXPECT_EQ(got, big);
  EXPECT_GT(pieces, 1);
  got.clear();
  request.url = parse_url(server.url() + "/bad");
  EXPECT_EQ(client.send(request).body, "no such key");
  EXPECT_EQ(got, "");
  request.url = parse_url(server.url() + "/good");
  request.receive = [](std::string_view) { throw data_error("full"); };
  EXPECT_THAT(error_of(client, request, false), HasSubstr("full"));
}

TEST(HttpClient, SaysThatNobodyAnswers) {
  std::string url;
  {
    const test::HttpServer gone([](const test::Question&) { return test::Answer{}; });
    url = gone.url();
  }
  HttpClient client;
  EXPECT_THAT(error_of(client, {.method = "GET", .url = parse_url(url)}),
              AllOf(HasSubstr("no answer from " + url), HasSubstr("hint: ")));
}

TEST(HttpClient, GivesUpOnAnAnswerThatTakesTooLong) {
  const test::HttpServer server([](const test::Question&) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    return test::Answer{};
  });
  HttpClient client({.total = std::chrono::milliseconds(200)});
  EXPECT_THAT(error_of(client, {.method = "GET", .url = parse_url(server.url())}), HasSubstr("no answer"));
}

TEST(HttpClient, EndsARequestThatIsStopped) {
  std::stop_source asked;
  std::stop_source over;
  const test::HttpServer server([&](const test::Question&) {
    asked.request_stop();
    wait_for(std::chrono::seconds(30), over.get_token());
    return test::Answer{};
  });
  HttpClient client;
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(error_of(client, {.method = "GET", .url = parse_url(server.url()), .stop = asked.get_token()}, false),
            interrupted_error().report());
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(3));
  over.request_stop();
}

}  // namespace
}  // namespace rox
