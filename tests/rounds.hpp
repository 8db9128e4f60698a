// How often a property test repeats itself.
#pragma once

#include <cstdlib>

namespace rox::test {

/// `usual`, or `all` under scripts/test --all (ROX_TEST_ALL); by hand as many as ROX_TEST_ROUNDS says.
inline unsigned rounds(unsigned usual, unsigned all) {
  if (const char* asked = std::getenv("ROX_TEST_ROUNDS"))
    return static_cast<unsigned>(std::strtoul(asked, nullptr, 10));
  return std::getenv("ROX_TEST_ALL") == nullptr ? usual : all;
}

}  // namespace rox::test
