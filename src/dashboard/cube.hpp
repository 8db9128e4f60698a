// The sales in memory, laid out so that any filter is answered by one pass over them.
//
// A page of charts that filter each other asks for many sums at once, each over other rows: a chart shows what all
// filters leave except its own. A query a chart would read the facts ten times; one pass does it (the way crossfilter
// does): each order says by a bit which filters it fails, and goes into the charts that set those filters themselves.
//
// Orders are columns of small codes; the lines of order i are [first_line[i], first_line[i + 1]). Codes count from 0,
// and 0 is the unknown member of every dimension. Money is a whole number of ten-thousandths: sums are exact.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rox {

/// Digits after the point of all money in the cube.
inline constexpr unsigned kMoneyScale = 4;

/// The key of the unknown member of every dimension.
inline constexpr std::int64_t kUnknownKey = -1;

/// Days since 1970-01-01.
using Day = std::int32_t;

/// From the keys of a dimension to its codes. A table where the keys lie close together, as surrogate keys do.
class KeyIndex {
 public:
  /// The key at position i gets the code i + 1. Throws data_error if a key is there twice.
  KeyIndex(std::vector<std::int64_t> keys, const std::string& what);
  KeyIndex() = default;

  /// 0 for a key that isn't there.
  std::uint32_t code(std::int64_t key) const;
  std::int64_t key(std::uint32_t code) const { return code == 0 ? kUnknownKey : keys_[code - 1]; }
  /// With the unknown member.
  std::size_t size() const { return keys_.size() + 1; }

 private:
  std::vector<std::int64_t> keys_;
  std::int64_t lowest_ = 0;
  std::vector<std::uint32_t> dense_;
  std::unordered_map<std::int64_t, std::uint32_t> sparse_;
};

/// Texts in one block: millions of names without an allocation for each.
class Labels {
 public:
  void add(std::string_view text);
  std::string_view operator[](std::size_t i) const;
  std::size_t size() const { return ends_.size(); }

 private:
  std::string text_;
  std::vector<std::uint64_t> ends_;
};

/// A dimension whose members have a key and a name. The labels' first is that of the unknown member.
struct Dimension {
  KeyIndex keys;
  Labels labels;
};

/// Attributes of products, by product code; each an index into its values.
struct Attribute {
  std::vector<std::string> values;  // sorted, each once; "" for none
  std::vector<std::uint32_t> of;    // product code -> index into values

  std::optional<std::uint32_t> find(std::string_view value) const;
};

struct Cube {
  Dimension customers, territories, products;
  Attribute categories, product_lines, days_to_make;
  std::vector<Day> days;  // the days with orders, ascending; day code c is days[c - 1], 0 an order without a day

  // One row per order. Row 0 collects the lines of unknown orders.
  std::vector<std::uint16_t> day;
  std::vector<std::uint8_t> online;
  std::vector<std::uint16_t> territory;
  std::vector<std::uint32_t> customer;
  std::vector<std::uint64_t> first_line;  // one more than there are orders

  // One row per line. What an order's lines leave of its total is one more line, of quantity 0 and no product, that
  // doesn't count as one.
  std::vector<std::uint32_t> product;
  std::vector<std::int32_t> quantity;
  std::vector<std::int64_t> revenue;
  std::vector<std::uint8_t> is_line;

  std::size_t orders() const { return day.size(); }
};

/// What is to be seen. What is empty lets everything pass.
struct SalesFilter {
  std::optional<Day> from{}, to{};  // both included
  std::optional<bool> online{};
  std::vector<std::int64_t> territories{}, customers{}, products{};  // keys
  std::vector<std::string> categories{}, product_lines{}, days_to_make{};

  bool operator==(const SalesFilter&) const = default;
};

struct SalesTotals {
  std::int64_t revenue = 0;
  std::uint64_t orders = 0;
  std::uint64_t lines = 0;
  std::uint64_t customers = 0;  // different ones, the unknown one aside
  std::int64_t units = 0;
};

struct ProductSums {
  std::int64_t revenue = 0;
  std::int64_t units = 0;
  std::uint64_t lines = 0;
};

struct OrderSums {
  std::int64_t revenue = 0;
  std::uint64_t orders = 0;
};

/// What the charts show. Each is filtered by everything but what it filters itself.
struct SalesFigures {
  SalesTotals totals;
  std::optional<SalesTotals> before;    // of as many days just before `from`, if there is a from and days before it
  std::vector<OrderSums> by_day[2];     // [online][day code]
  OrderSums by_channel[2];              // [online]
  std::vector<OrderSums> by_territory;  // by code
  std::vector<OrderSums> by_customer;   // by code
  std::vector<ProductSums> by_product;  // by code
  std::vector<ProductSums> by_category_and_line;  // [category * product_lines.values.size() + line]
  std::vector<ProductSums> by_days_to_make;       // by index
};

/// By product code: 0 where a product passes all filters of products, else a bit for each that it fails.
std::vector<std::uint8_t> product_fails(const Cube& cube, const SalesFilter& filter);

/// The days that `filter` is compared with: as many just before it. Empty without `from`, or if there are none.
std::optional<std::pair<Day, Day>> days_before(const Cube& cube, const SalesFilter& filter);

/// One pass, on `threads` threads. Values that no member has let nothing pass.
SalesFigures evaluate(const Cube& cube, const SalesFilter& filter, unsigned threads);

}  // namespace rox
