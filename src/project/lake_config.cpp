#include "project/lake_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/credential.hpp"
#include "base/error.hpp"
#include "base/toml.hpp"
#include "project/plain_name.hpp"
#include "project/server_schema.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFolder = "lake";

bool has_scheme(std::string_view path) { return path.find("://") != std::string_view::npos; }

std::string folder_of(const std::string& warehouse, const std::string& root) {
  if (has_scheme(warehouse)) return warehouse;
  return (fs::path(root) / warehouse).lexically_normal().string();
}

/// Settings that would bring a secret into the file.
void refuse_secrets(const TomlReader& toml, const std::vector<std::string>& options) {
  for (const std::string& option : options) {
    const std::string key = option.substr(0, option.find('='));
    const bool is_secret = key == "credential" || key == "token" || key.ends_with("access-key-id") ||
                           key.ends_with("secret-access-key") || key.ends_with("session-token") || names_secret(key);
    if (!is_secret) continue;
    throw toml.error_at("options", fmt::format("'{}' is a secret by its name: rox.toml takes no credentials", key))
        .hint(
            "a catalogue's credential is ROX_LAKE_CREDENTIAL's (ID:SECRET) or ROX_LAKE_TOKEN's, a store's keys those "
            "of AWS's own chain");
  }
}

}  // namespace

const std::vector<std::string>& lake_keys() {
  static const std::vector<std::string> kKeys{"uri",  "warehouse", "schema", "region", "endpoint", "options",
                                              "read", "program",   "master", "submit", "conf"};
  return kKeys;
}

LakeConfig read_lake(const TomlReader& toml, const std::string& root, const std::string& project,
                     const SparkConfig& spark) {
  LakeConfig lake;
  lake.uri = toml.text("uri").value_or("");
  if (!lake.uri.empty() && !lake.uri.starts_with("http://") && !lake.uri.starts_with("https://")) {
    throw toml.error_at("uri", fmt::format("'{}' is no address of a REST catalogue", lake.uri))
        .hint("as in \"https://catalog:8181\"; without uri, the folder `warehouse` is the catalogue");
  }
  lake.warehouse = toml.text("warehouse").value_or(lake.uri.empty() ? kFolder : "");
  if (lake.uri.empty()) lake.warehouse = folder_of(lake.warehouse, root);
  lake.schema = toml.has("schema") ? server_schema(toml, "schema") : plain_name(project, '_');
  lake.region = toml.text("region").value_or("");
  lake.endpoint = toml.text("endpoint").value_or("");
  lake.options = read_settings(toml, "options", "rest.sigv4-enabled=true");
  refuse_secrets(toml, lake.options);
  const std::string reader = toml.text("read").value_or("here");
  if (reader != "here" && reader != "cluster") {
    throw toml.error_at("read", fmt::format("unknown value '{}'", reader))
        .hint("use \"here\" (rox reads the exports where it runs) or \"cluster\" (Spark's tasks do)");
  }
  lake.reads_on_cluster = reader == "cluster";
  lake.program = toml.text("program").value_or("");
  lake.spark = read_spark(toml, spark);
  return lake;
}

std::string lake_text(const LakeConfig& config, const std::string& root, const std::string& project,
                      const SparkConfig& spark) {
  std::string out;
  const auto put = [&](std::string_view key, const std::string& value, const std::string& usual) {
    if (value != usual) out += fmt::format("{} = {}\n", key, toml_quote(value));
  };
  put("uri", config.uri, "");
  put("warehouse", config.warehouse, config.uri.empty() ? folder_of(kFolder, root) : "");
  put("schema", config.schema, plain_name(project, '_'));
  put("region", config.region, "");
  put("endpoint", config.endpoint, "");
  put("read", config.reads_on_cluster ? "cluster" : "here", "here");
  put("program", config.program, "");
  if (!config.options.empty()) out += fmt::format("options = {}\n", toml_array(config.options));
  return out + spark_text(config.spark, spark);
}

}  // namespace rox
