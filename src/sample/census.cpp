#include "sample/census.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/error.hpp"

namespace rox {
namespace {

Error bad_scale(std::string_view text) {
  return usage_error(fmt::format("'{}' is no scale", text))
      .hint("give a number from 0.001 to 5000 with at most six decimals; 1 is the real company's size");
}

std::uint64_t parse_digits(std::string_view digits, std::string_view whole_text) {
  std::uint64_t value = 0;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits.size() > 6) throw bad_scale(whole_text);
  return value;
}

}  // namespace

Scale Scale::parse(std::string_view text) {
  std::size_t point = std::min(text.find('.'), text.size());
  std::string fraction(text.substr(std::min(point + 1, text.size())));
  if (point < text.size() && fraction.empty()) throw bad_scale(text);
  fraction.append(6 - std::min<std::size_t>(fraction.size(), 6), '0');
  std::uint64_t millionths = parse_digits(text.substr(0, point), text) * kUnit + parse_digits(fraction, text);
  if (millionths < kLeast || millionths > kMost) throw bad_scale(text);
  return Scale(millionths);
}

std::string Scale::text() const {
  std::string text = fmt::format("{}.{:06}", millionths_ / kUnit, millionths_ % kUnit);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

Census take_census(Scale scale) {
  Census c;
  c.people = scale.of(19972);
  c.contacts = scale.of(1198);
  c.stores_and_vendors = scale.of(805);
  c.individuals = std::min(scale.of(18484), c.people - c.contacts - 1);
  c.employees = c.people - c.contacts - c.individuals;
  c.sales_people = std::clamp<std::uint64_t>(scale.of(17), 1, c.employees);

  c.customers = scale.of(19820);
  c.shop_contacts = std::clamp<std::uint64_t>(scale.of(635), 1, c.stores_and_vendors);
  c.buyers = std::min(c.individuals, c.customers - c.shop_contacts);
  c.shops = c.customers - c.shop_contacts - c.buyers;

  // Only the sums are known of the real company (31,465 orders, 121,317 lines, 12,757 orders with three
  // lines or more); how they split between the channels is ours.
  c.reseller.orders = scale.of(3806);
  c.reseller.three = scale.of(3400);
  c.reseller.two = std::min(scale.of(206), c.reseller.orders - c.reseller.three);
  c.reseller.extra = scale.of(50107);
  c.online.orders = scale.of(31465) - c.reseller.orders;
  c.online.three = scale.of(12757) - c.reseller.three;
  c.online.two = scale.of(8602);
  c.online.extra = scale.of(121317) - c.reseller.lines() - c.online.lines();
  return c;
}

}  // namespace rox
