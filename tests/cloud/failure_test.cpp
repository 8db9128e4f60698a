#include "cloud/failure.hpp"

#include <gmock/gmock.h>

namespace rox {
namespace {

using testing::AllOf;
using testing::HasSubstr;

AwsFailure failure_of(int status, const std::string& body, Fields headers = {}) {
  return parse_failure({status, std::move(headers), body});
}

std::string report_of(const AwsFailure& failure) {
  return aws_error(failure, {"s3:PutObject", "s3://lake/a", "key AKIA…MPLE (environment)", "eu-central-1"}).report();
}

TEST(AwsFailure, IsReadFromEveryKindOfAnswer) {
  const AwsFailure s3 = failure_of(
      403,
      "<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code><Message>no</Message><RequestId>r1</RequestId></Error>");
  EXPECT_EQ(s3.code, "AccessDenied");
  EXPECT_EQ(s3.message, "no");
  EXPECT_EQ(s3.request_id, "r1");
  const AwsFailure query = failure_of(400,
                                      "<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>m"
                                      "</Message></Error><RequestId>r2</RequestId></ErrorResponse>");
  EXPECT_EQ(query.code, "ValidationError");
  EXPECT_EQ(query.request_id, "r2");
  const AwsFailure json =
      failure_of(400, R"({"__type":"com.amazonaws.x#ResourceNotFoundException:http://y","Message":"gone"})",
                 {{"x-amzn-requestid", "r3"}});
  EXPECT_EQ(json.code, "ResourceNotFoundException");
  EXPECT_EQ(json.message, "gone");
  EXPECT_EQ(json.request_id, "r3");
  EXPECT_EQ(failure_of(403, "").code, "AccessDenied");
  EXPECT_EQ(failure_of(418, "<html>").code, "HTTP 418");
  EXPECT_EQ(failure_of(400, "", {{"x-amz-bucket-region", "sa-east-1"}}).code, "PermanentRedirect");
}

TEST(AwsFailure, KnowsWhatPasses) {
  EXPECT_TRUE(failure_of(503, "").is_transient());
  EXPECT_TRUE(failure_of(500, "").is_transient());
  EXPECT_TRUE(failure_of(429, "").is_transient());
  EXPECT_TRUE(failure_of(400, R"({"__type":"ThrottlingException"})").is_transient());
  EXPECT_FALSE(failure_of(501, "").is_transient());
  EXPECT_FALSE(failure_of(403, "").is_transient());
  EXPECT_TRUE(failure_of(403, "<Error><Code>RequestTimeTooSkewed</Code></Error>").is_clock_skew());
  EXPECT_TRUE(
      failure_of(400, R"({"__type":"InvalidSignatureException","message":"Signature expired: 2026 is now earlier"})")
          .is_clock_skew());
  EXPECT_TRUE(failure_of(400, "<Error><Code>ExpiredToken</Code></Error>").is_expired());
}

TEST(AwsError, SaysWhatToDo) {
  EXPECT_THAT(report_of(failure_of(403,
                                   "<Error><Code>AccessDenied</Code><Message>User: x is not authorized to perform: "
                                   "kms:Decrypt on resource: y</Message></Error>")),
              AllOf(HasSubstr("s3://lake/a"), HasSubstr("AccessDenied"), HasSubstr("allow kms:Decrypt"),
                    HasSubstr("AKIA…MPLE")));
  EXPECT_THAT(report_of(failure_of(403, "")), HasSubstr("allow s3:PutObject"));
  EXPECT_THAT(report_of(failure_of(301, "", {{"x-amz-bucket-region", "sa-east-1"}})),
              AllOf(HasSubstr("region = \"sa-east-1\""), HasSubstr("not eu-central-1")));
  EXPECT_THAT(report_of(failure_of(400, "<Error><Code>ExpiredToken</Code></Error>")), HasSubstr("aws sso login"));
  EXPECT_THAT(report_of(failure_of(409, "<Error><Code>BucketAlreadyExists</Code></Error>")),
              HasSubstr("somebody else"));
  EXPECT_THAT(report_of(failure_of(400, "<Error><Code>LimitExceeded</Code></Error>")), HasSubstr("Service Quotas"));
  EXPECT_THAT(report_of(failure_of(403, "<Error><Code>RequestTimeTooSkewed</Code></Error>")), HasSubstr("clock"));
}

}  // namespace
}  // namespace rox
