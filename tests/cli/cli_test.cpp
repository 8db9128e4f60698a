// The program as people and scripts meet it: what it prints where, and its exit codes.
#include "cli/cli.hpp"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "base/file.hpp"
#include "cli/verbs.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "repository.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

struct Outcome {
  int exit = -1;
  std::string out;
  std::string err;
};

/// A project with a small warehouse and two analyses.
class Cli : public testing::Test {
 protected:
  Cli() : dir_(fs::temp_directory_path() / ("rox_cli_" + std::to_string(getpid()))) {
    fs::remove_all(dir_);
    make_directories(dir_ / "project/analyses");
    write_file(dir_ / "project/rox.toml", "[project]\nname = \"p\"\n[source]\npath = \"exports\"\n");
    write_file(dir_ / "project/analyses/amounts.sql",
               "-- title: Amounts\n-- question: Which amounts?\n-- param least: decimal = 2\n"
               "SELECT id, amount FROM sales\nWHERE amount >= :least ORDER BY id\n");
    write_file(dir_ / "project/analyses/broken.sql", "-- title: Broken\nSELECT id,\n  nix FROM sales\n");
    DuckDbDatabase(dir_ / "project/warehouse.duckdb", {})
        .connect()
        .execute(
            "CREATE TABLE sales AS SELECT i::INTEGER AS id, (i * 1.5)::DECIMAL(9,2) AS amount FROM range(200) t(i)");
  }
  ~Cli() override { fs::remove_all(dir_); }

  /// Runs a bash script in the project's folder; $ROX is the program.
  Outcome bash(const std::string& script) {
    write_file(dir_ / "script",
               "cd '" + (dir_ / "project").string() + "'\nROX='" + test::program().string() + "'\n" + script + "\n");
    std::string at = dir_.string();
    int status = std::system(("bash " + at + "/script >" + at + "/out 2>" + at + "/err </dev/null").c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(dir_ / "out"), read_file(dir_ / "err")};
  }
  Outcome rox(const std::string& arguments) { return bash("\"$ROX\" " + arguments); }

  fs::path dir_;
};

TEST_F(Cli, without_a_verb_shows_them_all_and_exits_2) {
  Outcome outcome = rox("");
  EXPECT_EQ(outcome.exit, 2);
  for (const Verb& verb : verbs()) EXPECT_THAT(outcome.out, HasSubstr("\n  " + std::string(verb.name) + " "));
  EXPECT_EQ(rox("--help").exit, 0);
  EXPECT_EQ(rox("--help").out, outcome.out);
}

TEST_F(Cli, the_reference_of_options_is_what_the_verbs_take) {
  EXPECT_EQ(rox("help --markdown").out, read_file(test::repository() / "docs/options.md"))
      << "rox help --markdown >docs/options.md";
}

TEST_F(Cli, every_verb_has_help_and_is_in_the_manual) {
  std::string manual = read_file(test::repository() / "docs/cli.md");
  for (const Verb& verb : verbs()) {
    std::string name(verb.name);
    Outcome help = rox("help " + name);
    EXPECT_EQ(help.exit, 0) << name;
    EXPECT_THAT(help.out, HasSubstr("Usage: rox " + name)) << name;
    EXPECT_EQ(rox(name + " --help").out, help.out) << name;
    EXPECT_THAT(manual, HasSubstr("\n## rox " + name)) << name;
  }
}

TEST_F(Cli, version_names_commit_and_libraries) {
  EXPECT_THAT(rox("--version").out,
              testing::MatchesRegex("rox [0-9.]+( \\(commit [0-9a-f]+\\+?\\))?\nDuckDB v.*, libpq [0-9].*\n"));
  const auto json = nlohmann::json::parse(rox("--version --json").out);
  EXPECT_TRUE(json["libraries"].contains("OpenSSL"));
}

