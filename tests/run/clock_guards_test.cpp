#include "run/clock_guards.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "base/local_time.hpp"
#include "inbox/arrivals.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

class ArrivalsOfTables : public testing::Test {
 protected:
  ArrivalsOfTables() {
    project_.root = dir_.path();
    project_.source.path = dir_.path() / "exports";
    model_.tables.resize(2);
    model_.tables[0].name = "orders";
    model_.tables[0].file = "orders*.csv";
    model_.tables[1].name = "stock";
    model_.tables[1].file = "stock.csv";
    make_directories(project_.source.path);
    write_file(project_.source.path / "orders_1.csv", "id\n1\n");
    write_file(project_.source.path / "stock.csv", "id\n1\n");
  }

  /// As a fetch writes it down.
  void saw(const std::string& name, const std::string& time) {
    Arrivals account;
    Arrival& arrival = account[name].taken.emplace();
    arrival.file = name;
    arrival.source = "sftp://h/";
    arrival.first_seen = time;
    arrival.taken = time;
    arrival.sha256 = std::string(64, '0');
    arrival.state = ArrivalState::taken;
    make_directories(project_.inbox_dir());
    write_arrivals(project_, account);
  }

  ArrivalTimes times() const { return arrivals_of(project_, model_, {}); }

  test::TempDir dir_;
  Project project_;
  Model model_;
};

TEST_F(ArrivalsOfTables, AreWhenTheirFilesWereWritten) {
  saw("orders_1.csv", "2026-01-05T06:30:00Z");  // of a source that is no more
  EXPECT_GT(times().at("orders"), *parse_utc("2026-01-06"));
}

TEST_F(ArrivalsOfTables, AreWhenTheyWereSeenElsewhere) {
  project_.source.remote.emplace();
  saw("orders_1.csv", "2026-01-05T06:30:00Z");
  EXPECT_EQ(times().at("orders"), *parse_utc("2026-01-05T06:30:00Z"));
  EXPECT_GT(times().at("stock"), *parse_utc("2026-01-06"));  // which the account doesn't know
}

TEST_F(ArrivalsOfTables, DoWithoutAnAccountThatIsDamaged) {
  project_.source.remote.emplace();
  saw("orders_1.csv", "2026-01-05T06:30:00Z");
  write_file(project_.inbox_dir() / "arrivals.json", "{");
  EXPECT_GT(times().at("orders"), *parse_utc("2026-01-06"));
}

}  // namespace
}  // namespace rox
