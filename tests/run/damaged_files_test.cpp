// Whatever was done to the files that rox keeps for itself: reading them is refused with the file's name, or does with
// what can still be read; it never is a bug.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/error.hpp"
#include "base/file.hpp"
#include "cases/command.hpp"
#include "dashboard/answers.hpp"
#include "discovery/inferred.hpp"
#include "inbox/arrivals.hpp"
#include "ledger/ledger.hpp"
#include "ledger/run_json.hpp"
#include "ledger/target_state.hpp"
#include "quality/compare_report.hpp"
#include "quality/report.hpp"
#include "repository.hpp"
#include "store/manifest.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;

/// Calls `use` with the document, each value of it in turn replaced by something else, or taken out.
void each_damage(const json& document, const std::function<void(const json&, const std::string&)>& use) {
  const std::vector<json> others = {
      json::object(),        json::array(), nullptr, "x", -1, 1.5, true, UINT64_MAX, json::array({json::object()}),
      json::array({nullptr})};
  std::vector<json::json_pointer> places;
  const std::function<void(const json&, const json::json_pointer&)> collect = [&](const json& at,
                                                                                  const json::json_pointer& place) {
    places.push_back(place);
    if (at.is_object()) {
      for (const auto& [key, value] : at.items()) collect(value, place / key);
    } else if (at.is_array()) {
      for (std::size_t i = 0; i < at.size(); ++i) collect(at[i], place / i);
    }
  };
  collect(document, json::json_pointer());
  for (const auto& place : places) {
    for (const json& other : others) {
      json damaged = document;
      damaged[place] = other;
      use(damaged, place.to_string() + " is " + other.dump());
    }
    if (place.empty()) continue;
    json damaged = document;
    json& parent = damaged[place.parent_pointer()];
    if (parent.is_array()) {
      parent.erase(std::stoul(place.back()));
    } else {
      parent.erase(place.back());
    }
    use(damaged, place.to_string() + " is missing");
  }
}

class DamagedFiles : public test::TempDirTest {
 protected:
  /// Reads the file in each state of damage. An Error has to name the file; anything else is a bug.
  void read_damaged(const fs::path& file, const std::function<void()>& read) {
    const std::string whole = read_file(file);
    ASSERT_NO_THROW(read());
    std::size_t refused = 0;
    const auto attempt = [&](const std::string& text, const std::string& what) {
      write(file, text);
      try {
        read();
      } catch (const Error& error) {
        ++refused;
        EXPECT_THAT(error.place().file, HasSubstr(file.filename().string())) << what;
      } catch (const std::exception& error) {
        ADD_FAILURE() << file.filename() << ": " << what << ": " << error.what();
      }
    };
    const auto is_lines = file.extension() == ".jsonl";
    if (is_lines) {
      // Each line by itself, among the others.
      std::vector<std::string> lines;
      for (std::size_t at = 0; at < whole.size(); at = whole.find('\n', at) + 1) {
        lines.push_back(whole.substr(at, whole.find('\n', at) - at));
      }
      for (std::size_t i = 0; i < lines.size(); ++i) {
        each_damage(json::parse(lines[i]), [&](const json& damaged, const std::string& what) {
          std::string text;
          for (std::size_t j = 0; j < lines.size(); ++j) text += (i == j ? damaged.dump() : lines[j]) + "\n";
          attempt(text, what);
        });
      }
    } else {
      each_damage(json::parse(whole),
                  [&](const json& damaged, const std::string& what) { attempt(damaged.dump(), what); });
    }
    for (const std::string& text : {std::string(), std::string("{"), std::string(5000, '['), std::string(3, '\0'),
                                    std::string("\xFF\xFE{}"), whole.substr(0, whole.size() / 2), whole + whole}) {
      attempt(text, "the text is " + text.substr(0, 20));
    }
    write(file, whole);
    ASSERT_NO_THROW(read());
  }

  /// Without the flush to the disk that a kept file has.
  static void write(const fs::path& file, const std::string& text) {
    write_all(open_file(file, O_WRONLY | O_CREAT | O_TRUNC).get(), text, file);
  }
};

TEST_F(DamagedFiles, StatesOfTargetsAreMadeAnew) {
  TargetState state;
  state.warehouse_file = FileIdentity{1, 2, 3, 4};
  state.warehouse.tables["Person"] = {"Person", "f1", "r1", {10, 8, 2, 1000}};
  state.warehouse.marts["fact"] = {"fact", "f4", "r2", {10, 11, 0, 0}};
  state.warehouse.relations = {{"Customer", "PersonID", "Person", "ID", "f3", 971, 970, "1, 2, 3"}};
  state.answers = {{"q1", {"a", "h"}}};
  state.rejects = {{"A", {"a", "h"}}};
  state.checked = {"c", "h"};
  state.checked_run = "r1";
  state.outputs = HashCache({{"/x/q1.csv", {{5, 6, 7, 8}, 9, "h"}}});
  state.seen_exports = {{"a.csv", "h"}};
  state.files = HashCache({{"/x/a.csv", {{5, 6, 7, 8}, 9, "h"}}});
  write_target_state(dir_, "local", state);
  const fs::path file = dir_ / "state" / "local.json";
  read_damaged(file, [&] { read_target_state(dir_, "local"); });
  write_file(file, R"({"version":4,"warehouse_file":{}})");
  EXPECT_THAT(read_target_state(dir_, "local").warnings,
              testing::ElementsAre(
                  testing::AllOf(HasSubstr("local.json: at /warehouse_file: not an array"), HasSubstr("set aside"))));
}

