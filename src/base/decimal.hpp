// Exact numbers wider than the machine's, as text.
#pragma once

#include <cstdint>
#include <string>

namespace rox {

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 Uint128;

/// Joins the two halves of a 128-bit number, as DuckDB and Arrow keep them.
constexpr Int128 make_int128(std::int64_t upper, std::uint64_t lower) {
  return static_cast<Int128>((static_cast<Uint128>(static_cast<std::uint64_t>(upper)) << 64) | lower);
}

/// Appends unscaled / 10^scale with all `scale` digits: (-5, 2) is "-0.05".
void append_decimal(Int128 unscaled, unsigned scale, std::string& out);

}  // namespace rox
