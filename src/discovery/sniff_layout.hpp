// Text of fixed width: where its fields seem to begin. Nobody can tell for certain where two numbers side by side are
// parted, so a layout is proposed and never taken.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/dialect.hpp"

namespace rox {

struct FoundLayout {
  std::vector<LayoutField> fields;
  std::size_t skip = 0;  // lines above the data: names, and what rules them off
  std::string why;       // "all lines have 44 characters"
};

/// `sample`: the beginning of a file, UTF-8, whole lines, without a sign that cuts them. Nothing for prose, or one
/// column.
std::optional<FoundLayout> sniff_layout(std::string_view sample);

/// Whether `sign` doesn't part fields but stands inside of numbers, dates or times of fixed width: in lines of one
/// length always at the same places, between digits, where what is between those places is several fields.
bool is_inside_of_layout(std::string_view sample, char sign);

}  // namespace rox
