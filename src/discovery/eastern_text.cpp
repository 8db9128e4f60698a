#include "discovery/eastern_text.hpp"

#include <array>
#include <cstddef>

namespace rox {
namespace {

/// Everyday characters, by the first byte of their pairs: standards put them in front, or in rows of their own.
struct Rows {
  unsigned char first;
  unsigned char last;
};

struct Charset {
  std::string_view name;
  unsigned char least_second;  // of a pair's second byte
  std::array<Rows, 2> usual;   // punctuation is in none, and counts for nothing
  Rows signs;                  // which any text may have
  Rows kana;                   // no Japanese is without; of other languages: none
};

constexpr Rows kNone{1, 0};
constexpr std::array<Charset, 5> kCharsets{{
    {"shift_jis", 0x40, {{{0x88, 0x97}, {0x98, 0x9F}}}, {0x81, 0x81}, {0x82, 0x83}},
    {"euc-jp", 0xA1, {{{0xB0, 0xCF}, {0xD0, 0xF4}}}, {0xA1, 0xA3}, {0xA4, 0xA5}},
    {"cp949", 0xA1, {{{0xB0, 0xC8}, kNone}}, {0xA1, 0xAF}, kNone},
    {"gb18030", 0xA1, {{{0xB0, 0xD7}, kNone}}, {0xA1, 0xA9}, kNone},
    {"big5", 0x40, {{{0xA4, 0xC6}, kNone}}, {0xA1, 0xA3}, kNone},
}};

bool holds(const Rows& rows, unsigned char byte) { return byte >= rows.first && byte <= rows.last; }

}  // namespace

double usual_share(std::string_view bytes, std::string_view charset) {
  const Charset* found = nullptr;
  for (const Charset& one : kCharsets) {
    if (one.name == charset) found = &one;
  }
  if (found == nullptr) return 1;
  double usual = 0;
  double kana = 0;
  double low = 0;  // second bytes that are ASCII, too
  double all = 0;
  for (std::size_t i = 0; i + 1 < bytes.size(); ++i) {
    const auto first = static_cast<unsigned char>(bytes[i]);
    const auto second = static_cast<unsigned char>(bytes[i + 1]);
    if (first < 0x80) continue;
    // Half-width katakana take one byte each in Shift JIS.
    const bool pair = second >= found->least_second && !(charset == "shift_jis" && first >= 0xA0 && first < 0xE0);
    i += pair ? 1 : 0;
    if (pair && holds(found->signs, first)) continue;
    ++all;
    if (!pair) continue;
    low += second < 0x80 ? 1 : 0;
    const bool is_kana = holds(found->kana, first);
    kana += is_kana ? 1 : 0;
    usual += is_kana || holds(found->usual[0], first) || holds(found->usual[1], first) ? 1 : 0;
  }
  if (all == 0) return 1;
  constexpr double kFewestKana = 0.05;
  constexpr double kAllHangul = 0.97;  // Korean has hardly any Chinese characters
  constexpr double kFewestLow = 0.1;   // in Big5 two of five
  const double share = usual / all;
  const bool no_japanese = holds(found->kana, found->kana.first) && kana < kFewestKana * all;
  const bool no_korean = charset == "cp949" && share < kAllHangul;
  const bool no_big5 = charset == "big5" && low < kFewestLow * all;
  return no_japanese || no_korean || no_big5 ? share / 2 : share;
}

}  // namespace rox
