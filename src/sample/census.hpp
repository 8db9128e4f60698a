// How large the sample company is: every count at a scale, exact at scale 1 and proportional elsewhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rox {

/// A factor with six decimals, kept as an integer so that counts are the same on every machine.
class Scale {
 public:
  static constexpr std::uint64_t kUnit = 1'000'000;
  static constexpr std::uint64_t kLeast = kUnit / 1000;  // below, groups of the company would be empty
  static constexpr std::uint64_t kMost = 5000 * kUnit;   // above, account numbers outgrow their column

  /// "1", "0.01", "2.5". Throws usage_error unless it is a number from 0.001 to 5000.
  static Scale parse(std::string_view text);

  constexpr explicit Scale(std::uint64_t millionths) : millionths_(millionths) {}

  /// `base` at this scale, half rounded up.
  constexpr std::uint64_t of(std::uint64_t base) const { return (base * millionths_ + kUnit / 2) / kUnit; }
  std::string text() const;

 private:
  std::uint64_t millionths_;
};

/// Online orders come from individuals every day, reseller orders from shops on month ends.
enum class Channel { online, reseller };

/// The orders of one channel by number of lines: `three` have three or more and share `extra` lines
/// beyond their third, `two` have two, the others one.
struct OrderCensus {
  std::uint64_t orders = 0;
  std::uint64_t three = 0;
  std::uint64_t two = 0;
  std::uint64_t extra = 0;

  constexpr std::uint64_t lines() const { return orders + two + 2 * three + extra; }
};

struct Census {
  // People, in the order of their ids: employees (the last of them sell), contacts of shops and vendors
  // (after each of the first `stores_and_vendors`, an id goes to the shop itself), individuals.
  std::uint64_t people = 0;
  std::uint64_t employees = 0;
  std::uint64_t sales_people = 0;
  std::uint64_t contacts = 0;
  std::uint64_t stores_and_vendors = 0;
  std::uint64_t individuals = 0;

  // Customers, in the order of their ids: shops without a person, individuals, shops with their contact.
  std::uint64_t customers = 0;
  std::uint64_t shops = 0;
  std::uint64_t buyers = 0;
  std::uint64_t shop_contacts = 0;

  OrderCensus online;
  OrderCensus reseller;

  std::uint64_t orders() const { return online.orders + reseller.orders; }
  std::uint64_t lines() const { return online.lines() + reseller.lines(); }
  const OrderCensus& of(Channel channel) const { return channel == Channel::online ? online : reseller; }
};

Census take_census(Scale scale);

}  // namespace rox
