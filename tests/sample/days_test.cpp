// What days.json says of the exports is so, by a reader of our own that knows neither rox's scanner nor how the
// generator counts.
#include "sample/days.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "sample/day_schedule.hpp"
#include "sample/exports.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using sample_test::Export;
using sample_test::read_export;
using test::TempDir;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::uint32_t kLast = 120;

const std::map<std::string, std::string> kFiles = {{"Person", "Person.Person.csv"},
                                                   {"Product", "Production.Product.csv"},
                                                   {"Customer", "Sales.Customer.csv"},
                                                   {"SalesOrderDetail", "Sales.SalesOrderDetail.csv"},
                                                   {"SalesOrderHeader", "Sales.SalesOrderHeader.csv"},
                                                   {"SpecialOfferProduct", "Sales.SpecialOfferProduct.csv"}};

SampleOptions options_for(const fs::path& dir, std::uint64_t seed = 1, std::string_view scale = "0.02") {
  SampleOptions options;
  options.dir = dir;
  options.scale = Scale::parse(scale);
  options.seed = seed;
  return options;
}

// Four months, written once for all tests that look at them.
struct Months {
  Months() {
    write_days(options_for(folder.path()), kLast);
    days = json::parse(read_file(folder.path() / "days.json"));
  }
  fs::path path(std::uint32_t day, const std::string& table) const {
    return folder.path() /
           ("day-" +
            std::string(day < 10    ? "00"
                        : day < 100 ? "0"
                                    : "") +
            std::to_string(day)) /
           kFiles.at(table);
  }
  Export read(std::uint32_t day, const std::string& table) const { return read_export(path(day, table)); }

  TempDir folder;
  json days;
};

const Months& months() {
  static const Months all;
  return all;
}

std::string hash_of_all(const fs::path& dir) {
  std::string hashes;
  for (const auto& [table, file] : kFiles) hashes += fs::exists(dir / file) ? hash_file(dir / file) : "none";
  return hash_text(hashes);
}

// In hundred-millionths.
std::int64_t amount(std::string_view text) { return sample_test::units(text, 8); }

// "2013-06-30" of "30/06/2013" too.
std::string iso_day(const std::string& text) {
  return text[2] == '/' ? text.substr(6) + "-" + text.substr(3, 2) + "-" + text.substr(0, 2) : text.substr(0, 10);
}

// What days.json has of a table.
json truth_of(const Export& table, const json& promised) {
  json truth = {
      {"rows", table.rows.size()}, {"sums", json::object()}, {"dates", json::object()}, {"missing", json::object()}};
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const std::string& column = table.columns[c];
    std::int64_t sum = 0, missing = 0;
    std::set<std::string> dates;
    for (const auto& row : table.rows) {
      if (row[c] == "NULL") {
        ++missing;
      } else if (promised["sums"].contains(column)) {
        sum += amount(row[c]);
      } else if (column.ends_with("Date")) {
        dates.insert(iso_day(row[c]));
      }
    }
    if (promised["sums"].contains(column)) truth["sums"][column] = sum;
    if (!dates.empty()) truth["dates"][column] = {*dates.begin(), *dates.rbegin()};
    if (missing > 0) truth["missing"][column] = missing;
  }
  return truth;
}

json with_sums_as_numbers(json truth) {
  for (auto& [column, sum] : truth["sums"].items()) sum = amount(sum.get<std::string>());
  return truth;
}

// Whether the exports of a day hold all that a warehouse should show.
bool is_whole(const json& day) { return day["rox"] != "stop" && day["rejects"].empty(); }

