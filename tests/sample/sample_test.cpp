#include "sample/sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "sample/exports.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;
using sample_test::Export;
using sample_test::millionths;
using sample_test::read_export;
using test::TempDir;
using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<std::string> kFiles = {"Person.Person.csv",          "Production.Product.csv",
                                         "Sales.Customer.csv",         "Sales.SalesOrderDetail.csv",
                                         "Sales.SalesOrderHeader.csv", "Sales.SpecialOfferProduct.csv"};

SampleOptions options_for(const fs::path& dir, std::string_view scale, std::uint64_t seed = 1) {
  SampleOptions options;
  options.dir = dir;
  options.scale = Scale::parse(scale);
  options.seed = seed;
  return options;
}

std::string hash_of_all(const fs::path& dir) {
  std::string hashes;
  for (const std::string& file : kFiles) hashes += hash_file(dir / file);
  return hash_text(hashes);
}

// The exports at one scale, read once for all tests that look at them.
struct Tables {
  explicit Tables(std::string_view scale) {
    write_sample(options_for(folder.path(), scale));
    person = read_export(folder.path() / kFiles[0]);
    product = read_export(folder.path() / kFiles[1]);
    customer = read_export(folder.path() / kFiles[2]);
    detail = read_export(folder.path() / kFiles[3]);
    header = read_export(folder.path() / kFiles[4]);
    offer = read_export(folder.path() / kFiles[5]);
  }
  TempDir folder;
  Export person, product, customer, detail, header, offer;
};

const Tables& full_size() {
  static const Tables tables("1");
  return tables;
}

std::set<std::string> values(const Export& table, std::string_view name) {
  std::set<std::string> result;
  for (std::size_t i = 0; i < table.rows.size(); ++i) result.insert(table.at(i, name));
  return result;
}

TEST(Sample, HasTheRealCompanysCountsAtScaleOne) {
  const Tables& t = full_size();
  EXPECT_EQ(t.person.rows.size(), 19972u);
  EXPECT_EQ(t.product.rows.size(), 504u);
  EXPECT_EQ(t.customer.rows.size(), 19820u);
  EXPECT_EQ(t.header.rows.size(), 31465u);
  EXPECT_EQ(t.detail.rows.size(), 121317u);
  EXPECT_EQ(t.offer.rows.size(), 538u);
  std::map<std::string, int> lines;
  for (std::size_t i = 0; i < t.detail.rows.size(); ++i) ++lines[t.detail.at(i, "SalesOrderID")];
  EXPECT_EQ(std::count_if(lines.begin(), lines.end(), [](const auto& order) { return order.second >= 3; }), 12757);
  EXPECT_EQ(lines.size(), 31465u) << "an order without lines";
}

TEST(Sample, EveryRowHasAllFields) {
  const Tables& t = full_size();
  for (const Export* table : {&t.person, &t.product, &t.customer, &t.detail, &t.header, &t.offer}) {
    for (const auto& row : table->rows) ASSERT_EQ(row.size(), table->columns.size());
  }
}

TEST(Sample, RowsAreSortedByTheirKey) {
  const Tables& t = full_size();
  auto increases = [](const Export& table, std::string_view first, std::string_view second) {
    std::pair<int, int> last{0, 0};
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      std::pair<int, int> key{std::stoi(table.at(i, first)), second.empty() ? 0 : std::stoi(table.at(i, second))};
      if (key <= last) return false;
      last = key;
    }
    return true;
  };
  EXPECT_TRUE(increases(t.person, "BusinessEntityID", ""));
  EXPECT_TRUE(increases(t.product, "ProductID", ""));
  EXPECT_TRUE(increases(t.customer, "CustomerID", ""));
  EXPECT_TRUE(increases(t.header, "SalesOrderID", ""));
  EXPECT_TRUE(increases(t.detail, "SalesOrderID", "SalesOrderDetailID"));
  EXPECT_TRUE(increases(t.offer, "SpecialOfferID", "ProductID"));
}

TEST(Sample, IdsSpanTheRealCompanysRanges) {
  const Tables& t = full_size();
  EXPECT_EQ(t.person.rows.front().front(), "1");
  EXPECT_EQ(t.person.rows.back().front(), "20777");
  EXPECT_EQ(t.customer.rows.front().front(), "1");
  EXPECT_EQ(t.customer.rows.back().front(), "30118");
  EXPECT_EQ(t.header.rows.front().front(), "43659");
  EXPECT_EQ(t.header.rows.back().front(), "75123");
  EXPECT_EQ(t.product.rows.back().front(), "999");
}

