// The vectors find what the plain loops find, wherever it stands and whatever is beside it.
#include "source/structural.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace rox {
namespace {

/// Texts of the bytes that matter and of any others; short runs of each, so that all positions come up.
std::string random_text(std::mt19937_64& random, std::size_t size, bool ascii) {
  const std::string often = "\n\";,\r|a0";
  std::string text(size, 'x');
  for (char& c : text) {
    const auto pick = random();
    if (pick % 3 == 0) c = often[(pick >> 8) % often.size()];
    if (pick % 3 == 1) c = static_cast<char>(ascii ? 1 + (pick >> 8) % 0x7F : (pick >> 8) % 256);
  }
  return text;
}

TEST(Structural, masks_are_those_of_the_plain_loop) {
  std::mt19937_64 random(8);
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = random_text(random, 64, false);
    const char delimiter = ";,|\t\xA7"[random() % 5];
    ASSERT_EQ(structural_mask(text.data(), delimiter), plain::structural_mask(text.data(), delimiter)) << round;
  }
}

// Longer than 255 rounds of sixteen, too: there the counts of the lanes are added up in between.
TEST(Structural, surveys_are_those_of_the_plain_loop) {
  std::mt19937_64 random(9);
  for (int round = 0; round < 3000; ++round) {
    std::string text = random_text(random, random() % (round % 100 == 0 ? 20'000 : 100), round % 2 == 0);
    if (round % 7 == 0 && !text.empty()) text[random() % text.size()] = "\0\x80\n"[random() % 3];
    if (round % 11 == 0) text.assign(text.size(), '\n');
    const TextSurvey found = survey(text.data(), text.data() + text.size());
    const TextSurvey wanted = plain::survey(text.data(), text.data() + text.size());
    ASSERT_EQ(found.line_feeds, wanted.line_feeds) << round;
    ASSERT_EQ(found.plain, wanted.plain) << round;
  }
}

}  // namespace
}  // namespace rox