TEST(Days, TheExportsHoldWhatDaysJsonSays) {
  for (const json& day : months().days["days"]) {
    SCOPED_TRACE(day["day"]);
    // In these the reader of the tests sees no missing value, or no byte-order mark.
    bool other_words = std::any_of(months().days["events"].begin(), months().days["events"].end(), [&](const json& e) {
      return e["day"] == day["day"] && (e["kind"] == "missing_word" || e["kind"] == "unix_file");
    });
    if (!is_whole(day) || other_words || (day["day"] > 28 && day["day"].get<int>() % 9 != 0)) continue;
    ASSERT_EQ(day["warehouse"]["as_of"], day["day"]);
    for (const auto& [table, truth] : day["warehouse"]["tables"].items()) {
      ASSERT_EQ(truth_of(months().read(day["day"], table), truth), with_sums_as_numbers(truth)) << table;
    }
  }
}

TEST(Days, AStoppedDayLeavesTheWarehouseOfTheDayBefore) {
  std::size_t stopped = 0;
  const json& days = months().days["days"];
  for (std::size_t i = 0; i < days.size(); ++i) {
    EXPECT_EQ(days[i]["exit"], days[i]["rox"] == "stop" ? 1 : 0);
    if (days[i]["rox"] != "stop") continue;
    ++stopped;
    ASSERT_GT(i, 0u);
    EXPECT_EQ(days[i]["warehouse"], days[i - 1]["warehouse"]) << "day " << i;
    EXPECT_TRUE(i + 1 == days.size() || days[i + 1]["rox"] != "stop") << "no good exports on day " << i + 1;
  }
  EXPECT_GT(stopped, 30u);
}

TEST(Days, EveryKindHappensInTheFirstWeeks) {
  std::set<std::string_view> first_weeks, all;
  for (const Occurrence& o : occurrences()) {
    all.insert(o.kind->name);
    if (o.day <= 32 || o.kind->every == 0) first_weeks.insert(o.kind->name);
  }
  EXPECT_EQ(first_weeks, all);
  EXPECT_GT(occurrences().back().day, 360u);
}

TEST(Days, BrokenRowsAreWhereDaysJsonSays) {
  std::size_t seen = 0;
  for (const json& event : months().days["events"]) {
    if (event["kind"] != "broken_rows") continue;
    SCOPED_TRACE(event["day"]);
    Export table = months().read(event["day"], event["table"]);
    std::map<std::size_t, const json*> promised;
    for (const json& row : event["rows"]) promised[row["line"]] = &row;
    EXPECT_EQ(promised.size(), event["rejects"]);
    EXPECT_LE(promised.size() * 100, table.rows.size()) << "more than a run takes";
    EXPECT_GE(promised.size(), 1u);
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      auto found = promised.find(i + 2);
      bool too_few = table.rows[i].size() < table.columns.size();
      if (found == promised.end()) {
        ASSERT_FALSE(too_few) << i + 2;
        continue;
      }
      const json& row = *found->second;
      EXPECT_EQ(row["key"], table.rows[i].front());
      EXPECT_EQ(row["reason"], too_few ? "field_count" : "unparsable");
      EXPECT_EQ(row["column"], too_few ? table.columns.back() : event["column"].get<std::string>());
      ++seen;
    }
    const json& day = months().days["days"][event["day"].get<std::size_t>()];
    EXPECT_EQ(day["rejects"][event["table"].get<std::string>()], event["rejects"]);
    EXPECT_EQ(day["warehouse"]["tables"][event["table"].get<std::string>()]["rows"],
              table.rows.size() - promised.size());
  }
  EXPECT_GT(seen, 8u);
}

std::set<std::string> values(const Export& table, std::string_view column) {
  std::set<std::string> result;
  for (std::size_t i = 0; i < table.rows.size(); ++i) result.insert(table.at(i, column));
  return result;
}

