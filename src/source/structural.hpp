// Finds the bytes that give a CSV its structure (delimiter, line feed, quote), 64 at a time.
//
// The buffer must be readable for kStructuralPadding bytes past its end; what is there doesn't matter.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace rox {

inline constexpr std::size_t kStructuralPadding = 64;

/// What a stretch of text is made of.
struct TextSurvey {
  std::uint64_t line_feeds = 0;
  bool plain = true;  // ASCII without NUL: nothing to check
};

/// A byte at a time: what processors without SSE2 run, and what the others are tested against
/// (tests/source/structural_test.cpp).
namespace plain {

/// Bit i set: p[i] is `delimiter`, a line feed or a quote. Reads 64 bytes.
inline std::uint64_t structural_mask(const char* p, char delimiter) {
  std::uint64_t mask = 0;
  for (unsigned i = 0; i < 64; ++i) {
    mask |= static_cast<std::uint64_t>(p[i] == delimiter || p[i] == '\n' || p[i] == '"') << i;
  }
  return mask;
}

inline TextSurvey survey(const char* p, const char* end) {
  TextSurvey result;
  for (; p < end; ++p) {
    result.line_feeds += *p == '\n';
    if (static_cast<unsigned char>(*p) - 1U >= 0x7F) result.plain = false;
  }
  return result;
}

}  // namespace plain

#if defined(__SSE2__)

// Wider registers were measured: AVX2 scans SalesOrderDetail 2 to 3 % faster, AVX-512 1 % (finding the bytes is a
// fifth of a scan, and most of that is what is done at each of them). That isn't worth a choice at run time.

/// As plain::structural_mask().
inline std::uint64_t structural_mask(const char* p, char delimiter) {
  const __m128i d = _mm_set1_epi8(delimiter);
  const __m128i n = _mm_set1_epi8('\n');
  const __m128i q = _mm_set1_epi8('"');
  std::uint64_t mask = 0;
  for (int i = 0; i < 4; ++i) {
    __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p) + i);
    __m128i hit = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, d), _mm_cmpeq_epi8(v, n)), _mm_cmpeq_epi8(v, q));
    mask |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(hit))) << (16 * i);
  }
  return mask;
}

/// As plain::survey().
inline TextSurvey survey(const char* p, const char* end) {
  TextSurvey result;
  const __m128i feed = _mm_set1_epi8('\n');
  const __m128i zero = _mm_setzero_si128();
  __m128i odd = zero;
  while (end - p >= 16) {
    // Each byte counts the line feeds of its lane; 255 rounds fit.
    __m128i counts = zero;
    const char* stop = p + std::min<std::ptrdiff_t>((end - p) / 16, 255) * 16;
    for (; p < stop; p += 16) {
      __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
      counts = _mm_sub_epi8(counts, _mm_cmpeq_epi8(v, feed));
      odd = _mm_or_si128(odd, _mm_or_si128(v, _mm_cmpeq_epi8(v, zero)));
    }
    __m128i sums = _mm_sad_epu8(counts, zero);
    result.line_feeds += static_cast<std::uint64_t>(_mm_cvtsi128_si64(sums)) +
                         static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_unpackhi_epi64(sums, sums)));
  }
  const TextSurvey rest = plain::survey(p, end);
  return {result.line_feeds + rest.line_feeds, _mm_movemask_epi8(odd) == 0 && rest.plain};
}

#else

using plain::structural_mask;
using plain::survey;

#endif

/// Walks the structural bytes of [begin, end) in order.
class StructuralWalk {
 public:
  StructuralWalk(const char* begin, const char* end, char delimiter)
      : base_(begin), end_(end), delimiter_(delimiter), mask_(begin < end ? structural_mask(begin, delimiter) : 0) {}

  /// The next structural byte, or `end`.
  const char* next() {
    while (mask_ == 0) {
      base_ += 64;
      if (base_ >= end_) {
        base_ = end_;
        return end_;
      }
      mask_ = structural_mask(base_, delimiter_);
    }
    const char* p = base_ + std::countr_zero(mask_);
    mask_ &= mask_ - 1;
    if (p < end_) return p;
    mask_ = 0;
    base_ = end_;
    return end_;
  }

  /// Goes on at `p`, at or after the last byte that next() gave.
  void skip_to(const char* p) {
    if (p - base_ < 64) {
      mask_ &= p > base_ ? ~std::uint64_t{0} << (p - base_) : ~std::uint64_t{0};
      return;
    }
    base_ = p;
    mask_ = p < end_ ? structural_mask(p, delimiter_) : 0;
  }

 private:
  const char* base_;
  const char* end_;
  char delimiter_;
  std::uint64_t mask_;
};

}  // namespace rox
