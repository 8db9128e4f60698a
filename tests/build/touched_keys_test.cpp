// Updated marts of many shapes against full builds of them, over random tables that change at random.
#include "build/touched_keys.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <map>
#include <set>

#include "build/changing_tables.hpp"
#include "build/mart_shapes.hpp"
#include "build/update_mart.hpp"
#include "model/model_file.hpp"
#include "repository.hpp"
#include "rounds.hpp"
#include "sql/dialect.hpp"

namespace rox {
namespace {

using test::kShapes;
using test::Shape;

TEST(TouchedKeys, TakeSelectsApartByAColumnOrSayWhyNot) {
  DuckDbConnection connection = DuckDbDatabase({}, {.threads = 1}).connect();
  test::ChangingTables tables(connection, test::shop(10), 10, 1);
  for (const Shape& shape : kShapes) {
    const Mart mart = test::mart_of(shape.name, shape.select, {});
    make_mart(connection, mart);
    EXPECT_EQ(describe_update(connection, mart), shape.how) << shape.name;
  }
}

/// Each definition reads the one before twice: there are more paths than anyone could follow.
std::string definitions_of_definitions(const std::string& number) {
  std::string sql = "WITH x0 AS (SELECT id, total AS r FROM Sale)";
  for (int i = 1; i <= 24; ++i) {
    sql += fmt::format(", x{0} AS (SELECT a.id, {2} AS r FROM x{1} a JOIN x{1} b ON a.id = b.id)", i, i - 1, number);
  }
  return sql + " SELECT id, r FROM x24";
}

TEST(TouchedKeys, GiveUpWhereThereAreTooManyPaths) {
  DuckDbConnection connection = DuckDbDatabase({}, {.threads = 1}).connect();
  test::ChangingTables tables(connection, test::shop(3), 3, 1);
  connection.execute("CREATE TABLE paths(id INTEGER, r BIGINT)");
  for (const char* number : {"b.r", "row_number() OVER (PARTITION BY a.id ORDER BY a.r, b.r)"}) {
    const Mart mart = test::mart_of("paths", definitions_of_definitions(number), {});
    EXPECT_THAT(describe_update(connection, mart), testing::HasSubstr("whole: ")) << number;
  }
}

struct Tally {
  std::size_t compared = 0;
  std::size_t untouched = 0;
  std::size_t by_keys = 0;
  std::size_t whole = 0;

