#include "dashboard/sales.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>

#include "base/decimal.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "plan/plan.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

std::string money_text(std::int64_t amount) {
  std::string text;
  append_decimal(amount, kMoneyScale, text);
  return text;
}

std::optional<bool> parse_channel(const Params& params) {
  const auto channel = params.one("channel");
  if (!channel) return std::nullopt;
  if (*channel == "online") return true;
  if (*channel == "reseller") return false;
  throw usage_error(fmt::format("there is no channel '{}'", *channel)).hint("use online or reseller");
}

/// Half a ten-thousandth is rounded up.
std::int64_t average(std::int64_t sum, std::uint64_t count) {
  if (count == 0) return 0;
  const auto divisor = static_cast<std::int64_t>(count);
  const std::int64_t twice = 2 * (sum % divisor);
  return sum / divisor + (twice >= divisor ? 1 : twice < -divisor ? -1 : 0);
}

Json totals_json(const SalesTotals& totals) {
  return {{"revenue", money_text(totals.revenue)},
          {"orders", totals.orders},
          {"lines", totals.lines},
          {"customers", totals.customers},
          {"units", totals.units},
          {"average_order", money_text(average(totals.revenue, totals.orders))}};
}

struct Period {
  std::int64_t revenue[2] = {0, 0};  // [online]
  std::uint64_t orders = 0;
};

/// Every period from the first day with orders to the last, also those without any.
std::map<Day, Period> periods_of(const Cube& cube, const SalesFigures& figures, Grain grain) {
  std::map<Day, Period> periods;
  if (cube.days.empty()) return periods;
  const Day last = period_start(cube.days.back(), grain);
  for (Day start = period_start(cube.days.front(), grain); start <= last; start = next_period(start, grain)) {
    periods.emplace_hint(periods.end(), start, Period());
  }
  for (std::size_t i = 0; i < cube.days.size(); ++i) {
    Period& period = periods.at(period_start(cube.days[i], grain));
    for (int online : {0, 1}) {
      const OrderSums& sums = figures.by_day[online][i + 1];
      period.revenue[online] += sums.revenue;
      period.orders += sums.orders;
    }
  }
  return periods;
}

Json series_json(const Cube& cube, const SalesFigures& figures, Grain grain) {
  const std::map<Day, Period> periods = periods_of(cube, figures, grain);
  Json start = Json::array();
  Json online = Json::array();
  Json reseller = Json::array();
  Json orders = Json::array();
  Json before = Json::array();
  for (const auto& [day, period] : periods) {
    start.push_back(day_text(day));
    online.push_back(money_text(period.revenue[1]));
    reseller.push_back(money_text(period.revenue[0]));
    orders.push_back(period.orders);
    const auto earlier = periods.find(year_before(day, grain));
    before.push_back(earlier == periods.end()
                         ? Json(nullptr)
                         : Json(money_text(earlier->second.revenue[0] + earlier->second.revenue[1])));
  }
  const std::int64_t undated = figures.by_day[0][0].revenue + figures.by_day[1][0].revenue;
  return {{"grain", to_string(grain)},     {"start", start},   {"online", online},
          {"reseller", reseller},          {"orders", orders}, {"year_before", before},
          {"undated", money_text(undated)}};
}

Json member_json(const Dimension& dimension, std::size_t code) {
  return {{"key", dimension.keys.key(static_cast<std::uint32_t>(code))}, {"label", dimension.labels[code]}};
}

Json order_sums_json(const Dimension& dimension, std::size_t code, const OrderSums& sums) {
  Json json = member_json(dimension, code);
  json["revenue"] = money_text(sums.revenue);
  json["orders"] = sums.orders;
  return json;
}

/// The codes of the `top` greatest by `greater`, greatest first, of those that `counts` lets through.
template <class Counts, class Greater>
std::vector<std::size_t> greatest(std::size_t size, std::size_t top, Counts counts, Greater greater) {
  std::vector<std::size_t> codes;
  for (std::size_t code = 0; code < size; ++code) {
    if (counts(code)) codes.push_back(code);
  }
  const std::size_t kept = std::min(top, codes.size());
  const auto order = [&](std::size_t a, std::size_t b) { return greater(a, b) || (!greater(b, a) && a < b); };
  std::partial_sort(codes.begin(), codes.begin() + static_cast<std::ptrdiff_t>(kept), codes.end(), order);
  codes.resize(kept);
  return codes;
}

Json top_members_json(const Dimension& dimension, const std::vector<OrderSums>& sums, std::size_t top) {
  Json list = Json::array();
  const auto counts = [&](std::size_t code) { return sums[code].orders > 0 || sums[code].revenue != 0; };
  const auto greater = [&](std::size_t a, std::size_t b) { return sums[a].revenue > sums[b].revenue; };
  for (const std::size_t code : greatest(sums.size(), top, counts, greater)) {
    list.push_back(order_sums_json(dimension, code, sums[code]));
  }
  return list;
}

bool has_something(const ProductSums& sums) { return sums.lines > 0 || sums.revenue != 0; }

