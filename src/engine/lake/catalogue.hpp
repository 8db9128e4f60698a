// How Iceberg's catalogue is reached: what rox.toml and the environment say, as Iceberg's own settings.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "project/lake_config.hpp"

namespace rox {

/// The settings of the catalogue. Secrets come from the environment alone (ROX_LAKE_CREDENTIAL, ROX_LAKE_TOKEN), and
/// go to Spark's process by a socket, never on a command line; keys of the store are found by AWS's own chain.
std::map<std::string, std::string> catalogue_settings(
    const LakeConfig& config, const std::function<std::string(const std::string& name)>& environment);

/// Spark with Iceberg's library: the jars that [target.X] conf names, else those of Maven Central that are tried with
/// rox.
SparkConfig spark_with_iceberg(const LakeConfig& config);

}  // namespace rox
