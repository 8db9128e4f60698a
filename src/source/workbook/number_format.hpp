// What the number in a cell of a workbook means, by the cell's number format: dates are numbers of days there.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rox {

struct NumberFormat {
  enum class Kind {
    number,
    date,       // of days; with a time of day if it isn't whole
    date_time,  // the same, with the time always
    time,       // of a day
    duration,   // hours, minutes and seconds, any number of hours
    digits,     // "00000": a code with zeros in front
  };
  Kind kind = Kind::number;
  std::size_t digits = 0;

  bool operator==(const NumberFormat&) const = default;
};

/// Of a format's code: "dd/mm/yyyy", "0.00%", "[h]:mm".
NumberFormat parse_number_format(std::string_view code);

/// Of the formats that have a number and no code.
NumberFormat built_in_format(unsigned id);

/// The number `stored`, without an exponent. Of a fraction the digits after the 15th are left out if they are what
/// floats leave: 3.3000000000000003 is 3.3. Other digits stay as they are.
void append_number(std::string_view stored, std::string& out);

/// The same, and all digits stay.
void append_without_exponent(std::string_view stored, std::string& out);

/// As the format has it; dates as ISO 8601 has them. Days are counted from 1900, where there is a 29 February, or
/// from 1904. What is no date becomes a text that is none either.
void append_formatted(std::string_view stored, NumberFormat format, bool from_1904, std::string& out);

}  // namespace rox