void add_sums(Json& json, const ProductSums& sums) {
  json["revenue"] = money_text(sums.revenue);
  json["units"] = sums.units;
  json["lines"] = sums.lines;
}

Json top_products_json(const Cube& cube, const std::vector<ProductSums>& sums, std::size_t top) {
  Json list = Json::array();
  const auto counts = [&](std::size_t code) { return has_something(sums[code]); };
  const auto greater = [&](std::size_t a, std::size_t b) { return sums[a].revenue > sums[b].revenue; };
  for (const std::size_t code : greatest(sums.size(), top, counts, greater)) {
    Json json = member_json(cube.products, code);
    json["category"] = cube.categories.values[cube.categories.of[code]];
    json["product_line"] = cube.product_lines.values[cube.product_lines.of[code]];
    json["days_to_make"] = cube.days_to_make.values[cube.days_to_make.of[code]];
    add_sums(json, sums[code]);
    list.push_back(std::move(json));
  }
  return list;
}

Json categories_json(const Cube& cube, const std::vector<ProductSums>& sums) {
  Json list = Json::array();
  const std::size_t lines = cube.product_lines.values.size();
  for (std::size_t i = 0; i < sums.size(); ++i) {
    if (!has_something(sums[i])) continue;
    Json json = {{"category", cube.categories.values[i / lines]},
                 {"product_line", cube.product_lines.values[i % lines]}};
    add_sums(json, sums[i]);
    list.push_back(std::move(json));
  }
  return list;
}

Json days_to_make_json(const Cube& cube, const std::vector<ProductSums>& sums) {
  Json list = Json::array();
  for (std::size_t i = 0; i < sums.size(); ++i) {
    if (!has_something(sums[i])) continue;
    Json json = {{"days_to_make", cube.days_to_make.values[i]}};
    add_sums(json, sums[i]);
    list.push_back(std::move(json));
  }
  return list;
}

/// The names of what the filter asks for by key, for whoever shows the filter.
Json chosen_json(const Dimension& dimension, const std::vector<std::int64_t>& keys) {
  Json list = Json::array();
  for (const std::int64_t key : keys) {
    const std::uint32_t code = dimension.keys.code(key);
    list.push_back({{"key", key}, {"label", code == 0 && key != kUnknownKey ? "" : dimension.labels[code]}});
  }
  return list;
}

}  // namespace

SalesFilter parse_sales_filter(const Params& params) {
  SalesFilter filter;
  if (const auto from = params.one("from")) filter.from = parse_day(*from);
  if (const auto to = params.one("to")) filter.to = parse_day(*to);
  filter.online = parse_channel(params);
  filter.territories = params.numbers("territory");
  filter.customers = params.numbers("customer");
  filter.products = params.numbers("product");
  filter.categories = params.all("category");
  filter.product_lines = params.all("product_line");
  filter.days_to_make = params.all("days_to_make");
  return filter;
}

SalesRequest parse_sales_request(const Params& params) {
  params.expect({"from", "to", "channel", "territory", "customer", "product", "category", "product_line",
                 "days_to_make", "grain", "top"});
  SalesRequest request;
  request.filter = parse_sales_filter(params);
  if (const auto grain = params.one("grain")) request.grain = parse_grain(*grain);
  request.top = params.number("top", request.top, 10'000);
  return request;
}

Json sales_json(const Snapshot& snapshot, const SalesRequest& request) {
  const Cube& cube = snapshot.cube();
  const SalesFigures figures = evaluate(cube, request.filter, thread_count(snapshot.project().run));
  Json before(nullptr);
  if (const auto range = days_before(cube, request.filter)) {
    before = totals_json(*figures.before);
    before["from"] = day_text(range->first);
    before["to"] = day_text(range->second);
  }
  Json channels = Json::array();
  for (int online : {1, 0}) {
    channels.push_back({{"channel", online == 1 ? "online" : "reseller"},
                        {"revenue", money_text(figures.by_channel[online].revenue)},
                        {"orders", figures.by_channel[online].orders}});
  }
  const bool any = !cube.days.empty();
  return {{"currency", snapshot.sales_sql()->currency},
          {"first_day", any ? Json(day_text(cube.days.front())) : Json(nullptr)},
          {"last_day", any ? Json(day_text(cube.days.back())) : Json(nullptr)},
          {"totals", totals_json(figures.totals)},
          {"before", before},
          {"series", series_json(cube, figures, request.grain)},
          {"channels", channels},
          {"products", top_products_json(cube, figures.by_product, request.top)},
          {"categories", categories_json(cube, figures.by_category_and_line)},
          {"days_to_make", days_to_make_json(cube, figures.by_days_to_make)},
          {"territories", top_members_json(cube.territories, figures.by_territory, request.top)},
          {"customers", top_members_json(cube.customers, figures.by_customer, request.top)},
          {"chosen",
           {{"territory", chosen_json(cube.territories, request.filter.territories)},
            {"customer", chosen_json(cube.customers, request.filter.customers)},
            {"product", chosen_json(cube.products, request.filter.products)}}}};
}

}  // namespace rox
