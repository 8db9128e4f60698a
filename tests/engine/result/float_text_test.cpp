#include "engine/result/float_text.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

template <class Float>
std::string shortest(std::string_view text) {
  std::string out;
  append_shortest<Float>(text, out);
  return out;
}

TEST(FloatText, is_the_same_however_the_engine_spells_it) {
  EXPECT_EQ(shortest<double>("1.0E16"), "1e+16");
  EXPECT_EQ(shortest<double>("1.0"), "1");
  EXPECT_EQ(shortest<double>("2.00000000000000001E-3"), "0.002") << "Java before 19 writes digits too many";
  EXPECT_EQ(shortest<double>("4.9E-324"), fmt::format("{}", 4.9e-324));
  EXPECT_EQ(shortest<float>("0.1"), "0.1");
}

TEST(FloatText, knows_what_are_no_numbers) {
  EXPECT_EQ(shortest<double>("Infinity"), "inf");
  EXPECT_EQ(shortest<double>("-Infinity"), "-inf");
  EXPECT_EQ(shortest<double>("NaN"), "nan");
}

}  // namespace
}  // namespace rox
