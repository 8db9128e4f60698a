// The usual spellings of values, read eight or sixteen bytes at a time. Each function takes text that is readable
// for kValuePadding bytes past its end and returns false for whatever it isn't sure of: the plain parsers
// in values.hpp then decide, behind source/number_text.hpp, so that these never disagree
// (tests/source/fast_values_test.cpp).
//
// The trick throughout (SWAR, "SIMD within a register"): load the text into one integer, shift it so that its last
// character is the highest byte, fill the front with '0', check all bytes for being digits at once, and fold
// pairs, fours and eights of digits with three multiplications.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/decimal.hpp"
#include "source/values.hpp"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace rox {

inline constexpr std::size_t kValuePadding = 16;

namespace fast {

static_assert(std::endian::native == std::endian::little,
              "the loads below take the first character as the lowest byte");

inline constexpr std::uint64_t kZeros = 0x3030303030303030;  // "00000000"

inline std::uint64_t load8(const char* p) {
  std::uint64_t x;
  std::memcpy(&x, p, 8);
  return x;
}

inline bool eight_digits(std::uint64_t x) {
  return ((x & 0xF0F0F0F0F0F0F0F0) | (((x + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) >> 4)) == 0x3333333333333333;
}

/// The number that eight digits are; the first is the lowest byte.
inline std::uint32_t fold_eight(std::uint64_t x) {
  x = (x & 0x0F0F0F0F0F0F0F0F) * 2561 >> 8;
  x = (x & 0x00FF00FF00FF00FF) * 6553601 >> 16;
  return static_cast<std::uint32_t>((x & 0x0000FFFF0000FFFF) * 42949672960001 >> 32);
}

/// Up to eight digits in the low `size` bytes of `x`, 1 <= size <= 8.
inline bool fold_digits(std::uint64_t x, std::size_t size, std::uint32_t& out) {
  std::size_t spare = 8 * (8 - size);
  x = spare == 0 ? x : (x << spare | kZeros >> (64 - spare));
  out = fold_eight(x);
  return eight_digits(x);
}

/// Digits only, one to sixteen of them.
inline bool digits(const char* p, std::size_t size, std::uint64_t& out) {
  std::uint32_t low = 0, high = 0;
  if (size - 1 < 8) {
    bool ok = fold_digits(load8(p), size, low);
    out = low;
    return ok;
  }
  if (size - 9 >= 8) return false;
  bool ok = fold_digits(load8(p), size - 8, high) && eight_digits(load8(p + size - 8));
  out = std::uint64_t{high} * 100'000'000 + fold_eight(load8(p + size - 8));
  return ok;
}

/// Whether the text begins as nearly all numbers do; else it may have a sign, or be a code.
inline bool starts_plainly(const char* p) { return static_cast<unsigned char>(*p - '1') < 9; }

/// Zero and numbers with a minus. No zeros in front and no "-0": those are codes.
[[gnu::noinline]] inline bool unusual_integer(std::string_view text, std::int64_t& out) {
  if (text == "0") {
    out = 0;
    return true;
  }
  std::uint64_t value = 0;
  if (text.size() < 2 || text[0] != '-' || !starts_plainly(text.data() + 1)) return false;
  if (!digits(text.data() + 1, text.size() - 1, value)) return false;
  out = -static_cast<std::int64_t>(value);
  return true;
}

[[gnu::always_inline]] inline bool integer(std::string_view text, std::int64_t& out) {
  if (!starts_plainly(text.data())) return unusual_integer(text, out);
  std::uint64_t value = 0;
  if (!digits(text.data(), text.size(), value)) return false;
  out = static_cast<std::int64_t>(value);
  return true;
}

/// `decimals`: of the value. False for more decimals than `scale`, or more than 16 digits.
[[gnu::always_inline]] inline bool decimal(std::string_view text, char sign, unsigned precision, unsigned scale,
                                           std::int64_t& out) {
  bool negative = false;
  const char* p = text.data();
  std::size_t size = text.size();
  if (!starts_plainly(p)) {
    negative = size > 0 && *p == '-';
    p += negative;
    size -= negative;
    if (*p == '0' && size > 1 && p[1] != sign) return false;  // zeros in front
  }
  if (size - 1 >= 16) return false;
  const auto* found = static_cast<const char*>(size <= 8 ? nullptr : std::memchr(p, sign, size));
  std::uint64_t value = 0;
  std::size_t fraction = 0;
  if (size <= 8) {
    // Close the gap that the decimal sign leaves, then fold what remains.
    std::uint64_t x = load8(p);
    std::uint64_t match = x ^ (0x0101010101010101 * static_cast<unsigned char>(sign));
    std::uint64_t zero = (match - 0x0101010101010101) & ~match & 0x8080808080808080;
    std::size_t at = static_cast<std::size_t>(std::countr_zero(zero)) / 8;
    std::size_t count = size;
    if (at < size) {
      fraction = size - at - 1;
      count = size - 1;
      if (fraction == 0) return false;
      std::uint64_t before = (std::uint64_t{1} << (8 * at)) - 1;
      x = (x & before) | (x >> 8 & ~before);
    }
    std::uint32_t folded = 0;
    if (!fold_digits(x, count, folded)) return false;
    value = folded;
  } else if (found != nullptr) {
    auto whole = static_cast<std::size_t>(found - p);
    fraction = size - whole - 1;
    std::uint64_t high = 0, low = 0;
    if (whole > 0 && !digits(p, whole, high)) return false;
    if (fraction == 0 || !digits(found + 1, fraction, low)) return false;
    value = high * kPowersOf10[fraction] + low;
  } else if (!digits(p, size, value)) {
    return false;
  }
  if (fraction > scale || size - fraction + scale > 18) return false;
  value *= kPowersOf10[scale - fraction];
  if (value >= kPowersOf10[precision]) return false;  // precision <= 18
  out = negative ? -static_cast<std::int64_t>(value) : static_cast<std::int64_t>(value);
  return true;
}

#if defined(__SSE2__)

/// Sixteen hexadecimal digits to the number that they are, first digit highest.
inline bool sixteen_hex(__m128i text, std::uint64_t& out) {
  __m128i lower = _mm_or_si128(text, _mm_set1_epi8(0x20));
  __m128i digit =
      _mm_and_si128(_mm_cmpgt_epi8(text, _mm_set1_epi8('0' - 1)), _mm_cmplt_epi8(text, _mm_set1_epi8('9' + 1)));
  __m128i letter =
      _mm_and_si128(_mm_cmpgt_epi8(lower, _mm_set1_epi8('a' - 1)), _mm_cmplt_epi8(lower, _mm_set1_epi8('f' + 1)));
  __m128i nibble = _mm_add_epi8(_mm_and_si128(text, _mm_set1_epi8(0x0F)), _mm_and_si128(letter, _mm_set1_epi8(9)));
  // Each pair's first digit is the low byte of a 16-bit lane and the high half of the byte to make.
  __m128i pairs =
      _mm_or_si128(_mm_slli_epi16(_mm_and_si128(nibble, _mm_set1_epi16(0x00FF)), 4), _mm_srli_epi16(nibble, 8));
  auto packed = static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_packus_epi16(pairs, pairs)));
  out = __builtin_bswap64(packed);
  return _mm_movemask_epi8(_mm_or_si128(digit, letter)) == 0xFFFF;
}

