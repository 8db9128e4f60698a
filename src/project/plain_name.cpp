#include "project/plain_name.hpp"

#include "base/text.hpp"

namespace rox {

std::string plain_name(std::string_view text, char separator) {
  std::string out;
  for (const char c : to_lower(text)) {
    const bool good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (good) {
      out += c;
    } else if (!out.empty() && out.back() != separator) {
      out += separator;
    }
  }
  while (!out.empty() && out.back() == separator) out.pop_back();
  if (out.empty() || (out.front() >= '0' && out.front() <= '9')) out.insert(0, "rox");
  return out;
}

}  // namespace rox
