#include "base/error.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

TEST(ErrorKind, is_a_word_and_back) {
  EXPECT_EQ(to_string(ErrorKind::data), "data");
  EXPECT_EQ(to_string(ErrorKind::usage), "usage");
  EXPECT_EQ(to_string(ErrorKind::outside), "outside");
  for (const ErrorKind kind : {ErrorKind::data, ErrorKind::usage, ErrorKind::outside}) {
    EXPECT_EQ(parse_error_kind(to_string(kind)), kind);
  }
  EXPECT_EQ(parse_error_kind("bug"), std::nullopt);
  EXPECT_EQ(parse_error_kind(""), std::nullopt);
}

}  // namespace
}  // namespace rox
