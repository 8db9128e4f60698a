#include "build/update_mart.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cstdlib>
#include <map>
#include <set>

#include "base/error.hpp"
#include "build/changing_tables.hpp"
#include "engine/sql/materialize.hpp"
#include "model/model_file.hpp"
#include "repository.hpp"
#include "sql/dialect.hpp"

namespace rox {
namespace {

using testing::HasSubstr;

struct Shape {
  const char* name;
  const char* select;
  const char* how;  // what describe_update() says
};

/// Keyless, so that any rows may be equal; each after those that it reads.
const std::vector<Shape> kShapes = {
    {"m_rows", "SELECT id, total * 2 AS double, day FROM Sale WHERE total > 10", "by id"},
    {"m_group", "SELECT customer, count(*) AS n, sum(total) AS t, min(day) AS d FROM Sale GROUP BY customer",
     "by customer"},
    {"m_group2", "SELECT day, customer, max(total) AS t FROM Sale GROUP BY customer, day", "by day"},
    {"m_having", "SELECT customer FROM Sale GROUP BY 1 HAVING count(*) > 1 ORDER BY 1", "by customer"},
    {"m_distinct", "SELECT DISTINCT customer, day FROM Sale", "by customer"},
    {"m_lookup", "SELECT s.id, s.customer, c.area FROM Sale s LEFT JOIN Customer c ON s.customer = c.id", "by id"},
    {"m_inner", "SELECT s.id, l.n, l.amount FROM Sale s JOIN Line l ON s.id = l.sale WHERE l.amount > s.total / 9",
     "by id"},
    {"m_comma", "SELECT l.sale, l.n, p.kind FROM Line l, Product p WHERE l.product = p.id AND p.price > 1", "by sale"},
    {"m_three",
     "SELECT l.n, l.sale, c.area FROM Line l JOIN Sale s ON l.sale = s.id LEFT JOIN Customer c ON s.customer = c.id",
     "by n"},
    {"m_lines",
     "WITH sums AS (SELECT sale, sum(amount) AS a, count(*) AS n FROM Line GROUP BY sale) "
     "SELECT s.id, s.total, x.a, coalesce(x.n, 0) AS n FROM Sale s LEFT JOIN sums x ON s.id = x.sale",
     "by id"},
    {"m_right", "SELECT l.sale, s.total, l.amount FROM Sale s RIGHT JOIN Line l ON s.id = l.sale", "by sale"},
    {"m_self", "SELECT c.id, c.area, b.area AS boss_area FROM Customer c LEFT JOIN Customer b ON c.boss = b.id",
     "by id"},
    {"m_null_safe", "SELECT s.id, c.area FROM Sale s LEFT JOIN Customer c ON s.customer IS NOT DISTINCT FROM c.id",
     "by id"},
    {"m_wide", "SELECT s.id, c.id AS cid FROM Sale s JOIN Customer c ON s.customer = c.code", "by id"},
    {"m_union",
     "SELECT customer AS c, 'sale' AS kind FROM Sale UNION ALL SELECT id, 'customer' FROM Customer UNION ALL "
     "SELECT -1, 'none'",
     "by c"},
    {"m_union_distinct", "SELECT customer AS c FROM Sale UNION SELECT id FROM Customer", "by c"},
    {"m_except", "SELECT id FROM Customer EXCEPT SELECT customer FROM Sale", "by id"},
    {"m_except_all", "SELECT id FROM Customer EXCEPT ALL SELECT customer FROM Sale", "by id"},
    {"m_intersect", "SELECT id FROM Customer INTERSECT SELECT customer FROM Sale", "by id"},
    {"m_exists",
     "SELECT id, area FROM Customer c WHERE EXISTS (SELECT 1 FROM Sale s WHERE s.customer = c.id AND s.total > c.code)",
     "by id"},
    {"m_not_exists", "SELECT id, area FROM Customer c WHERE NOT EXISTS (SELECT 1 FROM Sale s WHERE s.customer = c.id)",
     "by id"},
    {"m_in", "SELECT id, customer FROM Sale WHERE customer IN (SELECT id FROM Customer WHERE area = 1)", "by id"},
    {"m_in_value", "SELECT id, customer IN (SELECT id FROM Customer WHERE area = 1) AS found FROM Sale",
     "whole: no column of it tells which rows of its tables a row comes from"},
    {"m_not_in", "SELECT id, customer FROM Sale WHERE customer NOT IN (SELECT id FROM Customer WHERE area = 1)",
     "whole: no column of it tells which rows of its tables a row comes from"},
    {"m_any", "SELECT id, total = ANY (SELECT amount FROM Line l WHERE l.sale = s.id) AS found FROM Sale s", "by id"},
    {"m_scalar", "SELECT id, (SELECT max(amount) FROM Line l WHERE l.sale = s.id) AS most FROM Sale s", "by id"},
    {"m_scalar_count", "SELECT id, (SELECT count(*) FROM Line l WHERE l.sale = s.id) AS n FROM Sale s", "by id"},
    {"m_above",
     "SELECT id, customer, total FROM Sale s WHERE total > (SELECT avg(total) FROM Sale o WHERE o.customer = "
     "s.customer)",
     "by id"},
    {"m_lateral",
     "SELECT c.id, x.n FROM Customer c, LATERAL (SELECT count(*) AS n FROM Sale s WHERE s.customer = c.id) x", "by id"},
    {"m_rank",
     "SELECT customer, id, rank() OVER (PARTITION BY customer ORDER BY total) AS r, "
     "sum(total) OVER (PARTITION BY customer) AS t FROM Sale",
     "by customer"},
    {"m_partitions",
     "SELECT sale, n, count(*) OVER (PARTITION BY sale) AS a, max(amount) OVER (PARTITION BY n, sale) AS b FROM Line",
     "by sale"},
    {"m_number",
     "SELECT g.sale, g.product, row_number() OVER (PARTITION BY g.sale ORDER BY g.product) AS r FROM "
     "(SELECT sale, product FROM Line GROUP BY sale, product) g",
     "by sale"},
    {"m_running",
     "SELECT x.customer, x.day, sum(x.t) OVER (PARTITION BY x.customer ORDER BY x.day ROWS UNBOUNDED PRECEDING) AS t "
     "FROM (SELECT customer, day, sum(total) AS t FROM Sale GROUP BY ALL) x",
     "by customer"},
    {"m_ties", "SELECT sale, n, row_number() OVER (PARTITION BY sale, n, product, amount ORDER BY n) AS r FROM Line",
     "by sale"},
    {"m_semi", "SELECT id, total FROM Sale SEMI JOIN Line ON id = sale AND total > amount", "by id"},
    {"m_anti", "SELECT id, total FROM Sale ANTI JOIN Line ON id = sale", "by id"},
    {"m_full", "SELECT s.customer, c.id, s.total FROM Sale s FULL JOIN Customer c ON s.customer = c.id",
     "whole: no column of it tells which rows of its tables a row comes from"},
    {"m_cross", "SELECT s.id, m.most FROM Sale s CROSS JOIN (SELECT max(price) AS most FROM Product) m",
     "whole: no column of it tells which rows of its tables a row comes from"},
    {"m_near", "SELECT s.id, l.n FROM Sale s JOIN Line l ON s.id = l.sale AND s.total > l.amount", "by id"},
    {"m_either", "SELECT s.id, l.n FROM Sale s JOIN Line l ON s.id = l.sale OR s.total = l.amount",
     "whole: no column of it tells which rows of its tables a row comes from"},
    {"m_rollup", "SELECT area, code, count(*) AS n FROM Customer GROUP BY ROLLUP (area, code)",
     "whole: no column of it tells which rows of its tables a row comes from"},
    {"m_used_twice",
     "WITH t AS (SELECT customer, sum(total) AS t FROM Sale GROUP BY 1) SELECT a.customer, a.t, b.t AS boss "
     "FROM t a LEFT JOIN Customer c ON a.customer = c.id LEFT JOIN t b ON c.boss = b.customer",
     "by customer"},
    {"m_of_marts", "SELECT l.id, l.total, l.a, k.area FROM m_lines l LEFT JOIN m_lookup k ON l.id = k.id", "by id"},
    {"m_chain", "SELECT area, count(*) AS n, sum(a) AS a FROM m_of_marts GROUP BY area", "by area"},
    {"m_chain_window",
     "SELECT o.area, o.id, o.a, dense_rank() OVER (PARTITION BY o.area ORDER BY o.a DESC) AS r, c.n "
     "FROM m_of_marts o JOIN m_chain c ON o.area = c.area",
     "by area"},
    {"m_of_whole", "SELECT s.id, s.total, r.n FROM Sale s LEFT JOIN m_rollup r ON s.customer = r.area", "by id"},
    {"m_constant", "SELECT 7 AS k, count(*) AS n FROM Sale UNION ALL SELECT id, count(*) FROM Customer GROUP BY id",
     "by k"},
    {"m_exists_value", "SELECT c.id, EXISTS (SELECT 1 FROM Sale s WHERE s.customer = c.id) AS buys FROM Customer c",
     "by id"},
    {"m_two_lookups",
     "SELECT s.id, a.area, b.kind FROM Sale s LEFT JOIN Customer a ON s.customer = a.id AND a.area > 1 "
     "LEFT JOIN Product b ON b.id = a.area",
     "by id"},
    {"m_composite",
     "SELECT l.sale, l.n, s.c FROM Line l LEFT JOIN (SELECT sale, n, count(*) AS c FROM Line GROUP BY sale, n) s "
     "ON l.sale = s.sale AND l.n = s.n",
     "by sale"},
};

class UpdateMartTest : public testing::Test {
 protected:
  void make(const Mart& mart) { make_mart(connection_, mart); }

