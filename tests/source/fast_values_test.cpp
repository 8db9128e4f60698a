#include "source/fast_values.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace rox {
namespace {

// Near-values: what a parser meets, and what is one slip away from it.
std::string random_text(std::mt19937_64& random, std::string_view alphabet, std::size_t longest) {
  std::string text;
  for (std::size_t n = random() % (longest + 1); n > 0; --n) text.push_back(alphabet[random() % alphabet.size()]);
  return text;
}

// The text with what may stand behind it in a block.
struct Padded {
  std::string bytes;
  std::size_t size;
  Padded(const std::string& text, std::mt19937_64& random) : bytes(text), size(text.size()) {
    for (std::size_t i = 0; i < kValuePadding; ++i) bytes.push_back("0123456789,.;-\n"[random() % 15]);
  }
  std::string_view text() const { return {bytes.data(), size}; }
};

TEST(FastValues, NeverDisagreesOnIntegers) {
  std::mt19937_64 random(1);
  int taken = 0;
  for (int i = 0; i < 400000; ++i) {
    Padded p(random_text(random, i % 2 == 0 ? "0123456789" : "0123456789-+ ,/:", 20), random);
    std::int64_t fast = 0, plain = 0;
    if (!fast::integer(p.text(), fast)) continue;
    ++taken;
    ASSERT_EQ(parse_integer(p.text(), plain), Parse::ok) << p.text();
    ASSERT_EQ(fast, plain) << p.text();
  }
  EXPECT_GT(taken, 100000);
}

TEST(FastValues, TakesEveryIntegerOfUpToSixteenDigits) {
  for (std::size_t digits = 1; digits <= 16; ++digits) {
    std::string text(digits, '7');
    std::int64_t value = 0;
    std::string padded = "-" + text + std::string(kValuePadding, '9');
    EXPECT_TRUE(fast::integer(std::string_view(padded).substr(0, digits + 1), value));
    EXPECT_EQ(value, -std::stoll(text));
  }
}

TEST(FastValues, NeverDisagreesOnDecimals) {
  std::mt19937_64 random(2);
  int taken = 0;
  for (int i = 0; i < 600000; ++i) {
    Padded p(random_text(random, i % 2 == 0 ? "0123456789," : "0123456789-,,. E", 18), random);
    unsigned precision = 1 + static_cast<unsigned>(random() % 18);
    unsigned scale = static_cast<unsigned>(random() % (precision + 1));
    std::int64_t fast = 0, plain = 0;
    if (!fast::decimal(p.text(), ',', precision, scale, fast)) continue;
    ++taken;
    ASSERT_EQ(parse_decimal(p.text(), ',', precision, scale, plain), Parse::ok) << p.text() << precision << scale;
    ASSERT_EQ(fast, plain) << p.text() << " as (" << precision << "," << scale << ")";
  }
  EXPECT_GT(taken, 20000);
}

TEST(FastValues, NeverDisagreesOnUuids) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 100000; ++i) {
    std::string text = "694215B7-08f7-4C0D-acb1-D734BA44C0C8";
    for (char& c : text) {
      if (c != '-') c = "0123456789abcdefABCDEF"[random() % 22];
    }
    if (i % 3 == 0) text[random() % text.size()] = static_cast<char>(random());
    Padded p(text, random);
    UInt128 fast = 0, plain = 0;
    bool taken = fast::uuid(p.text(), fast);
    const bool right = parse_uuid(p.text(), plain) == Parse::ok;
#ifdef __SSE2__
    ASSERT_EQ(taken, right) << text;
#endif
    if (taken) {
      ASSERT_TRUE(right && fast == plain) << text;
    }
  }
}

}  // namespace
}  // namespace rox
