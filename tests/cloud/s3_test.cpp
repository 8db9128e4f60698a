#include "cloud/s3.hpp"

#include <gmock/gmock.h>

#include "base/error.hpp"
#include "cloud/http_server_support.hpp"
#include "cloud/session_support.hpp"

namespace rox {
namespace {

using test::Answer;
using test::Question;
using testing::AllOf;
using testing::HasSubstr;

/// A bucket of a store that answers so, and what the store was asked.
class S3Test : public testing::Test {
 protected:
  void answer(std::function<Answer(const Question&)> with) { answer_ = std::move(with); }
  std::string error_of(const std::function<void()>& act) {
    try {
      act();
    } catch (const Error& error) {
      return error.report();
    }
    return "no error";
  }

  std::vector<Question> asked_;

 private:
  std::function<Answer(const Question&)> answer_;
  const test::HttpServer server_{[this](const Question& question) {
    asked_.push_back(question);
    return answer_(question);
  }};
  AwsSession session_{test::options_for(server_.url())};

 protected:
  const S3Bucket bucket_{session_, "lake"};
};

TEST_F(S3Test, ListsPageByPage) {
  answer([](const Question& question) -> Answer {
    const bool first = question.target.find("continuation-token") == std::string::npos;
    return {
        200,
        first ? "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>a b/+</NextContinuationToken>"
                "<Contents><Key>p/1 ção &amp;</Key><Size>5000000000</Size><ETag>&quot;e1&quot;</ETag></Contents>"
                "</ListBucketResult>"
              : "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>p/2</Key><Size>0</Size><ETag>\"e2\""
                "</ETag></Contents></ListBucketResult>"};
  });
  const auto objects = bucket_.list("p/");
  ASSERT_EQ(objects.size(), 2U);
  EXPECT_EQ(objects[0].key, "p/1 ção &");
  EXPECT_EQ(objects[0].bytes, 5'000'000'000U);
  EXPECT_EQ(objects[0].etag, "e1");
  EXPECT_EQ(objects[1].etag, "e2");
  EXPECT_EQ(asked_[0].target, "/lake/?encoding-type=url&list-type=2&prefix=p%2F");
  EXPECT_EQ(asked_[1].target, "/lake/?encoding-type=url&list-type=2&prefix=p%2F&continuation-token=a%20b%2F%2B");
}

TEST_F(S3Test, ListsKeysThatXmlCannotSay) {
  answer([](const Question&) -> Answer {
    return {200,
            "<ListBucketResult><EncodingType>url</EncodingType><Contents><Key>p%2Fa+b%2Bc%01%C3%A7%2520</Key>"
            "<Size>1</Size></Contents></ListBucketResult>"};
  });
  const auto objects = bucket_.list("p/");
  ASSERT_EQ(objects.size(), 1U);
  EXPECT_EQ(objects[0].key, "p/a b+c\x01ç%20");
}

TEST_F(S3Test, ListsVersionsAndDeleteMarkers) {
  answer([](const Question& question) -> Answer {
    if (question.target.find("key-marker=k") == std::string::npos) {
      return {
          200,
          "<ListVersionsResult><IsTruncated>true</IsTruncated><NextKeyMarker>k</NextKeyMarker><NextVersionIdMarker>v1"
          "</NextVersionIdMarker><Version><Key>k</Key><VersionId>v1</VersionId></Version></ListVersionsResult>"};
    }
    return {200,
            "<ListVersionsResult><IsTruncated>false</IsTruncated><DeleteMarker><Key>k</Key><VersionId>v2</VersionId>"
            "</DeleteMarker></ListVersionsResult>"};
  });
  const auto versions = bucket_.versions("");
  ASSERT_EQ(versions.size(), 2U);
  EXPECT_EQ(versions[0].version, "v1");
  EXPECT_EQ(versions[1].version, "v2");
  EXPECT_THAT(asked_[1].target, HasSubstr("version-id-marker=v1"));
}

TEST_F(S3Test, RemovesAThousandAtATimeAndTellsWhatStays) {
  answer([](const Question&) { return Answer{200, "<DeleteResult/>"}; });
  bucket_.remove(std::vector<std::string>(1500, "a&b"));
  ASSERT_EQ(asked_.size(), 2U);
  EXPECT_THAT(asked_[1].body, AllOf(HasSubstr("<Key>a&amp;b</Key>"), HasSubstr("<Quiet>true</Quiet>")));
  EXPECT_NE(asked_[0].header("Content-MD5"), "");
  answer([](const Question&) {
    return Answer{
        200, "<DeleteResult><Error><Key>k</Key><Code>AccessDenied</Code><Message>no</Message></Error></DeleteResult>"};
  });
  EXPECT_THAT(error_of([&] { bucket_.remove({"k"}); }), AllOf(HasSubstr("s3://lake/k"), HasSubstr("s3:DeleteObject")));
}

TEST_F(S3Test, PutsWithTheChecksumAndMetadata) {
  answer([](const Question&) { return Answer{200}; });
  bucket_.put("a/../b ç", "abc", {{"rox-xxh3", "12"}});
  EXPECT_EQ(asked_[0].target, "/lake/a/../b%20%C3%A7");
  EXPECT_EQ(asked_[0].header("x-amz-checksum-sha256"), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
  EXPECT_EQ(asked_[0].header("x-amz-meta-rox-xxh3"), "12");
  EXPECT_EQ(asked_[0].body, "abc");
}

TEST_F(S3Test, GetsRanges) {
  answer([](const Question&) { return Answer{200, "abcdef"}; });  // the server cuts the range out
  std::string got;
  bucket_.get(
      "k", [&](std::string_view piece) { got += piece; }, std::pair{1U, 3U});
  EXPECT_EQ(got, "bcd");
  EXPECT_EQ(asked_[0].header("Range"), "bytes=1-3");
}

TEST_F(S3Test, EndsUploadsAndSeesErrorsInGoodAnswers) {
  answer([](const Question&) { return Answer{200, "<CompleteMultipartUploadResult/>"}; });
  EXPECT_TRUE(bucket_.finish_upload({"k", "id"}, {{1, 5, "e1", "s1"}, {2, 5, "e2", ""}}));
  EXPECT_THAT(asked_[0].body,
              HasSubstr("<Part><PartNumber>1</PartNumber><ETag>\"e1\"</ETag><ChecksumSHA256>s1</ChecksumSHA256>"));
  answer([](const Question&) { return Answer{404, "<Error><Code>NoSuchUpload</Code></Error>"}; });
  EXPECT_FALSE(bucket_.finish_upload({"k", "id"}, {}));
  answer([](const Question&) {
    return Answer{200, "<Error><Code>InternalError</Code><Message>late</Message></Error>"};
  });
  EXPECT_THAT(error_of([&] { bucket_.finish_upload({"k", "id"}, {}); }), HasSubstr("late"));
}

TEST_F(S3Test, SaysThatTheEndpointIsNoStore) {
  answer([](const Question&) { return Answer{200, "hello"}; });
  EXPECT_THAT(error_of([&] { bucket_.list(""); }), HasSubstr("S3-compatible"));
}

TEST_F(S3Test, TakesNoStrangeAnswerForNothing) {
  const auto listed = [&](const std::string& body) {
    answer([body](const Question&) { return Answer{200, body}; });
    return error_of([&] { bucket_.list("p/"); });
  };
  const auto page = [](const std::string& rest) { return "<ListBucketResult>" + rest + "</ListBucketResult>"; };
  EXPECT_THAT(listed("<html><body>Log in</body></html>"), HasSubstr("it is a <html>"));
  EXPECT_THAT(listed(page("<Contents><Size>1</Size></Contents>")), HasSubstr("a Contents has no Key"));
  EXPECT_THAT(listed(page("<Contents><Key>p/1</Key><Size>1e3</Size></Contents>")), HasSubstr("is '1e3'"));
  EXPECT_THAT(listed(page("<Contents><Key>other</Key><Size>1</Size></Contents>")), HasSubstr("it lists other too"));
  EXPECT_THAT(listed(page("<IsTruncated>true</IsTruncated>")), HasSubstr("cut off"));
  EXPECT_THAT(listed(page("<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>")),
              HasSubstr("cut off"))
      << "and would go on for ever";
  answer([](const Question&) {
    return Answer{200, "<ListPartsResult><Part><PartNumber>0</PartNumber><Size>1</Size></Part></ListPartsResult>"};
  });
  EXPECT_THAT(error_of([&] { bucket_.parts({"k", "id"}); }), HasSubstr("the PartNumber of a Part is '0'"));
  answer([](const Question&) { return Answer{200, "<html/>"}; });
  EXPECT_THAT(error_of([&] { bucket_.begin_upload("k", {}); }), HasSubstr("it is a <html>"));
  EXPECT_THAT(error_of([&] { bucket_.finish_upload({"k", "id"}, {}); }), HasSubstr("it is a <html>"));
}

}  // namespace
}  // namespace rox