inline bool uuid(std::string_view text, UInt128& out) {
  const char* p = text.data();
  if (text.size() != 36 || p[8] != '-' || p[13] != '-' || p[18] != '-' || p[23] != '-') return false;
  auto four = [](const char* at) {
    std::uint32_t x;
    std::memcpy(&x, at, 4);
    return std::uint64_t{x};
  };
  auto low = [](std::uint64_t x) { return static_cast<long long>(x); };
  std::uint64_t high_half = 0, low_half = 0;
  bool ok = sixteen_hex(_mm_set_epi64x(low(four(p + 9) | four(p + 14) << 32), low(load8(p))), high_half);
  ok = sixteen_hex(_mm_set_epi64x(low(load8(p + 28)), low(four(p + 19) | four(p + 24) << 32)), low_half) && ok;
  out = static_cast<UInt128>(high_half ^ (std::uint64_t{1} << 63)) << 64 | low_half;
  return ok;
}

#else

inline bool uuid(std::string_view, UInt128&) { return false; }

#endif

/// Remembers a column's last date or timestamp: exports are mostly in the order of time, and the next value
/// is the same.
template <class T>
class Memo {
 public:
  bool find(std::string_view text, T& out) const {
    if (text.size() != size_ || std::memcmp(text.data(), text_.data(), size_) != 0) return false;
    out = value_;
    return true;
  }
  void keep(std::string_view text, T value) {
    if (text.size() > text_.size()) return;
    size_ = text.size();
    std::memcpy(text_.data(), text.data(), size_);
    value_ = value;
  }

 private:
  std::array<char, 32> text_{};
  std::size_t size_ = ~std::size_t{0};
  T value_{};
};

}  // namespace fast
}  // namespace rox
