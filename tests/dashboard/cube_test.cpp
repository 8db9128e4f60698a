// The cube against the plain way: each figure computed by itself, row by row, from rows that are made at random.
#include "dashboard/cube.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <tuple>

#include "base/error.hpp"

namespace rox {
namespace {

struct Line {
  std::int64_t product;
  std::int32_t quantity;
  std::int64_t revenue;
};

struct Order {
  Day day;
  bool online;
  std::int64_t territory;
  std::int64_t customer;
  std::vector<Line> lines;
};

const std::vector<std::string> kCategories = {"", "bikes", "clothing"};
const std::vector<std::string> kLines = {"M", "R"};
const std::vector<std::string> kDays = {"0", "4"};

// Of a product by its key, -1 included.
std::size_t category_of(std::int64_t product) { return static_cast<std::size_t>(product + 1) % kCategories.size(); }
std::size_t line_of(std::int64_t product) { return static_cast<std::size_t>(product + 1) % kLines.size(); }
std::size_t days_of(std::int64_t product) { return static_cast<std::size_t>((product + 1) / 2) % kDays.size(); }

std::vector<std::int64_t> keys_to(std::int64_t count) {
  std::vector<std::int64_t> keys;
  for (std::int64_t key = 1; key <= count; ++key) keys.push_back(key);
  return keys;
}

class RandomCube {
 public:
  explicit RandomCube(unsigned seed, std::size_t orders = 400) : random_(seed) {
    for (std::size_t i = 0; i < orders; ++i) {
      Order order{pick(1, 60), pick(0, 1) == 1, unknown_or(5), unknown_or(30), {}};
      for (int line = pick(1, 4); line > 0; --line) {
        order.lines.push_back({unknown_or(12), pick(1, 9), pick(-1000, 100'000)});
      }
      orders_.push_back(std::move(order));
    }
    build();
  }

  const std::vector<Order>& orders() const { return orders_; }
  const Cube& cube() const { return cube_; }

  SalesFilter filter() {
    SalesFilter filter;
    if (pick(0, 2) == 0) filter.from = pick(-5, 50);
    if (pick(0, 2) == 0) filter.to = pick(10, 70);
    if (pick(0, 3) == 0) filter.online = pick(0, 1) == 1;
    if (pick(0, 2) == 0) filter.territories = some(5);
    if (pick(0, 2) == 0) filter.customers = some(30);
    if (pick(0, 2) == 0) filter.products = some(12);
    if (pick(0, 2) == 0) filter.categories = {kCategories[static_cast<std::size_t>(pick(0, 2))], "no such"};
    if (pick(0, 3) == 0) filter.product_lines = {kLines[static_cast<std::size_t>(pick(0, 1))]};
    if (pick(0, 3) == 0) filter.days_to_make = {kDays[static_cast<std::size_t>(pick(0, 1))]};
    return filter;
  }

 private:
  int pick(int least, int most) { return std::uniform_int_distribution(least, most)(random_); }
  std::int64_t unknown_or(int most) { return pick(0, 9) == 0 ? -1 : pick(1, most); }
  std::vector<std::int64_t> some(int most) {
    std::vector<std::int64_t> keys;
    for (int i = pick(1, most); i > 0; --i) keys.push_back(unknown_or(most));
    return keys;
  }

  static Dimension dimension(std::int64_t count, const std::string& name) {
    Dimension made;
    made.keys = KeyIndex(keys_to(count), name);
    for (std::int64_t key = 0; key <= count; ++key) made.labels.add(name + std::to_string(key));
    return made;
  }

  void build() {
    cube_.territories = dimension(5, "territory");
    cube_.customers = dimension(30, "customer");
    cube_.products = dimension(12, "product");
    cube_.categories.values = kCategories;
    cube_.product_lines.values = kLines;
    cube_.days_to_make.values = kDays;
    for (std::int64_t code = 0; code <= 12; ++code) {
      const std::int64_t product = code == 0 ? -1 : code;
      cube_.categories.of.push_back(static_cast<std::uint32_t>(category_of(product)));
      cube_.product_lines.of.push_back(static_cast<std::uint32_t>(line_of(product)));
      cube_.days_to_make.of.push_back(static_cast<std::uint32_t>(days_of(product)));
    }
    std::set<Day> days;
    for (const Order& order : orders_) days.insert(order.day);
    cube_.days.assign(days.begin(), days.end());
    cube_.first_line = {0, 0};  // no line lacks its order here
    cube_.day = {0};
    cube_.online = {0};
    cube_.territory = {0};
    cube_.customer = {0};
    for (const Order& order : orders_) {
      const auto at = std::lower_bound(cube_.days.begin(), cube_.days.end(), order.day);
      cube_.day.push_back(static_cast<std::uint16_t>(at - cube_.days.begin() + 1));
      cube_.online.push_back(order.online ? 1 : 0);
      cube_.territory.push_back(static_cast<std::uint16_t>(cube_.territories.keys.code(order.territory)));
      cube_.customer.push_back(cube_.customers.keys.code(order.customer));
      for (const Line& line : order.lines) {
        cube_.product.push_back(cube_.products.keys.code(line.product));
        cube_.quantity.push_back(line.quantity);
        cube_.revenue.push_back(line.revenue);
        cube_.is_line.push_back(1);
      }
      cube_.first_line.push_back(cube_.product.size());
    }
  }

  std::mt19937 random_;
  std::vector<Order> orders_;
  Cube cube_;
};

template <class T>
bool lets(const std::vector<T>& wanted, const T& value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

bool passes(const SalesFilter& filter, const Order& order, const Line& line) {
  return (!filter.from || order.day >= *filter.from) && (!filter.to || order.day <= *filter.to) &&
         (!filter.online || order.online == *filter.online) && lets(filter.territories, order.territory) &&
         lets(filter.customers, order.customer) && lets(filter.products, line.product) &&
         lets(filter.categories, kCategories[category_of(line.product)]) &&
         lets(filter.product_lines, kLines[line_of(line.product)]) &&
         lets(filter.days_to_make, kDays[days_of(line.product)]);
}

/// The plain way: totals of the lines that pass and that `also` lets through.
template <class Also>
SalesTotals count(const std::vector<Order>& orders, const SalesFilter& filter, Also also) {
  SalesTotals totals;
  std::set<std::int64_t> customers;
  for (const Order& order : orders) {
    bool any = false;
    for (const Line& line : order.lines) {
      if (!passes(filter, order, line) || !also(order, line)) continue;
      any = true;
      totals.revenue += line.revenue;
      totals.lines += 1;
      totals.units += line.quantity;
    }
    if (!any) continue;
    totals.orders += 1;
    if (order.customer != -1) customers.insert(order.customer);
  }
  totals.customers = customers.size();
  return totals;
}

auto all_of(const SalesTotals& totals) {
  return std::tuple(totals.revenue, totals.orders, totals.lines, totals.customers, totals.units);
}
auto of(const OrderSums& sums) { return std::pair(sums.revenue, sums.orders); }
auto of_orders(const SalesTotals& totals) { return std::pair(totals.revenue, totals.orders); }
auto of(const ProductSums& sums) { return std::tuple(sums.revenue, sums.units, sums.lines); }
auto of_products(const SalesTotals& totals) { return std::tuple(totals.revenue, totals.units, totals.lines); }

class CubeFigures : public ::testing::TestWithParam<unsigned> {};

TEST_P(CubeFigures, AreThoseOfThePlainWay) {
  RandomCube random(GetParam());
  const Cube& cube = random.cube();
  for (int round = 0; round < 40; ++round) {
    const SalesFilter filter = random.filter();
    const SalesFigures figures = evaluate(cube, filter, 2);
    const auto plain = [&](const SalesFilter& by, auto also) { return count(random.orders(), by, also); };
    const auto any = [](const Order&, const Line&) { return true; };

    EXPECT_EQ(all_of(figures.totals), all_of(plain(filter, any)));

    SalesFilter without = filter;
    without.from = without.to = std::nullopt;
    for (std::size_t i = 0; i < cube.days.size(); ++i) {
      for (int online : {0, 1}) {
        const auto there = [&](const Order& order, const Line&) {
          return order.day == cube.days[i] && order.online == (online == 1);
        };
        EXPECT_EQ(of(figures.by_day[online][i + 1]), of_orders(plain(without, there)));
      }
    }
    const auto range = days_before(cube, filter);
    ASSERT_EQ(figures.before.has_value(), range.has_value());
    if (range) {
      SalesFilter earlier = filter;
      earlier.from = range->first;
      earlier.to = range->second;
      EXPECT_EQ(all_of(*figures.before), all_of(plain(earlier, any)));
    }
    without = filter;
    without.online = std::nullopt;
    for (int online : {0, 1}) {
      const auto there = [&](const Order& order, const Line&) { return order.online == (online == 1); };
      EXPECT_EQ(of(figures.by_channel[online]), of_orders(plain(without, there)));
    }
    without = filter;
    without.territories.clear();
    for (std::int64_t key : {-1, 1, 2, 3, 4, 5}) {
      const auto there = [&](const Order& order, const Line&) { return order.territory == key; };
      EXPECT_EQ(of(figures.by_territory[cube.territories.keys.code(key)]), of_orders(plain(without, there)));
    }
    without = filter;
    without.customers.clear();
    for (std::int64_t key : {-1, 1, 7, 30}) {
      const auto there = [&](const Order& order, const Line&) { return order.customer == key; };
      EXPECT_EQ(of(figures.by_customer[cube.customers.keys.code(key)]), of_orders(plain(without, there)));
    }
    without = filter;
    without.products.clear();
    for (std::int64_t key : {-1, 1, 2, 5, 12}) {
      const auto there = [&](const Order&, const Line& line) { return line.product == key; };
      EXPECT_EQ(of(figures.by_product[cube.products.keys.code(key)]), of_products(plain(without, there)));
    }
    without = filter;
    without.categories.clear();
    without.product_lines.clear();
    for (std::size_t category = 0; category < kCategories.size(); ++category) {
      for (std::size_t line = 0; line < kLines.size(); ++line) {
        const auto there = [&](const Order&, const Line& one) {
          return category_of(one.product) == category && line_of(one.product) == line;
        };
        EXPECT_EQ(of(figures.by_category_and_line[category * kLines.size() + line]),
                  of_products(plain(without, there)));
      }
    }
    without = filter;
    without.days_to_make.clear();
    for (std::size_t days = 0; days < kDays.size(); ++days) {
      const auto there = [&](const Order&, const Line& one) { return days_of(one.product) == days; };
      EXPECT_EQ(of(figures.by_days_to_make[days]), of_products(plain(without, there)));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, CubeFigures, ::testing::Range(1U, 6U));

TEST(Cube, IsTheSameOnAnyNumberOfThreads) {
  RandomCube random(7, 150'000);
  const SalesFilter filter{.from = 5, .to = 40, .territories = {1, 2}};
  const SalesFigures one = evaluate(random.cube(), filter, 1);
  const SalesFigures two = evaluate(random.cube(), filter, 2);
  EXPECT_EQ(all_of(one.totals), all_of(two.totals));
  EXPECT_EQ(all_of(one.before.value()), all_of(two.before.value()));
  for (std::size_t i = 0; i < one.by_customer.size(); ++i) EXPECT_EQ(of(one.by_customer[i]), of(two.by_customer[i]));
}

TEST(Cube, OfNothingHasFiguresOfZero) {
  Cube cube;
  cube.customers.labels.add("");
  cube.territories.labels.add("");
  cube.products.labels.add("");
  for (Attribute* attribute : {&cube.categories, &cube.product_lines, &cube.days_to_make}) {
    attribute->values = {""};
    attribute->of = {0};
  }
  cube.day = {0};
  cube.online = {0};
  cube.territory = {0};
  cube.customer = {0};
  cube.first_line = {0, 0};
  const SalesFigures figures = evaluate(cube, {.from = 3}, 2);
  EXPECT_EQ(figures.totals.orders, 0U);
  EXPECT_FALSE(figures.before.has_value());
}

TEST(KeyIndex, FindsKeysThatLieFarApart) {
  const KeyIndex index({-5'000'000'000'000, 7, 9'000'000'000'000'000'000}, "keys");
  EXPECT_EQ(index.code(7), 2U);
  EXPECT_EQ(index.code(-5'000'000'000'000), 1U);
  EXPECT_EQ(index.code(9'000'000'000'000'000'000), 3U);
  EXPECT_EQ(index.code(8), 0U);
  EXPECT_EQ(index.key(2), 7);
}

TEST(KeyIndex, FindsNothingBesideTheDenseOnes) {
  const KeyIndex index({10, 11, 12}, "keys");
  EXPECT_EQ(index.code(9), 0U);
  EXPECT_EQ(index.code(13), 0U);
  EXPECT_EQ(index.code(INT64_MIN), 0U);
  EXPECT_EQ(index.code(INT64_MAX), 0U);
}

TEST(KeyIndex, RefusesAKeyThatIsThereTwice) {
  EXPECT_THROW(KeyIndex({1, 2, 1}, "customers"), Error);
  EXPECT_THROW(KeyIndex({1, 9'000'000'000'000'000'000, 1}, "customers"), Error);
}

}  // namespace
}  // namespace rox
