#include "load/value_shapes.hpp"

#include <algorithm>
#include <cstdlib>

namespace rox {
namespace {

bool is_latin(char32_t letter) { return letter >= 0xC0 && letter < 0x250; }

}  // namespace

bool is_code(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

bool has_zeros(const std::string& code) {
  const bool has_plus = code.starts_with('+');
  return code.size() > 1 && (has_plus || code.front() == '0') &&
         is_code(std::string_view(code).substr(has_plus ? 1 : 0));
}

std::string whole_digits(const std::string& number) {
  const std::string digits = number.substr(0, number.find('.'));
  return digits.starts_with('-') ? digits.substr(1) : digits;
}

bool is_long(const std::string& number) {
  constexpr std::size_t kLong = 12;
  const std::string digits = whole_digits(number);
  return digits.size() >= kLong && is_code(digits) && digits.back() != '0';
}

bool is_scientific(const std::string& text) {
  const std::size_t e = text.find('E');
  if (e == std::string::npos || e == 0 || e + 2 >= text.size() || text[e + 1] != '+') return false;
  const std::string mantissa = text.substr(0, e);
  return is_digit(mantissa.front()) && mantissa.find_first_not_of("0123456789.,") == std::string::npos &&
         is_code(text.substr(e + 2));
}

bool has_fraction(const std::string& number) {
  const std::size_t point = number.find('.');
  return point != std::string::npos && number.find_first_of("123456789", point) != std::string::npos;
}

double value_of(const std::string& number) { return std::strtod(number.c_str(), nullptr); }

std::string with_day_as_month(std::string time) {
  std::swap_ranges(time.begin() + 5, time.begin() + 7, time.begin() + 8);
  return time;
}

bool is_ambiguous(const std::string& time) {
  if (time.size() < 10 || time[4] != '-' || time[7] != '-') return false;
  return time.compare(8, 2, "12") <= 0 && time.compare(5, 2, time, 8, 2) != 0;
}

bool has_accents(const std::string& text) {
  std::size_t accents = 0;
  std::size_t letters = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_ascii(text[i])) {
      letters += is_letter(text[i]) ? 1 : 0;
    } else if (!is_continuation(text[i])) {
      const auto lead = static_cast<unsigned char>(text[i]);
      const bool two_bytes = (lead & 0xE0) == 0xC0 && i + 1 < text.size();
      if (!two_bytes ||
          !is_latin(static_cast<char32_t>((lead & 0x1F) << 6 | (static_cast<unsigned char>(text[i + 1]) & 0x3F)))) {
        return false;
      }
      ++accents;
    }
  }
  return accents > 0 && letters >= accents;
}

std::string_view entity_at(std::string_view text, std::size_t at) {
  constexpr std::size_t kLongest = 10;
  if (text[at] != '&') return {};
  const std::size_t end = text.find(';', at);
  if (end == std::string_view::npos || end - at < 3 || end - at > kLongest) return {};
  const std::string_view name = text.substr(at + 1, end - at - 1);
  const bool is_number = name.front() == '#';
  const auto fits = [&](char c) { return is_letter(c) || is_digit(c); };
  if (!std::all_of(name.begin() + (is_number ? 1 : 0), name.end(), fits)) return {};
  return text.substr(at, end - at + 1);
}

bool has_entity(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!entity_at(text, at).empty()) return true;
  }
  return false;
}

}  // namespace rox
