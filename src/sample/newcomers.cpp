#include "sample/newcomers.hpp"

#include <fmt/format.h>

#include <string>

namespace rox {
namespace {

constexpr std::uint64_t kADay = 15;  // at scale 1
constexpr std::uint64_t kShareOfOrders = 25;
constexpr std::uint64_t kChunk = 512;
constexpr std::string_view kFirstPurchase = "<DateFirstPurchase>";

std::uint32_t day_joined(const Company& company, std::uint64_t newcomer) {
  std::uint32_t day = 0;
  while (newcomers_by(company, day) <= newcomer) ++day;
  return day;
}

std::uint64_t leap(const Today& today, std::uint64_t newcomer) {
  return day_joined(*today.company, newcomer) >= today.ids_leap ? kIdsLeap : 0;
}

std::uint64_t newcomer_person_id(const Today& today, std::uint64_t newcomer) {
  const Census& census = today.company->census;
  return person_id(census, census.people + newcomer) + leap(today, newcomer);
}

// What write_person() makes of the next person, with the day of the first purchase.
std::string person_row(const Today& today, std::uint64_t newcomer) {
  const Company& company = *today.company;
  std::string date(date_of(company, day_joined(company, newcomer)));
  TextBuffer text;
  write_person(text, company, company.census.people + newcomer);
  Fields row;
  split_row(text.text().substr(0, text.size() - 2), row);
  row.front() = std::to_string(newcomer_person_id(today, newcomer));
  row.back().replace(0, 10, date);
  for (std::string& field : row) {
    std::size_t at = field.find(kFirstPurchase);
    if (at != std::string::npos) field.replace(at + kFirstPurchase.size(), 10, date);
  }
  std::string result;
  join_row(row, ';', result);
  return result + "\r\n";
}

std::string customer_row(const Today& today, std::uint64_t newcomer) {
  const Company& company = *today.company;
  std::uint64_t id = newcomer_customer_id(today, newcomer);
  TextBuffer guid;
  guid.room(64);
  guid.put_guid(Random(company.seed, Stream::newcomer_guid, newcomer));
  return fmt::format("{};{};NULL;{};AW{:08};{};{} 08:00:00.000\r\n", id, newcomer_person_id(today, newcomer),
                     territory_of(company, company.census.customers + newcomer), id, guid.text(),
                     date_of(company, day_joined(company, newcomer)));
}

RowSupply rows_of(const Today& today, std::string (*make)(const Today&, std::uint64_t)) {
  return {newcomers_by(*today.company, today.number), kChunk,
          [today, make](TextBuffer& out, std::uint64_t begin, std::uint64_t end) {
            for (std::uint64_t i = begin; i < end; ++i) {
              std::string row = make(today, i);
              out.room(row.size());
              out.put(row);
            }
          }};
}

// Some online orders since day 0 are theirs.
void give_orders(Day& day) {
  const Today today = day;
  TableDay& header = day.table("SalesOrderHeader");
  header.changes.emplace_back([today, first = orders_by(*today.company, 0), id = header.column("SalesOrderID"),
                               online = header.column("OnlineOrderFlag"), account = header.column("AccountNumber"),
                               customer = header.column("CustomerID"), territory = header.column("TerritoryID"),
                               bill_to = header.column("BillToAddressID"),
                               ship_to = header.column("ShipToAddressID")](Fields& row) {
    const Company& company = *today.company;
    std::uint64_t number = order_number(row[id]);
    if (number < first || number >= today.orders || row[online] == "0") return true;
    Random random(company.seed, Stream::newcomer, number);
    std::uint64_t there = newcomers_by(company, company.calendar.place(number).day - kDayZero);
    if (there == 0 || !random.chance(kShareOfOrders)) return true;
    std::uint64_t newcomer = random.below(there);
    std::uint64_t customer_number = company.census.customers + newcomer;
    std::uint64_t key = newcomer_customer_id(today, newcomer);
    row[account] = fmt::format("10-4030-{:06}", key % 10'000'000);
    row[customer] = std::to_string(key);
    row[territory] = std::to_string(territory_of(company, customer_number));
    row[bill_to] = row[ship_to] =
        std::to_string(1 + Random(company.seed, Stream::customer, ~customer_number).below(32521));
    return true;
  });
}

}  // namespace

std::uint64_t newcomers_by(const Company& company, std::uint32_t day) {
  return company.scale.of(kADay * day) + (day + 1) / 2;
}

std::uint64_t newcomer_customer_id(const Today& today, std::uint64_t newcomer) {
  const Census& census = today.company->census;
  return customer_id(census, census.customers + newcomer) + leap(today, newcomer);
}

void add_newcomers(Day& day) {
  give_orders(day);
  day.table("Person").supplies.push_back(rows_of(day, person_row));
  day.table("Customer").supplies.push_back(rows_of(day, customer_row));
}

}  // namespace rox
