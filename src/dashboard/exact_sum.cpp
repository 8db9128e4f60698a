#include "dashboard/exact_sum.hpp"

#include <algorithm>

#include "base/decimal.hpp"

namespace rox {
namespace {

constexpr std::size_t kMostDigits = 37;  // so that a sum of two fits

struct Exact {
  Int128 unscaled = 0;
  unsigned scale = 0;
};

std::optional<Exact> parse(std::string_view text) {
  Exact exact;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  bool point = false;
  std::size_t digits = 0;
  for (const char c : text) {
    if (c == '.' && !point) {
      point = true;
      continue;
    }
    if (c < '0' || c > '9' || ++digits > kMostDigits) return std::nullopt;
    exact.unscaled = exact.unscaled * 10 + (c - '0');
    exact.scale += point ? 1 : 0;
  }
  if (digits == 0) return std::nullopt;
  if (negative) exact.unscaled = -exact.unscaled;
  return exact;
}

bool rescale(Exact& exact, unsigned scale) {
  constexpr Int128 kRoom = static_cast<Int128>(1) << 122;
  for (; exact.scale < scale; ++exact.scale) {
    if (exact.unscaled > kRoom / 10 || exact.unscaled < -kRoom / 10) return false;
    exact.unscaled *= 10;
  }
  return true;
}

}  // namespace

std::optional<std::string> exact_sum(std::string_view a, std::string_view b, bool minus) {
  auto first = parse(a);
  auto second = parse(b);
  if (!first || !second) return std::nullopt;
  const unsigned scale = std::max(first->scale, second->scale);
  if (!rescale(*first, scale) || !rescale(*second, scale)) return std::nullopt;
  std::string sum;
  append_decimal(minus ? first->unscaled - second->unscaled : first->unscaled + second->unscaled, scale, sum);
  return sum;
}

}  // namespace rox
