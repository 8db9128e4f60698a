#include "build/update_mart.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cstdlib>
#include <map>

#include "base/error.hpp"
#include "build/changing_tables.hpp"
#include "build/check_changes.hpp"

namespace rox {
namespace {

using testing::HasSubstr;

/// Sales of customers, with their lines; whatever refers to something may refer to nothing.
std::vector<test::RandomTable> shop(std::size_t rows) {
  const auto some = [](std::size_t values) { return fmt::format("nullif(random % {}, 0)::INTEGER", values); };
  return {
      {"Sale", {{"id", some(rows)}, {"customer", some(rows / 3 + 2)}, {"day", "DATE '2020-01-01' + (random % 9)::INTEGER"},
                {"total", "(random % 50)::DECIMAL(18,2)"}}},
      {"Line", {{"sale", some(rows)}, {"n", "(random % 4)::INTEGER"}, {"product", some(7)},
                {"amount", "(random % 20)::DECIMAL(18,2)"}}},
      {"Customer", {{"id", some(rows / 3 + 2)}, {"area", some(4)}, {"boss", some(rows / 3 + 2)}, {"code", "(random % 5)::BIGINT"}}},
      {"Product", {{"id", some(7)}, {"kind", "'k' || (random % 3)"}, {"price", "(random % 9)::DECIMAL(18,2)"}}}};
}

struct Shape {
  const char* name;
  const char* select;
  const char* how;  // what describe_update() says
};

/// Keyless, so that any rows may be equal; each after those that it reads.
const std::vector<Shape> kShapes = {
    {"m_rows", "SELECT id, total * 2 AS double, day FROM Sale WHERE total > 10", "by id"},
    {"m_group", "SELECT customer, count(*) AS n, sum(total) AS t, min(day) AS d FROM Sale GROUP BY customer", "by customer"},
    {"m_group2", "SELECT day, customer, max(total) AS t FROM Sale GROUP BY customer, day", "by day"},
    {"m_having", "SELECT customer FROM Sale GROUP BY 1 HAVING count(*) > 1 ORDER BY 1", "by customer"},
    {"m_distinct", "SELECT DISTINCT customer, day FROM Sale", "by customer"},
    {"m_lookup", "SELECT s.id, s.customer, c.area FROM Sale s LEFT JOIN Customer c ON s.customer = c.id", "by id"},
    {"m_inner", "SELECT s.id, l.n, l.amount FROM Sale s JOIN Line l ON s.id = l.sale WHERE l.amount > s.total / 9", "by id"},
    {"m_comma", "SELECT l.sale, l.n, p.kind FROM Line l, Product p WHERE l.product = p.id AND p.price > 1", "by sale"},
    {"m_three", "SELECT l.n, l.sale, c.area FROM Line l JOIN Sale s ON l.sale = s.id LEFT JOIN Customer c ON s.customer = c.id",
     "by n"},
    {"m_lines", "WITH sums AS (SELECT sale, sum(amount) AS a, count(*) AS n FROM Line GROUP BY sale) "
                "SELECT s.id, s.total, x.a, coalesce(x.n, 0) AS n FROM Sale s LEFT JOIN sums x ON s.id = x.sale",
     "by id"},
    {"m_right", "SELECT l.sale, s.total, l.amount FROM Sale s RIGHT JOIN Line l ON s.id = l.sale", "by sale"},
    {"m_self", "SELECT c.id, c.area, b.area AS boss_area FROM Customer c LEFT JOIN Customer b ON c.boss = b.id", "by id"},
    {"m_null_safe", "SELECT s.id, c.area FROM Sale s LEFT JOIN Customer c ON s.customer IS NOT DISTINCT FROM c.id", "by id"},
    {"m_wide", "SELECT s.id, c.id AS cid FROM Sale s JOIN Customer c ON s.customer = c.code", "by id"},
    {"m_union", "SELECT customer AS c, 'sale' AS kind FROM Sale UNION ALL SELECT id, 'customer' FROM Customer UNION ALL "
                "SELECT -1, 'none'",
     "by c"},
    {"m_union_distinct", "SELECT customer AS c FROM Sale UNION SELECT id FROM Customer", "by c"},
    {"m_except", "SELECT id FROM Customer EXCEPT SELECT customer FROM Sale", "by id"},
    {"m_except_all", "SELECT id FROM Customer EXCEPT ALL SELECT customer FROM Sale", "by id"},
    {"m_intersect", "SELECT id FROM Customer INTERSECT SELECT customer FROM Sale", "by id"},
    {"m_exists", "SELECT id, area FROM Customer c WHERE EXISTS (SELECT 1 FROM Sale s WHERE s.customer = c.id AND s.total > c.code)",
     "by id"},
    {"m_not_exists", "SELECT id, area FROM Customer c WHERE NOT EXISTS (SELECT 1 FROM Sale s WHERE s.customer = c.id)", "by id"},
    {"m_in", "SELECT id, customer FROM Sale WHERE customer IN (SELECT id FROM Customer WHERE area = 1)", "by id"},
    {"m_in_value", "SELECT id, customer IN (SELECT id FROM Customer WHERE area = 1) AS found FROM Sale",
     "whole: no column of it tells which rows of its tables a row comes from"},
    {"m_not_in", "SELECT id, customer FROM Sale WHERE customer NOT IN (SELECT id FROM Customer WHERE area = 1)",
     "whole: no column of it tells which rows of its tables a row comes from"},
    {"m_any", "SELECT id, total = ANY (SELECT amount FROM Line l WHERE l.sale = s.id) AS found FROM Sale s", "by id"},
    {"m_scalar", "SELECT id, (SELECT max(amount) FROM Line l WHERE l.sale = s.id) AS most FROM Sale s", "by id"},
    {"m_scalar_count", "SELECT id, (SELECT count(*) FROM Line l WHERE l.sale = s.id) AS n FROM Sale s", "by id"},
    {"m_above", "SELECT id, customer, total FROM Sale s WHERE total > (SELECT avg(total) FROM Sale o WHERE o.customer = s.customer)",
     "by id"},
    {"m_lateral", "SELECT c.id, x.n FROM Customer c, LATERAL (SELECT count(*) AS n FROM Sale s WHERE s.customer = c.id) x",
     "by id"},
    {"m_rank", "SELECT customer, id, rank() OVER (PARTITION BY customer ORDER BY total) AS r, "
               "sum(total) OVER (PARTITION BY customer) AS t FROM Sale",
     "by customer"},
    {"m_partitions", "SELECT sale, n, count(*) OVER (PARTITION BY sale) AS a, max(amount) OVER (PARTITION BY n, sale) AS b FROM Line",
     "by sale"},
    {"m_number", "SELECT g.sale, g.product, row_number() OVER (PARTITION BY g.sale ORDER BY g.product) AS r FROM "
                 "(SELECT sale, product FROM Line GROUP BY sale, product) g",
     "by sale"},
    {"m_running", "SELECT x.customer, x.day, sum(x.t) OVER (PARTITION BY x.customer ORDER BY x.day ROWS UNBOUNDED PRECEDING) AS t "
                  "FROM (SELECT customer, day, sum(total) AS t FROM Sale GROUP BY ALL) x",
     "by customer"},
    {"m_ties", "SELECT sale, n, row_number() OVER (PARTITION BY sale, n, product, amount ORDER BY n) AS r FROM Line", "by sale"},
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
    {"m_used_twice", "WITH t AS (SELECT customer, sum(total) AS t FROM Sale GROUP BY 1) SELECT a.customer, a.t, b.t AS boss "
                     "FROM t a LEFT JOIN Customer c ON a.customer = c.id LEFT JOIN t b ON c.boss = b.customer",
     "by customer"},
    {"m_of_marts", "SELECT l.id, l.total, l.a, k.area FROM m_lines l LEFT JOIN m_lookup k ON l.id = k.id", "by id"},
    {"m_chain", "SELECT area, count(*) AS n, sum(a) AS a FROM m_of_marts GROUP BY area", "by area"},
    {"m_chain_window", "SELECT o.area, o.id, o.a, dense_rank() OVER (PARTITION BY o.area ORDER BY o.a DESC) AS r, c.n "
                       "FROM m_of_marts o JOIN m_chain c ON o.area = c.area",
     "by area"},
    {"m_of_whole", "SELECT s.id, s.total, r.n FROM Sale s LEFT JOIN m_rollup r ON s.customer = r.area", "by id"},
    {"m_constant", "SELECT 7 AS k, count(*) AS n FROM Sale UNION ALL SELECT id, count(*) FROM Customer GROUP BY id", "by k"},
    {"m_exists_value", "SELECT c.id, EXISTS (SELECT 1 FROM Sale s WHERE s.customer = c.id) AS buys FROM Customer c", "by id"},
    {"m_two_lookups", "SELECT s.id, a.area, b.kind FROM Sale s LEFT JOIN Customer a ON s.customer = a.id AND a.area > 1 "
                      "LEFT JOIN Product b ON b.id = a.area",
     "by id"},
    {"m_composite", "SELECT l.sale, l.n, s.c FROM Line l LEFT JOIN (SELECT sale, n, count(*) AS c FROM Line GROUP BY sale, n) s "
                    "ON l.sale = s.sale AND l.n = s.n",
     "by sale"},
};

class UpdateMartTest : public testing::Test {
 protected:
  void make(const Mart& mart) { make_mart(connection_, mart); }

