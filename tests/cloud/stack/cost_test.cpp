#include "cloud/stack/cost.hpp"

#include <gmock/gmock.h>

namespace rox {
namespace {

double total(const AwsConfig& config) {
  double sum = 0;
  for (const CostItem& item : estimate_cost(config)) sum += item.monthly.value_or(0);
  return sum;
}

TEST(Cost, GrowsWithWhatIsAskedFor) {
  AwsConfig config = default_aws("p", "t");
  const double least = total(config);
  EXPECT_GT(least, 0);
  config.infra.base_capacity = 8;
  EXPECT_NEAR(total(config) - least, 30, 0.01);  // 4 RPU x 0.375 USD x 20 hours
  config.infra.provisioned = true;
  EXPECT_NEAR(total(config), 2 * 0.543 * 730 + 0.24 + 0.40 + 0.23, 0.01);
}

TEST(Cost, IsNothingForWhatIsThereAlready) {
  AwsConfig config = default_aws("p", "t");
  config.bucket = "lake";
  config.workgroup = "analytics";
  EXPECT_TRUE(estimate_cost(config).empty());
}

TEST(Cost, SaysWhereItKnowsNoPrice) {
  AwsConfig config = default_aws("p", "t");
  config.infra.provisioned = true;
  config.infra.node_type = "rg.4xlarge";
  EXPECT_FALSE(estimate_cost(config).front().monthly.has_value());
  EXPECT_THAT(estimate_cost(config).front().basis, testing::HasSubstr("no price known"));
}

}  // namespace
}  // namespace rox
