#include "sample/day_faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace rox {
namespace {

constexpr std::string_view kHeader = "SalesOrderHeader";
constexpr std::string_view kDetail = "SalesOrderDetail";

// A table and one of its columns.
struct Turn {
  std::string_view table;
  std::string_view column;
  std::string_view value = {};
};

template <std::size_t N>
const Turn& turn_of(const std::array<Turn, N>& turns, const Occurrence& occurrence) {
  return turns[occurrence.times % N];
}

TableDay& say(Day& day, PlantedEvent& event, const Turn& turn, std::string what) {
  event.table = turn.table;
  event.column = turn.column;
  event.what = std::move(what);
  return day.table(turn.table);
}

// Breaks about one in `every` rows.
void break_rows(Day& day, const Occurrence& occurrence, PlantedEvent& event, std::uint64_t every) {
  static constexpr std::array<Turn, 4> kTurns = {{{kDetail, "OrderQty", "2x"},
                                                  {kHeader, "OrderDate", "2013-02-30 00:00:00.000"},
                                                  {"Person", "ModifiedDate", "yesterday"},
                                                  {"Customer", "TerritoryID", "?"}}};
  const Turn& turn = turn_of(kTurns, occurrence);
  TableDay& table =
      say(day, event, turn,
          fmt::format("one in {} rows is broken, in turn by the value '{}' and by a field too few", every, turn.value));
  table.writing.break_every = every;
  table.writing.break_column = table.column(turn.column);
  table.writing.break_value = turn.value;
}

// One of the last ones: the three after it may be those that come late (plant_late_orders).
std::uint64_t recent_order_id(const Day& day) { return kFirstOrderId + day.orders - 4; }

bool is_timestamp(std::string_view field) {
  return field.size() == 23 && field[4] == '-' && field[7] == '-' && field[10] == ' ';
}

bool is_amount(std::string_view field) {
  std::size_t sign = field.find_first_of(",.");
  return sign != std::string_view::npos && sign > 0 && sign + 1 < field.size() &&
         field.find_first_not_of("0123456789,.") == std::string_view::npos;
}

}  // namespace

// Less than the one in a hundred that a run takes by default.
void plant_broken_rows(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  break_rows(day, occurrence, event, 150);
}

void plant_too_many_broken(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  break_rows(day, occurrence, event, 20);
}

void plant_footer(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  static constexpr std::array<Turn, 3> kTurns = {{{kDetail, ""}, {kHeader, ""}, {"Person", ""}}};
  TableDay& table =
      say(day, event, turn_of(kTurns, occurrence), "below the rows stands what the export's program says");
  table.writing.footer = "(rows exported without an error)";
}

void plant_orphan(Day& day, const Occurrence&, PlantedEvent& event) {
  TableDay& header =
      say(day, event, {kHeader, "SalesOrderID"}, "exported before the lines: an order has lines, but no header yet");
  std::string id = std::to_string(recent_order_id(day));
  event.keys.push_back(fmt::format("SalesOrderID = {}", id));
  header.changes.emplace_back([id](Fields& row) { return row.front() != id; });
}

void plant_repeated_key(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  static constexpr std::array<Turn, 3> kTurns = {
      {{kHeader, "SalesOrderID"}, {"Customer", "CustomerID"}, {"Product", "ProductID"}}};
  const Turn& turn = turn_of(kTurns, occurrence);
  TableDay& table = say(day, event, turn, "a row is there twice");
  std::uint64_t id = turn.table == kHeader     ? recent_order_id(day)
                     : turn.table == "Product" ? day.company->catalogue.products().back().id
                                               : customer_id(day.company->census, day.company->census.shops);
  event.keys.push_back(fmt::format("{} = {}", turn.column, id));
  table.twice = [key = std::to_string(id)](const Fields& row) { return row.front() == key; };
}

void plant_missing_export(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  static constexpr std::array<Turn, 3> kTurns = {{{"Customer", ""}, {kDetail, ""}, {"Product", ""}}};
  say(day, event, turn_of(kTurns, occurrence), "the file isn't there").writing.file = false;
}

void plant_truncated(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  static constexpr std::array<Turn, 5> kTurns = {
      {{kDetail, ""}, {kHeader, ""}, {"Customer", ""}, {"Person", ""}, {"Product", ""}}};
  say(day, event, turn_of(kTurns, occurrence), "the file ends after two fifths, in the middle of a row").writing.cut =
      true;
}

void plant_empty(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  static constexpr std::array<Turn, 4> kTurns = {
      {{"Customer", ""}, {kDetail, ""}, {"SpecialOfferProduct", ""}, {kHeader, ""}}};
  Writing& writing = say(day, event, turn_of(kTurns, occurrence), "the file has no bytes").writing;
  writing.header = writing.rows = false;
}

void plant_header_only(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  static constexpr std::array<Turn, 4> kTurns = {{{kHeader, ""}, {"Product", ""}, {"Person", ""}, {kDetail, ""}}};
  say(day, event, turn_of(kTurns, occurrence), "the file has its header and no row").writing.rows = false;
}

