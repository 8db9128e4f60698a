#include "sample/calendar.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rox {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

bool is_month_end(sys_days day) { return year_month_day{day + days{1}}.day() == std::chrono::day{1}; }

// Business grows slowly for two years, then accessories make it jump; weekends are stronger online.
std::uint64_t online_weight(std::size_t day) {
  std::uint64_t weight = day < 790 ? 40 + day / 10 : 240 + (day - 790);
  std::chrono::weekday weekday{kFirstOrderDay + days{day}};
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday ? weight * 5 / 4 : weight;
}

std::uint64_t reseller_weight(std::size_t day) { return is_month_end(kFirstOrderDay + days{day}) ? 1200 + 4 * day : 0; }

// Orders before each day: the running sum of weights, scaled to end on `orders`. The first day has one
// beforehand, so that few orders begin and end on the same days as many.
std::vector<std::uint64_t> spread(std::uint64_t orders, std::uint64_t (*weight)(std::size_t)) {
  std::vector<std::uint64_t> before{0};
  for (std::size_t day = 0; day < kOrderDays; ++day) before.push_back(before.back() + weight(day));
  std::uint64_t sum = before.back();
  for (std::size_t day = 1; day < before.size(); ++day) before[day] = 1 + (orders - 1) * before[day] / sum;
  return before;
}

}  // namespace

Calendar::Calendar(const Census& census)
    : online_(spread(census.online.orders, online_weight)), reseller_(spread(census.reseller.orders, reseller_weight)) {
  for (std::size_t day = 0; day <= kOrderDays; ++day) both_.push_back(online_[day] + reseller_[day]);
  for (std::size_t day = 0; day < kOrderDays + kDaysPast; ++day) {
    year_month_day date{kFirstOrderDay + days{day}};
    text_ += fmt::format("{:04}-{:02}-{:02} 00:00:00.000", static_cast<int>(date.year()),
                         static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  }
}

std::size_t Calendar::day_of(std::uint64_t order) const {
  return static_cast<std::size_t>(std::upper_bound(both_.begin(), both_.end(), order) - both_.begin()) - 1;
}

OrderPlace Calendar::place(std::uint64_t order) const {
  std::size_t day = day_of(order);
  std::uint64_t in_day = order - both_[day];
  std::uint64_t resellers = reseller_[day + 1] - reseller_[day];
  if (in_day < resellers) return {static_cast<std::uint32_t>(day), Channel::reseller, reseller_[day] + in_day};
  return {static_cast<std::uint32_t>(day), Channel::online, online_[day] + in_day - resellers};
}

std::uint64_t Calendar::before(Channel channel, std::uint64_t order) const {
  if (order == both_.back()) return channel == Channel::online ? online_.back() : reseller_.back();
  OrderPlace found = place(order);
  if (found.channel == channel) return found.index;
  return order - found.index;
}

}  // namespace rox
