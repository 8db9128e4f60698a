// Numbers as old workbooks have them: the lowest byte first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rox {

/// `bytes` must have it all.
template <class Number>
Number little_endian(std::string_view bytes, std::size_t at) {
  Number number = 0;
  for (std::size_t i = 0; i < sizeof(Number); ++i) {
    number |= static_cast<Number>(static_cast<Number>(static_cast<unsigned char>(bytes[at + i])) << (8 * i));
  }
  return number;
}

}  // namespace rox