TEST_F(DamagedFiles, LedgersAreReadAsFarAsTheyGo) {
  RunRecord run;
  run.run = "r1";
  run.command = "run";
  run.target = "local";
  run.select = {"A"};
  run.pid = 7;
  {
    LedgerWriter ledger(dir_, run);
    ledger.step_started("load.A");
    ledger.step_finished({"load.A", StepStatus::failed, 1.5, {1, 2, 3, 4}, "no"});
    ledger.drifted({"A", "b", "new_column", "ignored", "d"});
    run.status = RunStatus::failed;
    run.error = "no";
    ledger.run_finished(run);
  }
  const fs::path file = dir_ / "runs" / "r1.jsonl";
  read_damaged(file, [&] { run_json(read_run(dir_, "r1")); });
  write_file(file,
             "{\"event\":\"run_started\",\"command\":\"run\",\"target\":\"local\"}\n{\"event\":\"run_finished\","
             "\"status\":[]}\n");
  const RunRecord damaged = read_run(dir_, "r1");
  EXPECT_EQ(damaged.command, "run");
  EXPECT_EQ(damaged.status, RunStatus::killed);
  EXPECT_THAT(damaged.damage, HasSubstr("r1.jsonl:2: at /status: not a text"));
}

TEST_F(DamagedFiles, ManifestsAreRefused) {
  StagedTable table;
  table.table = "Order";
  table.columns = {{"id", parse_type("UUID"), false}};
  table.primary_key = {"id"};
  table.exports = {{"orders.csv", 100, "aa"}};
  table.files = {{"Order/part-0001-0123456789abcdef.parquet", 9, 1234, "bb"}};
  write_file(manifest_file(dir_), manifest_text({"shop", "0.1.0", "r", "2026-11-25T00:00:00.000Z", {table}}));
  read_damaged(manifest_file(dir_), [&] { read_manifest(dir_); });
  for (const char* path : {"../../secret", "/etc/passwd", "Order/../../x", "Other/part.parquet", "Order", "Order/",
                           "Order/.hidden", "Order/a\nb", "Order//x", "./Order/x"}) {
    json forged = json::parse(read_file(manifest_file(dir_)));
    forged["tables"][0]["files"][0]["path"] = path;
    write_file(manifest_file(dir_), forged.dump());
    EXPECT_THROW(read_manifest(dir_), Error) << path;
  }
}

TEST_F(DamagedFiles, ReportsOfChecksAreRefused) {
  const json result = {{"check", "bad"},
                       {"kind", "sql"},
                       {"table", "T"},
                       {"severity", "error"},
                       {"status", "fail"},
                       {"failures", 1},
                       {"columns", json::array({{{"name", "i"}, {"type", "INTEGER"}}})},
                       {"rows", json::array({json::array({7, "x", nullptr, true, 1.5})})},
                       {"title", "T"},
                       {"meaning", "M"},
                       {"file", ".rox/checks/r1/bad.csv"},
                       {"kept", 1},
                       {"source", "checks/bad.sql"},
                       {"seconds", 0.5},
                       {"error", {{"kind", "usage"}, {"message", "m"}, {"file", "f"}, {"line", 1}, {"hint", "h"}}}};
  const fs::path state = dir_ / ".rox";
  const fs::path file = state / "checks" / "r1.json";
  make_directories(check_rows_dir(state, "r1"));
  write_file(check_rows_dir(state, "r1") / "bad.csv", "i\n7\n");
  write_file(file, json{{"run", "r1"}, {"status", "fail"}, {"seconds", 1.5}, {"checks", {result}}}.dump());
  EXPECT_THAT(last_checks_json(state).dump(), HasSubstr("\"checks\":[{\"check\":\"bad\""));
  EXPECT_EQ(last_failing_rows(dir_, state, "bad"), dir_ / ".rox/checks/r1/bad.csv");
  EXPECT_EQ(last_failing_rows(dir_, state, "other"), std::nullopt);
  read_damaged(file, [&] { last_checks_json(state); });
  read_damaged(file, [&] { last_failing_rows(dir_, state, "bad"); });
}

