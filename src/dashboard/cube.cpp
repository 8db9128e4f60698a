#include "dashboard/cube.hpp"

#include <fmt/format.h>
#include <tbb/parallel_for.h>

#include <algorithm>

#include "base/error.hpp"

namespace rox {
namespace {

// A bit a filter; an order that fails one can still be in that filter's own chart.
enum OrderFilter : std::uint8_t { kDay = 1, kChannel = 2, kTerritory = 4, kCustomer = 8 };
enum ProductFilter : std::uint8_t { kProduct = 1, kCategory = 2, kProductLine = 4, kDaysToMake = 8 };

constexpr std::size_t kAhead = 24;  // orders; tried: 8 to 64 are alike

using FailBits = std::vector<std::uint8_t>;  // by code; empty: all pass

/// `bit` for every code but those of `keys`; empty if no keys are asked for.
FailBits fail_unless(const KeyIndex& index, const std::vector<std::int64_t>& keys, std::uint8_t bit) {
  if (keys.empty()) return {};
  FailBits fails(index.size(), bit);
  for (const std::int64_t key : keys) {
    // The unknown member is asked for by a key that it may have as a row of its own, or by one that there isn't.
    const std::uint32_t code = index.code(key);
    if (code != 0 || key == kUnknownKey) fails[code] = 0;
  }
  return fails;
}

void add_attribute(FailBits& fails, const Attribute& attribute, const std::vector<std::string>& wanted,
                   std::uint8_t bit) {
  if (wanted.empty()) return;
  std::vector<bool> passes(attribute.values.size(), false);
  for (const std::string& value : wanted) {
    if (const auto found = attribute.find(value)) passes[*found] = true;
  }
  for (std::size_t code = 0; code < fails.size(); ++code) {
    if (!passes[attribute.of[code]]) fails[code] |= bit;
  }
}

/// The filter, looked up for every member once, so that the pass over the orders only reads bytes.
struct Lookup {
  FailBits day, territory, customer, product;
  std::vector<bool> before;  // by day code; empty: nothing to compare with
  std::uint8_t channel[2] = {0, 0};

  Lookup(const Cube& cube, const SalesFilter& filter) {
    day.assign(cube.days.size() + 1, 0);
    if (filter.from || filter.to) {
      day[0] = kDay;
      for (std::size_t i = 0; i < cube.days.size(); ++i) {
        const Day at = cube.days[i];
        if ((filter.from && at < *filter.from) || (filter.to && at > *filter.to)) day[i + 1] = kDay;
      }
    }
    if (const auto range = days_before(cube, filter)) {
      before.assign(day.size(), false);
      for (std::size_t i = 0; i < cube.days.size(); ++i) {
        before[i + 1] = cube.days[i] >= range->first && cube.days[i] <= range->second;
      }
    }
    if (filter.online) channel[*filter.online ? 0 : 1] = kChannel;
    territory = fail_unless(cube.territories.keys, filter.territories, kTerritory);
    customer = fail_unless(cube.customers.keys, filter.customers, kCustomer);
    product = product_fails(cube, filter);
  }

  std::uint8_t order_fails(const Cube& cube, std::size_t order) const {
    std::uint8_t fails = day[cube.day[order]] | channel[cube.online[order]];
    if (!territory.empty()) fails |= territory[cube.territory[order]];
    if (!customer.empty()) fails |= customer[cube.customer[order]];
    return fails;
  }
};

bool is_only(std::uint8_t fails, std::uint8_t own) { return (fails & static_cast<std::uint8_t>(~own)) == 0; }

/// What one thread has seen.
struct Slice {
  SalesFigures figures;
  SalesTotals before;
  std::vector<bool> customers, customers_before;

  explicit Slice(const Cube& cube)
      : customers(cube.customers.keys.size(), false), customers_before(cube.customers.keys.size(), false) {
    for (auto& days : figures.by_day) days.resize(cube.days.size() + 1);
    figures.by_territory.resize(cube.territories.keys.size());
    figures.by_customer.resize(cube.customers.keys.size());
    figures.by_product.resize(cube.products.keys.size());
  }

  void pass(const Cube& cube, const Lookup& lookup, std::size_t begin, std::size_t end);