TEST(Days, KeysAndReferencesHoldButForWhatIsPlanted) {
  for (std::uint32_t day : {0U, 1U, 6U, 12U, 18U, 25U, 33U, 34U, 60U, 116U, 119U}) {
    SCOPED_TRACE(day);
    if (!is_whole(months().days["days"][day])) continue;
    Export person = months().read(day, "Person"), product = months().read(day, "Product");
    Export customer = months().read(day, "Customer"), header = months().read(day, "SalesOrderHeader");
    Export detail = months().read(day, "SalesOrderDetail"), offer = months().read(day, "SpecialOfferProduct");
    std::set<std::string> people = values(person, "BusinessEntityID"), customers = values(customer, "CustomerID");
    std::set<std::string> orders = values(header, "SalesOrderID"), products = values(product, "ProductID");
    EXPECT_EQ(people.size(), person.rows.size());
    EXPECT_EQ(customers.size(), customer.rows.size());
    EXPECT_EQ(orders.size(), header.rows.size());
    EXPECT_EQ(products.size(), product.rows.size());
    EXPECT_EQ(values(detail, "SalesOrderDetailID").size(), detail.rows.size());
    for (const Export* table : {&person, &product, &customer, &header, &detail, &offer}) {
      EXPECT_EQ(values(*table, "rowguid").size(), table->rows.size());
    }
    EXPECT_EQ(values(detail, "SalesOrderID"), orders);
    for (const std::string& id : values(customer, "PersonID")) EXPECT_TRUE(id == "NULL" || people.contains(id)) << id;
    for (const std::string& id : values(header, "CustomerID")) EXPECT_TRUE(customers.contains(id)) << id;
    for (const std::string& id : values(offer, "ProductID")) EXPECT_TRUE(products.contains(id)) << id;
    for (const std::string& id : values(detail, "ProductID")) EXPECT_TRUE(products.contains(id)) << id;
    std::string today = months().days["days"][day]["date"];
    for (const Export* table : {&person, &product, &customer, &detail, &offer}) {
      for (const std::string& date : values(*table, "ModifiedDate")) EXPECT_LE(iso_day(date), today);
    }
    for (const std::string& date : values(header, "OrderDate")) EXPECT_LE(iso_day(date), today);
  }
}

TEST(Days, MoneyAddsUpOnEachDay) {
  for (const json& day : months().days["days"]) {
    const json& tables = day["warehouse"]["tables"];
    auto sum = [&](const char* table, const char* column) {
      return amount(tables[table]["sums"][column].get<std::string>());
    };
    EXPECT_EQ(
        sum("SalesOrderHeader", "SubTotal") + sum("SalesOrderHeader", "TaxAmt") + sum("SalesOrderHeader", "Freight"),
        sum("SalesOrderHeader", "TotalDue"))
        << day["day"];
  }
  const json& last = months().days["days"][118]["warehouse"]["tables"];
  EXPECT_EQ(last["SalesOrderDetail"]["sums"]["LineTotal"], last["SalesOrderHeader"]["sums"]["SubTotal"]);
}

const json& event_of(std::string_view kind) {
  for (const json& event : months().days["events"]) {
    if (event["kind"] == kind) return event;
  }
  throw std::out_of_range(std::string(kind));
}

// The number in "SalesOrderID = 43701".
std::string id_of(const json& key) {
  std::string text = key;
  return text.substr(text.rfind(' ') + 1);
}

TEST(Days, BringWhatTheirEventsSay) {
  const Months& m = months();
  auto ids = [&](std::uint32_t day) { return values(m.read(day, "SalesOrderHeader"), "SalesOrderID"); };
  const json& deleted = event_of("order_deleted");
  EXPECT_TRUE(ids(4).contains(id_of(deleted["keys"][0])));
  EXPECT_FALSE(ids(5).contains(id_of(deleted["keys"][0])));
  EXPECT_FALSE(values(m.read(5, "SalesOrderDetail"), "SalesOrderID").contains(id_of(deleted["keys"][0])));
  for (const json& key : event_of("late_orders")["keys"]) {
    EXPECT_FALSE(ids(5).contains(id_of(key)));
    EXPECT_TRUE(ids(6).contains(id_of(key)));
  }
  EXPECT_EQ(m.read(3, "Customer").columns.size() + 1, m.read(4, "Customer").columns.size());
  EXPECT_FALSE(values(m.read(13, "Customer"), "CustomerID").empty());
  EXPECT_TRUE(values(m.read(14, "Customer"), "PostalCode").contains("SW1A 1AA"));
  EXPECT_FALSE(values(m.read(12, "Customer"), "PostalCode").contains("SW1A 1AA"));
  EXPECT_FALSE(values(m.read(5, "SalesOrderHeader"), "ShipDate").contains("NULL"));
  EXPECT_TRUE(values(m.read(6, "SalesOrderHeader"), "ShipDate").contains("NULL"));
  EXPECT_TRUE(values(m.read(12, "Product"), "ProductLine").contains("E "));
  EXPECT_FALSE(ids(20).contains(id_of(event_of("orphan")["keys"][0])));
  EXPECT_TRUE(values(m.read(20, "SalesOrderDetail"), "SalesOrderID").contains(id_of(event_of("orphan")["keys"][0])));
  EXPECT_EQ(ids(22).size() + 1, m.read(22, "SalesOrderHeader").rows.size());
  EXPECT_EQ(hash_file(m.path(23, "SalesOrderDetail")), hash_file(m.path(22, "SalesOrderDetail")));
  EXPECT_EQ(m.read(23, "Customer").columns.back(), "CustomerID");
}

