#include "engine/lake/catalogue.hpp"

#include <algorithm>

namespace rox {
namespace {

constexpr const char* kLibraries =
    "spark.jars.packages=org.apache.iceberg:iceberg-spark-runtime-4.1_2.13:1.12.0,"
    "org.apache.iceberg:iceberg-aws-bundle:1.12.0";

}  // namespace

std::map<std::string, std::string> catalogue_settings(
    const LakeConfig& config, const std::function<std::string(const std::string& name)>& environment) {
  std::map<std::string, std::string> settings;
  const auto put = [&](const char* key, const std::string& value) {
    if (!value.empty()) settings[key] = value;
  };
  if (config.uri.empty()) {
    settings["type"] = "hadoop";
  } else {
    settings["type"] = "rest";
    settings["uri"] = config.uri;
    put("credential", environment("ROX_LAKE_CREDENTIAL"));
    put("token", environment("ROX_LAKE_TOKEN"));
    if (settings.contains("credential")) {
      settings["rest.auth.type"] = "oauth2";
      settings["oauth2-server-uri"] = config.uri + (config.uri.ends_with('/') ? "" : "/") + "v1/oauth/tokens";
    }
  }
  put("warehouse", config.warehouse);
  put("client.region", config.region.empty() ? environment("AWS_REGION") : config.region);
  const std::string endpoint = config.endpoint.empty() ? environment("AWS_ENDPOINT_URL_S3") : config.endpoint;
  if (!endpoint.empty()) {
    settings["s3.endpoint"] = endpoint;
    settings["s3.path-style-access"] = "true";
  }
  for (const std::string& option : config.options) {
    const std::size_t equals = option.find('=');
    settings[option.substr(0, equals)] = option.substr(equals + 1);
  }
  return settings;
}

SparkConfig spark_with_iceberg(const LakeConfig& config) {
  SparkConfig spark = config.spark;
  const bool has_jars = std::any_of(spark.conf.begin(), spark.conf.end(), [](const std::string& setting) {
    return setting.starts_with("spark.jars=") || setting.starts_with("spark.jars.packages=");
  });
  if (!has_jars) spark.conf.emplace_back(kLibraries);
  return spark;
}

}  // namespace rox