  DuckDbConnection connection_ = DuckDbDatabase({}, {.threads = 1}).connect();
};

TEST_F(UpdateMartTest, TakesSelectsApartByAColumnOrSaysWhyNot) {
  test::ChangingTables tables(connection_, test::shop(10), 10, 1);
  for (const Shape& shape : kShapes) {
    const Mart mart = test::mart_of(shape.name, shape.select, {});
    make(mart);
    EXPECT_EQ(describe_update(connection_, mart), shape.how) << shape.name;
  }
}

/// What is no view or table of somebody's is left by updates.
std::int64_t temporary_objects(DuckDbConnection& connection) {
  return query_integer(connection,
                       "SELECT (SELECT count(*) FROM duckdb_views() WHERE temporary AND NOT internal) + "
                       "(SELECT count(*) FROM duckdb_tables() WHERE temporary AND table_name LIKE 'rox%')");
}

/// Sales and what they are of: marts with a key and a number of rows.
class UpdateOneMartTest : public UpdateMartTest {
 protected:
  UpdateOneMartTest() {
    connection_.execute(
        "CREATE TABLE Sale AS SELECT i AS id, i % 3 AS product, 10 * i AS total, 'x' AS note FROM range(6) t(i);"
        "CREATE TABLE Product AS SELECT i AS id, 'p' || i AS name, 1 AS price FROM range(3) t(i);"
        "CREATE SCHEMA rox_inserted; CREATE SCHEMA rox_deleted");
    for (const char* table : {"Sale", "Product"}) {
      for (const char* schema : {kInserted, kDeleted}) {
        connection_.execute(fmt::format("CREATE TABLE {0}.{1} AS FROM {1} LIMIT 0", schema, table));
      }
    }
    mart_ = test::mart_of("facts",
                          "SELECT s.id, s.total, p.name\nFROM Sale s\nLEFT JOIN Product p ON s.product = p.id "
                          "WHERE 100 / s.total > 0 OR s.id >= 0",
                          {"id"});
    mart_.file.keys["reconcile"] = "rows = Sale";
    mart_.rows = RowRule{{"Sale"}, 0};
    make(mart_);
  }

