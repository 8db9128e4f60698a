#include "project/aws_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/toml.hpp"
#include "project/plain_name.hpp"
#include "project/server_schema.hpp"

namespace rox {
namespace {

constexpr unsigned kMostRpu = 1024;
/// A block larger than this is no longer 'somebody's network'.
constexpr unsigned kShortestPrefix = 8;

/// "203.0.113.0" as a number; none if it is no address of IPv4.
std::optional<std::uint32_t> parse_address(std::string_view text) {
  std::uint32_t address = 0;
  for (int i = 0; i < 4; ++i) {
    const std::size_t dot = i < 3 ? text.find('.') : text.size();
    if (dot == std::string_view::npos || dot == 0 || dot > 3) return std::nullopt;
    unsigned part = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + dot, part);
    if (error != std::errc{} || end != text.data() + dot || part > 255) return std::nullopt;
    address = address << 8U | part;
    text.remove_prefix(std::min(dot + 1, text.size()));
  }
  return address;
}

/// The CIDR block as AWS takes it: "203.0.113.7" is "203.0.113.7/32".
std::string read_allow_from(const TomlReader& toml) {
  std::string text = toml.text("allow_from").value_or("");
  if (text.empty()) return text;
  const std::size_t slash = std::min(text.find('/'), text.size());
  const std::optional<std::uint32_t> address = parse_address(std::string_view(text).substr(0, slash));
  unsigned bits = 32;
  if (slash < text.size()) {
    const auto [end, error] = std::from_chars(text.data() + slash + 1, text.data() + text.size(), bits);
    if (error != std::errc{} || end != text.data() + text.size()) bits = 99;
  }
  if (text == "::/0" || (address && bits < kShortestPrefix)) {
    throw toml.error_at("allow_from", fmt::format("{} would open Redshift to the world", text))
        .hint(
            "name the network that you connect from, as in \"203.0.113.7/32\"; without allow_from nobody can "
            "connect, and rox uses the data API");
  }
  if (!address || bits > 32) {
    throw toml.error_at("allow_from", fmt::format("'{}' is no block of IPv4 addresses", text))
        .hint("write it as in \"203.0.113.7/32\"");
  }
  if (bits < 32 && (*address << bits) != 0) {
    throw toml.error_at("allow_from", fmt::format("{} has bits set behind its first {}", text, bits))
        .hint("as in \"203.0.113.0/24\"");
  }
  return slash < text.size() ? text : text + "/32";
}

void check_node_type(const TomlReader& toml, const std::string& type) {
  constexpr std::array<std::string_view, 4> kRa3{"ra3.large", "ra3.xlplus", "ra3.4xlarge", "ra3.16xlarge"};
  if (type.starts_with("dc2") || type.starts_with("ds2") || type.starts_with("dc1")) {
    throw toml.error_at("node_type", fmt::format("AWS makes no more clusters of {}", type))
        .hint("dc2 nodes can't be created since 2025 (\"Invalid node type\"); ra3.large is the current small one");
  }
  if (std::find(kRa3.begin(), kRa3.end(), type) != kRa3.end() || type.starts_with("rg.")) return;
  throw toml.error_at("node_type", fmt::format("unknown node type '{}'", type))
      .hint("use ra3.large, ra3.xlplus, ra3.4xlarge, ra3.16xlarge or one of rg.*");
}

unsigned small_number(const TomlReader& toml, std::string_view key, unsigned most, unsigned otherwise) {
  return static_cast<unsigned>(toml.number(key, most).value_or(otherwise));
}

AwsInfraConfig read_infra(const TomlReader& toml, AwsInfraConfig infra) {
  infra.stack = toml.text("stack").value_or(infra.stack);
  const std::string warehouse = toml.text("warehouse").value_or("serverless");
  if (warehouse != "serverless" && warehouse != "provisioned") {
    throw toml.error_at("warehouse", fmt::format("unknown value '{}'", warehouse))
        .hint("use \"serverless\" (paid while queries run) or \"provisioned\" (a cluster, paid by the hour)");
  }
  infra.provisioned = warehouse == "provisioned";
  infra.base_capacity = small_number(toml, "base_capacity", kMostRpu, infra.base_capacity);
  if (infra.base_capacity != 4 && (infra.base_capacity < 8 || infra.base_capacity % 8 != 0)) {
    throw toml.error_at("base_capacity", fmt::format("{} RPU can't be had", infra.base_capacity))
        .hint("use 4, 8, or a multiple of 8");
  }
  infra.max_capacity = small_number(toml, "max_capacity", 5632, infra.max_capacity);
  if (infra.max_capacity > 0 && infra.max_capacity < infra.base_capacity) {
    throw toml.error_at("max_capacity", "it is less than base_capacity");
  }
  infra.node_type = toml.text("node_type").value_or(infra.node_type);
  check_node_type(toml, infra.node_type);
  infra.nodes = small_number(toml, "nodes", 128, infra.nodes);
  if (infra.nodes == 0) throw toml.error_at("nodes", "a cluster has at least one node");
  infra.allow_from = read_allow_from(toml);
  infra.staging_days = small_number(toml, "staging_days", 3650, infra.staging_days);
  return infra;
}

}  // namespace