TEST_F(Cli, unknown_words_are_usage_errors_with_a_suggestion) {
  for (auto [arguments, said] : std::initializer_list<std::pair<const char*, const char*>>{
           {"qurey", "did you mean 'query'?"},
           {"query --jsn 'SELECT 1'", "did you mean '--json'?"},
           {"query 'SELECT 1' more", "unexpected argument 'more'"},
           {"help qurey", "did you mean 'query'?"},
           {"query --limit x 'SELECT 1'", "--limit"},
           {"sample --seed 1 -C . x", "unknown option '-C'"},
           {"-C . sample x", "unknown option '--project'"}}) {
    Outcome outcome = rox(arguments);
    EXPECT_EQ(outcome.exit, 2) << arguments;
    EXPECT_THAT(outcome.out, IsEmpty()) << arguments;
    EXPECT_THAT(outcome.err, HasSubstr(said)) << arguments;
    EXPECT_THAT(outcome.err, HasSubstr("hint: ")) << arguments;
  }
}

TEST_F(Cli, query_prints_a_table_csv_or_json) {
  EXPECT_EQ(rox("query 'SELECT id, amount FROM sales ORDER BY id LIMIT 2' --csv").out, "id,amount\n0,0.00\n1,1.50\n");
  auto json = nlohmann::json::parse(rox("query 'SELECT id, amount FROM sales ORDER BY id LIMIT 2' --json").out);
  EXPECT_EQ(json["rows"], nlohmann::json::parse(R"([[0, "0.00"], [1, "1.50"]])"));
  EXPECT_TRUE(json["analysis"].is_null());
  EXPECT_THAT(rox("query 'FROM sales ORDER BY id'").out, StartsWith("id  amount\n"));
  EXPECT_THAT(rox("query 'FROM sales ORDER BY id'").out, HasSubstr("100 of 200 rows in "));
  EXPECT_THAT(rox("query 'FROM sales' --limit 0").out, HasSubstr("200 rows in "));
  EXPECT_THAT(rox("query 'FROM sales'").err, IsEmpty());
}

TEST_F(Cli, query_takes_sql_from_a_file_or_standard_input) {
  write_file(dir_ / "q.sql", "SELECT 1 AS one,\n  nix FROM sales\n");
  Outcome wrong = rox("query -f ../q.sql");
  EXPECT_EQ(wrong.exit, 2);
  EXPECT_THAT(wrong.err, HasSubstr("../q.sql:2:3: "));
  EXPECT_EQ(rox("query -f ../nowhere.sql").exit, 2);
  EXPECT_EQ(rox("query").exit, 2);
  EXPECT_EQ(rox("query - --csv").exit, 2);  // nothing on standard input
  EXPECT_EQ(rox("query - --csv <<< 'SELECT 7 AS n'").out, "n\n7\n");
}

TEST_F(Cli, query_only_reads) {
  for (const char* sql :
       {"DROP TABLE sales", "DELETE FROM sales", "SELECT 1; DROP TABLE sales", "COPY sales TO 'x.csv'"}) {
    EXPECT_EQ(rox("query \"" + std::string(sql) + "\"").exit, 2) << sql;
  }
  EXPECT_THAT(rox("query 'SELECT count(*) AS n FROM sales' --csv").out, HasSubstr("200"));
}

TEST_F(Cli, errors_are_json_on_standard_error_with_json) {
  Outcome outcome = rox("analyze broken --json");
  EXPECT_EQ(outcome.exit, 2);
  auto error = nlohmann::json::parse(outcome.err)["error"];
  EXPECT_EQ(error["kind"], "usage");
  EXPECT_EQ(error["line"], 3);
  EXPECT_EQ(error["column"], 3);
  EXPECT_THAT(error["file"], HasSubstr("broken.sql"));
  EXPECT_EQ(nlohmann::json::parse(rox("query --jsn --json").err)["error"]["kind"], "usage");
}

