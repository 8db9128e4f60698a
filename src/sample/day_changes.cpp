#include "sample/day_changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sample/newcomers.hpp"
#include "sample/planted_orders.hpp"

namespace rox {
namespace {

constexpr std::string_view kHeader = "SalesOrderHeader";
constexpr std::string_view kDetail = "SalesOrderDetail";
// What begins with the orders of a day takes at least these: a small company may have none on that day.
constexpr std::uint64_t kLeastOrders = 3;

void say(PlantedEvent& event, std::string_view table, std::string_view column, std::string what) {
  event.table = table;
  event.column = column;
  event.what = std::move(what);
}

std::string key(std::string_view column, std::uint64_t id) { return fmt::format("{} = {}", column, id); }

std::uint64_t order_id(std::uint64_t number) { return kFirstOrderId + number; }

// The first order that has what comes with the occurrence.
std::uint64_t first_order_of(const Day& day, const Occurrence& occurrence) {
  std::uint64_t orders = orders_by(*day.company, occurrence.day);
  return std::min(orders - kLeastOrders, orders_by(*day.company, occurrence.day - 1));
}

// Changes the rows whose first field is this id.
template <typename Change>
void change_row(TableDay& table, std::uint64_t id, Change change) {
  table.changes.emplace_back([key = std::to_string(id), change](Fields& row) {
    if (row.front() == key) change(row);
    return true;
  });
}

// Changes the orders from this one on.
template <typename Change>
void change_orders_from(TableDay& table, std::uint64_t first, Change change) {
  table.changes.emplace_back([first, change](Fields& row) {
    if (order_number(row.front()) >= first) change(row);
    return true;
  });
}

void hide_orders(Day& day, std::uint64_t begin, std::uint64_t end) {
  for (std::string_view name : {kHeader, kDetail}) {
    day.table(name).changes.emplace_back([begin, end](Fields& row) {
      std::uint64_t number = order_number(row.front());
      return number < begin || number >= end;
    });
  }
}

const Product& finished_product(const Day& day, const Occurrence& occurrence) {
  const auto& products = day.company->catalogue.products();
  auto first = std::find_if(products.begin(), products.end(), [](const Product& p) { return p.finished; });
  auto finished = static_cast<std::size_t>(products.end() - first);
  return *(first + static_cast<std::ptrdiff_t>((occurrence.day * 37U) % finished));
}

std::uint64_t customer_of(const Day& day, const Occurrence& occurrence) {
  const Census& census = day.company->census;
  return customer_id(census, census.shops + occurrence.day * 7U % census.buyers);
}

}  // namespace

void plant_ids_leap(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  say(event, "Customer", "CustomerID",
      fmt::format("the numbers of new people and customers leap by {}: past what 16 bits hold", kIdsLeap));
  day.ids_leap = occurrence.day;
  for (std::uint64_t n = newcomers_by(*day.company, occurrence.day - 1); n < newcomers_by(*day.company, occurrence.day);
       ++n) {
    event.keys.push_back(key("CustomerID", newcomer_customer_id(day, n)));
  }
}

void plant_line_ids_leap(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  say(event, kDetail, "SalesOrderDetailID", "the numbers of new order lines leap past what 16 bits hold");
  std::uint64_t first = first_order_of(day, occurrence);
  event.keys.push_back(fmt::format("SalesOrderID >= {}", order_id(first)));
  TableDay& detail = day.table(kDetail);
  change_orders_from(detail, first, [id = detail.column("SalesOrderDetailID")](Fields& row) {
    row[id] = std::to_string(std::stoull(row[id]) + kIdsLeap);
  });
}

void plant_long_name(Day& day, const Occurrence&, PlantedEvent& event) {
  say(event, "Person", "FirstName", "a name of 63 characters, longer than any before");
  std::uint64_t id = person_id(day.company->census, day.company->census.people / 2);
  event.keys.push_back(key("BusinessEntityID", id));
  TableDay& person = day.table("Person");
  change_row(person, id, [name = person.column("FirstName")](Fields& row) {
    row[name] = "Maria da Conceição Aparecida de Nossa Senhora dos Prazeres Luz";
  });
}

void plant_large_order(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  const Product& product = finished_product(day, occurrence);
  constexpr std::uint64_t kQuantity = 40'000;
  std::uint64_t id = add_planted_order(day, occurrence, {{product.id, kQuantity, product.price}});
  say(event, kHeader, "TotalDue", fmt::format("an order of {} pieces, larger than any before", kQuantity));
  event.keys.push_back(key("SalesOrderID", id));
}

void plant_first_missing(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  say(event, kHeader, "ShipDate", "orders that aren't shipped have no ShipDate, which none lacked before");
  std::uint64_t first = first_order_of(day, occurrence);
  event.keys.push_back(fmt::format("SalesOrderID >= {}, Status = 1", order_id(first)));
  TableDay& header = day.table(kHeader);
  std::uint64_t always = orders_by(*day.company, occurrence.day);  // those of this day stay unshipped
  change_orders_from(header, first,
                     [always, status = header.column("Status"), shipped = header.column("ShipDate")](Fields& row) {
                       if (row[status] == "1" || order_number(row.front()) < always) row[shipped] = "NULL";
                     });
}

void plant_first_value(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  say(event, kHeader, "Comment", "the first value of a column that had none");
  std::uint64_t id = order_id(first_order_of(day, occurrence));
  event.keys.push_back(key("SalesOrderID", id));
  TableDay& header = day.table(kHeader);
  change_row(header, id, [comment = header.column("Comment")](Fields& row) {
    row[comment] = "\"Deixar na portaria; tocar \"\"2x\"\"\"";
  });
}

void plant_order_deleted(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  say(event, kHeader, "", "an order is cancelled: it and its lines are gone");
  std::uint64_t number = orders_by(*day.company, occurrence.day) * 3 / 4;
  event.keys.push_back(key("SalesOrderID", order_id(number)));
  hide_orders(day, number, number + 1);
}

void plant_archived(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  std::uint64_t kept = orders_by(*day.company, occurrence.day) * 11 / 20;
  say(event, kHeader, "", "old orders and their lines are archived: more than half of the rows are gone for good");
  event.keys.push_back(fmt::format("SalesOrderID < {}", order_id(kept)));
  event.edit = "may_shrink = true for SalesOrderHeader and SalesOrderDetail in model.toml, for this run";
  hide_orders(day, 0, kept);
}

void plant_price_changed(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  say(event, "Product", "ListPrice", "a price rises by a tenth");
  const Product& product = finished_product(day, occurrence);
  event.keys.push_back(key("ProductID", product.id));
  TableDay& table = day.table("Product");
  change_row(table, product.id,
             [price = table.column("ListPrice"), modified = table.column("ModifiedDate"),
              date = date_of(*day.company, occurrence.day)](Fields& row) {
               row[price] = amount_text(read_amount(row[price]) / 100'000 * 110'000, ',', 2);
               row[modified].replace(0, 10, date);
             });
}

void plant_customer_moved(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  say(event, "Customer", "TerritoryID", "a customer moves to another territory");
  std::uint64_t id = customer_of(day, occurrence);
  event.keys.push_back(key("CustomerID", id));
  TableDay& table = day.table("Customer");
  change_row(table, id,
             [territory = table.column("TerritoryID"), modified = table.column("ModifiedDate"),
              date = date_of(*day.company, occurrence.day)](Fields& row) {
               row[territory] = std::to_string(std::stoull(row[territory]) % 10 + 1);
               row[modified].replace(0, 10, date);
             });
}

void plant_late_orders(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  say(event, kHeader, "OrderDate", "orders with dates of last week come in");
  std::uint64_t end = orders_by(*day.company, occurrence.day - 5);
  for (std::uint64_t i = end - kLeastOrders; i < end; ++i) event.keys.push_back(key("SalesOrderID", order_id(i)));
  if (day.number < occurrence.day) hide_orders(day, end - kLeastOrders, end);
}

void plant_postal_code(Day& day, const Occurrence&, PlantedEvent& event) {
  say(event, "Customer", "PostalCode", "a new column: digits, missing for some");
  TableDay& table = day.table("Customer");
  table.columns.emplace_back("PostalCode");
  table.changes.emplace_back([](Fields& row) {
    std::uint64_t id = std::stoull(row.front());
    row.push_back(id % 10 == 3 ? "NULL" : std::to_string(10'000 + id * 7919 % 90'000));
    return true;
  });
}

void plant_text_code(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  say(event, "Customer", "PostalCode", "a code that was all digits becomes text");
  std::uint64_t id = customer_of(day, occurrence);
  event.keys.push_back(key("CustomerID", id));
  TableDay& table = day.table("Customer");
  change_row(table, id, [code = table.column("PostalCode")](Fields& row) { row[code] = "SW1A 1AA"; });
}

// In the warehouse 2013-07-18; in the exports 18/07/2013.
void plant_promised_date(Day& day, const Occurrence&, PlantedEvent& event) {
  say(event, kHeader, "PromisedDate", "a new column: dates, the day first, missing for some");
  TableDay& table = day.table(kHeader);
  table.columns.emplace_back("PromisedDate");
  table.changes.emplace_back([due = table.column("DueDate")](Fields& row) {
    row.push_back(order_number(row.front()) % 10 == 3 ? "NULL" : row[due].substr(0, 10));
    return true;
  });
  table.writing.values.emplace_back([promised = table.column("PromisedDate")](Fields& row) {
    std::string& date = row[promised];
    if (date != "NULL") date = fmt::format("{}/{}/{}", date.substr(8, 2), date.substr(5, 2), date.substr(0, 4));
  });
}

void plant_more_digits(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  say(event, kHeader, "TaxAmt", "taxes have eight digits after the sign (so has TotalDue), four before");
  std::uint64_t first = first_order_of(day, occurrence);
  event.keys.push_back(fmt::format("SalesOrderID >= {}", order_id(first)));
  TableDay& table = day.table(kHeader);
  change_orders_from(table, first, [tax = table.column("TaxAmt"), total = table.column("TotalDue")](Fields& row) {
    constexpr Int128 kMore = 25;  // hundred-millionths
    for (std::size_t column : {tax, total}) row[column] = amount_text(read_amount(row[column]) + kMore, ',', 2);
  });
}

void plant_wider_number(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  say(event, kHeader, "CreditCardID", "numbers past what 32 bits hold");
  std::uint64_t first = first_order_of(day, occurrence);
  event.keys.push_back(fmt::format("SalesOrderID >= {}", order_id(first)));
  TableDay& table = day.table(kHeader);
  change_orders_from(table, first, [card = table.column("CreditCardID")](Fields& row) {
    row[card] = std::to_string(4'000'000'000'000 + order_number(row.front()));
  });
}

void plant_time_of_day(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  say(event, kHeader, "ModifiedDate", "timestamps that were all of midnight have a time of day");
  std::uint64_t first = first_order_of(day, occurrence);
  event.keys.push_back(fmt::format("SalesOrderID >= {}", order_id(first)));
  TableDay& table = day.table(kHeader);
  change_orders_from(table, first, [modified = table.column("ModifiedDate")](Fields& row) {
    row[modified].replace(11, std::string::npos, "17:42:05.120");
  });
}

void plant_product_line(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  say(event, "Product", "ProductLine", "a new product line: products, their offers, and the first order of them");
  const Company& company = *day.company;
  std::string_view date = date_of(company, occurrence.day);
  std::uint64_t id = company.catalogue.products().back().id;
  std::vector<PlantedLine> lines;
  std::string products, offers;
  for (std::string_view size : {"S", "M", "L"}) {
    ++id;
    std::uint64_t price = 59'990'000 + id * 100;
    TextBuffer guids;
    guids.room(128);
    guids.put_guid(Random(company.seed, Stream::planted_guid, id));
    guids.put_guid(Random(company.seed, Stream::planted_guid, ~id));
    products += fmt::format(
        "{0};Corrente-E1 Anthracite, {1};BK-E10A-{1};1;1;Anthracite;100;75;{2};{3};{1};NULL;\"LB \";48.50;4;\"E \";"
        "\"H \";\"U \";38;119;{4} 00:00:00.000;NULL;NULL;{5};{4} 09:00:00.000\r\n",
        id, size, amount_text(static_cast<Int128>(price / 2) * 10'000, ',', 2),
        amount_text(static_cast<Int128>(price) * 10'000, ',', 2), date, guids.text().substr(0, 36));
    offers += fmt::format("1;{};{};{} 00:00:00.000\r\n", id, guids.text().substr(36), date);
    lines.push_back({id, 1, price});
    event.keys.push_back(key("ProductID", id));
  }
  add_rows(day.table("Product"), products);
  add_rows(day.table("SpecialOfferProduct"), offers);
  event.keys.push_back(key("SalesOrderID", add_planted_order(day, occurrence, lines)));
}

}  // namespace rox
