#include "build/update_mart.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "base/error.hpp"
#include "build/changing_tables.hpp"
#include "engine/sql/materialize.hpp"

namespace rox {
namespace {

using testing::HasSubstr;

/// Sales and what they are of: marts with a key and a number of rows.
class UpdateMartTest : public testing::Test {
 protected:
  UpdateMartTest() {
    connection_.execute(
        "CREATE TABLE Sale AS SELECT i AS id, i % 3 AS product, 10 * i AS total, 'x' AS note FROM range(6) t(i);"
        "CREATE TABLE Product AS SELECT i AS id, 'p' || i AS name, 1 AS price FROM range(3) t(i)");
    for (const char* table : {"Sale", "Product"}) test::begin_changes(connection_, table);
    mart_ = test::mart_of("facts", "SELECT s.id, s.total, p.name\nFROM Sale s\nLEFT JOIN Product p ON s.product = p.id",
                          {"id"});
    mart_.file.keys["reconcile"] = "rows = Sale";
    mart_.rows = RowRule{{"Sale"}, 0};
    make_mart(connection_, mart_);
  }

  void insert(const std::string& table, const std::string& values) {
    test::insert_rows(connection_, changes_, table, values);
  }
  void remove(const std::string& table, const std::string& where) {
    test::delete_rows(connection_, changes_, table, where);
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

  DuckDbConnection connection_ = DuckDbDatabase({}, {.threads = 1}).connect();
  BuildChanges changes_;
  Mart mart_;
};

TEST_F(UpdateMartTest, SaysWhatItDid) {
  insert("Sale", "(6, 1, 60, 'y'), (7, 9, 70, 'y')");
  const MartUpdate update = this->update();
  EXPECT_EQ(update.how, "2 keys (id)");
  EXPECT_EQ(update.inserted, 2U);
  EXPECT_EQ(update.deleted, 0U);
  EXPECT_EQ(update.rows.in, 8U);
  EXPECT_EQ(update.rows.out, 8U);
}

TEST_F(UpdateMartTest, ColumnsThatItDoesntReadDontReachIt) {
  remove("Product", "id = 2");
  insert("Product", "(2, 'p2', 99)");
  const MartUpdate update = this->update();
  EXPECT_EQ(update.how, "no change reaches it");
  EXPECT_EQ(query_integer(connection_, "SELECT count(*) FROM rox_inserted.facts"), 0) << "as nothing changed";
  remove("Product", "id = 1");
  insert("Product", "(1, 'new', 1)");
  EXPECT_EQ(this->update().how, "2 keys (id)");
}

TEST_F(UpdateMartTest, ARowThatComesOutTheSameIsNoChangeOfIt) {
  remove("Sale", "id = 2");
  insert("Sale", "(2, 5, 20, 'x'), (2, 5, 20, 'x')");
  remove("Sale", "id = 2");
  insert("Sale", "(2, 2, 20, 'z')");
  const MartUpdate update = this->update();
  EXPECT_EQ(update.inserted + update.deleted, 0U) << update.how;
}

TEST_F(UpdateMartTest, ProvesItsKeyAndItsNumberOfRowsAsWhenItIsMade) {
  insert("Product", "(1, 'again', 1)");
  connection_.execute("BEGIN");
  EXPECT_EQ(error(), "mart facts has 8 rows, but 'rows = Sale' makes 6");
  connection_.execute("ROLLBACK");
  mart_.rows.reset();
  EXPECT_THAT(error(), HasSubstr("2 keys of mart facts (id) are missing or stand for several rows, for instance 1"));
}

TEST_F(UpdateMartTest, ARowWithoutItsKeyIsAnError) {
  insert("Sale", "(NULL, 1, 60, 'y')");
  EXPECT_THAT(error(), HasSubstr("1 keys of mart facts (id) are missing"));
}

TEST_F(UpdateMartTest, ASelectThatFailsIsToldWithItsPlace) {
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
  EXPECT_EQ(test::temporary_objects(connection_), 0);
}

TEST_F(UpdateMartTest, AFailureLeavesNothingBehind) {
  select("SELECT s.id, CAST(s.note AS INTEGER) AS total, p.name FROM Sale s LEFT JOIN Product p ON s.product = p.id");
  insert("Sale", "(6, 1, 60, 'not a number')");
  connection_.execute("BEGIN");
  EXPECT_THAT(error(), HasSubstr("not a number"));
  connection_.execute("ROLLBACK");
  EXPECT_EQ(test::temporary_objects(connection_), 0);
  EXPECT_EQ(query_integer(connection_, "SELECT count(*) FROM Sale"), 7) << "no view is before it";
}

TEST_F(UpdateMartTest, TablesMadeAnewMakeItWholeAndItsOwnChangeIsKnown) {
  insert("Sale", "(6, 1, 60, 'y')");
  changes_ = {{}, {"Sale"}};
  const MartUpdate update = this->update();
  EXPECT_EQ(update.how, "made whole, then compared: Sale was made anew");
  EXPECT_TRUE(update.known);
  EXPECT_EQ(update.inserted, 1U);
  EXPECT_EQ(update.deleted, 0U);
}

TEST_F(UpdateMartTest, OtherColumnsThanItHasMakeItAnew) {
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

TEST_F(UpdateMartTest, TooManyTouchedRowsMakeItWhole) {
  connection_.execute("INSERT INTO Sale SELECT i, i % 3, 10 * i, 'x' FROM range(6, 30000) t(i)");
  drop_materialized(connection_, "facts");
  make_mart(connection_, mart_);
  remove("Product", "id = 1");
  EXPECT_EQ(update().how, "made whole, then compared: more than one in 5 rows of Sale is touched");
}

TEST_F(UpdateMartTest, RowsThatAreEqualInAWindowsOrderMakeItWhole) {
  mart_.rows.reset();
  select("SELECT id, total, product, row_number() OVER (PARTITION BY product ORDER BY total) AS n FROM Sale");
  drop_materialized(connection_, "facts");
  make_mart(connection_, mart_);
  insert("Sale", "(6, 0, 600, 'y')");
  EXPECT_EQ(update().how, "1 key (product)");
  insert("Sale", "(7, 1, 10, 'y')");
  EXPECT_EQ(update().how,
            "made whole, then compared: rows of Sale are equal in what a window orders by (product, total)");
}

}  // namespace
}  // namespace rox
