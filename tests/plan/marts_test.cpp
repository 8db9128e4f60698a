#include "plan/marts.hpp"

#include <gmock/gmock.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "build/make_mart.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "plan/fingerprint.hpp"
#include "temp_dir.hpp"

namespace rox {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// A folder of marts over the tables Sale and Customer.
class MartsTest : public test::TempDirTest {
 protected:
  MartsTest() {
    for (const char* name : {"Sale", "Customer"}) model_.tables.emplace_back().name = name;
  }

  void write(const std::string& name, const std::string& sql) { write_file(dir_ / (name + ".sql"), sql); }

  std::vector<std::string> order() {
    std::vector<std::string> names;
    for (const Mart& mart : read_marts(dir_, model_)) names.push_back(mart.file.name);
    return names;
  }

  /// "file:line:column: what / hint" of the error that reading the folder gives.
  std::string error() {
    try {
      read_marts(dir_, model_);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      EXPECT_FALSE(error.hint_text().empty());
      const SourceLocation place{std::filesystem::path(error.place().file).filename(), error.place().line,
                                 error.place().column};
      return place.text() + ": " + error.what();
    }
    return "none";
  }

  Model model_;
};

TEST_F(MartsTest, AreOrderedByWhatTheyRead) {
  EXPECT_THAT(order(), ElementsAre());
  write("a_last", "SELECT * FROM Sale JOIN c_mid ON true JOIN b_mid ON true");
  write("b_mid", "WITH a_last AS (SELECT 1) SELECT * FROM D_FIRST, a_last");
  write("c_mid", "SELECT (SELECT max(x) FROM d_first) AS x");
  write("d_first", "SELECT 1 AS x FROM customer");
  write("e_alone", "SELECT 1 AS x");
  EXPECT_THAT(order(), ElementsAre("d_first", "b_mid", "c_mid", "a_last", "e_alone"));
  const std::vector<Mart> marts = read_marts(dir_, model_);
  EXPECT_THAT(marts[0].reads, ElementsAre("Customer")) << "as the model writes it";
  EXPECT_THAT(marts[3].reads, ElementsAre("Sale", "b_mid", "c_mid"));
}

TEST_F(MartsTest, ThatReadEachOtherAreNamed) {
  write("a", "SELECT * FROM b");
  write("b", "SELECT * FROM c");
  write("c", "SELECT * FROM d, Sale");
  write("d", "SELECT * FROM b");
  EXPECT_EQ(error(), "b.sql: marts form a cycle: b -> c -> d -> b");
  write("b", "SELECT * FROM B");
  EXPECT_EQ(error(), "b.sql: marts form a cycle: b -> b");
}

TEST_F(MartsTest, WhatTheyCantReadIsSaidWithItsPlace) {
  write("a", "-- title: A\nSELECT *\nFROM Sale, Custmer");
  EXPECT_EQ(error(), "a.sql:3:12: there is no table or mart 'Custmer' (did you mean 'Customer'?)");
  write("a", "SELECT * FROM rox.steps");
  EXPECT_EQ(error(), "a.sql:1:15: rox.steps is in a schema");
  write("a", "SELECT * FROM read_csv('x.csv')");
  EXPECT_EQ(error(), "a.sql:1:15: a mart reads tables and marts, not read_csv");
  write("a", "SELECT * FROM 'x.csv'");
  EXPECT_EQ(error(), "a.sql:1:15: a mart reads tables and marts, not 'x.csv'");
}

TEST_F(MartsTest, AreOneSelectUnderTheirOwnName) {
  write("a", "SELECT 1 AS x; DROP TABLE Sale");
  EXPECT_EQ(error(), "a.sql:1:14: a mart is one SELECT, but another statement follows");
  write("a", "-- x\nDROP TABLE Sale");
  EXPECT_EQ(error(), "a.sql:2:1: a mart is one SELECT");
  write("a", "-- param m: month = 2011-09\nSELECT :m AS x");
  EXPECT_EQ(error(), "a.sql:2:8: a mart takes no parameters");
  write("a", "SELECT 1 AS x;\n-- the end\n");
  EXPECT_THAT(order(), ElementsAre("a"));
  write("sale", "SELECT 1 AS x");
  EXPECT_EQ(error(), "sale.sql: mart sale has the name of the model's table Sale");
  remove_file(dir_ / "sale.sql");
  write("Fact Sales", "SELECT 1 AS x");
  EXPECT_EQ(error(), "Fact Sales.sql: 'Fact Sales' can't be the name of a mart");
}

TEST_F(MartsTest, CommentBlockSaysWhatMustHold) {
  write("b", "SELECT 1 AS x");
  write("a", "-- grain: one row per sale\n-- key: x, y\n-- reconcile: rows = sale + B + 2\nSELECT 1 AS x, 2 AS y");
  const std::vector<Mart> marts = read_marts(dir_, model_);
  ASSERT_EQ(marts.size(), 2U);
  EXPECT_THAT(marts[1].key, ElementsAre("x", "y"));
  EXPECT_EQ(marts[1].rows, (RowRule{{"Sale", "b"}, 2}));
  EXPECT_THAT(marts[1].reads, ElementsAre("Sale", "b")) << "made after what it is compared with";

  write("a", "-- reconcile: rows = Sal\nSELECT 1 AS x");
  EXPECT_THAT(error(), HasSubstr("a.sql:1:4: there is no table or mart 'Sal' (did you mean"));
  for (const char* rule : {"rows", "rows =", "Sale = 1", "rows = Sale +", "rows = 1 = 2", "rows = Sale - 1"}) {
    write("a", "-- reconcile: " + std::string(rule) + "\nSELECT 1 AS x");
    EXPECT_THAT(error(), HasSubstr("a.sql:1:4: '")) << rule;
  }
  write("a", "-- reconcil: rows = Sale\nSELECT 1 AS x");
  EXPECT_EQ(error(), "a.sql:1:4: a mart has no key 'reconcil' (did you mean 'reconcile'?)");
}

/// A mart made in memory, over a Sale of three rows.
class MakeMartTest : public MartsTest {
 protected:
  MakeMartTest() { connection_.execute("CREATE TABLE Sale AS SELECT i AS id, i % 2 AS odd FROM range(3) t(i)"); }

