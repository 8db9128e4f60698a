#include "dashboard/cube_load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <limits>
#include <map>

#include "base/error.hpp"
#include "engine/result/cells.hpp"
#include "engine/result/integers.hpp"

namespace rox {
namespace {

constexpr std::int64_t kNoDay = std::numeric_limits<Day>::min();

/// Does what reads the file's SELECT; its errors say which file it is.
template <class Work>
auto reading(const SqlFile& file, Work work) {
  try {
    return work();
  } catch (Error& error) {
    if (error.kind() == ErrorKind::outside || !error.place().file.empty()) throw;
    throw std::move(error).at(file.path.string()).hint("docs/dashboard.md says which columns its SELECT has");
  }
}

/// Money, as the whole number that the cube counts in.
std::string money(const char* column) {
  return fmt::format("COALESCE(CAST(CAST({} AS DECIMAL(18, 4)) * 10000 AS BIGINT), 0)", column);
}

std::string key(const char* column) { return fmt::format("COALESCE(CAST({} AS BIGINT), {})", column, kUnknownKey); }

/// The members in the order of their keys, the unknown one first.
struct Members {
  std::vector<std::int64_t> keys;
  std::vector<std::vector<std::string>> texts;  // by column
};

Members read_members(Engine& engine, const SqlFile& file, const std::string& key_column,
                     const std::vector<std::string>& columns) {
  std::string select = fmt::format("SELECT CAST({} AS BIGINT)", key_column);
  for (const std::string& column : columns) select += fmt::format(", CAST({} AS VARCHAR(1000))", column);
  select += fmt::format("\nFROM {}\nWHERE {} IS NOT NULL\nORDER BY 1", subquery(file, "members"), key_column);
  return reading(file, [&] {
    Members members;
    members.texts.resize(columns.size());
    for (auto& texts : members.texts) texts.emplace_back();
    const auto rows = engine.query(select);
    while (rows->next()) {
      for (std::size_t r = 0; r < rows->rows(); ++r) {
        const std::int64_t member = std::stoll(text_at(*rows, 0, r));
        const bool unknown = member == kUnknownKey;
        if (!unknown) members.keys.push_back(member);
        for (std::size_t c = 0; c < columns.size(); ++c) {
          std::string text = text_at(*rows, c + 1, r);
          if (unknown) {
            members.texts[c].front() = std::move(text);
          } else {
            members.texts[c].push_back(std::move(text));
          }
        }
      }
    }
    return members;
  });
}

Dimension make_dimension(Members& members, const SqlFile& file) {
  Dimension dimension;
  for (const std::string& label : members.texts.front()) dimension.labels.add(label);
  dimension.keys = reading(file, [&] { return KeyIndex(std::move(members.keys), file.name); });
  return dimension;
}

Attribute make_attribute(const std::vector<std::string>& texts) {
  Attribute attribute;
  attribute.values = texts;
  std::sort(attribute.values.begin(), attribute.values.end());
  attribute.values.erase(std::unique(attribute.values.begin(), attribute.values.end()), attribute.values.end());
  for (const std::string& text : texts) attribute.of.push_back(attribute.find(text).value());
  return attribute;
}

void load_customers(Engine& engine, const SalesSql& sql, Cube& cube) {
  Members customers = read_members(engine, sql.customers, "customer", {"label"});
  cube.customers = make_dimension(customers, sql.customers);
}

void load_territories(Engine& engine, const SalesSql& sql, Cube& cube) {
  Members territories = read_members(engine, sql.territories, "territory", {"label"});
  cube.territories = make_dimension(territories, sql.territories);
  if (cube.territories.keys.size() > std::numeric_limits<std::uint16_t>::max()) {
    throw usage_error("there are more than 65,535 territories").at(sql.territories.path.string());
  }
}

void load_products(Engine& engine, const SalesSql& sql, Cube& cube) {
  Members products =
      read_members(engine, sql.products, "product", {"label", "category", "product_line", "days_to_make"});
  cube.categories = make_attribute(products.texts[1]);
  cube.product_lines = make_attribute(products.texts[2]);
  cube.days_to_make = make_attribute(products.texts[3]);
  cube.products = make_dimension(products, sql.products);
}

struct Orders {
  std::vector<std::int64_t> ids;
  std::vector<Day> day;
  std::vector<std::int64_t> revenue;  // less what the lines have
};

/// Fills in the cube's columns of orders; days become codes later.
Orders load_orders(Engine& engine, const SalesSql& sql, Cube& cube) {
  Orders orders;
  orders.day.push_back(kNoDay);
  orders.revenue.push_back(0);
  cube.online.push_back(0);
  cube.territory.push_back(0);
  cube.customer.push_back(0);
  const std::string select = fmt::format(
      "SELECT CAST(order_id AS BIGINT), COALESCE(CAST(CAST(day AS DATE) - DATE '1970-01-01' AS BIGINT), {}),\n"
      "  CASE WHEN online THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END, {}, {}, {}\nFROM {}\n"
      "WHERE order_id IS NOT NULL",
      kNoDay, key("territory"), key("customer"), money("revenue"), subquery(sql.orders, "orders"));
  reading(sql.orders, [&] {
    read_integers(engine, select, [&](const IntegerBlock& block) {
      for (std::size_t r = 0; r < block[0].size(); ++r) {
        orders.ids.push_back(block[0][r]);
        orders.day.push_back(static_cast<Day>(block[1][r]));
        cube.online.push_back(static_cast<std::uint8_t>(block[2][r]));
        cube.territory.push_back(static_cast<std::uint16_t>(cube.territories.keys.code(block[3][r])));
        cube.customer.push_back(cube.customers.keys.code(block[4][r]));
        orders.revenue.push_back(block[5][r]);
      }
    });
  });
  return orders;
}

void encode_days(const std::vector<Day>& of_orders, const SalesSql& sql, Cube& cube) {
  std::map<Day, std::uint16_t> codes;
  for (const Day day : of_orders) {
    if (day != kNoDay) codes.emplace(day, 0);
  }
  if (codes.size() >= std::numeric_limits<std::uint16_t>::max()) {
    throw usage_error("there are more than 65,534 days with orders").at(sql.orders.path.string());
  }
  for (auto& [day, code] : codes) {
    cube.days.push_back(day);
    code = static_cast<std::uint16_t>(cube.days.size());
  }
  cube.day.reserve(of_orders.size());
  Day last = kNoDay;  // orders come by day, mostly
  std::uint16_t code = 0;
  for (const Day day : of_orders) {
    if (day != last) code = day == kNoDay ? std::uint16_t{0} : codes.at(day);
    last = day;
    cube.day.push_back(code);
  }
}

struct Lines {
  std::vector<std::int64_t> order;  // keys; codes are known when all orders are
  std::vector<std::uint32_t> product;
  std::vector<std::int32_t> quantity;
  std::vector<std::int64_t> revenue;
};

Lines load_lines(Engine& engine, const SalesSql& sql, const Dimension& products) {
  Lines lines;
  const std::string select =
      fmt::format("SELECT {}, {}, CAST(COALESCE(quantity, 0) AS BIGINT), {}\nFROM {}", key("order_id"), key("product"),
                  money("revenue"), subquery(sql.lines, "order_lines"));
  reading(sql.lines, [&] {
    read_integers(engine, select, [&](const IntegerBlock& block) {
      for (std::size_t r = 0; r < block[0].size(); ++r) {
        lines.order.push_back(block[0][r]);
        lines.product.push_back(products.keys.code(block[1][r]));
        lines.quantity.push_back(static_cast<std::int32_t>(block[2][r]));
        lines.revenue.push_back(block[3][r]);
      }
    });
  });
  return lines;
}

/// Puts the lines next to their orders: counted first, then each where it belongs.
void arrange(const Lines& lines, const KeyIndex& order_ids, std::vector<std::int64_t> rest, Cube& cube) {
  std::vector<std::uint64_t>& first = cube.first_line;
  first.assign(rest.size() + 1, 0);
  std::vector<std::uint32_t> order(lines.order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = order_ids.code(lines.order[i]);
    ++first[order[i] + 1];
    rest[order[i]] -= lines.revenue[i];
  }
  rest[0] = 0;  // lines without an order
  for (std::size_t order = 1; order < rest.size(); ++order) {
    const bool has_rest = rest[order] != 0 || first[order + 1] == 0;
    if (has_rest) ++first[order + 1];
  }
  for (std::size_t order = 0; order < rest.size(); ++order) first[order + 1] += first[order];
  const std::size_t count = first.back();
  cube.product.assign(count, 0);
  cube.quantity.assign(count, 0);
  cube.revenue.resize(count);
  cube.is_line.assign(count, 0);
  // Where no line comes to stand, the last place of an order, its rest stays.
  for (std::size_t order = 0; order < rest.size(); ++order) {
    if (first[order + 1] > first[order]) cube.revenue[first[order + 1] - 1] = rest[order];
  }
  std::vector<std::uint64_t> next(first.begin(), first.end() - 1);
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::uint64_t at = next[order[i]]++;
    cube.product[at] = lines.product[i];
    cube.quantity[at] = lines.quantity[i];
    cube.revenue[at] = lines.revenue[i];
    cube.is_line[at] = 1;
  }
}

}  // namespace

Cube load_cube(const EngineOpener& open, const SalesSql& sql) {
  Cube cube;
  Orders orders;
  Lines lines;
  // Most of the time goes into two things that don't need each other: the lines, and the orders with their customers.
  auto reading_lines = std::async(std::launch::async, [&] {
    const auto engine = open();
    load_products(*engine, sql, cube);
    lines = load_lines(*engine, sql, cube.products);
  });
  const auto engine = open();
  load_customers(*engine, sql, cube);
  load_territories(*engine, sql, cube);
  orders = load_orders(*engine, sql, cube);
  encode_days(orders.day, sql, cube);
  const KeyIndex ids = reading(sql.orders, [&] { return KeyIndex(std::move(orders.ids), sql.orders.name); });
  reading_lines.get();
  arrange(lines, ids, std::move(orders.revenue), cube);
  return cube;
}

}  // namespace rox