TEST_F(DamagedFiles, ReportsLeadNowhereElse) {
  const fs::path state = dir_ / ".rox";
  make_directories(check_rows_dir(state, "r1"));
  make_directories(check_rows_dir(state, "r0"));
  write_file(dir_ / "secret.csv", "s\n");
  write_file(check_rows_dir(state, "r0") / "old.csv", "s\n");
  fs::create_symlink(dir_ / "secret.csv", check_rows_dir(state, "r1") / "link.csv");
  write_file(check_rows_dir(state, "r1") / "rows.txt", "s\n");
  fs::create_directory(check_rows_dir(state, "r1") / "folder.csv");
  for (const std::string& path :
       {std::string("/etc/passwd"), std::string("../../etc/passwd"), std::string("secret.csv"),
        (dir_ / "secret.csv").string(), std::string(".rox/checks/r1/../../../secret.csv"),
        std::string(".rox/checks/r1/link.csv"), std::string(".rox/checks/r1/rows.txt"),
        std::string(".rox/checks/r1/folder.csv"), std::string(".rox/checks/r0/old.csv"),
        std::string(".rox/checks/r1/none.csv"), std::string(), std::string(".rox/checks/r1/a\0.csv", 22)}) {
    write_file(state / "checks" / "r1.json", json{{"checks", {{{"check", "bad"}, {"file", path}}}}}.dump());
    EXPECT_THROW(last_failing_rows(dir_, state, "bad"), Error) << path;
  }
}

TEST_F(DamagedFiles, AccountsOfArrivalsAreRefused) {
  Project project;
  project.root = dir_;
  Arrival arrival;
  arrival.file = "a.csv";
  arrival.sha256 = std::string(64, 'a');
  arrival.state = ArrivalState::taken;
  Arrival pending = arrival;
  pending.state = ArrivalState::waiting;
  pending.why = "it is empty";
  write_arrivals(project, {{"a.csv", {arrival, pending, {}}}});
  read_damaged(project.inbox_dir() / "arrivals.json", [&] { read_arrivals(project); });
}

TEST_F(DamagedFiles, ComparisonsAreSetAside) {
  Project project;
  project.root = dir_;
  make_directories(project.analyses_dir());
  write_file(project.analyses_dir() / "q1.sql", "-- title: Q\nSELECT 1\n");
  make_directories(project.reports_dir());
  const json answer = {{"engine", "duckdb"}, {"verdict", "equal"}, {"rows", 3}, {"missing", 1}, {"error", "e"}};
  const fs::path file = project.reports_dir() / "compare.json";
  write_file(file, json{{"baseline", "duckdb"}, {"questions", {{{"analysis", "q1"}, {"answers", {answer}}}}}}.dump());
  read_damaged(file, [&] { answers_json(project); });
  EXPECT_THAT(answers_json(project).dump(), HasSubstr("comparison_problem\":null"));
  write_file(file, "{}");
  EXPECT_THAT(answers_json(project).dump(), HasSubstr("compare.json: there is no"));
}

/// A project as people have it, with all that a few commands leave.
class DamagedProject : public DamagedFiles {
 protected:
  DamagedProject() {
    fs::copy(test::repository() / "tests/cases/fixtures/shop", dir_, fs::copy_options::recursive);
    fs::copy(test::repository() / "tests/cases/fixtures/shop_marts", dir_, fs::copy_options::recursive);
    rox({"model", "infer"});
    rox({"run"});
    rox({"stage"});
  }

  test::CommandResult rox(std::vector<std::string> words) {
    words.insert(words.end(), {"-C", dir_.string()});
    test::CommandResult result = test::run_rox(words);
    EXPECT_THAT(result.exit_code, testing::AllOf(testing::Ge(0), testing::Le(3))) << words[0] << "\n" << result.errors;
    return result;
  }

  std::vector<fs::path> own_files() const {
    std::vector<fs::path> files{dir_ / "staged/manifest.json"};
    for (const auto& entry : fs::recursive_directory_iterator(dir_ / ".rox")) {
      const fs::path extension = entry.path().extension();
      if (extension == ".json" || extension == ".jsonl" || extension == ".toml") files.push_back(entry.path());
    }
    return files;
  }
};

TEST_F(DamagedProject, IsNoBugForAnyCommand) {
  const std::vector<fs::path> files = own_files();
  EXPECT_GE(files.size(), 5U);
  for (const char* damage : {"", "{}\n", "[[]]\n", "{\"checks\":[{}],\"tables\":7,\"format\":1,\"version\":4}\n"}) {
    for (const fs::path& file : files) write(file, damage);
    rox({"status"});
    rox({"status", "--json"});
    rox({"plan"});
    rox({"query", "--ledger", "SELECT * FROM runs"});
    rox({"stage", "--dry-run"});
    rox({"model", "infer", "--diff"});
    rox({"report"});
    rox({"retry"});
  }
}

TEST_F(DamagedProject, RunsSayWhatTheySetAside) {
  write(dir_ / ".rox/state/local.json", "{\"version\":4}");
  const test::CommandResult result = rox({"run"});
  EXPECT_THAT(result.errors, HasSubstr("local.json: there is no \"warehouse_file\"; it is set aside"));
  EXPECT_THAT(rox({"run"}).errors, testing::Not(HasSubstr("set aside")));
}

}  // namespace
}  // namespace rox