TEST(Days, BrokenFilesAreAsTheirEventsSay) {
  const Months& m = months();
  EXPECT_LT(fs::file_size(m.path(9, "SalesOrderDetail")), fs::file_size(m.path(8, "SalesOrderDetail")) / 2);
  EXPECT_NE(read_file(m.path(9, "SalesOrderDetail")).back(), '\n');
  EXPECT_EQ(fs::file_size(m.path(11, "Customer")), 0u);
  Export header = m.read(13, "SalesOrderHeader");
  EXPECT_EQ(std::count(header.columns.begin(), header.columns.end(), "Freight"), 0);
  EXPECT_EQ(header.rows.front().size(), header.columns.size());
  EXPECT_THAT(read_file(m.path(15, "SalesOrderHeader")), HasSubstr(";9891.8544;"));
  EXPECT_THAT(read_file(m.path(17, "SalesOrderHeader")), HasSubstr(";05/31/2011 00:00:00;"));
  EXPECT_THAT(read_file(m.path(19, "Person")), HasSubstr("Jos\xE9"));
  EXPECT_THAT(read_file(m.path(23, "SalesOrderHeader")), HasSubstr("28/07/2013"));
  EXPECT_THAT(read_file(m.path(24, "SalesOrderHeader")), HasSubstr("07/28/2013"));
  EXPECT_THAT(read_file(m.path(26, "Customer")), HasSubstr("CustomerID,PersonID,"));
  EXPECT_EQ(m.read(28, "SalesOrderHeader").rows.size(), 0u);
  EXPECT_FALSE(fs::exists(m.path(30, "Customer")));
  EXPECT_THAT(m.read(32, "Product").columns, testing::Contains("Price"));
  EXPECT_TRUE(read_file(m.path(47, "Customer"))
                  .starts_with(std::string_view("\xFF\xFE"
                                                "C\0u\0",
                                                6)));
}

TEST(Days, WhatIsArchivedLoadsOnceAPersonSaysSo) {
  const json& event = event_of("archived");
  const json& day = months().days["days"][event["day"].get<std::size_t>()];
  EXPECT_THAT(event["edit"].get<std::string>(), HasSubstr("may_shrink = true"));
  EXPECT_EQ(day["exit"], 1);
  const json& before = day["warehouse"]["tables"];
  const json& after = day["after_edit"]["warehouse"]["tables"];
  EXPECT_EQ(day["after_edit"]["warehouse"]["as_of"], event["day"]);
  for (const char* table : {"SalesOrderHeader", "SalesOrderDetail"}) {
    EXPECT_EQ(truth_of(months().read(event["day"], table), after[table]), with_sums_as_numbers(after[table]));
    EXPECT_LT(after[table]["rows"].get<int>() * 2, before[table]["rows"].get<int>()) << table;
  }
}