TEST(Sample, MoneyAddsUpExactly) {
  const Tables& t = full_size();
  std::map<std::string, std::int64_t> subtotal;
  for (std::size_t i = 0; i < t.detail.rows.size(); ++i) {
    std::int64_t total = millionths(t.detail.at(i, "LineTotal"));
    std::int64_t price = millionths(t.detail.at(i, "UnitPrice"));
    std::int64_t kept = 1'000'000 - millionths(t.detail.at(i, "UnitPriceDiscount"));
    ASSERT_EQ(std::stoll(t.detail.at(i, "OrderQty")) * (price / 100) * (kept / 10000), total) << "row " << i;
    subtotal[t.detail.at(i, "SalesOrderID")] += total;
  }
  for (std::size_t i = 0; i < t.header.rows.size(); ++i) {
    std::int64_t sub = millionths(t.header.at(i, "SubTotal"));
    ASSERT_EQ(sub, subtotal[t.header.at(i, "SalesOrderID")]) << "row " << i;
    ASSERT_EQ(sub + millionths(t.header.at(i, "TaxAmt")) + millionths(t.header.at(i, "Freight")),
              millionths(t.header.at(i, "TotalDue")));
  }
}

TEST(Sample, EveryReferenceHasItsRow) {
  const Tables& t = full_size();
  std::set<std::string> people = values(t.person, "BusinessEntityID"), customers = values(t.customer, "CustomerID");
  std::set<std::pair<std::string, std::string>> offered;
  for (std::size_t i = 0; i < t.offer.rows.size(); ++i) {
    offered.emplace(t.offer.at(i, "SpecialOfferID"), t.offer.at(i, "ProductID"));
  }
  std::set<std::string> products = values(t.product, "ProductID");
  for (const auto& pair : offered) ASSERT_TRUE(products.contains(pair.second));
  for (std::size_t i = 0; i < t.customer.rows.size(); ++i) {
    const std::string& person = t.customer.at(i, "PersonID");
    ASSERT_TRUE(person == "NULL" || people.contains(person)) << person;
  }
  for (std::size_t i = 0; i < t.header.rows.size(); ++i) ASSERT_TRUE(customers.contains(t.header.at(i, "CustomerID")));
  for (std::size_t i = 0; i < t.detail.rows.size(); ++i) {
    ASSERT_TRUE(offered.contains({t.detail.at(i, "SpecialOfferID"), t.detail.at(i, "ProductID")})) << "row " << i;
  }
}

TEST(Sample, ResellersOrderOnMonthEnds) {
  const Tables& t = full_size();
  int september = 0;
  for (std::size_t i = 0; i < t.header.rows.size(); ++i) {
    std::string date = t.header.at(i, "OrderDate").substr(0, 10);
    if (t.header.at(i, "OnlineOrderFlag") == "0") {
      int day = std::stoi(date.substr(8));
      ASSERT_GE(day, 28) << date;
    }
    september += date.starts_with("2011-09") && millionths(t.header.at(i, "TotalDue")) > 1000'000'000;
  }
  EXPECT_EQ(t.header.at(0, "OrderDate"), "2011-05-31 00:00:00.000");
  EXPECT_EQ(t.header.at(t.header.rows.size() - 1, "OrderDate"), "2014-06-30 00:00:00.000");
  EXPECT_GT(september, 50);
}

TEST(Sample, SellsProductsOfEveryManufacturingTime) {
  const Tables& t = full_size();
  std::map<std::string, std::string> days;
  for (std::size_t i = 0; i < t.product.rows.size(); ++i) {
    days[t.product.at(i, "ProductID")] = t.product.at(i, "DaysToManufacture");
  }
  std::map<std::string, std::set<std::string>> sold;
  for (const std::string& id : values(t.detail, "ProductID")) sold[days[id]].insert(id);
  EXPECT_EQ(sold.size(), 4u);
  for (const auto& [time, ids] : sold) EXPECT_GE(ids.size(), 4u) << time << " days";
}

TEST(Sample, NamesAndNumbersOfProductsAreUnique) {
  const Tables& t = full_size();
  EXPECT_EQ(values(t.product, "Name").size(), 504u);
  EXPECT_EQ(values(t.product, "ProductNumber").size(), 504u);
}

