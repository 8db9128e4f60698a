// Writes one export of a day, and counts what is in it.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sample/day.hpp"

namespace rox {

/// A row that is broken in its file, so that it can't be loaded.
struct BrokenRow {
  std::uint64_t line = 0;  // the header is line 1
  std::string column;
  std::string reason;  // a RejectCode's name
  std::string key;     // the row's first field
};

/// What a warehouse should hold of a table, by the rows' own values: however the file is written, and without its
/// broken rows.
struct TableTruth {
  std::uint64_t rows = 0;
  std::map<std::string, Int128> sums;                                // of columns of amounts, in hundred-millionths
  std::map<std::string, std::pair<std::string, std::string>> dates;  // of columns of dates: first and last day
  std::map<std::string, std::uint64_t> missing;                      // how many; only of columns that lack values
  std::uint64_t rejects = 0;
  std::vector<BrokenRow> broken;  // the first kMostBroken of them
};

inline constexpr std::size_t kMostBroken = 1000;

/// Appends a piece of the file.
using PutBytes = std::function<void(std::string_view bytes)>;

/// Rows are written as they are made: nothing grows with their number. Without `put`, they are
/// only counted.
TableTruth write_day_export(const TableDay& table, const PutBytes& put);

}  // namespace rox
