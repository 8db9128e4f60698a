#include "cloud/signature.hpp"

#include <gmock/gmock.h>

#include <cstdio>
#include <ctime>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/encode.hpp"
#include "base/process.hpp"
#include "cloud/digest.hpp"
#include "cloud/retry.hpp"
#include "repository.hpp"

namespace rox {
namespace {

using std::chrono::system_clock;
using testing::EndsWith;
using testing::HasSubstr;

system_clock::time_point time_of(const char* iso) { return *parse_iso_time(iso); }

std::string signature_in(const std::string& authorization) {
  return authorization.substr(authorization.find("Signature=") + 10);
}

// AWS's published suite (aws-sig-v4-test-suite, also awslabs/aws-c-auth): all of it has this key, place and time.
struct Vector {
  const char* name;
  const char* method;
  const char* path;
  Fields query;
  Fields headers;
  const char* body;
  const char* signature;
};

void PrintTo(const Vector& vector, std::ostream* out) { *out << vector.name; }

class PublishedVector : public testing::TestWithParam<Vector> {};

TEST_P(PublishedVector, HasItsSignature) {
  const Vector& vector = GetParam();
  const AwsKeys keys{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "", std::nullopt};
  HttpRequest request;
  request.method = vector.method;
  request.url.host = "example.amazonaws.com";
  request.url.path = vector.path;
  request.url.query = vector.query;
  request.headers = vector.headers;
  request.headers.emplace_back("X-Amz-Date", "20150830T123600Z");
  const Signature signature = sign_request(request, to_hex(sha256(vector.body)), keys, {"us-east-1", "service"},
                                           time_of("2015-08-30T12:36:00Z"));
  EXPECT_EQ(signature_in(signature.authorization), vector.signature) << signature.canonical_request;
}

INSTANTIATE_TEST_SUITE_P(
    OfAws, PublishedVector,
    testing::Values(
        Vector{
            "get-vanilla", "GET", "/", {}, {}, "", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
        Vector{"get-vanilla-query-order-key-case",
               "GET",
               "/",
               {{"Param2", "value2"}, {"Param1", "value1"}},
               {},
               "",
               "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
        Vector{"get-vanilla-query-unreserved",
               "GET",
               "/",
               {{"-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
                 "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"}},
               {},
               "",
               "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"},
        Vector{"get-utf8", "GET", "/ሴ", {}, {}, "", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"},
        Vector{"get-header-value-trim",
               "GET",
               "/",
               {},
               {{"My-Header1", " value1"}, {"My-Header2", " \"a   b   c\""}},
               "",
               "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"},
        Vector{"post-vanilla",
               "POST",
               "/",
               {},
               {},
               "",
               "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
        Vector{"post-vanilla-query",
               "POST",
               "/",
               {{"Param1", "value1"}},
               {},
               "",
               "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11"},
        Vector{"post-x-www-form-urlencoded",
               "POST",
               "/",
               {},
               {{"Content-Type", "application/x-www-form-urlencoded"}},
               "Param1=value1",
               "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"},
        Vector{"normalize-path-get-relative-relative",
               "GET",
               "/example1/example2/../..",
               {},
               {},
               "",
               "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
        Vector{"normalize-path-get-slash-dot-slash",
               "GET",
               "/./",
               {},
               {},
               "",
               "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"}));

// The examples of S3's documentation (sig-v4-header-based-auth): key, bucket and day of all of them.
class DocumentedS3Example : public testing::Test {
 protected:
  std::string sign(const std::string& method, const std::string& path, const Fields& query, Fields headers,
                   const std::string& body) {
    HttpRequest request;
    request.method = method;
    request.url.host = "examplebucket.s3.amazonaws.com";
    request.url.path = path;
    request.url.query = query;
    request.headers = std::move(headers);
    request.body = body;
    add_signature(request, {"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "", std::nullopt},
                  {"us-east-1", "s3"}, time_of("2013-05-24T00:00:00Z"));
    EXPECT_EQ(request.headers.back().first, "Authorization");
    return signature_in(request.headers.back().second);
  }
};

TEST_F(DocumentedS3Example, HasItsSignature) {
  EXPECT_EQ(sign("GET", "/test.txt", {}, {{"Range", "bytes=0-9"}}, ""),
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  EXPECT_EQ(sign("PUT", "/test%24file.text", {},
                 {{"Date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
                 "Welcome to Amazon S3."),
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  EXPECT_EQ(sign("GET", "/", {{"lifecycle", ""}}, {}, ""),
            "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  EXPECT_EQ(sign("GET", "/", {{"max-keys", "2"}, {"prefix", "J"}}, {}, ""),
            "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST(Signature, AgreesWithBotocore) {
  const std::string python = test::repository().string() + "/build/deps/cloud-venv/bin/python";
  if (!std::filesystem::exists(python)) GTEST_SKIP() << "no botocore here (scripts/setup installs it)";
  Command command;
  command.arguments = {python, test::repository().string() + "/tests/cloud/sign_with_botocore.py"};
  const nlohmann::json cases = nlohmann::json::parse(output_of(command));
  ASSERT_GT(cases.size(), 400U);
  for (const nlohmann::json& one : cases) {
    const std::string body = one.at("body");
    HttpRequest request;
    request.method = one.at("method");
    request.url.host = "host.example:8443";
    request.url.path = one.at("path");
    for (const auto& pair : one.at("query")) request.url.query.emplace_back(pair[0], pair[1]);
    request.headers = {{"Content-Type", "text/plain;  charset=utf-8"}};
    request.body = body;
    AwsKeys keys{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "", std::nullopt};
    if (!one.at("token").is_null()) keys.session_token = one.at("token");
    add_signature(request, keys, {"eu-central-1", one.at("service")}, time_of("2026-11-25T10:50:38Z"));
    EXPECT_THAT(request.headers.back().second, EndsWith("Signature=" + one.at("signature").get<std::string>()))
        << one.at("canonical").get<std::string>();
  }
}

TEST(AwsKeys, AreNamedButNotTold) {
  EXPECT_EQ((AwsKeys{"AKIAIOSFODNN7EXAMPLE", "s", "", std::nullopt}.redacted()), "AKIA…MPLE");
  EXPECT_EQ((AwsKeys{"short", "s", "", std::nullopt}.redacted()), "…");
}

}  // namespace
}  // namespace rox