 private:
  void add_order(const Cube& cube, const Lookup& lookup, std::size_t order, std::uint8_t fails,
                 const ProductSums& sums);
};

void add(OrderSums& sums, std::int64_t revenue, std::uint64_t orders) {
  sums.revenue += revenue;
  sums.orders += orders;
}

void add(SalesTotals& totals, const ProductSums& sums, std::uint64_t orders) {
  totals.revenue += sums.revenue;
  totals.orders += orders;
  totals.lines += sums.lines;
  totals.units += sums.units;
}

void Slice::pass(const Cube& cube, const Lookup& lookup, std::size_t begin, std::size_t end) {
  for (std::size_t order = begin; order < end; ++order) {
    // Customers come in any order, and their sums are too many for a cache: asked for ahead, they don't hold up the
    // rest.
    if (order + kAhead < end) __builtin_prefetch(&figures.by_customer[cube.customer[order + kAhead]], 1);
    const std::uint8_t fails = lookup.order_fails(cube, order);
    if ((fails & (fails - 1)) != 0) continue;  // two filters: no chart shows it
    ProductSums passing;
    bool any = false;
    for (std::size_t line = cube.first_line[order]; line < cube.first_line[order + 1]; ++line) {
      const std::uint32_t product = cube.product[line];
      if (fails == 0) {
        ProductSums& sums = figures.by_product[product];
        sums.revenue += cube.revenue[line];
        sums.units += cube.quantity[line];
        sums.lines += cube.is_line[line];
      }
      if (lookup.product[product] != 0) continue;
      any = true;
      passing.revenue += cube.revenue[line];
      passing.units += cube.quantity[line];
      passing.lines += cube.is_line[line];
    }
    if (any) add_order(cube, lookup, order, fails, passing);
  }
}

void Slice::add_order(const Cube& cube, const Lookup& lookup, std::size_t order, std::uint8_t fails,
                      const ProductSums& sums) {
  const std::uint64_t orders = order == 0 ? 0 : 1;
  const std::uint32_t customer = cube.customer[order];
  const std::uint8_t online = cube.online[order];
  if (fails == 0) {
    add(figures.totals, sums, orders);
    if (customer != 0) customers[customer] = true;
  }
  if (is_only(fails, kDay)) {
    const std::uint16_t day = cube.day[order];
    add(figures.by_day[online][day], sums.revenue, orders);
    if (!lookup.before.empty() && lookup.before[day]) {
      add(before, sums, orders);
      if (customer != 0) customers_before[customer] = true;
    }
  }
  if (is_only(fails, kChannel)) add(figures.by_channel[online], sums.revenue, orders);
  if (is_only(fails, kTerritory)) add(figures.by_territory[cube.territory[order]], sums.revenue, orders);
  if (is_only(fails, kCustomer)) add(figures.by_customer[customer], sums.revenue, orders);
}

void add(OrderSums& into, const OrderSums& from) { add(into, from.revenue, from.orders); }

void add(ProductSums& into, const ProductSums& from) {
  into.revenue += from.revenue;
  into.units += from.units;
  into.lines += from.lines;
}

void add(SalesTotals& into, const SalesTotals& from) {
  into.revenue += from.revenue;
  into.orders += from.orders;
  into.lines += from.lines;
  into.units += from.units;
}

template <class Sums>
void add_each(std::vector<Sums>& into, const std::vector<Sums>& from) {
  for (std::size_t i = 0; i < into.size(); ++i) add(into[i], from[i]);
}

void merge(Slice& into, const Slice& from) {
  add(into.figures.totals, from.figures.totals);
  add(into.before, from.before);
  for (int online : {0, 1}) {
    add_each(into.figures.by_day[online], from.figures.by_day[online]);
    add(into.figures.by_channel[online], from.figures.by_channel[online]);
  }
  add_each(into.figures.by_territory, from.figures.by_territory);
  add_each(into.figures.by_customer, from.figures.by_customer);
  add_each(into.figures.by_product, from.figures.by_product);
  for (std::size_t i = 0; i < into.customers.size(); ++i) {
    if (from.customers[i]) into.customers[i] = true;
    if (from.customers_before[i]) into.customers_before[i] = true;
  }
}

/// The charts of products' attributes, out of the sums of each product.
void roll_up(const Cube& cube, const Lookup& lookup, SalesFigures& figures) {
  const std::size_t lines = cube.product_lines.values.size();
  figures.by_category_and_line.resize(cube.categories.values.size() * lines);
  figures.by_days_to_make.resize(cube.days_to_make.values.size());
  for (std::size_t product = 0; product < figures.by_product.size(); ++product) {
    ProductSums& sums = figures.by_product[product];
    const std::uint8_t fails = lookup.product[product];
    if (is_only(fails, kCategory | kProductLine)) {
      add(figures.by_category_and_line[cube.categories.of[product] * lines + cube.product_lines.of[product]], sums);
    }
    if (is_only(fails, kDaysToMake)) add(figures.by_days_to_make[cube.days_to_make.of[product]], sums);
    if (!is_only(fails, kProduct)) sums = {};
  }
}

}  // namespace

KeyIndex::KeyIndex(std::vector<std::int64_t> keys, const std::string& what) : keys_(std::move(keys)) {
  if (keys_.empty()) return;
  const auto [lowest, highest] = std::minmax_element(keys_.begin(), keys_.end());
  lowest_ = *lowest;
  const std::uint64_t span = static_cast<std::uint64_t>(*highest) - static_cast<std::uint64_t>(*lowest);
  const bool dense = span < 16 * keys_.size() + 1024;
  if (dense) {
    dense_.resize(span + 1, 0);
  } else {
    sparse_.reserve(keys_.size());
  }
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    const auto code = static_cast<std::uint32_t>(i + 1);
    std::uint32_t& slot =
        dense ? dense_[static_cast<std::uint64_t>(keys_[i]) - static_cast<std::uint64_t>(lowest_)] : sparse_[keys_[i]];
    if (slot != 0) throw data_error(fmt::format("{} has the key {} twice", what, keys_[i]));
    slot = code;
  }
}

