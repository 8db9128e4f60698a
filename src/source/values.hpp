// One field's text to one exact value. The same functions decide what a column's type is (discovery)
// and read the column later (scan), so that what was inferred always loads.
//
// Nothing is rounded and nothing is guessed: a value that the target can't hold exactly is refused,
// with out_of_range if it is a well-formed value of the kind, unparsable otherwise. Blanks around a
// value that isn't text are skipped.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/decimal.hpp"
#include "model/model.hpp"
#include "source/parse.hpp"

namespace rox {

/// [sign] digits. Leading zeros are fine here (whether such a column is a number is discovery's business).
Parse parse_integer(std::string_view text, std::int64_t& out);

/// [sign] digits [decimal digits], scaled by 10^scale. More decimals than `scale` only if they are
/// zeros; more than precision - scale digits before the sign is out_of_range. Accepts an exponent
/// (1.5E-3) as long as the result is exact.
Parse parse_decimal(std::string_view text, char decimal, unsigned precision, unsigned scale, std::int64_t& out);
Parse parse_decimal(std::string_view text, char decimal, unsigned precision, unsigned scale, Int128& out);

/// The text inside ="…", which spreadsheets write to keep zeros in front; the text itself if it isn't of that form.
std::string_view without_formula(std::string_view text);

/// 8-4-4-4-12 hexadecimal digits, any case, bare or in braces; as DuckDB keeps it (top bit flipped).
Parse parse_uuid(std::string_view text, UInt128& out);

/// 0/1, true/false, t/f, yes/no, y/n, sim/não/nao, s/n, verdadeiro/falso; any case.
Parse parse_boolean(std::string_view text, bool& out);

/// True if the column's numbers have more around their digits than a minus (source/number_text.hpp).
inline bool needs_normalizing(const Format& format) {
  return format.group.has_value() || !format.currency.empty() || format.percent;
}

}  // namespace rox
