#include "project/dwh_cfg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"

namespace rox {

namespace {

struct Entry {
  std::string section;
  std::string key;
  std::string value;
};

std::string unquote(std::string_view text) {
  text = trim(text);
  if (text.size() >= 2 && text.front() == text.back() && (text.front() == '\'' || text.front() == '"')) {
    text = text.substr(1, text.size() - 2);
  }
  return std::string(text);
}

std::vector<Entry> read_entries(const std::filesystem::path& file) {
  std::vector<Entry> entries;
  std::string section;
  const std::string text = read_any_file(file);
  std::uint64_t number = 0;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string_view line = trim(std::string_view(text).substr(start, end - start));
    start = end + 1;
    ++number;
    if (line.empty() || line.front() == '#' || line.front() == ';') continue;
    if (line.front() == '[' && line.back() == ']') {
      section = to_lower(trim(line.substr(1, line.size() - 2)));
      continue;
    }
    const std::size_t sign = line.find_first_of("=:");
    // The line itself isn't shown: it may be a secret.
    if (sign == std::string_view::npos || section.empty()) {
      throw usage_error("this line is neither a [section] nor a key = value inside one")
          .at(file.string(), number)
          .hint("a dwh.cfg has [AWS], [CLUSTER], [IAM_ROLE] and [S3]");
    }
    entries.push_back({section, to_lower(trim(line.substr(0, sign))), unquote(line.substr(sign + 1))});
  }
  return entries;
}

bool is_secret(const std::string& key) {
  constexpr std::string_view kParts[] = {"secret", "password", "passwd", "pwd", "token", "access_key", "accesskey"};
  return key == "key" || std::any_of(std::begin(kParts), std::end(kParts),
                                     [&](std::string_view part) { return key.find(part) != std::string::npos; });
}

/// "bucket" of "s3://bucket/some/path", or of just that.
std::string bucket_of(std::string_view url) {
  constexpr std::string_view kScheme = "s3://";
  if (url.starts_with(kScheme)) url.remove_prefix(kScheme.size());
  return std::string(url.substr(0, url.find('/')));
}

}  // namespace

DwhConfig read_dwh_config(const std::filesystem::path& file, const std::string& project) {
  if (!std::filesystem::exists(file)) {
    throw usage_error("there is no such file").at(file.string()).hint("name the older project's dwh.cfg");
  }
  DwhConfig config;
  config.target.name = "aws";
  AwsConfig& aws = config.target.place.emplace<AwsConfig>();
  aws = default_aws(project, config.target.name);
  std::vector<std::string> secrets;
  std::vector<std::string> others;
  bool known_section = false;
  for (const Entry& entry : read_entries(file)) {
    const std::string name = fmt::format("[{}] {}", entry.section, entry.key);
    known_section = known_section || entry.section == "aws" || entry.section == "cluster" || entry.section == "s3" ||
                    entry.section == "iam_role" || entry.section == "dwh";
    if (is_secret(entry.key)) {
      secrets.push_back(name);
    } else if (entry.key == "region" || entry.key.ends_with("_region")) {
      aws.region = entry.value;
    } else if (entry.key == "bucket" || entry.key.ends_with("_bucket")) {
      aws.bucket = bucket_of(entry.value);
    } else if (entry.key == "prefix" || entry.key.ends_with("_prefix")) {
      aws.prefix = entry.value.ends_with('/') ? entry.value : entry.value + "/";
    } else if (entry.value.starts_with("s3://")) {
      if (aws.bucket.empty()) aws.bucket = bucket_of(entry.value);
    } else if (entry.key == "arn" && entry.value.starts_with("arn:")) {
      aws.role = entry.value;
    } else if (entry.key == "host" && entry.value.find(".redshift.") != std::string::npos) {
      aws.cluster = entry.value.substr(0, entry.value.find('.'));
    } else if (entry.key == "db_name") {
      aws.database = entry.value;
    } else {
      others.push_back(name);
    }
  }
  if (!known_section) {
    throw usage_error("none of [AWS], [CLUSTER], [IAM_ROLE] and [S3] is in it")
        .at(file.string())
        .hint("is it a dwh.cfg?");
  }
  if (!secrets.empty()) {
    config.warnings.push_back(fmt::format(
        "{}: keys and passwords were left out: {}. They belong into AWS's own places: a profile in ~/.aws, the "
        "environment, or a role",
        file.filename().string(), join(secrets, ", ")));
  }
  if (!others.empty()) {
    config.warnings.push_back(fmt::format("{}: not needed any more: {}", file.filename().string(), join(others, ", ")));
  }
  return config;
}

}  // namespace rox
