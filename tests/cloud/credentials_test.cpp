#include "cloud/credentials.hpp"

#include <gmock/gmock.h>

#include <ctime>

#include <fmt/chrono.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "cloud/http_server_support.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class CredentialsTest : public test::TempDirTest {
 protected:
  CredentialsTest() {
    variables_["AWS_CONFIG_FILE"] = dir_ / "config";
    variables_["AWS_SHARED_CREDENTIALS_FILE"] = dir_ / "credentials";
    variables_["AWS_EC2_METADATA_DISABLED"] = "true";
  }

  CredentialSources sources(const std::string& profile = "") {
    const Environment environment = [this](const std::string& name) {
      const auto found = variables_.find(name);
      return found == variables_.end() ? std::string() : found->second;
    };
    return {environment, SharedConfig(environment), profile, "eu-central-1"};
  }
  Credentials find(const std::string& profile = "") { return find_credentials(sources(profile), http_); }
  std::string error_of(const std::string& profile = "") {
    try {
      find(profile);
    } catch (const Error& error) {
      return error.report();
    }
    return "no error";
  }

  std::map<std::string, std::string> variables_;
  HttpClient http_;
};

std::string sts_answer(const std::string& expiration = "2099-01-01T00:00:00Z") {
  return fmt::format(
      "<R><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLEROLEROLE</AccessKeyId><SecretAccessKey>s3</"
      "SecretAccessKey>"
      "<SessionToken>t3</SessionToken><Expiration>{}</Expiration></Credentials></AssumeRoleResult></R>",
      expiration);
}

TEST_F(CredentialsTest, OfTheEnvironmentGoFirstUnlessAProfileIsNamed) {
  variables_["AWS_ACCESS_KEY_ID"] = "AKIAENVIRONMENT1";
  variables_["AWS_SECRET_ACCESS_KEY"] = "s1";
  variables_["AWS_SESSION_TOKEN"] = "t1";
  write_file(dir_ / "credentials", "[work]\naws_access_key_id=AKIAPROFILEWORK1\naws_secret_access_key=s2\n");
  const Credentials found = find();
  EXPECT_EQ(found.keys.access_key, "AKIAENVIRONMENT1");
  EXPECT_EQ(found.keys.session_token, "t1");
  EXPECT_EQ(found.text(), "key AKIA…ENT1 (environment)");
  EXPECT_EQ(find("work").text(), "key AKIA…ORK1 (profile work)");
  EXPECT_EQ(find("work").keys.secret_key, "s2");
  variables_.erase("AWS_SECRET_ACCESS_KEY");
  EXPECT_THAT(error_of(), HasSubstr("only one of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"));
}

TEST_F(CredentialsTest, AssumeARoleWithTheKeysOfAnotherProfile) {
  test::Question seen;
  const test::HttpServer sts([&](const test::Question& question) {
    seen = question;
    return test::Answer{200, sts_answer()};
  });
  variables_["AWS_ENDPOINT_URL_STS"] = sts.url();
  variables_["AWS_PROFILE"] = "loader";
  write_file(dir_ / "credentials", "[people]\naws_access_key_id=AKIAPEOPLEPEOPLE\naws_secret_access_key=s2\n");
  write_file(dir_ / "config",
             "[profile loader]\nrole_arn=arn:aws:iam::1:role/r\nsource_profile=people\nexternal_id=e 1\n"
             "role_session_name=night\n");
  const Credentials found = find();
  EXPECT_EQ(found.keys.access_key, "ASIAROLEROLEROLE");
  EXPECT_EQ(found.keys.session_token, "t3");
  ASSERT_TRUE(found.keys.expires.has_value());
  EXPECT_THAT(seen.body, AllOf(HasSubstr("Action=AssumeRole&"), HasSubstr("ExternalId=e%201"),
                               HasSubstr("RoleSessionName=night"), HasSubstr("arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr")));
  EXPECT_THAT(seen.header("Authorization"), HasSubstr("AKIAPEOPLEPEOPLE/"));
  EXPECT_THAT(seen.header("Authorization"), HasSubstr("/eu-central-1/sts/aws4_request"));
}

TEST_F(CredentialsTest, AssumeARoleWithAWebIdentity) {
  test::Question seen;
  const test::HttpServer sts([&](const test::Question& question) {
    seen = question;
    return test::Answer{200, sts_answer()};
  });
  write_file(dir_ / "token", "web.identity.token\n");
  variables_["AWS_ENDPOINT_URL"] = sts.url();
  variables_["AWS_ROLE_ARN"] = "arn:aws:iam::1:role/ci";
  variables_["AWS_WEB_IDENTITY_TOKEN_FILE"] = dir_ / "token";
  EXPECT_EQ(find().keys.secret_key, "s3");
  EXPECT_THAT(seen.body,
              AllOf(HasSubstr("AssumeRoleWithWebIdentity"), HasSubstr("WebIdentityToken=web.identity.token")));
  EXPECT_EQ(seen.header("Authorization"), "");
}

