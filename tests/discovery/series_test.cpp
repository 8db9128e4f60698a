#include "discovery/series.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <functional>

#include "source/scan_support.hpp"

namespace rox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Files of rows from one number to another.
class Folder {
 public:
  using Row = std::function<std::string(int)>;

  void add(const std::string& name, const std::string& header, int from, int to, const Row& row) {
    std::string text = header + "\n";
    for (int i = from; i <= to; ++i) text += row(i) + "\n";
    files_.push_back({dir_.write(name, text), {}});
  }

  const std::vector<SourceFile>& files() const { return files_; }
  Series only() const {
    const std::vector<Series> found = find_series(files_);
    EXPECT_EQ(found.size(), 1U);
    return found.empty() ? Series{} : found.front();
  }

 private:
  test::ExportDir dir_;
  std::vector<SourceFile> files_;
};

std::string customer(int i) { return fmt::format("{},Name {},{}.50", i, i * 7, i % 13); }

TEST(Series, FilesThatHaveTheLastOnesRecordsAgainAreDumps) {
  Folder folder;
  for (int day = 1; day <= 12; ++day) {
    folder.add(fmt::format("customer_2024-01-{:02}.csv", day), "id,name,credit", 1, 100 + day, customer);
  }
  const Series series = folder.only();
  EXPECT_TRUE(series.dumps);
  EXPECT_EQ(series.pattern, "customer_#.csv");
  EXPECT_THAT(series.newest, ElementsAre("customer_2024-01-12.csv"));
  EXPECT_EQ(series.doubt, "");
  EXPECT_THAT(series.text(), HasSubstr("12 dumps of one table: 100% of the records"));
}

TEST(Series, TheDayOfTheDumpIsNoPartOfARecord) {
  Folder folder;
  for (int day = 1; day <= 2; ++day) {
    folder.add(fmt::format("line_2024-01-{:02}.csv", day), "order,line,pieces,made", 1, 60,
               [&](int i) { return fmt::format("{},{},{},2024-01-{:02}", i / 3, i % 3, i * 17 % 9, day); });
  }
  EXPECT_TRUE(folder.only().dumps);
}

TEST(Series, RecordsThatChangeAreKnownByTheirKey) {
  Folder folder;
  for (int day = 1; day <= 2; ++day) {
    folder.add(fmt::format("stock_{}.csv", day), "item,name,place,pieces", 1, 60,
               [&](int i) { return fmt::format("A{},Thing {},shelf {},{}", i * 3, i, i % 20, i * day * 31 % 97); });
  }
  const Series series = folder.only();
  EXPECT_TRUE(series.dumps);
  EXPECT_THAT(series.evidence, HasSubstr("of the item of stock_1.csv come in stock_2.csv again"));
}

TEST(Series, StatesOfTheSameThingsMayBeBoth) {
  Folder folder;
  for (int day = 1; day <= 2; ++day) {
    folder.add(fmt::format("balance_2024-01-{:02}.csv", day), "account,balance", 1, 60,
               [&](int i) { return fmt::format("A{},{}", i * 3, i * day * 31 % 977); });
  }
  const Series series = folder.only();
  EXPECT_FALSE(series.dumps);
  EXPECT_THAT(series.text(), HasSubstr("states of the same things"));
}

TEST(Series, TheLastDaysOfSomethingAreNoDumps) {
  Folder folder;
  for (int day = 1; day <= 9; ++day) {
    folder.add(fmt::format("visit_2024-01-{:02}.csv", day), "id,name,credit", day * 10, day * 10 + 70, customer);
  }
  const Series series = folder.only();
  EXPECT_FALSE(series.dumps);
  EXPECT_THAT(series.doubt, HasSubstr("the last days"));
}

TEST(Series, PartsStayParts) {
  Folder months;  // a few rows are sent again
  for (int month = 1; month <= 6; ++month) {
    months.add(fmt::format("sale_2024-{:02}.csv", month), "id,name,credit", month * 100, month * 100 + 105, customer);
  }
  EXPECT_THAT(find_series(months.files()), testing::IsEmpty());

  Folder events;  // of few kinds
  for (int month = 1; month <= 3; ++month) {
    events.add(fmt::format("event_2024-{:02}.csv", month), "level,what", 1, 200,
               [](int i) { return fmt::format("{},{}", i % 3, i % 7); });
  }
  EXPECT_THAT(find_series(events.files()), testing::IsEmpty());

  Folder numbered;  // lines have numbers from 1 on in each file
  for (int month = 1; month <= 3; ++month) {
    numbered.add(fmt::format("line_2024-{:02}.csv", month), "line,customer,amount", 1, 200, [&](int i) {
      return fmt::format("{},{},{}", i, (i * 7919 + month * 104729) % 57, (i * 31 + month * 17) % 499);
    });
  }
  EXPECT_THAT(find_series(numbered.files()), testing::IsEmpty());
}

