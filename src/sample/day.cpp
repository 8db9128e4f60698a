#include "sample/day.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <utility>

namespace rox {

std::size_t TableDay::column(std::string_view name) const {
  auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end()) throw std::logic_error(fmt::format("{} has no {}", table, name));
  return static_cast<std::size_t>(found - columns.begin());
}

TableDay& Day::table(std::string_view name) {
  auto found = std::find_if(tables.begin(), tables.end(), [&](const TableDay& t) { return t.table == name; });
  if (found == tables.end()) throw std::logic_error(fmt::format("no table {}", name));
  return *found;
}

std::uint64_t orders_by(const Company& company, std::uint32_t day) {
  return company.calendar.orders_before(kDayZero + day + 1);
}

std::string_view date_of(const Company& company, std::uint32_t day) { return company.calendar.date(kDayZero + day); }

std::uint64_t order_number(const std::string& sales_order_id) {
  std::uint64_t id = 0;
  const char* end = sales_order_id.data() + sales_order_id.size();
  auto [stop, error] = std::from_chars(sales_order_id.data(), end, id);
  if (error != std::errc{} || stop != end) throw std::logic_error(fmt::format("no order: {}", sales_order_id));
  return id - kFirstOrderId;
}

void add_rows(TableDay& table, std::string text) {
  table.supplies.push_back({1, 1, [text = std::move(text)](TextBuffer& out, std::uint64_t, std::uint64_t) {
                              out.room(text.size());
                              out.put(text);
                            }});
}

}  // namespace rox