  void insert(const std::string& table, const std::string& values) {
    connection_.execute(
        fmt::format("INSERT INTO {0} VALUES {1}; INSERT INTO {2}.{0} VALUES {1}", table, values, kInserted));
    changes_.known.insert(table);
  }
  void remove(const std::string& table, const std::string& where) {
    connection_.execute(
        fmt::format("INSERT INTO {2}.{0} FROM {0} WHERE {1}; DELETE FROM {0} WHERE {1}", table, where, kDeleted));
    changes_.known.insert(table);
  }
  MartUpdate update() { return update_mart(connection_, mart_, changes_); }
  std::string error() {
    try {
      update();
    } catch (const Error& error) {
      EXPECT_THAT(error.place().file, HasSubstr("facts.sql"));
      EXPECT_FALSE(error.hint_text().empty());
      return error.what();
    }
    return "none";
  }
  /// What the mart is made by from now on.
  void select(const std::string& sql) { mart_.file.text = sql; }

  BuildChanges changes_;
  Mart mart_;
};

TEST_F(UpdateOneMartTest, SaysWhatItDid) {
  insert("Sale", "(6, 1, 60, 'y'), (7, 9, 70, 'y')");
  const MartUpdate update = this->update();
  EXPECT_EQ(update.how, "2 keys (id)");
  EXPECT_EQ(update.inserted, 2U);
  EXPECT_EQ(update.deleted, 0U);
  EXPECT_EQ(update.rows.in, 8U);
  EXPECT_EQ(update.rows.out, 8U);
}

TEST_F(UpdateOneMartTest, ColumnsThatItDoesntReadDontReachIt) {
  remove("Product", "id = 2");
  insert("Product", "(2, 'p2', 99)");
  const MartUpdate update = this->update();
  EXPECT_EQ(update.how, "no change reaches it");
  EXPECT_EQ(query_integer(connection_, "SELECT count(*) FROM rox_inserted.facts"), 0) << "as nothing changed";
  remove("Product", "id = 1");
  insert("Product", "(1, 'new', 1)");
  EXPECT_EQ(this->update().how, "2 keys (id)");
}

TEST_F(UpdateOneMartTest, ARowThatComesOutTheSameIsNoChangeOfIt) {
  remove("Sale", "id = 2");
  insert("Sale", "(2, 5, 20, 'x'), (2, 5, 20, 'x')");
  remove("Sale", "id = 2");
  insert("Sale", "(2, 2, 20, 'z')");
  const MartUpdate update = this->update();
  EXPECT_EQ(update.inserted + update.deleted, 0U) << update.how;
}

TEST_F(UpdateOneMartTest, ProvesItsKeyAndItsNumberOfRowsAsWhenItIsMade) {
  insert("Product", "(1, 'again', 1)");
  connection_.execute("BEGIN");
  EXPECT_EQ(error(), "mart facts has 8 rows, but 'rows = Sale' makes 6");
  connection_.execute("ROLLBACK");
  mart_.rows.reset();
  EXPECT_THAT(error(), HasSubstr("2 keys of mart facts (id) are missing or stand for several rows, for instance 1"));
}

TEST_F(UpdateOneMartTest, ARowWithoutItsKeyIsAnError) {
  insert("Sale", "(NULL, 1, 60, 'y')");
  EXPECT_THAT(error(), HasSubstr("1 keys of mart facts (id) are missing"));
}

TEST_F(UpdateOneMartTest, ASelectThatFailsIsToldWithItsPlace) {
  select(
      "SELECT s.id, CAST(s.note AS INTEGER) AS total,\n  p.nothing\nFROM Sale s LEFT JOIN Product p ON s.product = "
      "p.id");
  insert("Sale", "(6, 1, 60, 'y')");
  try {
    update();
    ADD_FAILURE() << "it doesn't fail";
  } catch (const Error& error) {
    EXPECT_EQ(error.place().line, 2U);
    EXPECT_EQ(error.place().column, 3U);
  }
  EXPECT_EQ(temporary_objects(connection_), 0);
}

TEST_F(UpdateOneMartTest, AFailureLeavesNothingBehind) {
  select("SELECT s.id, CAST(s.note AS INTEGER) AS total, p.name FROM Sale s LEFT JOIN Product p ON s.product = p.id");
  insert("Sale", "(6, 1, 60, 'not a number')");
  connection_.execute("BEGIN");
  EXPECT_THAT(error(), HasSubstr("not a number"));
  connection_.execute("ROLLBACK");
  EXPECT_EQ(temporary_objects(connection_), 0);
  EXPECT_EQ(query_integer(connection_, "SELECT count(*) FROM Sale"), 7) << "no view is before it";
}

TEST_F(UpdateOneMartTest, TablesMadeAnewMakeItWholeAndItsOwnChangeIsKnown) {
  insert("Sale", "(6, 1, 60, 'y')");
  changes_ = {{}, {"Sale"}};
  const MartUpdate update = this->update();
  EXPECT_EQ(update.how, "made whole, then compared: Sale was made anew");
  EXPECT_TRUE(update.known);
  EXPECT_EQ(update.inserted, 1U);
  EXPECT_EQ(update.deleted, 0U);
}

TEST_F(UpdateOneMartTest, OtherColumnsThanItHasMakeItAnew) {
  insert("Sale", "(6, 1, 60, 'y')");
  select("SELECT s.id, s.total, s.note FROM Sale s");
  const MartUpdate update = this->update();
  EXPECT_EQ(update.how, "made whole: its SELECT gives other columns than it has");
  EXPECT_FALSE(update.known);
  EXPECT_EQ(update.rows.out, 7U);
  EXPECT_EQ(query_integer(connection_,
                          "SELECT count(*) FROM duckdb_tables() WHERE schema_name LIKE 'rox%' AND "
                          "table_name = 'facts'"),
            0);
}

TEST_F(UpdateOneMartTest, TooManyTouchedRowsMakeItWhole) {
  connection_.execute("INSERT INTO Sale SELECT i, i % 3, 10 * i, 'x' FROM range(6, 30000) t(i)");
  drop_materialized(connection_, "facts");
  make(mart_);
  remove("Product", "id = 1");
  EXPECT_EQ(update().how, "made whole, then compared: more than one in 5 rows of Sale is touched");
}

TEST_F(UpdateOneMartTest, RowsThatAreEqualInAWindowsOrderMakeItWhole) {
  mart_.rows.reset();
  select("SELECT id, total, product, row_number() OVER (PARTITION BY product ORDER BY total) AS n FROM Sale");
  drop_materialized(connection_, "facts");
  make(mart_);
  insert("Sale", "(6, 0, 600, 'y')");
  EXPECT_EQ(update().how, "1 key (product)");
  insert("Sale", "(7, 1, 10, 'y')");
  EXPECT_EQ(update().how,
            "made whole, then compared: rows of Sale are equal in what a window orders by (product, total)");
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

/// More by hand: ROX_TEST_ROUNDS=100 rox_tests --gtest_filter='UpdateMart*:StillPass*'
std::size_t rounds(std::size_t usual) {
  const char* asked = std::getenv("ROX_TEST_ROUNDS");
  return asked == nullptr ? usual : std::strtoul(asked, nullptr, 10);
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
    ASSERT_EQ(temporary_objects(connection), 0);
  }
}

TEST_F(UpdateMartTest, MakesWhatAFullBuildMakes) {
  Tally tally;
  for (unsigned seed = 1; seed <= rounds(1) && !HasFatalFailure(); ++seed) {
    follow_changes(5 + seed * 13 % 60, 2, 1 + seed % 7, seed, tally);
  }
  fmt::print("{}\n", tally.text());
  EXPECT_GT(tally.by_keys, tally.whole);
}

/// Where tables are so large that the rows of look-ups are narrowed too.
TEST_F(UpdateMartTest, MakesWhatAFullBuildMakesOfLargerTables) {
  Tally tally;
  for (unsigned seed = 1; seed <= rounds(1) && !HasFatalFailure(); ++seed) {
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

TEST_F(UpdateMartTest, MakesTheExamplesMarts) {
  const std::filesystem::path project = test::repository() / "projects/rox-bikes";
  const Model model = read_model(project / "model.toml");
  const std::vector<Mart> marts = read_marts(project / "marts", model);
  Tally tally;
  for (unsigned seed = 1; seed <= rounds(1) && !HasFatalFailure(); ++seed) {
    DuckDbConnection connection = DuckDbDatabase({}, {.threads = 1}).connect();
    test::ChangingTables tables(connection, random_company(model), 30 + seed * 17 % 50, seed);
    for (const Mart& mart : marts) make_mart(connection, mart);
    for (std::size_t round = 0; round < 4 && !HasFatalFailure(); ++round) {
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
