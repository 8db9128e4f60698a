// dwh.cfg, the INI file of an older layout of data-warehouse projects, turned into a target.
//
//     [AWS] KEY, SECRET, REGION   [CLUSTER] HOST, DB_NAME, DB_USER, DB_PASSWORD, DB_PORT
//     [IAM_ROLE] ARN              [S3] BUCKET, LOG_DATA = 's3://bucket/prefix', …
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "project/project.hpp"

namespace rox {

struct DwhConfig {
  Target target;                      // on Redshift, name "aws"
  std::vector<std::string> warnings;  // what was left out, and where it belongs; never a value that is secret
};

/// `project` is the name that defaults come from. Throws usage_error, with the line, for a file that isn't of that
/// layout.
DwhConfig read_dwh_config(const std::filesystem::path& file, const std::string& project);

}  // namespace rox
