#include "run/doctor.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/file.hpp"
#include "temp_dir.hpp"
#include "temp_variable.hpp"

namespace rox {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class Doctor : public test::TempDirTest {
 protected:
  Doctor() {
    project_.root = dir_;
    project_.source.path = dir_ / "exports";
    make_directories(project_.source.path);
    write_file(project_.source.path / "sale.csv", "id\n1\n");
  }

  void add_target(const std::string& name, std::variant<LocalConfig, PostgresConfig, AwsConfig, LakeConfig> place) {
    project_.targets.emplace(name, Target{name, std::move(place)});
  }

  Finding finding(const std::string& what) const {
    const std::vector<Finding> findings = examine_project(project_);
    const auto found = std::find_if(findings.begin(), findings.end(), [&](const Finding& f) { return f.what == what; });
    return found == findings.end() ? Finding{"nothing is said of " + what, Health::good, ""} : *found;
  }

  Project project_;
};

TEST_F(Doctor, FindsWhatIsWell) {
  add_target("local", LocalConfig{dir_ / "w.duckdb"});
  EXPECT_EQ(finding("exports").health, Health::good);
  EXPECT_THAT(finding("target local").detail, HasSubstr("no warehouse yet"));
  EXPECT_EQ(finding("disk").health, Health::good);
  EXPECT_EQ(finding("clock").health, Health::good);
}

TEST_F(Doctor, SaysWhatIsMissingAndTheWayOut) {
  std::filesystem::remove_all(project_.source.path);
  const Finding exports = finding("exports");
  EXPECT_EQ(exports.health, Health::missing);
  EXPECT_THAT(exports.way_out, HasSubstr("[source] path"));

  const test::TempVariable services("PGSERVICEFILE", (dir_ / "no services").string());
  PostgresConfig server;
  server.service = "warehouse";
  add_target("server", server);
  const Finding target = finding("target server");
  EXPECT_EQ(target.health, Health::missing);
  EXPECT_THAT(target.detail, HasSubstr("service 'warehouse' is wanted"));
  EXPECT_THAT(target.way_out, HasSubstr("PGSERVICEFILE"));

  project_.spark.emplace();
  project_.spark->submit = (dir_ / "spark-submit").string();
  EXPECT_EQ(finding("spark").health, Health::missing);
  EXPECT_THAT(finding("spark").way_out, HasSubstr("pyspark"));
}

TEST_F(Doctor, LooksAtMemoryAndAtTheClock) {
  project_.run.memory_limit = std::uint64_t{1} << 60;
  EXPECT_EQ(finding("memory").health, Health::doubtful);
  make_directories(project_.state_dir() / "runs");
  write_file(project_.state_dir() / "runs/29990101T000000000-abcd.jsonl", "");
  const Finding clock = finding("clock");
  EXPECT_EQ(clock.health, Health::doubtful);
  EXPECT_THAT(clock.detail, HasSubstr("29990101T000000000-abcd"));
}

TEST(DoctorOfAMachine, NeedsNoProject) { EXPECT_THAT(examine_machine(), Not(IsEmpty())); }

}  // namespace
}  // namespace rox
