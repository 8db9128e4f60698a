// Columns that stand in the names of exports: "sales_{store}_#.csv" makes a column `store` of sales_north_2024.csv.
//
// What isn't in braces matches as in globs: '*' anything, '?' one byte, '#' a number or a date. A pattern without '/'
// and '!' is matched with the last part of a name alone, so that folders and archives need no mention.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rox {

/// `name` with a '#' for each number or date in it, as a glob for all files that are called so: "sales_#.csv".
std::string with_open_numbers(std::string_view name);

/// Whether it may be the name of several files.
bool is_pattern(std::string_view name);

/// What is wrong with a pattern, said for a person; empty if nothing is.
std::string pattern_fault(std::string_view pattern);

/// "store". Of a pattern without a fault.
std::vector<std::string> pattern_columns(std::string_view pattern);

/// Their values in an export's name: each at least one byte, and the shortest that fits. Nothing if the name doesn't
/// match.
std::optional<std::vector<std::string>> pattern_values(std::string_view pattern, std::string_view name);

}  // namespace rox
