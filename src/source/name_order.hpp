// Which of some exports is the newest, as their names say it. When a file was changed says nothing: copying changes it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rox {

/// Of files that are called alike but for numbers and dates ("sales_2024-01-31.csv", "sales_12.csv").
struct NameOrder {
  /// By file: what is compared as text, the greater the newer. Where a name has a date, it is the date, and the time
  /// behind it: files of one moment are equal, whatever else their names count; a name without a date is older than all
  /// others. Else it is all the name's numbers.
  std::vector<std::string> keys;
  /// By file: whether it has a date.
  std::vector<bool> dated;
  /// The newest would be another one if what is read as day and month were month and day, and no name says which.
  bool day_or_month = false;

  /// The files of the newest moment; of files without dates one, the last by its name if their numbers are equal.
  std::vector<std::size_t> newest(const std::vector<std::string>& names) const;
};

NameOrder order_by_name(const std::vector<std::string>& names);

/// The name with a '#' in place of the numbers that have a date in them, as a glob for all files of that kind:
/// "sales_2024-01.csv" becomes "sales_#.csv". "form_1099.csv" stays, and so does "census_2020.csv".
std::string with_open_dates(std::string_view name);

/// Whether a year, or a date, stands in the name: the next file may have another.
bool has_year(std::string_view name);

}  // namespace rox
