// Orders and their lines. SalesOrderHeader and SalesOrderDetail both compute an order from its number, so
// they agree without sharing anything.
//
// Money is exact: prices are ten-thousandths, line totals millionths. A discounted line has a price of whole
// cents, so that every line total has at most four decimals and SubTotal is the sum of the lines, unrounded.
#pragma once

#include <cstdint>
#include <vector>

#include "sample/company.hpp"
#include "sample/line_counts.hpp"

namespace rox {

struct OrderLine {
  std::size_t product = 0;  // index into the catalogue
  std::size_t offer = 0;
  std::uint64_t quantity = 0;
  std::uint64_t unit_price = 0;  // ten-thousandths
  std::uint64_t percent = 0;     // discount
  std::uint64_t total = 0;       // millionths
};

struct Order {
  std::uint64_t number = 0;  // from 0
  OrderPlace place;
  std::uint64_t customer = 0;
  std::uint64_t first_line = 0;  // lines of all orders before
  std::vector<OrderLine> lines;
  std::uint64_t subtotal = 0;  // ten-thousandths
};

/// Makes orders one after another, or any. Not thread-safe: one a thread.
class OrderBook {
 public:
  explicit OrderBook(const Company& company);

  /// Valid until the next call.
  const Order& order(std::uint64_t number);
  /// Lines of all orders before `number`, which may be the count of orders.
  std::uint64_t lines_before(std::uint64_t number);

  void write_header(TextBuffer& out, std::uint64_t number);
  void write_lines(TextBuffer& out, std::uint64_t number);

 private:
  LineCounts& counts(Channel channel) { return channel == Channel::online ? online_ : reseller_; }
  OrderLine make_line(Random& random, std::size_t product) const;
  void put_parties(TextBuffer& out, Random& random, Random& address) const;
  void put_payment(TextBuffer& out, Random& random) const;

  const Company& company_;
  LineCounts online_;
  LineCounts reseller_;
  Order order_;
};

}  // namespace rox
