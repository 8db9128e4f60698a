#include "base/language.hpp"

#include <fmt/format.h>

#include <cmath>

namespace rox {

std::string number_text(double number, Language language, int decimals) {
  std::string digits = fmt::format("{:.{}f}", std::fabs(number), decimals);
  std::string fraction;
  if (const std::size_t point = digits.find('.'); point != std::string::npos) {
    fraction = digits.substr(point + 1);
    digits.resize(point);
    fraction.resize(fraction.find_last_not_of('0') + 1);
  }
  constexpr std::size_t kGroup = 3;
  const bool english = language == Language::english;
  for (std::size_t at = digits.size(); at > kGroup; at -= kGroup) digits.insert(at - kGroup, 1, english ? ',' : '.');
  if (!fraction.empty()) digits += (english ? "." : ",") + fraction;
  const bool negative = number < 0 && digits != "0";
  return (negative ? "-" : "") + digits;
}

std::string share_text(double share, Language language) {
  constexpr double kWhole = 100;
  return number_text(share * kWhole, language) + "%";
}

}  // namespace rox
