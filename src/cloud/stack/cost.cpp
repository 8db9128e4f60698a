#include "cloud/stack/cost.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace rox {
namespace {

// USD in us-east-1, from aws.amazon.com/redshift/pricing, /s3/pricing, /secrets-manager/pricing and /vpc/pricing.
constexpr double kRpuHour = 0.375;
constexpr double kStorageGbMonth = 0.024;  // Redshift's managed storage
constexpr double kS3GbMonth = 0.023;
constexpr double kSecretMonth = 0.40;
constexpr double kPublicAddressHour = 0.005;
constexpr double kHoursMonth = 730;

/// What the estimate assumes of use: a run and some questions each working day.
constexpr double kQueryHoursMonth = 20;
constexpr double kGigabytes = 10;

struct NodePrice {
  std::string_view type;
  double hour;
};
constexpr std::array kNodePrices{NodePrice{"ra3.large", 0.543}, NodePrice{"ra3.xlplus", 1.086},
                                 NodePrice{"ra3.4xlarge", 3.26}, NodePrice{"ra3.16xlarge", 13.04}};

CostItem cluster_cost(const AwsInfraConfig& infra) {
  CostItem item{"Redshift cluster", fmt::format("{} x {}", infra.nodes, infra.node_type), std::nullopt};
  const auto* price = std::find_if(kNodePrices.begin(), kNodePrices.end(),
                                   [&](const NodePrice& node) { return node.type == infra.node_type; });
  if (price == kNodePrices.end()) {
    item.basis += ", all day; no price known here, see aws.amazon.com/redshift/pricing";
    return item;
  }
  item.basis += fmt::format(" x {} USD an hour, all day", price->hour);
  item.monthly = infra.nodes * price->hour * kHoursMonth;
  return item;
}

}  // namespace

std::string price_basis() {
  return "list prices of us-east-1 in USD, as known in 2026; other regions cost up to a half more, and taxes come on "
         "top";
}

std::vector<CostItem> estimate_cost(const AwsConfig& config) {
  std::vector<CostItem> items;
  const AwsInfraConfig& infra = config.infra;
  if (!config.has_warehouse()) {
    if (infra.provisioned) {
      items.push_back(cluster_cost(infra));
    } else {
      items.push_back({"Redshift Serverless",
                       fmt::format("{} RPU x {} USD an hour while queries run (at least a minute each time); {} hours",
                                   infra.base_capacity, kRpuHour, kQueryHoursMonth),
                       infra.base_capacity * kRpuHour * kQueryHoursMonth});
    }
    items.push_back(
        {"Redshift storage", fmt::format("{} GB x {} USD", kGigabytes, kStorageGbMonth), kGigabytes * kStorageGbMonth});
    items.push_back({"administrator's password", fmt::format("one secret, {} USD", kSecretMonth), kSecretMonth});
    if (!infra.allow_from.empty()) {
      items.push_back({"public address", fmt::format("{} USD an hour, all day", kPublicAddressHour),
                       kPublicAddressHour * kHoursMonth});
    }
  }
  if (config.bucket.empty()) {
    items.push_back(
        {"staged files in S3", fmt::format("{} GB x {} USD", kGigabytes, kS3GbMonth), kGigabytes * kS3GbMonth});
  }
  return items;
}

}  // namespace rox