std::uint32_t KeyIndex::code(std::int64_t key) const {
  if (!dense_.empty()) {
    const std::uint64_t at = static_cast<std::uint64_t>(key) - static_cast<std::uint64_t>(lowest_);
    return at < dense_.size() ? dense_[at] : 0;
  }
  const auto found = sparse_.find(key);
  return found == sparse_.end() ? 0 : found->second;
}

void Labels::add(std::string_view text) {
  text_ += text;
  ends_.push_back(text_.size());
}

std::string_view Labels::operator[](std::size_t i) const {
  const std::uint64_t begin = i == 0 ? 0 : ends_[i - 1];
  return std::string_view(text_).substr(begin, ends_[i] - begin);
}

std::optional<std::uint32_t> Attribute::find(std::string_view value) const {
  const auto found = std::lower_bound(values.begin(), values.end(), value);
  if (found == values.end() || *found != value) return std::nullopt;
  return static_cast<std::uint32_t>(found - values.begin());
}

std::vector<std::uint8_t> product_fails(const Cube& cube, const SalesFilter& filter) {
  FailBits fails = fail_unless(cube.products.keys, filter.products, kProduct);
  fails.resize(cube.products.keys.size(), 0);
  add_attribute(fails, cube.categories, filter.categories, kCategory);
  add_attribute(fails, cube.product_lines, filter.product_lines, kProductLine);
  add_attribute(fails, cube.days_to_make, filter.days_to_make, kDaysToMake);
  return fails;
}

std::optional<std::pair<Day, Day>> days_before(const Cube& cube, const SalesFilter& filter) {
  if (!filter.from || cube.days.empty()) return std::nullopt;
  const Day to = std::min(filter.to.value_or(cube.days.back()), cube.days.back());
  const Day length = to - *filter.from + 1;
  if (length <= 0 || *filter.from <= cube.days.front()) return std::nullopt;
  return std::pair{*filter.from - length, *filter.from - 1};
}

SalesFigures evaluate(const Cube& cube, const SalesFilter& filter, unsigned threads) {
  const Lookup lookup(cube, filter);
  // A slice has sums for every customer: for few orders one is enough.
  const std::size_t count = std::clamp<std::size_t>(cube.orders() / 65'536, 1, std::max(1U, threads));
  std::vector<Slice> slices;
  slices.reserve(count);
  for (std::size_t i = 0; i < count; ++i) slices.emplace_back(cube);
  tbb::parallel_for(std::size_t{0}, count, [&](std::size_t i) {
    slices[i].pass(cube, lookup, cube.orders() * i / count, cube.orders() * (i + 1) / count);
  });
  Slice& all = slices.front();
  for (std::size_t i = 1; i < count; ++i) merge(all, slices[i]);
  const auto seen = [](const std::vector<bool>& flags) {
    return static_cast<std::uint64_t>(std::count(flags.begin(), flags.end(), true));
  };
  all.figures.totals.customers = seen(all.customers);
  if (!lookup.before.empty()) {
    all.before.customers = seen(all.customers_before);
    all.figures.before = all.before;
  }
  roll_up(cube, lookup, all.figures);
  return std::move(all.figures);
}

}  // namespace rox
