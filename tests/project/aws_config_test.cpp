#include "project/aws_config.hpp"

#include <gmock/gmock.h>

#include "project/project_file_support.hpp"

namespace rox {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class AwsConfigTest : public test::ProjectFileTest {
 protected:
  static std::string with(const std::string& text) {
    return "[project]\nname = \"Loja do João 2\"\n[source]\npath = \"e\"\n[target.Cloud]\nengine = \"redshift\"\n" +
           text;
  }
  AwsConfig read(const std::string& text) { return ProjectFileTest::read(with(text)).target("Cloud").aws(); }
  std::string error_of(const std::string& text) { return ProjectFileTest::error_of(with(text)); }
};

TEST_F(AwsConfigTest, HasDefaultsThatAwsTakes) {
  const AwsConfig aws = read("");
  EXPECT_EQ(aws.prefix, "loja-do-jo-o-2/");
  EXPECT_EQ(aws.database, "loja_do_jo_o_2");
  EXPECT_EQ(aws.infra.stack, "rox-loja-do-jo-o-2-cloud");
  EXPECT_EQ(aws.format, CopyFormat::parquet);
  EXPECT_EQ(aws.access, RedshiftAccess::automatic);
  EXPECT_TRUE(aws.needs_stack());
  EXPECT_EQ(aws, default_aws("Loja do João 2", "Cloud"));
  EXPECT_EQ(default_aws("2024", "x").database, "rox2024");
}

TEST_F(AwsConfigTest, ReadsBackWhatItWrites) {
  AwsConfig aws = default_aws("Loja do João 2", "Cloud");
  aws.region = "sa-east-1";
  aws.profile = "work \"1\"";
  aws.endpoint = "http://127.0.0.1:8333";
  aws.prefix = "a/b/";
  aws.database = "dwh";
  aws.schema = "bikes";
  aws.format = CopyFormat::csv;
  aws.access = RedshiftAccess::data_api;
  aws.bucket = "lake";
  aws.role = "arn:aws:iam::1:role/r";
  aws.infra = {"s", true, 16, 64, "ra3.4xlarge", 3, "203.0.113.0/24", 0};
  EXPECT_EQ(read(aws_text(aws, "Loja do João 2", "Cloud")), aws);
}

TEST_F(AwsConfigTest, RefusesWhatAwsWouldRefuse) {
  EXPECT_THAT(error_of("[target.Cloud.infra]\nnode_type = \"dc2.large\"\n"),
              AllOf(HasSubstr("rox.toml:8"), HasSubstr("dc2.large"), HasSubstr("ra3.large")));
  EXPECT_THAT(error_of("[target.Cloud.infra]\nnode_type = \"ra9.huge\"\n"), HasSubstr("unknown node type"));
  EXPECT_THAT(error_of("[target.Cloud.infra]\nbase_capacity = 12\n"), HasSubstr("multiple of 8"));
  EXPECT_THAT(error_of("[target.Cloud.infra]\nbase_capacity = 16\nmax_capacity = 8\n"), HasSubstr("less than"));
  EXPECT_THAT(error_of("[target.Cloud.infra]\nnodes = 0\n"), HasSubstr("at least one"));
  EXPECT_THAT(error_of("[target.Cloud.infra]\nwarehouse = \"lake\"\n"), HasSubstr("serverless"));
  EXPECT_THAT(error_of("role = \"reader\"\n"), HasSubstr("no ARN"));
  EXPECT_THAT(error_of("workgroup = \"a\"\ncluster = \"b\"\n"), HasSubstr("both"));
  EXPECT_THAT(error_of("format = \"orc\"\n"), HasSubstr("parquet"));
  EXPECT_THAT(error_of("access = \"ssh\"\n"), HasSubstr("data-api"));
  EXPECT_THAT(error_of("prefix = \"a*\"\n"), HasSubstr("prefix of keys"));
}

TEST_F(AwsConfigTest, TakesNoSecret) {
  for (const char* key : {"aws_secret_access_key", "secret", "password", "session_token"}) {
    EXPECT_THAT(error_of(std::string(key) + " = \"hunter2\"\n"),
                AllOf(HasSubstr(key), testing::Not(HasSubstr("hunter2"))));
  }
}

TEST_F(AwsConfigTest, OpensNothingToTheWorld) {
  const auto allow = [&](const std::string& block) { return "[target.Cloud.infra]\nallow_from = \"" + block + "\"\n"; };
  for (const char* block : {"0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1", "16.0.0.0/7"}) {
    EXPECT_THAT(error_of(allow(block)), HasSubstr("to the world")) << block;
  }
  for (const char* block :
       {"1.2.3", "1.2.3.256", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4.5", "2001:db8::/32", "here", "1.2.3.4/x"}) {
    EXPECT_THAT(error_of(allow(block)), HasSubstr("no block")) << block;
  }
  EXPECT_THAT(error_of(allow("203.0.113.7/24")), HasSubstr("bits set"));
  EXPECT_EQ(read(allow("203.0.113.7")).infra.allow_from, "203.0.113.7/32");
  EXPECT_EQ(read(allow("10.0.0.0/8")).infra.allow_from, "10.0.0.0/8");
}

}  // namespace
}  // namespace rox