void plant_resent(Day& day, const Occurrence&, PlantedEvent& event) {
  TableDay& table = say(day, event, {kDetail, ""}, "yesterday's file once more: lines of today's orders are missing");
  std::uint64_t orders = orders_by(*day.company, day.number - 1);
  table.supplies.front().units = orders;
  event.keys.push_back(fmt::format("SalesOrderID >= {}", kFirstOrderId + orders));
}

void plant_missing_column(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  static constexpr std::array<Turn, 5> kTurns = {{{kHeader, "Freight"},
                                                  {"Customer", "TerritoryID"},
                                                  {"Product", "Color"},
                                                  {kDetail, "CarrierTrackingNumber"},
                                                  {"Person", "Suffix"}}};
  const Turn& turn = turn_of(kTurns, occurrence);
  TableDay& table = say(day, event, turn, "a column is missing");
  std::size_t gone = table.column(turn.column);
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (i != gone) table.writing.fields.push_back(i);
  }
}

void plant_renamed_column(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  static constexpr std::array<Turn, 3> kTurns = {
      {{"Product", "ListPrice", "Price"}, {kHeader, "SubTotal", "NetTotal"}, {"Customer", "PersonID", "ContactID"}}};
  const Turn& turn = turn_of(kTurns, occurrence);
  TableDay& table = say(day, event, turn, fmt::format("a column is called {}", turn.value));
  table.columns[table.column(turn.column)] = turn.value;
}

void plant_reordered(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  static constexpr std::array<Turn, 2> kTurns = {{{"Customer", ""}, {"Product", ""}}};
  TableDay& table = say(day, event, turn_of(kTurns, occurrence), "the columns stand the other way round");
  table.writing.fields.resize(table.columns.size());
  std::iota(table.writing.fields.rbegin(), table.writing.fields.rend(), 0);
}

void plant_decimal_switch(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  static constexpr std::array<Turn, 3> kTurns = {{{kHeader, ""}, {kDetail, ""}, {"Product", ""}}};
  TableDay& table = say(day, event, turn_of(kTurns, occurrence), "decimal commas are points, and points commas");
  table.writing.values.emplace_back([](Fields& row) {
    for (std::string& field : row) {
      if (!is_amount(field)) continue;
      for (char& c : field) c = c == ',' ? '.' : c == '.' ? ',' : c;
    }
  });
}

void plant_date_switch(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  static constexpr std::array<Turn, 3> kTurns = {{{kHeader, ""}, {kDetail, ""}, {"Person", ""}}};
  TableDay& table = say(day, event, turn_of(kTurns, occurrence), "dates are 06/30/2013 instead of 2013-06-30");
  table.writing.values.emplace_back([](Fields& row) {
    for (std::string& field : row) {
      if (!is_timestamp(field)) continue;
      field =
          fmt::format("{}/{}/{} {}", field.substr(5, 2), field.substr(8, 2), field.substr(0, 4), field.substr(11, 8));
    }
  });
}

void plant_date_order_switch(Day& day, const Occurrence&, PlantedEvent& event) {
  constexpr Turn kTurn = {kHeader, "PromisedDate"};
  TableDay& table = say(day, event, kTurn, "dates have the month first instead of the day");
  table.writing.values.emplace_back([promised = table.column(kTurn.column)](Fields& row) {
    std::string& date = row[promised];
    if (date != "NULL") date = fmt::format("{}/{}/{}", date.substr(3, 2), date.substr(0, 2), date.substr(6));
  });
}

void plant_encoding_switch(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  static constexpr std::array<Turn, 2> kTurns = {{{"Person", "", "windows-1252"}, {"Customer", "", "UTF-16"}}};
  const Turn& turn = turn_of(kTurns, occurrence);
  TableDay& table = say(day, event, turn, fmt::format("the file is {} instead of UTF-8", turn.value));
  table.writing.encoding = turn.value == "UTF-16" ? WrittenEncoding::utf16 : WrittenEncoding::windows_1252;
}

void plant_delimiter_switch(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  static constexpr std::array<Turn, 3> kTurns = {{{"Customer", ""}, {kDetail, ""}, {"Product", ""}}};
  say(day, event, turn_of(kTurns, occurrence), "fields are divided by commas instead of semicolons").writing.delimiter =
      ',';
}

void plant_unix_file(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  static constexpr std::array<Turn, 3> kTurns = {{{"Person", ""}, {kHeader, ""}, {"Product", ""}}};
  Writing& writing = say(day, event, turn_of(kTurns, occurrence), "lines end with LF, and no byte-order mark").writing;
  writing.line_end = "\n";
  writing.marked = false;
}

void plant_missing_word(Day& day, const Occurrence& occurrence, PlantedEvent& event) {
  static constexpr std::array<Turn, 3> kTurns = {{{kHeader, ""}, {"Product", ""}, {"Person", ""}}};
  TableDay& table = say(day, event, turn_of(kTurns, occurrence), "missing values are empty fields instead of NULL");
  table.writing.values.emplace_back([](Fields& row) {
    for (std::string& field : row) {
      if (field == "NULL") field.clear();
    }
  });
}

}  // namespace rox
