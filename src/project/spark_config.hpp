// How Spark is reached, as rox.toml says it: in [engine.spark], or in a target that Spark makes.
#pragma once

#include <string>
#include <vector>

namespace rox {

class TomlReader;

struct SparkConfig {
  std::string master = "local[*]";
  std::string submit = "spark-submit";
  std::vector<std::string> conf;  // "key=value", as for spark-submit --conf

  bool operator==(const SparkConfig&) const = default;
};

/// The keys of such a table.
const std::vector<std::string>& spark_keys();

/// Reads them over `config`, which is what holds where they say nothing. Throws usage_error with the place.
SparkConfig read_spark(const TomlReader& toml, SparkConfig config);

/// Those that differ from `otherwise`, as lines of rox.toml.
std::string spark_text(const SparkConfig& config, const SparkConfig& otherwise);

/// "key=value"s of a list of that key. Throws usage_error with the place for one that isn't.
std::vector<std::string> read_settings(const TomlReader& toml, std::string_view key, std::string_view example);

}  // namespace rox
