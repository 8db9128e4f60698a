// A target whose tables are Iceberg's, made and asked by Spark, as rox.toml says it. docs/lake.md explains each key.
//
//     [target.lake]
//     engine = "iceberg"
//     uri = "https://catalog:8181"   # of a REST catalogue; without one, a folder is the catalogue
//     warehouse = "s3://lake"        # how the catalogue calls its warehouse; or the folder (default: "lake")
//     schema = "bikes"               # the namespace; default: the project's name
//     region = "eu-central-1"        # of the tables' store; else AWS_REGION
//     endpoint = "http://…"          # a store that speaks like S3; else AWS_ENDPOINT_URL_S3
//     options = ["rest.sigv4-enabled=true"]  # more of Iceberg's own settings of catalogues
//     read = "cluster"               # Spark's tasks read the exports; else rox does, here
//     program = "/shared/rox"        # the rox that they run; default: this one, at the same path
//     master = "spark://host:7077"   # and submit, conf: as in [engine.spark], which holds where they aren't here
#pragma once

#include <string>
#include <vector>

#include "project/spark_config.hpp"

namespace rox {

struct LakeConfig {
  std::string uri;        // empty: `warehouse` is a folder, and the catalogue
  std::string warehouse;  // a folder is absolute, or has a scheme ("hdfs://…")
  std::string schema;
  std::string region;
  std::string endpoint;
  std::vector<std::string> options;  // "key=value"
  bool reads_on_cluster = false;     // Spark's tasks run `program` on the exports
  std::string program;               // empty: the rox that runs
  SparkConfig spark;

  bool operator==(const LakeConfig&) const = default;
};

/// The keys of [target.X] that are about lakes.
const std::vector<std::string>& lake_keys();

/// Reads them. `root`: of the project; `spark`: [engine.spark]'s. Throws usage_error with the place.
LakeConfig read_lake(const TomlReader& toml, const std::string& root, const std::string& project,
                     const SparkConfig& spark);

/// The same as lines of rox.toml.
std::string lake_text(const LakeConfig& config, const std::string& root, const std::string& project,
                      const SparkConfig& spark);

}  // namespace rox
