#include "project/lake_config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.hpp"
#include "project/project.hpp"

namespace rox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Project project_with(const std::string& target) {
  return parse_project("[project]\nname = \"Rox Bikes\"\n[source]\npath = \"exports\"\n" + target, "/p");
}

TEST(LakeConfig, IsAFolderUnlessThereIsACatalogue) {
  const Project project = project_with("[target.lake]\nengine = \"iceberg\"\n");
  const Target& target = project.target("lake");
  EXPECT_EQ(target.engine(), "iceberg");
  EXPECT_EQ(target.dialect(), SqlDialect::spark);
  EXPECT_EQ(target.lake().warehouse, "/p/lake");
  EXPECT_EQ(target.lake().schema, "rox_bikes");
  EXPECT_EQ(target.lake().spark, SparkConfig{});
}

TEST(LakeConfig, TakesSparkFromTheProjectWhereItSaysNothing) {
  const Project project = project_with(
      "[target.lake]\nengine = \"iceberg\"\nuri = \"http://c:8181\"\nwarehouse = \"s3://lake\"\n"
      "conf = [\"a=b\"]\n[engine.spark]\nmaster = \"spark://m:7077\"\nconf = [\"c=d\"]\n");
  const LakeConfig& lake = project.target("lake").lake();
  EXPECT_EQ(lake.warehouse, "s3://lake");
  EXPECT_EQ(lake.spark.master, "spark://m:7077");
  EXPECT_THAT(lake.spark.conf, ElementsAre("a=b"));
}

TEST(LakeConfig, IsWrittenAsItIsRead) {
  const std::string text =
      "[target.lake]\nengine = \"iceberg\"\nuri = \"https://c:8181\"\nwarehouse = \"w\"\nschema = \"bikes\"\n"
      "region = \"eu-west-1\"\nendpoint = \"http://s:8333\"\nread = \"cluster\"\nprogram = \"/opt/rox\"\n"
      "options = [\"a=b\"]\nmaster = \"yarn\"\n";
  const Project project = project_with(text);
  EXPECT_THAT(project_text(project), HasSubstr(text));
  EXPECT_EQ(parse_project(project_text(project), "/p").targets, project.targets);
}

TEST(LakeConfig, TakesNoSecret) {
  for (const char* option : {"credential=id:x", "token=x", "s3.secret-access-key=x", "s3.access-key-id=x"}) {
    try {
      project_with(std::string("[target.lake]\nengine = \"iceberg\"\noptions = [\"") + option + "\"]\n");
      FAIL() << option;
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr("takes no credentials"));
      EXPECT_THAT(error.hint_text(), HasSubstr("ROX_LAKE_CREDENTIAL"));
    }
  }
}

TEST(LakeConfig, SaysWhatIsNoAddress) {
  EXPECT_THROW(project_with("[target.lake]\nengine = \"iceberg\"\nuri = \"catalog\"\n"), Error);
}

}  // namespace
}  // namespace rox
