// Exact numbers wider than the machine's, as text, and powers of ten.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace rox {

__extension__ using Int128 = __int128;
__extension__ using UInt128 = unsigned __int128;

/// 10^0 to 10^19, all that 64 bits hold.
inline constexpr std::array<std::uint64_t, 20> kPowersOf10 = [] {
  std::array<std::uint64_t, 20> powers{};
  std::uint64_t p = 1;
  for (auto& power : powers) {
    power = p;
    p *= 10;
  }
  return powers;
}();

/// Joins the two halves of a 128-bit number, as DuckDB and Arrow keep them.
constexpr Int128 make_int128(std::int64_t upper, std::uint64_t lower) {
  return static_cast<Int128>((static_cast<UInt128>(static_cast<std::uint64_t>(upper)) << 64) | lower);
}

/// Appends unscaled / 10^scale with all `scale` digits: (-5, 2) is "-0.05".
void append_decimal(Int128 unscaled, unsigned scale, std::string& out);

}  // namespace rox
