#include "sample/make_day.hpp"

#include <string_view>
#include <utility>

#include "sample/day_schedule.hpp"
#include "sample/newcomers.hpp"

namespace rox {
namespace {

constexpr std::uint32_t kDaysToShip = 7;

TableDay base_table(const SampleTable& table, std::uint64_t units) {
  TableDay day;
  day.table = table.table;
  day.file = table.file;
  split_row(table.header, day.columns);
  day.supplies.push_back({units, table.chunk, table.write});
  return day;
}

// The company's rows are as of 2014: what is later than today isn't there yet, or was touched at another time.
void rejuvenate(Day& day) {
  for (auto [name, later] : {std::pair{"Customer", "2014-09-12"}, std::pair{"Product", "2014-02-08 10:01:36.827"}}) {
    TableDay& table = day.table(name);
    table.changes.emplace_back([modified = table.column("ModifiedDate"), later = std::string_view(later)](Fields& row) {
      if (row[modified].starts_with(later)) row[modified].replace(0, 10, "2013-06-01");
      return true;
    });
  }
  TableDay& offers = day.table("SpecialOfferProduct");
  offers.changes.emplace_back([today = date_of(*day.company, day.number), begins = offers.column("ModifiedDate")](
                                  Fields& row) { return std::string_view(row[begins]).substr(0, 10) <= today; });
}

// Orders of the last days are in process.
void age_orders(Day& day) {
  TableDay& header = day.table("SalesOrderHeader");
  std::uint64_t shipped = day.number < kDaysToShip
                              ? day.company->calendar.orders_before(kDayZero + day.number + 1 - kDaysToShip)
                              : orders_by(*day.company, day.number - kDaysToShip);
  header.changes.emplace_back([shipped, placed = day.orders, status = header.column("Status"),
                               ordered = header.column("OrderDate"),
                               modified = header.column("ModifiedDate")](Fields& row) {
    std::uint64_t number = order_number(row.front());
    if (number < shipped || number >= placed) return true;
    row[status] = "1";
    row[modified] = row[ordered];
    return true;
  });
}

void plant_events(Day& day) {
  for (const Occurrence& occurrence : occurrences()) {
    if (!is_active(occurrence, day.number)) continue;
    PlantedEvent event;
    event.day = occurrence.day;
    event.kind = occurrence.kind->name;
    event.rox = occurrence.kind->rox;
    event.until = occurrence.kind->span == Span::one_day ? occurrence.day : kNever;
    occurrence.kind->plant(day, occurrence, event);
    if (occurrence.day == day.number) day.events.push_back(std::move(event));
  }
}

}  // namespace

Day make_day(const Company& company, const std::vector<SampleTable>& tables, std::uint32_t number) {
  Day day;
  day.company = &company;
  day.number = number;
  day.orders = orders_by(company, number);
  for (const SampleTable& table : tables) {
    bool of_orders = table.units == company.census.orders();
    day.tables.push_back(base_table(table, of_orders ? day.orders : table.units));
  }
  rejuvenate(day);
  age_orders(day);
  plant_events(day);
  add_newcomers(day);
  return day;
}

Company daily_company(Scale scale, std::uint64_t seed) {
  Company company(scale, seed);
  company.purchase_days = kDayZero + 1;
  return company;
}

}  // namespace rox
