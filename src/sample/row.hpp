// Rows of the exports as fields, and amounts of money in them: to change what is written before it is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"

namespace rox {

/// A row, or a header. Each field is as it stands in the file, with its quotes.
using Fields = std::vector<std::string>;

/// Cuts a row, which has no line end, into `out`.
void split_row(std::string_view row, Fields& out);
/// Appends the row, without a line end. With a delimiter other than the exports' own, fields that have it in them get
/// quotes.
void join_row(const Fields& fields, char delimiter, std::string& out);

/// "12,5" or "12.500000" in hundred-millionths, exactly. Throws std::logic_error for what is no amount.
Int128 read_amount(std::string_view text);
/// The other way: at least `digits` digits after the sign, and no zeros past them.
std::string amount_text(Int128 hundred_millionths, char sign, std::size_t digits);

}  // namespace rox
