#include "quality/report.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "quality/check_support.hpp"
#include "quality/sql_checks.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using nlohmann::json;

class CheckReport : public test::TempDirTest {};

TEST_F(CheckReport, has_every_key_of_the_contract_and_values_as_in_results) {
  DuckDbConnection engine = test::memory_with("SELECT 1");
  const auto check = [&](const std::string& name, const std::string& sql) {
    return sql_check(parse_sql_file(dir_ / "checks" / (name + ".sql"), sql), {});
  };
  EvaluateOptions options;
  options.rows_dir = check_rows_dir(dir_ / ".rox", "r1");
  const ChecksReport report{
      "r1", 0.5,
      evaluate(
          engine,
          {check("bad", "-- title: T\n-- meaning: M\nSELECT 7 AS i, 1.50::DECIMAL(5,2) AS d, NULL AS n, true AS b"),
           check("broken", "SELECT nix"), check("good", "SELECT 1 WHERE false")},
          options)};
  const json all = json::parse(checks_json(report, dir_).dump());
  EXPECT_EQ(all["run"], "r1");
  EXPECT_EQ(all["status"], "error");
  EXPECT_EQ(all["seconds"], 0.5);
  const json& bad = all["checks"][0];
  EXPECT_EQ(bad["check"], "bad");
  EXPECT_EQ(bad["kind"], "sql");
  EXPECT_EQ(bad["table"], nullptr);
  EXPECT_EQ(bad["severity"], "error");
  EXPECT_EQ(bad["status"], "fail");
  EXPECT_EQ(bad["failures"], 1);
  EXPECT_EQ(bad["columns"][1], json({{"name", "d"}, {"type", "DECIMAL(5,2)"}}));
  EXPECT_EQ(bad["rows"], json::parse(R"([[7, "1.50", null, true]])"));
  EXPECT_EQ(bad["title"], "T");
  EXPECT_EQ(bad["meaning"], "M");
  EXPECT_EQ(bad["file"], ".rox/checks/r1/bad.csv");
  EXPECT_EQ(bad["kept"], 1);
  EXPECT_EQ(bad["source"], "checks/bad.sql");
  EXPECT_FALSE(bad.contains("error"));
  const json& broken = all["checks"][1];
  EXPECT_EQ(broken["status"], "error");
  EXPECT_EQ(broken["error"]["kind"], "usage");
  EXPECT_EQ(broken["error"]["file"], "checks/broken.sql");
  EXPECT_EQ(broken["error"]["line"], 1);
  EXPECT_EQ(broken["error"]["column"], 8);
  const json& good = all["checks"][2];
  EXPECT_EQ(good["status"], "pass");
  EXPECT_EQ(good["rows"], json::array());
  EXPECT_EQ(good["file"], nullptr);
}

TEST_F(CheckReport, only_those_of_the_last_runs_are_kept) {
  for (const std::string run : {"20260101T0-a", "20260102T0-a", "20260103T0-a"}) {
    make_directories(check_rows_dir(dir_, run));
    write_file(check_rows_dir(dir_, run) / "x.csv", "id\n1\n");
    keep_report({run, 0, {}}, dir_, dir_, 2);
  }
  make_directories(check_rows_dir(dir_, "20260101T0-b"));  // a run that was killed
  keep_report({"20260104T0-a", 0, {}}, dir_, dir_, 2);
  std::vector<std::string> left;
  for (const auto& entry : std::filesystem::directory_iterator(dir_ / "checks")) {
    left.push_back(entry.path().filename().string());
  }
  EXPECT_THAT(left, testing::UnorderedElementsAre("20260103T0-a", "20260103T0-a.json", "20260104T0-a.json"));
  EXPECT_EQ(json::parse(read_file(dir_ / "checks/20260104T0-a.json"))["status"], "pass");
}

TEST_F(CheckReport, what_a_killed_run_was_writing_is_removed) {
  keep_report({"20260101T0-a", 0, {}}, dir_, dir_, 2);
  make_directories(check_rows_dir(dir_, "20260102T0-b"));
  write_file(dir_ / "checks/.20260102T0-b.json.rox-77.tmp", "{");
  write_file(check_rows_dir(dir_, "20260102T0-b") / ".x.csv.rox-77.tmp", "id");
  remove_unfinished_reports(dir_);
  EXPECT_TRUE(std::filesystem::exists(dir_ / "checks/20260101T0-a.json"));
  EXPECT_TRUE(std::filesystem::is_empty(check_rows_dir(dir_, "20260102T0-b")));
  EXPECT_FALSE(std::filesystem::exists(dir_ / "checks/.20260102T0-b.json.rox-77.tmp"));
  remove_unfinished_reports(dir_ / "nowhere");
}

}  // namespace
}  // namespace rox
