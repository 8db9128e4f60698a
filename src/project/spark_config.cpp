#include "project/spark_config.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/error.hpp"
#include "base/toml.hpp"

namespace rox {

const std::vector<std::string>& spark_keys() {
  static const std::vector<std::string> kKeys{"master", "submit", "conf"};
  return kKeys;
}

std::vector<std::string> read_settings(const TomlReader& toml, std::string_view key, std::string_view example) {
  std::vector<std::string> settings = toml.texts(key).value_or(std::vector<std::string>{});
  for (const std::string& setting : settings) {
    if (setting.find('=') != std::string::npos && !setting.starts_with('=')) continue;
    throw toml.error_at(key, fmt::format("'{}' is not key=value", setting))
        .hint(fmt::format("as in {} = [\"{}\"]", key, example));
  }
  return settings;
}

SparkConfig read_spark(const TomlReader& toml, SparkConfig config) {
  config.master = toml.text("master").value_or(config.master);
  config.submit = toml.text("submit").value_or(config.submit);
  std::vector<std::string> conf = read_settings(toml, "conf", "spark.driver.memory=2g");
  if (toml.has("conf")) config.conf = std::move(conf);
  return config;
}

std::string spark_text(const SparkConfig& config, const SparkConfig& otherwise) {
  std::string out;
  if (config.master != otherwise.master) out += fmt::format("master = {}\n", toml_quote(config.master));
  if (config.submit != otherwise.submit) out += fmt::format("submit = {}\n", toml_quote(config.submit));
  if (config.conf != otherwise.conf) out += fmt::format("conf = {}\n", toml_array(config.conf));
  return out;
}

}  // namespace rox
