#include "run/prove.hpp"

#include <gmock/gmock.h>

#include "base/file.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "run/run.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::Contains;
using testing::HasSubstr;

class ProveTest : public test::TempDirTest {
 protected:
  ProveTest() {
    make_directories(dir_ / "exports");
    make_directories(dir_ / "marts");
    make_directories(dir_ / "analyses");
    write_file(dir_ / "exports/t.csv", "id,amount\n1,5\n2,7\n");
    write_file(dir_ / "marts/m.sql", "SELECT id, amount * 2 AS twice FROM t");
    write_file(dir_ / "analyses/a.sql", "SELECT sum(twice) AS sum FROM m");
    write_file(dir_ / "model.toml",
               "[[table]]\nname = \"t\"\nfile = \"t.csv\"\nprimary_key = [\"id\"]\n"
               "columns = [{ name = \"id\", type = \"INTEGER\" }, { name = \"amount\", type = \"INTEGER\" }]\n");
    project_.root = dir_;
    project_.source.path = dir_ / "exports";
    target_.name = "local";
    target_.place = LocalConfig{dir_ / "warehouse.duckdb"};
    run_project(project_, target_, {}, silent_);
  }

  /// The parts that aren't equal, with what is said of them.
  std::map<std::string, std::vector<std::string>> differences() const {
    std::map<std::string, std::vector<std::string>> found;
    for (const ProvenPart& part : prove_warehouse(project_, target_).parts) {
      if (!part.equal()) found[part.name] = part.differences;
    }
    return found;
  }

  void change(const char* sql) { DuckDbDatabase(target_.local().path, {}).connect().execute(sql); }

  Project project_;
  Target target_;
  RunObserver silent_;
};

TEST_F(ProveTest, AWarehouseIsWhatAFullLoadGives) {
  const Proof proof = prove_warehouse(project_, target_);
  EXPECT_TRUE(proof.holds());
  EXPECT_EQ(proof.parts.size(), 6U);  // a table, a mart, three accounts, an answer
}

TEST_F(ProveTest, AnotherCellIsFoundAndShown) {
  change("UPDATE t SET amount = 8 WHERE id = 2");
  const auto found = differences();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found.at("t"), Contains(HasSubstr(R"(only the warehouse has {"id":2,"amount":8})")));
  EXPECT_THAT(found.at("t"), Contains(HasSubstr(R"(only a full load has {"id":2,"amount":7})")));
}

TEST_F(ProveTest, AMissingRowAnotherTypeAndAnotherTableAreFound) {
  change("DELETE FROM m WHERE id = 1; ALTER TABLE t ALTER amount TYPE BIGINT; CREATE TABLE other (x INTEGER)");
  const auto found = differences();
  EXPECT_THAT(found.at("m"), Contains(HasSubstr("only a full load has")));
  EXPECT_THAT(found.at("t"), Contains(HasSubstr("its columns are")));
  EXPECT_THAT(found.at("other"), Contains("a full load doesn't have it"));
}

TEST_F(ProveTest, AnAnswerThatWasChangedIsFound) {
  write_file(project_.answer_file("a"), "sum\n0\n");
  EXPECT_TRUE(differences().contains("answers/a.csv"));
}

TEST_F(ProveTest, OnlyALocalWarehouseCanBeProven) {
  Target server;
  server.name = "server";
  server.place = PostgresConfig{};
  EXPECT_THROW(prove_warehouse(project_, server), Error);
}

}  // namespace
}  // namespace rox