const std::vector<std::string>& aws_keys() {
  static const std::vector<std::string> kKeys{"region", "profile", "endpoint", "prefix",    "database", "format",
                                              "access", "bucket",  "role",     "workgroup", "cluster",  "infra"};
  return kKeys;
}

AwsConfig default_aws(const std::string& project, const std::string& target) {
  AwsConfig aws;
  aws.prefix = plain_name(project, '-') + "/";
  aws.database = plain_name(project, '_');
  aws.infra.stack = fmt::format("rox-{}-{}", plain_name(project, '-'), plain_name(target, '-'));
  return aws;
}

AwsConfig read_aws(const TomlReader& toml, const std::string& file, const std::string& project,
                   const std::string& target) {
  AwsConfig aws = default_aws(project, target);
  aws.region = toml.text("region").value_or("");
  aws.profile = toml.text("profile").value_or("");
  aws.endpoint = toml.text("endpoint").value_or("");
  aws.prefix = toml.text("prefix").value_or(aws.prefix);
  if (!aws.prefix.empty() && !aws.prefix.ends_with('/')) aws.prefix += '/';
  if (aws.prefix.starts_with('/') || aws.prefix.find('*') != std::string::npos) {
    throw toml.error_at("prefix", fmt::format("'{}' can't be a prefix of keys", aws.prefix))
        .hint("write it as in \"rox-bikes/\"");
  }
  aws.database = toml.text("database").value_or(aws.database);
  if (toml.has("schema")) aws.schema = server_schema(toml, "schema");
  aws.bucket = toml.text("bucket").value_or("");
  aws.role = toml.text("role").value_or("");
  aws.workgroup = toml.text("workgroup").value_or("");
  aws.cluster = toml.text("cluster").value_or("");
  if (!aws.workgroup.empty() && !aws.cluster.empty()) {
    throw toml.error_at("cluster", "both a workgroup and a cluster are named").hint("a target has one of them");
  }
  if (!aws.role.empty() && !aws.role.starts_with("arn:")) {
    throw toml.error_at("role", fmt::format("'{}' is no ARN", aws.role))
        .hint("as in \"arn:aws:iam::123456789012:role/name\"");
  }
  const std::string format = toml.text("format").value_or("parquet");
  if (format != "parquet" && format != "csv") {
    throw toml.error_at("format", fmt::format("unknown value '{}'", format)).hint("use \"parquet\" or \"csv\"");
  }
  aws.format = format == "csv" ? CopyFormat::csv : CopyFormat::parquet;
  const std::string access = toml.text("access").value_or("auto");
  if (access != "auto" && access != "direct" && access != "data-api") {
    throw toml.error_at("access", fmt::format("unknown value '{}'", access))
        .hint("use \"direct\" (a connection), \"data-api\" (no network to Redshift needed) or \"auto\"");
  }
  aws.access = access == "direct"     ? RedshiftAccess::direct
               : access == "data-api" ? RedshiftAccess::data_api
                                      : RedshiftAccess::automatic;
  if (const toml::table* infra = toml.table("infra")) {
    const TomlReader reader(
        *infra, file, fmt::format("[target.{}.infra]", target),
        {"stack", "warehouse", "base_capacity", "max_capacity", "node_type", "nodes", "allow_from", "staging_days"});
    aws.infra = read_infra(reader, aws.infra);
  }
  return aws;
}

std::string aws_text(const AwsConfig& config, const std::string& project, const std::string& target) {
  const AwsConfig otherwise = default_aws(project, target);
  std::string out;
  const auto put = [&](std::string_view key, const std::string& value, const std::string& usual) {
    if (value != usual) out += fmt::format("{} = {}\n", key, toml_quote(value));
  };
  put("region", config.region, otherwise.region);
  put("profile", config.profile, otherwise.profile);
  put("endpoint", config.endpoint, otherwise.endpoint);
  put("prefix", config.prefix, otherwise.prefix);
  put("database", config.database, otherwise.database);
  put("schema", config.schema, otherwise.schema);
  put("bucket", config.bucket, otherwise.bucket);
  put("role", config.role, otherwise.role);
  put("workgroup", config.workgroup, otherwise.workgroup);
  put("cluster", config.cluster, otherwise.cluster);
  if (config.format == CopyFormat::csv) put("format", "csv", "parquet");
  if (config.access == RedshiftAccess::direct) put("access", "direct", "auto");
  if (config.access == RedshiftAccess::data_api) put("access", "data-api", "auto");
  if (config.infra == otherwise.infra) return out;

  const AwsInfraConfig& infra = config.infra;
  const auto put_number = [&](std::string_view key, unsigned value, unsigned usual) {
    if (value != usual) out += fmt::format("{} = {}\n", key, value);
  };
  out += fmt::format("\n[target.{}.infra]\n", target);
  put("stack", infra.stack, otherwise.infra.stack);
  if (infra.provisioned) put("warehouse", "provisioned", "serverless");
  put_number("base_capacity", infra.base_capacity, otherwise.infra.base_capacity);
  put_number("max_capacity", infra.max_capacity, otherwise.infra.max_capacity);
  put("node_type", infra.node_type, otherwise.infra.node_type);
  put_number("nodes", infra.nodes, otherwise.infra.nodes);
  put("allow_from", infra.allow_from, otherwise.infra.allow_from);
  put_number("staging_days", infra.staging_days, otherwise.infra.staging_days);
  return out;
}

}  // namespace rox
