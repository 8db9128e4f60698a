#include "base/decimal.hpp"

#include <fmt/format.h>

namespace rox {

void append_decimal(Int128 unscaled, unsigned scale, std::string& out) {
  // The magnitude as unsigned: the lowest Int128 has no positive twin.
  UInt128 magnitude = unscaled < 0 ? ~static_cast<UInt128>(unscaled) + 1 : static_cast<UInt128>(unscaled);
  if (unscaled < 0) out += '-';
  std::size_t start = out.size();
  out += fmt::format("{}", magnitude);
  if (scale == 0) return;
  std::size_t digits = out.size() - start;
  if (digits <= scale) out.insert(start, scale + 1 - digits, '0');
  out.insert(out.size() - scale, 1, '.');
}

}  // namespace rox
