#include "engine/lake/catalogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::UnorderedElementsAre;

std::string no_environment(const std::string&) { return ""; }

TEST(CatalogueSettings, OfAFolder) {
  LakeConfig config;
  config.warehouse = "/data/lake";
  EXPECT_THAT(catalogue_settings(config, no_environment),
              UnorderedElementsAre(Pair("type", "hadoop"), Pair("warehouse", "/data/lake")));
}

TEST(CatalogueSettings, OfARestCatalogueHaveSecretsOfTheEnvironment) {
  LakeConfig config;
  config.uri = "http://127.0.0.1:8181";
  config.warehouse = "s3://lake";
  config.options = {"rest.auth.type=none", "header.x=a=b"};
  const auto environment = [](const std::string& name) -> std::string {
    if (name == "ROX_LAKE_CREDENTIAL") return "id:secret";
    if (name == "AWS_ENDPOINT_URL_S3") return "http://127.0.0.1:8333";
    return name == "AWS_REGION" ? "eu-central-1" : "";
  };
  EXPECT_THAT(catalogue_settings(config, environment),
              UnorderedElementsAre(
                  Pair("type", "rest"), Pair("uri", "http://127.0.0.1:8181"), Pair("credential", "id:secret"),
                  Pair("oauth2-server-uri", "http://127.0.0.1:8181/v1/oauth/tokens"), Pair("rest.auth.type", "none"),
                  Pair("header.x", "a=b"), Pair("warehouse", "s3://lake"), Pair("client.region", "eu-central-1"),
                  Pair("s3.endpoint", "http://127.0.0.1:8333"), Pair("s3.path-style-access", "true")));
}

TEST(SparkWithIceberg, FetchesItsLibraryOnlyWhereNoneIsNamed) {
  LakeConfig config;
  config.spark.conf = {"spark.driver.memory=1g"};
  EXPECT_THAT(spark_with_iceberg(config).conf,
              ElementsAre("spark.driver.memory=1g", HasSubstr("spark.jars.packages=org.apache.iceberg:")));
  config.spark.conf = {"spark.jars=/opt/iceberg.jar"};
  EXPECT_THAT(spark_with_iceberg(config).conf, ElementsAre("spark.jars=/opt/iceberg.jar"));
}

}  // namespace
}  // namespace rox
