#include "project/dwh_cfg.hpp"

#include <gmock/gmock.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "source/scan_support.hpp"

namespace rox {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(DwhConfig, BecomesATargetWithoutSecrets) {
  const test::ExportDir dir;
  write_file(dir.path() / "dwh.cfg",
             "# old\n[AWS]\nKEY=AKIA1\nSECRET: s3cr3t\nregion = 'eu-west-1'\n[CLUSTER]\nDB_PASSWORD=pw1\nHOST=h\n"
             "[S3]\nLOG_DATA='s3://songs/log_data'\nSONG_DATA='s3://other/x'\n");
  const DwhConfig config = read_dwh_config(dir.path() / "dwh.cfg", "Rox Bikes");
  AwsConfig wanted = default_aws("Rox Bikes", "aws");
  wanted.bucket = "songs";
  wanted.region = "eu-west-1";
  EXPECT_EQ(config.target, (Target{"aws", wanted}));
  ASSERT_EQ(config.warnings.size(), 2U);
  EXPECT_THAT(config.warnings[0], HasSubstr("[aws] key, [aws] secret, [cluster] db_password"));
  EXPECT_THAT(config.warnings[1], HasSubstr("[cluster] host"));
  for (const std::string& warning : config.warnings) {
    for (const char* secret : {"AKIA1", "s3cr3t", "pw1"}) EXPECT_THAT(warning, Not(HasSubstr(secret)));
  }
}

TEST(DwhConfig, TakesWhatIsThereAlready) {
  const test::ExportDir dir;
  write_file(dir.path() / "dwh.cfg",
             "[CLUSTER]\nHOST=bikes.abc123.eu-west-1.redshift.amazonaws.com\nDB_NAME=dwh\n"
             "[IAM_ROLE]\nARN='arn:aws:iam::123456789012:role/dwhRole'\n");
  const AwsConfig aws = read_dwh_config(dir.path() / "dwh.cfg", "p").target.aws();
  EXPECT_EQ(aws.cluster, "bikes");
  EXPECT_EQ(aws.database, "dwh");
  EXPECT_EQ(aws.role, "arn:aws:iam::123456789012:role/dwhRole");
}

TEST(DwhConfig, ErrorsNameTheLineButNotItsText) {
  const test::ExportDir dir;
  const auto error_of = [&](const std::string& text) {
    write_file(dir.path() / "dwh.cfg", text);
    try {
      read_dwh_config(dir.path() / "dwh.cfg", "p");
    } catch (const Error& e) {
      return e.report();
    }
    return std::string("no error");
  };
  EXPECT_THAT(error_of("[AWS]\nhunter2\n"), HasSubstr("dwh.cfg:2: "));
  EXPECT_THAT(error_of("[AWS]\nhunter2\n"), Not(HasSubstr("hunter2")));
  EXPECT_THAT(error_of("[other]\na=b\n"), HasSubstr("is it a dwh.cfg?"));
  EXPECT_THAT(error_of("a=b\n"), HasSubstr("dwh.cfg:1: "));
}

}  // namespace
}  // namespace rox
