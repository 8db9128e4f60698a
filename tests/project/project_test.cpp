#include "project/project.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "project/project_file_support.hpp"

namespace rox {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class ProjectFile : public test::ProjectFileTest {};

TEST_F(ProjectFile, HasDefaultsForAllButThePath) {
  const Project project = read("[source]\npath = \"exports\"\n");
  EXPECT_EQ(project.name, dir_.filename());
  EXPECT_EQ(project.source.path, dir_ / "exports");
  EXPECT_EQ(project.source.dialect, Dialect{});
  EXPECT_EQ(project.target("local").local().path, dir_ / "warehouse.duckdb");
  EXPECT_EQ(project.run.memory_limit, std::uint64_t{2} << 30);
}

TEST_F(ProjectFile, HasAZoneThatTheMachineKnows) {
  const Project project = read("[project]\ntime_zone = \"UTC\"\n[source]\npath = \"exports\"\n");
  EXPECT_EQ(project.time_zone, "UTC");
  EXPECT_THAT(project_text(project), HasSubstr("time_zone = \"UTC\"\n\n[source]"));
  EXPECT_THAT(error_of("[project]\ntime_zone = \"Nowhere/Else\"\n[source]\npath = \"e\"\n"),
              AllOf(HasSubstr("rox.toml:2"), HasSubstr("'Nowhere/Else'"), HasSubstr("tzdata")));
  EXPECT_THAT(error_of("[project]\ntime_zone = \"\"\n[source]\npath = \"e\"\n"), HasSubstr("rox.toml:2"));
}

TEST_F(ProjectFile, TakesNoPassword) {
  for (const char* key : {"password", "url", "dsn"}) {
    const std::string said =
        error_of(fmt::format("[source]\npath = \"e\"\n[target.pg]\nengine = \"postgres\"\n{} = \"s3cret\"\n", key));
    EXPECT_THAT(said, AllOf(HasSubstr("rox.toml:5"), HasSubstr(key), HasSubstr("PGPASSWORD")));
    EXPECT_THAT(said, testing::Not(HasSubstr("s3cret")));
  }
}

TEST_F(ProjectFile, KnowsWhereTablesGoOnAServer) {
  const Project project =
      read("[source]\npath = \"e\"\n[target.pg]\nengine = \"postgres\"\nport = 5433\n[engine.spark]\n");
  EXPECT_EQ(project.target("pg").postgres().port, "5433");
  EXPECT_EQ(project.target("pg").postgres().schema, "public");
  ASSERT_TRUE(project.spark.has_value());
  EXPECT_EQ(project.spark->master, "local[*]");
}

TEST_F(ProjectFile, ReadsBackWhatItWrites) {
  Project project;
  project.name = "loja \"do\" João";
  project.root = dir_;
  project.source.path = dir_ / "exports";
  project.source.dialect = {.delimiter = "\t",
                            .header = false,
                            .decimal = ',',
                            .null_words = {"NULL", "\\N", ""},
                            .encoding = Encoding::windows1252};
  project.source.on_reject = OnReject::fail;
  project.source.max_rejects.rows = 7;
  project.source.drift = DriftPolicy::evolve;
  project.source.ignore = {"*.bak.csv"};
  project.targets["local"] = {"local", LocalConfig{dir_ / "w.duckdb"}};
  AwsConfig aws = default_aws(project.name, "aws");
  aws.bucket = "bucket";
  aws.region = "us-east-1";
  aws.infra.base_capacity = 8;
  project.targets["aws"] = {"aws", aws};
  project.targets["pg"] = {
      "pg", PostgresConfig{"warehouse", "db.example", "5433", "bikes", "loader", "verify-full", "/ca.pem", "erp"}};
  project.spark = SparkConfig{"spark://10.0.0.1:7077", "/opt/spark/bin/spark-submit", {"spark.driver.memory=2g"}};
  project.run = {3, std::uint64_t{1536} << 20};
  const Project back = read(project_text(project));
  EXPECT_EQ(back.name, project.name);
  EXPECT_EQ(back.root, project.root);
  EXPECT_EQ(back.source.path, project.source.path);
  EXPECT_EQ(back.source.dialect, project.source.dialect);
  EXPECT_EQ(back.source.on_reject, project.source.on_reject);
  EXPECT_EQ(back.source.max_rejects, project.source.max_rejects);
  EXPECT_EQ(back.source.drift, project.source.drift);
  EXPECT_EQ(back.source.ignore, project.source.ignore);
  EXPECT_EQ(back.spark, project.spark);
  EXPECT_EQ(back.targets, project.targets);
  EXPECT_EQ(back.run.threads, 3U);
  EXPECT_EQ(back.run.memory_limit, project.run.memory_limit);
}

TEST_F(ProjectFile, SaysWhereAndWhatIsWrong) {
  EXPECT_THAT(error_of("[source]\npath = \"x\"\ndelimeter = \";\"\n"),
              AllOf(HasSubstr("rox.toml:3:1"), HasSubstr("did you mean 'delimiter'?")));
  EXPECT_THAT(error_of("[source]\npath = \"x\"\nencoding = \"utf-9\"\n"),
              AllOf(HasSubstr("rox.toml:3:12"), HasSubstr("did you mean 'utf-8'?")));
  EXPECT_THAT(error_of("[source]\npath = \"x\"\ndelimiter = \"\"\n"), HasSubstr("can't be empty"));
  EXPECT_THAT(error_of("[source]\npath = 3\n"), HasSubstr("a text in quotes"));
  EXPECT_THAT(error_of("[project]\nname = \"x\"\n"), HasSubstr("no [source]"));
  EXPECT_THAT(error_of("[source]\npath = \"x\"\non_reject = \"ignore\"\n"), HasSubstr("quarantine"));
  EXPECT_THAT(error_of("[source]\npath = \"x\"\nmax_rejects = -1\n"), HasSubstr("whole number"));
  EXPECT_THAT(error_of("[source]\npath = \"x\"\ndrift = \"ignore\"\n"), HasSubstr("evolve"));
  EXPECT_THAT(error_of("[source]\npath = \"x\"\n[target.local]\nengine = \"duckdbb\"\n"),
              AllOf(HasSubstr("rox.toml:4:10"), HasSubstr("did you mean 'duckdb'?")));
  EXPECT_THAT(error_of("[source]\npath = \"x\"\n[run]\nmemory_limit = \"much\"\n"), HasSubstr("512MB"));
  EXPECT_THAT(error_of("[source\n"), HasSubstr("not valid TOML"));
}

TEST_F(ProjectFile, UnknownTargetsNameTheOthers) {
  const Project project = read("[source]\npath = \"x\"\n[target.local]\nengine = \"duckdb\"\n");
  try {
    project.target("lokal");
    FAIL();
  } catch (const Error& e) {
    EXPECT_THAT(e.report(), AllOf(HasSubstr("did you mean 'local'?"), HasSubstr("the targets are: local")));
  }
}

TEST_F(ProjectFile, ReadsAmountsOfMemory) {
  const auto limit = [&](const std::string& text) {
    return read("[source]\npath = \"x\"\n[run]\nmemory_limit = \"" + text + "\"\n").run.memory_limit;
  };
  EXPECT_EQ(limit("512MB"), std::uint64_t{512} << 20);
  EXPECT_EQ(limit("1.5 GiB"), std::uint64_t{1536} << 20);
  EXPECT_EQ(limit("64kb"), std::uint64_t{64} << 10);
}

}  // namespace
}  // namespace rox
