// The six exports of the sample company, as things that can be written piece by piece.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "sample/company.hpp"

namespace rox {

/// An export is a header and `units` units in order: a unit is a row, or the lines of one order.
struct SampleTable {
  std::string_view table;
  std::string_view file;
  std::string_view header;  // without BOM and line end
  std::string_view key;     // the primary key's columns, separated by ", "
  std::uint64_t units = 0;
  std::uint64_t rows = 0;
  std::uint64_t chunk = 0;  // units to write at a time: about a megabyte
  /// Rows of the units before this one, which may be `units`.
  std::function<std::uint64_t(std::uint64_t unit)> rows_before;
  /// Appends the rows of units [begin, end). Thread-safe.
  std::function<void(TextBuffer& out, std::uint64_t begin, std::uint64_t end)> write;
};

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// In the order of their file names. `company` must outlive them.
std::vector<SampleTable> sample_tables(const Company& company);

}  // namespace rox