  void add(const MartUpdate& update) {
    ++compared;
    untouched += update.how == "no change reaches it" ? 1 : 0;
    by_keys += update.how.find(" key") != std::string::npos ? 1 : 0;
    whole += update.how.find("whole") != std::string::npos ? 1 : 0;
  }
  std::string text() const {
    return fmt::format("{} updates equal to full builds: {} not reached, {} by keys, {} whole", compared, untouched,
                       by_keys, whole);
  }
};

/// The mart after the update is what its SELECT gives, and its own change leads there from what it was.
void update_and_compare(DuckDbConnection& connection, const Mart& mart, BuildChanges& changes, Tally& tally) {
  const std::string& name = mart.file.name;
  connection.execute(fmt::format("CREATE OR REPLACE TEMP TABLE before AS FROM main.{}", name));
  const MartUpdate update = update_mart(connection, mart, changes);
  connection.execute(fmt::format("CREATE OR REPLACE TEMP TABLE wanted AS {}", mart.file.text));
  ASSERT_EQ(test::difference(connection, "main." + name, "wanted"), 0) << name << ": " << update.how;
  ASSERT_TRUE(update.known) << name << ": " << update.how;
  const std::string changed =
      fmt::format("((FROM before EXCEPT ALL FROM {1}.{0}) UNION ALL FROM {2}.{0})", name, kDeleted, kInserted);
  ASSERT_EQ(test::difference(connection, changed, "wanted"), 0) << name << ": " << update.how;
  ASSERT_EQ(update.rows.out, query_integer(connection, "SELECT count(*) FROM main." + name)) << name;
  if (update.inserted + update.deleted > 0) changes.known.insert(name);
  tally.add(update);
}

/// Changes some tables again and again, and follows with marts of all shapes, or of those with a name in `names`.
void follow_changes(std::size_t rows, std::size_t rounds, std::size_t most, unsigned seed, Tally& tally,
                    const std::set<std::string>& names = {}) {
  DuckDbConnection connection = DuckDbDatabase({}, {.threads = 1}).connect();
  test::ChangingTables tables(connection, test::shop(rows), rows, seed);
  std::vector<Mart> marts;
  for (const Shape& shape : kShapes) {
    if (names.empty() || names.contains(shape.name)) marts.push_back(test::mart_of(shape.name, shape.select, {}));
  }
  for (const Mart& mart : marts) make_mart(connection, mart);
  for (std::size_t round = 0; round < rounds; ++round) {
    SCOPED_TRACE(fmt::format("round {} of seed {} with {} rows", round, seed, rows));
    BuildChanges changes = tables.change(most);
    for (const Mart& mart : marts) {
      update_and_compare(connection, mart, changes, tally);
      if (testing::Test::HasFatalFailure()) return;
    }
    ASSERT_EQ(test::temporary_objects(connection), 0);
  }
}

/// More by hand: ROX_TEST_ROUNDS=100 rox_tests --gtest_filter='TouchedKeys*:StillPass*'
TEST(TouchedKeys, MakeWhatAFullBuildMakes) {
  Tally tally;
  for (unsigned seed = 1; seed <= test::rounds(1, 3) && !testing::Test::HasFatalFailure(); ++seed) {
    follow_changes(5 + seed * 13 % 60, 2, 1 + seed % 7, seed, tally);
  }
  fmt::print("{}\n", tally.text());
  EXPECT_GT(tally.by_keys, tally.whole);
}

/// Where tables are so large that the rows of look-ups are narrowed too.
TEST(TouchedKeys, MakeWhatAFullBuildMakesOfLargerTables) {
  Tally tally;
  for (unsigned seed = 1; seed <= test::rounds(1, 3) && !testing::Test::HasFatalFailure(); ++seed) {
    follow_changes(
        6000 + seed * 1300 % 2000, 2, 40, seed, tally,
        {"m_lookup", "m_inner", "m_three", "m_self", "m_null_safe", "m_two_lookups", "m_lines", "m_of_marts"});
  }
  fmt::print("{}\n", tally.text());
  EXPECT_GT(tally.by_keys, tally.whole);
}

/// The example's tables, with random values and rows that refer to nothing.
std::vector<test::RandomTable> random_company(const Model& model) {
  const std::map<std::string, std::string> values = {
      {"CustomerID", "nullif(random % (i + 5), 3)::INTEGER"}, {"PersonID", "nullif(random % (i + 5), 2)::INTEGER"},
      {"TerritoryID", "nullif(random % 4, 0)::INTEGER"},      {"ProductID", "(random % (i + 3))::INTEGER"},
      {"SpecialOfferID", "(1 + random % 3)::INTEGER"},        {"SalesOrderID", "(random % (i + 3))::INTEGER"}};
  std::vector<test::RandomTable> tables;
  for (const Table& table : model.tables) {
    test::RandomTable& random = tables.emplace_back(test::RandomTable{table.name, {}, 0});
    const std::string& key = table.primary_key.back();
    random.columns.push_back({key, "i::INTEGER"});
    for (const Column& column : table.columns) {
      if (column.name == key) continue;
      const auto known = values.find(column.name);
      const std::string type = sql_type(column, SqlDialect::duckdb).text;
      std::string value = fmt::format("(random % 40)::{}", type);
      if (type.rfind("VARCHAR", 0) == 0) value = "substr('abcdefgh', 1 + (random % 5)::INTEGER, 1)";
      if (type == "UUID") value = "md5(random::VARCHAR)::UUID";
      if (type == "BOOLEAN") value = "random % 2 = 0";
      if (type == "DATE") value = "nullif(DATE '2020-01-01' + (random % 700)::INTEGER, DATE '2020-01-02')";
      if (type == "TIMESTAMP") value = "TIMESTAMP '2020-01-01'";
      random.columns.push_back({column.name, known == values.end() ? value : known->second});
    }
    random.keys = 1;
  }
  return tables;
}

TEST(TouchedKeys, MakeTheExamplesMarts) {
  const std::filesystem::path project = test::repository() / "projects/rox-bikes";
  const Model model = read_model(project / "model.toml");
  const std::vector<Mart> marts = read_marts(project / "marts", model);
  Tally tally;
  for (unsigned seed = 1; seed <= test::rounds(1, 3) && !testing::Test::HasFatalFailure(); ++seed) {
    DuckDbConnection connection = DuckDbDatabase({}, {.threads = 1}).connect();
    test::ChangingTables tables(connection, random_company(model), 30 + seed * 17 % 50, seed);
    for (const Mart& mart : marts) make_mart(connection, mart);
    for (std::size_t round = 0; round < 2 && !testing::Test::HasFatalFailure(); ++round) {
      SCOPED_TRACE(fmt::format("round {} of seed {}", round, seed));
      BuildChanges changes = tables.change(1 + seed % 5);
      for (const Mart& mart : marts) update_and_compare(connection, mart, changes, tally);
    }
  }
  fmt::print("{}\n", tally.text());
  EXPECT_GT(tally.by_keys, 0U);
}

}  // namespace
}  // namespace rox
