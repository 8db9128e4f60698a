// A target on AWS, as rox.toml says it. docs/aws.md explains each key.
//
//     [target.aws]
//     engine = "redshift"
//     region = "eu-central-1"     # else AWS_REGION, or the profile's
//     profile = "work"            # of ~/.aws; else AWS's standard chain of credentials
//     prefix = "rox-bikes/"       # of the keys in the bucket; default: the project's name
//     database = "rox_bikes"      # default: the project's name, in letters that a database takes
//     schema = "public"
//     format = "parquet"          # or "csv": what COPY reads
//     access = "auto"             # "direct" (libpq), "data-api", or whichever reaches it
//     endpoint = "https://…"      # an S3-compatible store instead of S3
//
// What is named is the user's: rox uses it, and never makes, changes or deletes it. What isn't, `rox infra up` makes.
//
//     bucket = "my-bucket"
//     role = "arn:aws:iam::123456789012:role/reads-the-bucket"
//     workgroup = "analytics"     # Redshift Serverless, or
//     cluster = "analytics"       # a provisioned cluster
//
//     [target.aws.infra]
//     stack = "rox-bikes"         # default: rox-<project>-<target>
//     warehouse = "serverless"    # or "provisioned"
//     base_capacity = 4           # serverless: RPU; from 4, then 8, 16, 24, …
//     max_capacity = 32           # serverless: RPU that it may grow to
//     node_type = "ra3.large"     # provisioned
//     nodes = 2                   # provisioned
//     allow_from = "203.0.113.7/32"  # who may connect to Redshift; nobody: the data API alone reaches it
//     staging_days = 90           # after which staged files go; 0: never
#pragma once

#include <string>
#include <vector>

namespace rox {

class TomlReader;

struct AwsInfraConfig {
  std::string stack;
  bool provisioned = false;
  unsigned base_capacity = 4;
  unsigned max_capacity = 0;  // 0: Redshift's own limit
  std::string node_type = "ra3.large";
  unsigned nodes = 2;
  std::string allow_from;  // a CIDR block, or empty
  unsigned staging_days = 90;

  bool operator==(const AwsInfraConfig&) const = default;
};

enum class CopyFormat { parquet, csv };
enum class RedshiftAccess { automatic, direct, data_api };

struct AwsConfig {
  std::string region;
  std::string profile;
  std::string endpoint;
  std::string prefix;  // ends with '/'
  std::string database;
  std::string schema = "public";
  CopyFormat format = CopyFormat::parquet;
  RedshiftAccess access = RedshiftAccess::automatic;
  std::string bucket;
  std::string role;
  std::string workgroup;
  std::string cluster;
  AwsInfraConfig infra;

  /// Whether there is anything that `rox infra up` has to make.
  bool needs_stack() const { return bucket.empty() || role.empty() || !has_warehouse(); }
  bool has_warehouse() const { return !workgroup.empty() || !cluster.empty(); }

  bool operator==(const AwsConfig&) const = default;
};

/// The keys of [target.X] that are about AWS.
const std::vector<std::string>& aws_keys();

/// Reads them and [target.X.infra], whose errors name `file`. `project` and `target` are for the defaults. Throws
/// usage_error for values that AWS would refuse, and for a network that is open to the world.
AwsConfig read_aws(const TomlReader& toml, const std::string& file, const std::string& project,
                   const std::string& target);

/// The lines of rox.toml that say it, without what is a default.
std::string aws_text(const AwsConfig& config, const std::string& project, const std::string& target);

/// The config of a target that says nothing.
AwsConfig default_aws(const std::string& project, const std::string& target);

}  // namespace rox