TEST_F(Cli, analyze_answers_with_parameters) {
  EXPECT_EQ(rox("analyze amounts --csv --limit 1").out, "id,amount\n2,3.00\n");
  EXPECT_EQ(rox("analyze am --param least=297.5 --csv").out, "id,amount\n199,298.50\n");
  auto json = nlohmann::json::parse(rox("analyze amounts -p least=298 --json").out);
  ASSERT_EQ(json.size(), 1U);
  EXPECT_EQ(json[0]["analysis"], "amounts");
  EXPECT_EQ(json[0]["title"], "Amounts");
  EXPECT_EQ(json[0]["engine"], "duckdb");
  auto columns =
      nlohmann::json::array({{{"name", "id"}, {"type", "INTEGER"}}, {{"name", "amount"}, {"type", "DECIMAL(9,2)"}}});
  EXPECT_EQ(json[0]["columns"], columns);
  EXPECT_EQ(json[0]["rows"], nlohmann::json::parse(R"([[199, "298.50"]])"));
  Outcome table = rox("analyze amounts");
  EXPECT_THAT(table.out, StartsWith("amounts: Amounts\nWhich amounts?\nleast = 2 (default)\n\n"));
  EXPECT_THAT(table.out, HasSubstr("20 of 198 rows in "));
}

TEST_F(Cli, analyze_refuses_what_does_not_fit) {
  for (auto [arguments, said] : std::initializer_list<std::pair<const char*, const char*>>{
           {"analyze amount5", "did you mean 'amounts'?"},
           {"analyze --csv", "several analyses"},
           {"analyze amounts -p lest=1", "did you mean 'least'?"},
           {"analyze amounts -p least=many", "can't be 'many'"},
           {"analyze amounts -p least", "is not name=value"},
           {"analyze amounts -p least=1 -p least=2", "given twice"},
           {"analyze amounts --csv --json", "can't go together"},
           {"analyze amounts --engine duckbd", "did you mean 'duckdb'?"},
           {"analyze amounts -t nowhere", "nowhere"},
           {"analyze broken", "broken.sql:3:3: "}}) {
    Outcome outcome = rox(arguments);
    EXPECT_EQ(outcome.exit, 2) << arguments;
    EXPECT_THAT(outcome.err, HasSubstr(said)) << arguments;
  }
}

TEST_F(Cli, the_project_is_found_from_below_and_by_name) {
  const char* query = "query 'SELECT 7 AS n' --csv";
  EXPECT_EQ(rox(std::string(query) + " -C analyses").out, "n\n7\n");
  EXPECT_EQ(rox("-C analyses " + std::string(query)).out, "n\n7\n");
  Outcome none = rox(std::string(query) + " -C /");
  EXPECT_EQ(none.exit, 2);
  EXPECT_THAT(none.err, HasSubstr("rox init"));
}

TEST_F(Cli, a_warehouse_that_is_not_there_says_what_to_run) {
  fs::remove(dir_ / "project/warehouse.duckdb");
  Outcome outcome = rox("query 'SELECT 1'");
  EXPECT_EQ(outcome.exit, 2);
  EXPECT_THAT(outcome.err, HasSubstr("`rox run` first"));
  write_file(dir_ / "project/warehouse.duckdb", std::string(20000, 'x'));
  outcome = rox("query 'SELECT 1'");
  EXPECT_EQ(outcome.exit, 3);
  EXPECT_THAT(outcome.err, HasSubstr("--full-refresh"));
}

TEST_F(Cli, output_that_can_not_be_written_is_an_error_but_a_reader_that_leaves_is_not) {
  Outcome full = bash("$ROX query 'FROM range(100000)' --csv >/dev/full");
  EXPECT_EQ(full.exit, 3);
  EXPECT_THAT(full.err, HasSubstr("No space left"));
  Outcome head = bash("$ROX query 'FROM range(1000000)' --csv | head -1; exit ${PIPESTATUS[0]}");
  EXPECT_EQ(head.exit, 0);
  EXPECT_EQ(head.out, "range\n");
  EXPECT_THAT(head.err, IsEmpty());
}

}  // namespace
}  // namespace rox
