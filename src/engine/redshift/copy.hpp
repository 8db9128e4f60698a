// COPY: how Redshift takes staged files in. https://docs.aws.amazon.com/redshift/latest/dg/r_COPY.html
//
// What to read is said by a manifest of their URLs, never by a prefix: a file that is missing is an error, one that
// happens to lie there isn't read. Redshift reads with its own role, so no key is in any statement.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "project/aws_config.hpp"

namespace rox {

struct CopyFile {
  std::string url;
  std::uint64_t bytes = 0;
};

/// The manifest's text: every file is mandatory and of exactly that length.
std::string copy_manifest(const std::vector<CopyFile>& files);

struct CopySource {
  std::string manifest;  // its URL
  std::string role;      // its ARN
  CopyFormat format = CopyFormat::parquet;
  std::string null_marker{};  // csv: the unquoted text that is NULL
};

/// COPY into a table (a name as SQL writes it) whose columns are the files', in their order.
std::string copy_sql(const std::string& table, const CopySource& source);

/// What Redshift refused, from its own table of load errors.
struct LoadProblem {
  std::string file;  // the URL
  std::uint64_t line = 0;
  std::string column;
  std::string value;
  std::string reason;

  /// "s3://…, line 7, column qty: Invalid digit ('x')"
  std::string text() const;
};

/// The warehouse's clock, for load_problems().
std::string server_time(Engine& engine);

/// The newest problems with files below `url` since that time, at most `limit`.
std::vector<LoadProblem> load_problems(Engine& engine, const std::string& url, const std::string& since, int limit);

/// How many files of a format that isn't split by Redshift itself a COPY should have: one for each slice.
unsigned slice_count(Engine& engine);

}  // namespace rox