TEST_F(CredentialsTest, OfAProgram) {
  write_file(
      dir_ / "config",
      "[default]\ncredential_process = echo '{\"Version\":1,\"AccessKeyId\":\"AKIAPROGRAM12345\",\"SecretAccessKey\":"
      "\"s4\",\"SessionToken\":\"t4\",\"Expiration\":\"2099-01-01T00:00:00Z\"}'\n");
  EXPECT_EQ(find().keys.access_key, "AKIAPROGRAM12345");
  EXPECT_EQ(find().keys.session_token, "t4");
  write_file(dir_ / "config", "[default]\ncredential_process = echo hunter2\n");
  EXPECT_THAT(error_of(), AllOf(HasSubstr("profile default gave no keys"), Not(HasSubstr("hunter2"))));
}

TEST_F(CredentialsTest, OfAContainer) {
  const test::HttpServer service([](const test::Question& question) {
    if (question.header("Authorization") != "container-token") return test::Answer{401};
    return test::Answer{200, R"({"AccessKeyId":"ASIACONTAINER123","SecretAccessKey":"s","Token":"t"})"};
  });
  variables_["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = service.url() + "/get";
  variables_["AWS_CONTAINER_AUTHORIZATION_TOKEN"] = "container-token";
  EXPECT_EQ(find().text(), "key ASIA…R123 (container)");
}

TEST_F(CredentialsTest, OfAnInstanceByVersionTwo) {
  const test::HttpServer service([](const test::Question& question) {
    if (question.method == "PUT" && question.target == "/latest/api/token") return test::Answer{200, "imds"};
    if (question.header("X-aws-ec2-metadata-token") != "imds") return test::Answer{401};
    const std::string roles = "/latest/meta-data/iam/security-credentials/";
    if (question.target == roles) return test::Answer{200, "loader\n"};
    if (question.target != roles + "loader") return test::Answer{404};
    return test::Answer{200, R"({"AccessKeyId":"ASIAINSTANCE1234","SecretAccessKey":"s","Token":"t"})"};
  });
  variables_.erase("AWS_EC2_METADATA_DISABLED");
  variables_["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = service.url();
  EXPECT_EQ(find().text(), "key ASIA…1234 (instance role loader)");
}

TEST_F(CredentialsTest, SayWhatIsMissing) {
  EXPECT_THAT(error_of(), AllOf(HasSubstr("there are no AWS credentials"), HasSubstr("profile 'default'")));
  write_file(dir_ / "config",
             "[profile work]\nregion=x\n[profile sso]\nsso_session=s\n[profile a]\nrole_arn=arn:a\nsource_profile=b\n"
             "[profile b]\nrole_arn=arn:b\nsource_profile=a\n[profile mfa]\nrole_arn=arn:m\nmfa_serial=arn:x\n"
             "[profile bare]\nrole_arn=arn:c\n");
  EXPECT_THAT(error_of("wrok"), HasSubstr("did you mean 'work'?"));
  EXPECT_THAT(error_of("sso"), HasSubstr("export-credentials --profile sso"));
  EXPECT_THAT(error_of("a"), HasSubstr("needs itself"));
  EXPECT_THAT(error_of("mfa"), HasSubstr("MFA"));
  EXPECT_THAT(error_of("bare"), HasSubstr("credential_source"));
}

TEST_F(CredentialsTest, AreFoundAgainBeforeTheyRunOut) {
  int asked = 0;
  const test::HttpServer sts([&](const test::Question&) {
    const auto end =
        std::chrono::system_clock::now() + (++asked == 1 ? std::chrono::minutes(2) : std::chrono::minutes(60));
    return test::Answer{200, sts_answer(fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(end)))};
  });
  variables_["AWS_ENDPOINT_URL"] = sts.url();
  write_file(dir_ / "config",
             "[default]\nrole_arn=arn:a\nsource_profile=k\n[profile k]\naws_access_key_id=AKIA\n"
             "aws_secret_access_key=s\n");
  CredentialChain chain(sources(), http_);
  chain.get();
  EXPECT_EQ(asked, 1);
  chain.get();
  EXPECT_EQ(asked, 2);
  const std::string key = chain.get().keys.access_key;
  EXPECT_EQ(asked, 2);
  EXPECT_TRUE(chain.refresh(key));
  chain.get();
  EXPECT_EQ(asked, 3);
}

TEST_F(CredentialsTest, EndpointsAreThoseThatAreSet) {
  write_file(dir_ / "config",
             "[default]\nendpoint_url = http://all\nservices = local\n[services local]\ns3 =\n"
             "  endpoint_url = http://s3\n");
  EXPECT_EQ(configured_endpoint(sources(), "s3"), "http://s3");
  EXPECT_EQ(configured_endpoint(sources(), "redshift-data"), "http://all");
  variables_["AWS_ENDPOINT_URL_REDSHIFT_DATA"] = "http://data";
  EXPECT_EQ(configured_endpoint(sources(), "redshift-data"), "http://data");
  variables_["AWS_ENDPOINT_URL"] = "http://env";
  EXPECT_EQ(configured_endpoint(sources(), "sts"), "http://env");
  variables_["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true";
  EXPECT_EQ(configured_endpoint(sources(), "sts"), "");
  EXPECT_EQ(regional_endpoint("sts", "sa-east-1"), "https://sts.sa-east-1.amazonaws.com");
  EXPECT_EQ(regional_endpoint("sts", "cn-north-1"), "https://sts.cn-north-1.amazonaws.com.cn");
}

}  // namespace
}  // namespace rox
