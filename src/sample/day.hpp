// One day of the sample company: what its ERP holds by then, and how that day's exports are written.
//
// Everything follows from the company and the day's number; no day needs another one to be computed before it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sample/day_event.hpp"
#include "sample/row.hpp"
#include "sample/tables.hpp"

namespace rox {

inline constexpr std::uint32_t kMostDays = 365;
/// The calendar's day that is day 0, 2013-06-30, so that day 365 is its last one.
inline constexpr std::uint32_t kDayZero = static_cast<std::uint32_t>(kOrderDays) - 1 - kMostDays;

/// Where rows come from, in the format of the exports: some are made as they are written, however many there are.
struct RowSupply {
  std::uint64_t units = 0;
  std::uint64_t chunk = 1;
  std::function<void(TextBuffer& out, std::uint64_t begin, std::uint64_t end)> write;
};

enum class WrittenEncoding { utf8, windows_1252, utf16 };

/// How an export is written. All but the default is a fault.
struct Writing {
  /// How values are put, in this order.
  std::vector<std::function<void(Fields& row)>> values;
  /// Every how many rows one is broken, in turn by this value in this column and by a field too few; 0: none.
  std::uint64_t break_every = 0;
  std::size_t break_column = 0;
  std::string break_value;
  /// Which fields are written, in this order; empty: all.
  std::vector<std::size_t> fields;
  char delimiter = ';';
  WrittenEncoding encoding = WrittenEncoding::utf8;
  bool marked = true;  // with a byte-order mark, where the encoding has one
  std::string_view line_end = "\r\n";
  std::string footer;  // a last line that is no row, after an empty one
  bool file = true;
  bool header = true;
  bool rows = true;
  bool cut = false;  // after two fifths of its bytes
};

struct TableDay {
  std::string_view table;
  std::string_view file;
  Fields columns;
  std::vector<RowSupply> supplies;  // one after another
  /// What has become of a row by this day, in this order. False: it isn't there.
  std::vector<std::function<bool(Fields& row)>> changes;
  /// Rows that are there twice, if any are.
  std::function<bool(const Fields& row)> twice;
  Writing writing;

  /// The place of a column, which must exist.
  std::size_t column(std::string_view name) const;
};

/// How far the company is.
struct Today {
  const Company* company = nullptr;
  std::uint32_t number = 0;
  std::uint64_t orders = 0;         // placed by now
  std::uint32_t ids_leap = kNever;  // the day since which new people and customers have much larger ids
};

struct Day : Today {
  std::vector<TableDay> tables;
  std::vector<PlantedEvent> events;  // of this day

  TableDay& table(std::string_view name);
};

/// Orders placed on days up to this one.
std::uint64_t orders_by(const Company& company, std::uint32_t day);
/// "2013-06-30" of day 0.
std::string_view date_of(const Company& company, std::uint32_t day);
/// The row's order, counted from 0; orders that were planted have large numbers.
std::uint64_t order_number(const std::string& sales_order_id);

/// Adds rows from a text with their line ends.
void add_rows(TableDay& table, std::string text);

}  // namespace rox