TEST(Sample, SameSeedGivesTheSameBytesWithAnyNumberOfThreads) {
  TempDir folder;
  std::set<std::string> hashes;
  for (unsigned threads : {1u, 2u, 5u}) {
    SampleOptions options = options_for(folder.path() / std::to_string(threads), "0.3", 7);
    options.threads = threads;
    write_sample(options);
    hashes.insert(hash_of_all(options.dir));
  }
  EXPECT_EQ(hashes.size(), 1u);
  write_sample(options_for(folder.path() / "other", "0.3", 8));
  EXPECT_FALSE(hashes.contains(hash_of_all(folder.path() / "other")));
}

// On any machine; who changes the company on purpose changes this with it.
TEST(Sample, GivesTheBytesThatItAlwaysGave) {
  TempDir folder;
  write_sample(options_for(folder.path(), "0.01"));
  EXPECT_EQ(hash_of_all(folder.path()), "c216329b9e895fabef3b262a3d908030");
}

TEST(Sample, OtherScalesAreConsistentToo) {
  for (std::string_view scale : {"0.001", "0.0016", "0.0024", "0.0031", "0.01", "0.037", "0.25"}) {
    SCOPED_TRACE(scale);
    Tables t(scale);
    Scale s = Scale::parse(scale);
    EXPECT_EQ(t.person.rows.size(), s.of(19972));
    EXPECT_EQ(t.product.rows.size(), 504u);
    EXPECT_EQ(t.customer.rows.size(), s.of(19820));
    EXPECT_EQ(t.header.rows.size(), s.of(31465));
    EXPECT_EQ(t.detail.rows.size(), s.of(121317));
    EXPECT_EQ(t.offer.rows.size(), 538u);
    std::map<std::string, int> lines;
    for (std::size_t i = 0; i < t.detail.rows.size(); ++i) ++lines[t.detail.at(i, "SalesOrderID")];
    EXPECT_EQ(lines.size(), s.of(31465));
    EXPECT_EQ(static_cast<std::uint64_t>(
                  std::count_if(lines.begin(), lines.end(), [](const auto& order) { return order.second >= 3; })),
              s.of(12757));
    EXPECT_EQ(values(t.customer, "CustomerID").size(), t.customer.rows.size());
    EXPECT_EQ(t.header.at(0, "OrderDate"), "2011-05-31 00:00:00.000");
    EXPECT_EQ(t.header.at(t.header.rows.size() - 1, "OrderDate"), "2014-06-30 00:00:00.000");
  }
}

TEST(Sample, RefusesToReplaceFilesOfOthers) {
  TempDir folder;
  fs::path file = folder.path() / "Sales.Customer.csv";
  write_file(file, "mine\n");
  try {
    write_sample(options_for(folder.path(), "0.001"));
    FAIL() << "replaced it";
  } catch (const Error& error) {
    EXPECT_EQ(error.exit_code(), ExitCode::usage);
    EXPECT_THAT(error.report(), HasSubstr("--force"));
  }
  EXPECT_EQ(read_file(file), "mine\n");
  SampleOptions options = options_for(folder.path(), "0.001");
  options.force = true;
  write_sample(options);
  EXPECT_GT(fs::file_size(file), 100u);
}

TEST(Sample, ReplacesItsOwnFiles) {
  TempDir folder;
  write_sample(options_for(folder.path(), "0.002"));
  std::string before = hash_of_all(folder.path());
  write_sample(options_for(folder.path(), "0.001"));
  EXPECT_NE(hash_of_all(folder.path()), before);
}

TEST(Sample, LeavesOnlyItsFiles) {
  TempDir folder;
  write_sample(options_for(folder.path(), "0.001"));
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder.path())) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  std::vector<std::string> expected = kFiles;
  expected.emplace_back("sample.json");
  EXPECT_EQ(names, expected);
}

TEST(Scale, ReadsNumbersExactly) {
  EXPECT_EQ(Scale::parse("1").text(), "1");
  EXPECT_EQ(Scale::parse("0.01").of(31465), 315u);
  EXPECT_EQ(Scale::parse("2.5").text(), "2.5");
  EXPECT_EQ(Scale::parse("5000").of(121317), 606'585'000u);
}

TEST(Scale, RefusesWhatIsNoScale) {
  for (std::string_view text : {"", "x", "-1", "0", "0.0001", "5001", "1e3", "1.", "1.0000001", " 1", "1,5"}) {
    EXPECT_THROW(Scale::parse(text), Error) << text;
  }
}

}  // namespace
}  // namespace rox
