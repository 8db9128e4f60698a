// What is decided on a column's type, and what that may lean on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/model.hpp"

namespace rox {

/// What a verdict on one column may lean on beside its values.
struct TypeContext {
  /// The project's decimal sign: a column that is written otherwise says so in its format.
  char decimal = '.';
  /// The order of days and months that other columns prove, for columns that leave it open.
  std::optional<DateOrder> date_order;
  /// Whether columns of that name in other tables have whole numbers.
  bool refers_to_whole = false;
  /// Names of the files that Location::file counts.
  std::vector<std::string> files;
};

struct TypeVerdict {
  Type type;
  Format format;
  std::string least, greatest;        // of whole numbers
  std::uint8_t decimals = 0;          // digits after the decimal sign that were seen, where the type has more
  std::vector<std::string> reasons;   // for --explain: the values that forced each choice
  std::vector<std::string> warnings;  // what stayed text though it looks like more, and the way out
};

}  // namespace rox