TEST(Series, OfAFewRecordsNothingIsSaidForCertain) {
  Folder folder;
  folder.add("region_2023.csv", "id,name", 1, 3, [](int i) { return fmt::format("{},Region {}", i, i); });
  folder.add("region_2024.csv", "id,name", 1, 4, [](int i) { return fmt::format("{},Region {}", i, i); });
  const Series series = folder.only();
  EXPECT_FALSE(series.dumps);
  EXPECT_THAT(series.text(), HasSubstr("too few to tell"));
}

TEST(Series, ListsTooShortToTellAreWhatOthersOfTheirDaysAre) {
  Folder folder;
  const auto region = [](int i) { return fmt::format("{},Region {}", i, i); };
  for (int day = 1; day <= 3; ++day) {
    folder.add(fmt::format("customer_2024-01-0{}.csv", day), "id,name,credit", 1, 50 + day, customer);
    folder.add(fmt::format("region_2024-01-0{}.csv", day), "id,name", 1, 3, region);
    folder.add(fmt::format("return_2024-01-0{}.csv", day), "id,name", 1, 0, region);
    folder.add(fmt::format("team_2023-01-0{}.csv", day), "id,name", 1, 3, region);
  }
  std::vector<std::string> dumps;
  for (const Series& series : find_series(folder.files())) {
    if (series.dumps) dumps.push_back(series.pattern);
  }
  EXPECT_THAT(dumps, ElementsAre("customer_#.csv", "region_#.csv", "return_#.csv"));
}

TEST(Series, SomeFilesThatHaveMostOfTheLastAgainAreNoSeries) {
  Folder folder;  // the year so far, begun anew each January
  for (int month = 10; month <= 12; ++month) {
    folder.add(fmt::format("ytd_2023-{}.csv", month), "id,name,credit", 1, month * 20, customer);
  }
  folder.add("ytd_2024-01.csv", "id,name,credit", 1000, 1050, customer);
  folder.add("ytd_2024-02.csv", "id,name,credit", 1000, 1100, customer);
  const Series series = folder.only();
  EXPECT_FALSE(series.dumps);
}

TEST(Series, ACloseCallIsSaid) {
  Folder folder;
  folder.add("item_1.csv", "id,name,credit", 1, 100, customer);
  folder.add("item_2.csv", "id,name,credit", 42, 160, [](int i) { return customer(i % 2 == 0 ? i : 300 - i); });
  const std::vector<Series> found = find_series(folder.files());
  for (const Series& series : found) EXPECT_NE(series.doubt, "");
}

TEST(Series, NewColumnsMakeNoOtherSeries) {
  Folder folder;
  folder.add("customer_2024-01-01.csv", "id,name,credit", 1, 50, customer);
  folder.add("customer_2024-01-02.csv", "id,name,credit,plan", 1, 52, [](int i) { return customer(i) + ",basic"; });
  const Series series = folder.only();
  EXPECT_TRUE(series.dumps);
  EXPECT_THAT(series.newest, ElementsAre("customer_2024-01-02.csv"));
}

TEST(Series, ANewFileIsComparedWithItsNeighbour) {
  Folder folder;
  for (int month = 1; month <= 4; ++month) {
    folder.add(fmt::format("sale_2024-{:02}.csv", month), "id,name,credit", month * 100, month * 100 + 99, customer);
  }
  EXPECT_FALSE(find_new_dump(folder.files(), {"sale_2024-04.csv"}));
  folder.add("sale_2024-05.csv", "id,name,credit", 300, 520, customer);
  EXPECT_TRUE(find_new_dump(folder.files(), {"sale_2024-05.csv"}));
  EXPECT_FALSE(find_new_dump(folder.files(), {"sale_2024-01.csv"}));
}

}  // namespace
}  // namespace rox
