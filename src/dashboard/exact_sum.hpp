// Sums of numbers as the engines write them, exact to the last digit.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rox {

/// a + b, or a - b if `minus`, with the digits of the longer fraction. Nothing for what is no plain decimal number or
/// is too long for 38 digits.
std::optional<std::string> exact_sum(std::string_view a, std::string_view b, bool minus = false);

}  // namespace rox
