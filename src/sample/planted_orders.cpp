#include "sample/planted_orders.hpp"

#include <fmt/format.h>

#include <string>

namespace rox {
namespace {

constexpr std::uint64_t kIdsApart = 1'000'000;  // from those of the company, for ever
constexpr std::uint64_t kMostLines = 100;
constexpr std::uint32_t kShipDays = 7, kDueDays = 12;

std::string money(std::uint64_t tenthousandths) {
  return amount_text(static_cast<Int128>(tenthousandths) * 10'000, ',', 2);
}

std::string guid(const Company& company, std::uint64_t id) {
  TextBuffer out;
  out.room(64);
  out.put_guid(Random(company.seed, Stream::planted_guid, id));
  return std::string(out.text());
}

}  // namespace

std::uint64_t add_planted_order(Day& day, const Occurrence& occurrence, const std::vector<PlantedLine>& lines) {
  const Company& company = *day.company;
  const std::uint64_t id = kFirstOrderId + company.census.orders() + kIdsApart + occurrence.day;
  const std::uint64_t buyer = company.census.shops;
  auto timestamp = [&](std::uint32_t later) { return company.calendar.timestamp(kDayZero + occurrence.day + later); };
  std::uint64_t line_id = company.census.lines() + kIdsApart + occurrence.day * kMostLines;
  std::uint64_t subtotal = 0;
  std::string detail;
  for (const PlantedLine& line : lines) {
    std::uint64_t total = line.quantity * line.unit_price;
    subtotal += total;
    ++line_id;
    detail += fmt::format("{};{};NULL;{};{};1;{};0,00;{};{};{}\r\n", id, line_id, line.quantity, line.product_id,
                          money(line.unit_price), amount_text(static_cast<Int128>(total) * 10'000, '.', 6),
                          guid(company, line_id), timestamp(0));
  }
  std::uint64_t tax = (subtotal * 80 + 500) / 1000, freight = (subtotal * 25 + 500) / 1000;
  std::uint64_t customer = customer_id(company.census, buyer);
  add_rows(
      day.table("SalesOrderHeader"),
      fmt::format("{};8;{};{};{};5;1;SO{};NULL;10-4030-{:06};{};NULL;{};1;1;1;NULL;NULL;NULL;{};{};{};{};NULL;{};{}"
                  "\r\n",
                  id, timestamp(0), timestamp(kDueDays), timestamp(kShipDays), id, customer % 10'000'000, customer,
                  territory_of(company, buyer), money(subtotal), money(tax), money(freight),
                  money(subtotal + tax + freight), guid(company, ~id), timestamp(kShipDays)));
  add_rows(day.table("SalesOrderDetail"), detail);
  return id;
}

}  // namespace rox
