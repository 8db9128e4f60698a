// What has to hold for every input: where it doesn't, a fuzzer ends with the line, and libFuzzer keeps the input.
#pragma once

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

#define REQUIRE(condition) rox::require(condition, #condition, __LINE__)

namespace rox {

inline void require(bool holds, const char* what, int line) {
  if (holds) return;
  fmt::print(stderr, "line {}: does not hold: {}\n", line, what);
  std::abort();
}

}  // namespace rox
