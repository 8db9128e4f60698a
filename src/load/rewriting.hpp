// Columns whose values are written in another way than before: codes without the zeros in front, amounts without their
// decimal sign, days that were taken for months. Each such value reads well by itself, so that nothing refuses it. What
// gives it away is the value that the same row had before or, of new rows (unlike.hpp), what all of them were like.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/type.hpp"

namespace rox {

enum class Rewriting {
  zeros,          // codes have lost their zeros in front, or their plus
  digits,         // long numbers have lost their last digits: 7.89E+12
  decimal_sign,   // numbers have the same digits, and the decimal sign elsewhere
  fraction,       // numbers have lost their digits after the decimal sign
  sign,           // negative numbers have lost their minus
  day_and_month,  // days and months have changed places
  hours,          // times have moved by the same whole hours
  half_day,       // hours of the afternoon are those of the morning
  clock,          // times of day are gone, or their seconds
  spelling,       // letters are the same, and other characters: an accent apart, or as web pages write it
  accents,        // what isn't ASCII has become something else
  cut,            // texts are cut off at the same length
  emptied,        // there are no values any more
};

/// A row's value in one column as DuckDB writes it; unset: it has none.
using KeptValue = std::optional<std::string>;

struct ValuePair {
  KeptValue before;
  KeptValue now;
};

struct Rewritten {
  Rewriting how;
  std::size_t rows = 0;  // that are written so now
  std::size_t of = 0;    // where it would show
  KeptValue before;      // an example; unset too where nobody knows what that row had
  KeptValue now;
};

/// How a column of that type was rewritten, by rows that were there before: in nearly all where it would show, and
/// they are many, with many different values.
std::optional<Rewritten> find_rewritten(const Type& type, const std::vector<ValuePair>& rows);

/// What happened, to follow "Sale.Amount: in 980 of 1,000 rows …".
std::string to_string(Rewriting how);

}  // namespace rox
