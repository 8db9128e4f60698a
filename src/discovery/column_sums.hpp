// The sums of an export's columns, to tell whether one of its last lines has them. They are exact, and made while the
// decimal sign isn't known yet: each column is added up with '.' and with ','.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"

namespace rox {

class ColumnSums {
 public:
  /// What is no number is left out; so is what has more digits than any amount.
  void add(const std::vector<std::string>& row);

  /// How many numbers but zeros make up that sum of a column; 0 if it is another one, or no number.
  std::uint64_t parts_of(std::size_t column, std::string_view sum) const;

 private:
  struct Sum {
    Int128 value = 0;
    std::uint64_t parts = 0;  // but zeros
    bool known = true;        // all numbers of the column are some with that decimal sign
  };

  std::vector<std::array<Sum, 2>> columns_;
};

}  // namespace rox
