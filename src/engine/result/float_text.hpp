// Floats of engines that send them as text, in rox's canonical spelling.
#pragma once

#include <fmt/format.h>

#include <charconv>
#include <stdexcept>
#include <string>
#include <string_view>

namespace rox {

/// Appends the shortest text that reads back equal, as fmt spells it: 1e+16, 0.1, inf, nan. `text` may spell the number
/// in any way: 1.0E16, Infinity.
template <class Float>
void append_shortest(std::string_view text, std::string& out) {
  Float value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) throw std::logic_error("a float that is none");
  out += fmt::format("{}", value);
}

}  // namespace rox
