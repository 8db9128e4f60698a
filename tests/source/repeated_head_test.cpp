#include "source/repeated_head.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

std::vector<Field> fields_of(const std::vector<std::string>& texts) {
  std::vector<Field> fields;
  for (const std::string& text : texts) fields.push_back({text.data(), text.size(), false, false});
  return fields;
}

TEST(RepeatedUnits, RulesBelowAHeaderMayBeOfAnotherLength) {
  const std::vector<std::string> rule{"-----", "---"};
  const std::vector<std::string> longer{"-----", "------"};
  const std::vector<std::string> row{"-----", "x"};
  RepeatedUnits units;
  units.begin(&rule);
  EXPECT_TRUE(units.is(fields_of(rule)));
  EXPECT_FALSE(units.is(fields_of(longer)));
  units.note_header();
  EXPECT_TRUE(units.is(fields_of(longer)));
  EXPECT_FALSE(units.is(fields_of(longer)));
  units.note_header();
  EXPECT_FALSE(units.is(fields_of(row)));
}

TEST(RepeatedUnits, UnitsAreTheSameBelowAHeaderAlone) {
  const std::vector<std::string> kilos{"", "kg"};
  const std::vector<std::string> pounds{"", "lb"};
  RepeatedUnits units;
  units.begin(&kilos);
  EXPECT_FALSE(units.is(fields_of(kilos)));
  units.note_header();
  EXPECT_TRUE(units.is(fields_of(kilos)));
  units.note_header();
  EXPECT_FALSE(units.is(fields_of(pounds)));
  units.note_header();
  units.note_row();
  EXPECT_FALSE(units.is(fields_of(kilos)));
}

}  // namespace
}  // namespace rox