TEST(Days, AFooterIsTheLastLine) {
  const json& event = event_of("footer");
  std::string text = read_file(months().path(event["day"], event["table"]));
  ASSERT_EQ(event["rows"].size(), 1u);
  const json& row = event["rows"][0];
  EXPECT_TRUE(text.ends_with("\r\n\r\n" + row["key"].get<std::string>() + "\r\n"));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), row["line"].get<std::ptrdiff_t>());
}

TEST(Days, OtherWaysOfWritingAreTheSameRows) {
  const Months& m = months();
  std::string unix_file = read_file(m.path(8, "Person"));
  EXPECT_TRUE(unix_file.starts_with("BusinessEntityID;"));
  EXPECT_EQ(unix_file.find('\r'), std::string::npos);
  EXPECT_THAT(read_file(m.path(16, "SalesOrderHeader")), testing::Not(HasSubstr("NULL")));
}

TEST(Days, OneDayIsThatDayOfAll) {
  TempDir folder;
  for (std::uint32_t day : {0U, 7U, 9U, 23U, 24U, 30U, 61U}) {
    write_day(options_for(folder.path()), day);
    EXPECT_EQ(hash_of_all(folder.path()), hash_of_all(months().path(day, "Person").parent_path())) << day;
    json alone = json::parse(read_file(folder.path() / "days.json"));
    ASSERT_EQ(alone["days"].size(), 1u);
    EXPECT_EQ(alone["days"][0], months().days["days"][day]);
  }
}

TEST(Days, SameSeedGivesTheSameBytesWithAnyNumberOfThreads) {
  TempDir folder;
  std::set<std::string> hashes;
  for (unsigned threads : {1u, 3u}) {
    SampleOptions options = options_for(folder.path() / std::to_string(threads), 7);
    options.threads = threads;
    write_days(options, 10);
    hashes.insert(hash_file(options.dir / "days.json") + hash_of_all(options.dir / "day-010"));
  }
  EXPECT_EQ(hashes.size(), 1u);
}

TEST(Days, UnchangedFilesStayUntouched) {
  TempDir folder;
  write_day(options_for(folder.path()), 7);
  auto products = file_identity(folder.path() / kFiles.at("Product"));
  auto details = file_identity(folder.path() / kFiles.at("SalesOrderDetail"));
  write_day(options_for(folder.path()), 8);
  EXPECT_EQ(file_identity(folder.path() / kFiles.at("Product")), products);
  EXPECT_NE(file_identity(folder.path() / kFiles.at("SalesOrderDetail")), details);
}

TEST(Days, OnlyTheirFilesAreLeft) {
  TempDir folder;
  SampleOptions options = options_for(folder.path());
  options.defects = true;
  write_sample(options);
  write_days(options_for(folder.path()), 2);
  write_days(options_for(folder.path()), 0);
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder.path())) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  EXPECT_THAT(names, ElementsAre("day-000", "days.json", "sample.json"));
}

TEST(Days, RefuseToReplaceFilesOfOthers) {
  TempDir folder;
  fs::create_directory(folder.path() / "day-001");
  fs::path file = folder.path() / "day-001" / "Sales.Customer.csv";
  write_file(file, "mine\n");
  EXPECT_THROW(write_days(options_for(folder.path()), 1), Error);
  EXPECT_EQ(read_file(file), "mine\n");
  EXPECT_FALSE(fs::exists(folder.path() / "day-000"));
  write_file(folder.path() / "Sales.Customer.csv", "mine\n");
  EXPECT_THROW(write_day(options_for(folder.path()), 1), Error);
}

TEST(Days, TakeOnlyDaysAndScalesThatThereAre) {
  TempDir folder;
  EXPECT_THROW(write_day(options_for(folder.path()), 366), Error);
  EXPECT_THROW(write_day(options_for(folder.path(), 1, "0.019"), 1), Error);
  EXPECT_THROW(plan_days(options_for(folder.path()), 0, 366), Error);
  EXPECT_NO_THROW(plan_days(options_for(folder.path(), 1, "0.02"), 0, 365));
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

}  // namespace
}  // namespace rox
