// What a target's infrastructure costs, roughly: list prices, so that nobody is surprised.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "project/aws_config.hpp"

namespace rox {

struct CostItem {
  std::string what;
  std::string basis;              // "4 RPU x 0.375 USD an hour while queries run; 20 hours"
  std::optional<double> monthly;  // USD; none: no price known here
};

/// What prices these are, for people.
std::string price_basis();

/// One item for each thing that costs money and that rox would make.
std::vector<CostItem> estimate_cost(const AwsConfig& config);

}  // namespace rox
