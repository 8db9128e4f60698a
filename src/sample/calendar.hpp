// When orders are placed. Order ids grow with the day; on the last day of a month the resellers' orders
// come first. Which order falls on which day follows from two tables of one entry a day.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sample/census.hpp"

namespace rox {

/// 2011-05-31 is day 0.
inline constexpr std::chrono::sys_days kFirstOrderDay = std::chrono::year{2011} / 5 / 31;
inline constexpr std::chrono::sys_days kLastOrderDay = std::chrono::year{2014} / 6 / 30;
inline constexpr std::size_t kOrderDays = static_cast<std::size_t>((kLastOrderDay - kFirstOrderDay).count()) + 1;

/// Days since kFirstOrderDay, which must not be later.
constexpr std::uint32_t order_day(std::chrono::year_month_day date) {
  return static_cast<std::uint32_t>((std::chrono::sys_days{date} - kFirstOrderDay).count());
}

/// An order's place: its day, and its number within its channel.
struct OrderPlace {
  std::uint32_t day = 0;
  Channel channel = Channel::online;
  std::uint64_t index = 0;
};

class Calendar {
 public:
  /// Dates are offered up to this many days past the last order.
  static constexpr std::size_t kDaysPast = 31;

  explicit Calendar(const Census& census);

  /// 0 <= order < census.orders().
  OrderPlace place(std::uint64_t order) const;
  /// How many orders of a channel come before `order`, which may be census.orders().
  std::uint64_t before(Channel channel, std::uint64_t order) const;

  /// How many orders there are before a day, which may be the one after the last.
  std::uint64_t orders_before(std::size_t day) const { return both_[day]; }

  /// "2011-05-31 00:00:00.000"
  std::string_view timestamp(std::size_t day) const { return {text_.data() + day * kTextBytes, kTextBytes}; }
  /// "2011-05-31"
  std::string_view date(std::size_t day) const { return timestamp(day).substr(0, 10); }

 private:
  static constexpr std::size_t kTextBytes = 23;

  std::size_t day_of(std::uint64_t order) const;

  // Of the days before day d; one more entry than days.
  std::vector<std::uint64_t> online_;
  std::vector<std::uint64_t> reseller_;
  std::vector<std::uint64_t> both_;
  std::string text_;
};

}  // namespace rox