  MartRows make(const std::string& sql) {
    write("m", sql);
    connection_.execute("DROP TABLE IF EXISTS m");
    return make_mart(connection_, read_marts(dir_, model_).front());
  }
  std::string failure(const std::string& sql, ErrorKind kind) {
    try {
      make(sql);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), kind);
      EXPECT_THAT(error.place().file, HasSubstr("m.sql"));
      return error.what();
    }
    return "none";
  }

  DuckDbConnection connection_ = DuckDbDatabase({}, {}).connect();
};

TEST_F(MakeMartTest, CountsBothEnds) {
  const MartRows all = make("-- reconcile: rows = Sale + 1\nSELECT id FROM Sale UNION ALL SELECT -1 AS id");
  EXPECT_EQ(all.in, 3U);
  EXPECT_EQ(all.out, 4U);
  const MartRows groups = make("-- key: odd\nSELECT odd, count(*) AS n FROM Sale GROUP BY odd;");
  EXPECT_EQ(groups.in, 3U);
  EXPECT_EQ(groups.out, 2U);
  EXPECT_EQ(query_integer(connection_, "SELECT count(*) FROM m"), 2);
}

TEST_F(MakeMartTest, RowsTooManyOrTooFewAreAnError) {
  EXPECT_EQ(failure("-- reconcile: rows = Sale\nSELECT a.id FROM Sale a, Sale b", ErrorKind::data),
            "mart m has 9 rows, but 'rows = Sale' makes 3");
  EXPECT_EQ(failure("-- reconcile: rows = Sale + 1\nSELECT id FROM Sale WHERE id > 1", ErrorKind::data),
            "mart m has 1 rows, but 'rows = Sale + 1' makes 4");
}

TEST_F(MakeMartTest, KeysThatAreNoneAreAnError) {
  EXPECT_EQ(failure("-- key: odd\nSELECT odd FROM Sale", ErrorKind::data),
            "1 keys of mart m (odd) are missing or stand for several rows, for instance 0");
  EXPECT_EQ(failure("-- key: id, odd\nSELECT id, nullif(odd, 1) AS odd FROM Sale", ErrorKind::data),
            "1 keys of mart m (id, odd) are missing or stand for several rows, for instance 1, (missing)");
  EXPECT_THAT(failure("-- key: nix\nSELECT id FROM Sale", ErrorKind::usage), HasSubstr("mart m has no key (nix): "));
}

TEST_F(MakeMartTest, MistakesHaveTheirPlaceInTheFile) {
  for (const auto& [sql, line, column] : {std::tuple{"SELECT nix FROM Sale", 1U, 8U},
                                          std::tuple{"-- title: M\n\nSELECT id,\n  nix\nFROM Sale;\n", 4U, 3U}}) {
    try {
      make(sql);
      FAIL() << sql;
    } catch (const Error& error) {
      EXPECT_EQ(error.place().line, line) << error.what();
      EXPECT_EQ(error.place().column, column) << error.what();
    }
  }
}

TEST(MartFingerprintTest, DependsOnTheSqlAndWhatItReads) {
  const std::map<std::string, std::string> one = {{"Sale", "1"}, {"Customer", "1"}};
  const std::map<std::string, std::string> two = {{"Sale", "2"}, {"Customer", "1"}};
  EXPECT_EQ(mart_fingerprint("SELECT 1", {"Customer"}, one), mart_fingerprint("SELECT 1", {"Customer"}, two));
  EXPECT_NE(mart_fingerprint("SELECT 1", {"Sale"}, one), mart_fingerprint("SELECT 1", {"Sale"}, two));
  EXPECT_NE(mart_fingerprint("SELECT 1", {"Sale"}, one), mart_fingerprint("SELECT 2", {"Sale"}, one));
}

}  // namespace
}  // namespace rox
