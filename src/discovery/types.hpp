// From what a column's values say to its type: the exact one of the domain that they come from, with the reasons.
//
// What the values are is certain, how large they get isn't: numbers have room for larger ones and texts for longer
// ones. How far they go today is measured (Column), not a limit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "discovery/column_profile.hpp"
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

/// The type of a column of that name.
TypeVerdict decide_type(const ColumnProfile& profile, std::string_view name, const TypeContext& context);

/// Whether all values are numbers, or dates, or UUIDs, however they are written.
bool looks_measured(const ColumnProfile& profile);
/// The same, or all are words for true and false.
bool looks_typed(const ColumnProfile& profile);

/// The one order of day and month that the column's values prove: empty if they prove none.
std::optional<DateOrder> proven_date_order(const ColumnProfile& profile);

/// The decimal sign that the column's values prove.
std::optional<char> proven_decimal(const ColumnProfile& profile);

}  // namespace rox
