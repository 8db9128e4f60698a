#include "cloud/shared_config.hpp"

#include <gmock/gmock.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(SharedConfigText, HasSectionsWithSettings) {
  const auto sections = parse_shared_config(
      "# comment\n[default]\nregion = eu-west-1 ; not this\n\n[profile Work Place]\nRole_Arn=arn:x\ns3 =\n"
      "  addressing_style = path\n; other\nregion = us-east-1\r\n[default]\noutput=json\n",
      "config");
  ASSERT_EQ(sections.size(), 2U);
  EXPECT_EQ(sections.at("default"), (Profile{{"region", "eu-west-1"}, {"output", "json"}}));
  EXPECT_EQ(sections.at("profile Work Place"),
            (Profile{{"role_arn", "arn:x"}, {"s3", ""}, {"s3.addressing_style", "path"}, {"region", "us-east-1"}}));
}

TEST(SharedConfigText, ErrorsHaveTheLineButNotItsText) {
  try {
    parse_shared_config("[default]\naws_secret_access_key hunter2\n", "credentials");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.report(), AllOf(HasSubstr("credentials:2"), Not(HasSubstr("hunter2"))));
  }
}

class SharedConfigFiles : public test::TempDirTest {};

TEST_F(SharedConfigFiles, AreTakenAsOne) {
  write_file(dir_ / "config",
             "[default]\nregion=eu-west-1\n[profile work]\naws_access_key_id=OLD\nregion=x\n[services s]\n"
             "s3 =\n  endpoint_url = http://127.0.0.1\n");
  write_file(dir_ / "credentials", "[work]\naws_access_key_id=NEW\n");
  const SharedConfig config([&](const std::string& name) -> std::string {
    if (name == "AWS_CONFIG_FILE") return dir_ / "config";
    return name == "AWS_SHARED_CREDENTIALS_FILE" ? (dir_ / "credentials").string() : "";
  });
  ASSERT_NE(config.find_profile("work"), nullptr);
  EXPECT_EQ(*config.find_profile("work"), (Profile{{"aws_access_key_id", "NEW"}, {"region", "x"}}));
  EXPECT_EQ(config.find_profile("none"), nullptr);
  EXPECT_THAT(config.profile_names(), ElementsAre("default", "work"));
  EXPECT_EQ(config.find_services("s")->at("s3.endpoint_url"), "http://127.0.0.1");
}

}  // namespace
}  // namespace rox