  DuckDbConnection connection_ = DuckDbDatabase({}, {.threads = 1}).connect();
};

TEST_F(UpdateMartTest, TakesSelectsApartByAColumnOrSaysWhyNot) {
  test::ChangingTables tables(connection_, shop(10), 10, 1);
  for (const Shape& shape : kShapes) {
    const Mart mart = test::mart_of(shape.name, shape.select, {});
    make(mart);
    EXPECT_EQ(describe_update(connection_, mart), shape.how) << shape.name;
  }
}

struct Tally {
  std::size_t compared = 0;
  std::size_t untouched = 0;
  std::size_t by_keys = 0;
  std::size_t whole = 0;
};

/// Each mart of all shapes after random changes, against the same made in full.
void compare_with_full(DuckDbConnection& connection, std::size_t rows, std::size_t rounds, std::size_t most, unsigned seed,
                       Tally& tally) {
  test::ChangingTables tables(connection, shop(rows), rows, seed);
  std::vector<Mart> marts;
  for (const Shape& shape : kShapes) marts.push_back(test::mart_of(shape.name, shape.select, {}));
  for (const Mart& mart : marts) make_mart(connection, mart);
  for (std::size_t round = 0; round < rounds; ++round) {
    BuildChanges changes = tables.change(most);
    for (const Mart& mart : marts) {
      const std::string& name = mart.file.name;
      connection.execute(fmt::format("CREATE OR REPLACE TEMP TABLE before AS FROM main.{}", name));
      const MartUpdate update = update_mart(connection, mart, changes);
      connection.execute(fmt::format("CREATE OR REPLACE TEMP TABLE wanted AS {}", mart.file.text));
      const std::string where = fmt::format("{} in round {} of seed {}: {}", name, round, seed, update.how);
      ASSERT_EQ(test::difference(connection, "main." + name, "wanted"), 0) << where;
      ASSERT_TRUE(update.known) << where;
      const std::string was_changed = fmt::format("((FROM before EXCEPT ALL FROM {1}.{0}) UNION ALL FROM {2}.{0})", name, kDeleted, kInserted);
      ASSERT_EQ(test::difference(connection, was_changed, "wanted"), 0) << where;
      if (update.inserted + update.deleted > 0) changes.known.insert(name);
      ++tally.compared;
      tally.untouched += update.how == "no change reaches it" ? 1 : 0;
      tally.by_keys += update.how.find(" key") != std::string::npos ? 1 : 0;
      tally.whole += update.how.find("whole") != std::string::npos ? 1 : 0;
    }
  }
}

std::size_t rounds(std::size_t usual) {
  const char* asked = std::getenv("ROX_TEST_ROUNDS");
  return asked == nullptr ? usual : std::strtoul(asked, nullptr, 10);
}

TEST_F(UpdateMartTest, MakesWhatAFullBuildMakes) {
  Tally tally;
  for (unsigned seed = 1; seed <= rounds(2); ++seed) {
    DuckDbConnection connection = DuckDbDatabase({}, {.threads = 1}).connect();
    compare_with_full(connection, 5 + seed * 13 % 60, 8, 1 + seed % 7, seed, tally);
    if (HasFatalFailure()) return;
  }
  RecordProperty("compared", std::to_string(tally.compared));
  fmt::print("compared {}: untouched {}, by keys {}, whole {}\n", tally.compared, tally.untouched, tally.by_keys, tally.whole);
  EXPECT_GT(tally.by_keys, tally.whole);
}

}  // namespace
}  // namespace rox
